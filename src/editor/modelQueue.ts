import type { Completion, Model } from '../core/model.ts';

/**
 * Lets one call at a time through to each model, first come first served: small machines get slower, not faster,
 * when two runs share one. A call that has to wait says so, and can be cancelled while it waits.
 */
export class ModelQueue {
  readonly #lanes = new Map<string, Lane>();

  /** The same model, behind its lane. */
  behind(model: Model): Model {
    return {
      id: model.id,
      label: model.label,
      digest: model.digest,
      location: model.location,
      // It changes once the server has told what it really loaded.
      get contextTokens() {
        return model.contextTokens;
      },
      complete: async (request, onProgress, signal): Promise<Completion> => {
        const lane = this.#laneOf(model.id);
        const arrived = performance.now();
        if (lane.ahead > 0) onProgress({ type: 'waiting', message: waitWords(lane.ahead, model.label) });
        const leave = await lane.enter(signal);
        if (leave === undefined) {
          const ms = performance.now() - arrived;
          return {
            type: 'aborted',
            partial: '',
            usage: { promptTokens: 0, outputTokens: 0, ms, firstTokenMs: 0 },
          };
        }
        try {
          return await model.complete(request, onProgress, signal);
        } finally {
          leave();
        }
      },
    };
  }

  #laneOf(id: string): Lane {
    const lane = this.#lanes.get(id) ?? new Lane();
    this.#lanes.set(id, lane);
    return lane;
  }
}

function waitWords(ahead: number, label: string): string {
  return ahead === 1
    ? `waiting for ${label}: 1 task is ahead`
    : `waiting for ${label}: ${ahead} tasks are ahead`;
}

/** One at a time, in the order of arrival. */
class Lane {
  readonly #waiting: (() => void)[] = [];
  #busy = false;

  /** How many are in the lane already. */
  get ahead(): number {
    return this.#waiting.length + (this.#busy ? 1 : 0);
  }

  /** Resolves when it is this caller's turn, with what ends the turn; with undefined where it was aborted before. */
  enter(signal: AbortSignal): Promise<(() => void) | undefined> {
    if (signal.aborted) return Promise.resolve(undefined);
    if (!this.#busy) {
      this.#busy = true;
      return Promise.resolve(() => this.#next());
    }
    return new Promise((resolve) => {
      const start = (): void => {
        signal.removeEventListener('abort', abort);
        resolve(() => this.#next());
      };
      const abort = (): void => {
        this.#waiting.splice(this.#waiting.indexOf(start), 1);
        resolve(undefined);
      };
      this.#waiting.push(start);
      signal.addEventListener('abort', abort, { once: true });
    });
  }

  #next(): void {
    const start = this.#waiting.shift();
    if (start === undefined) this.#busy = false;
    else start();
  }
}
