import * as vscode from 'vscode';
import type { ModelList } from '../core/ports.ts';
import { onConfigChange, readConfig } from './config.ts';
import { Lifetime } from './lifetime.ts';
import { wordsOf } from './log.ts';
import { ModelQueue } from './modelQueue.ts';
import type { LoadEngine } from './engine.ts';
import type { Health } from './status.ts';

/** How long a list of found models is believed. An empty one is never: the person may have started a server. */
const freshMs = 30_000;

/**
 * The workers that can take a task, looked for when somebody asks, and what is known of them for the status. In an
 * untrusted folder nothing is looked for.
 */
export class Models implements vscode.Disposable {
  readonly #engine: LoadEngine;
  readonly #log: vscode.LogOutputChannel;
  readonly #queue = new ModelQueue();
  readonly #lifetime = new Lifetime();
  readonly #changed = this.#lifetime.own(new vscode.EventEmitter<Health>());
  #known: { readonly list: ModelList; readonly at: number } | undefined;
  #looking: Promise<ModelList> | undefined;
  #health: Health = { type: 'unknown' };

  readonly onChange = this.#changed.event;

  constructor(engine: LoadEngine, log: vscode.LogOutputChannel) {
    this.#engine = engine;
    this.#log = log;
    this.#lifetime.own(
      onConfigChange(() => {
        this.#known = undefined;
        if (this.#health.type !== 'unknown') void this.look();
      }),
    );
  }

  get health(): Health {
    return this.#health;
  }

  /** Best first, each behind its queue. */
  async list(signal: AbortSignal): Promise<ModelList> {
    if (!vscode.workspace.isTrusted) return { models: [], missing: ['The folder is not trusted.'] };
    const known = this.#known;
    if (known !== undefined && known.list.models.length > 0 && performance.now() - known.at < freshMs) {
      return known.list;
    }
    // A caller that gives up does not stop the looking: others wait for it, and the status does.
    const looking = (this.#looking ??= this.#look());
    return Promise.race([looking, whenAborted(signal)]);
  }

  /** Looks again, for the status. */
  async look(): Promise<void> {
    if (!vscode.workspace.isTrusted) return;
    this.#known = undefined;
    await (this.#looking ??= this.#look());
  }

  /** Says what is being fetched or installed, for the status; `look` again when that is over. */
  fetching(what: Extract<Health, { type: 'fetching' }>): void {
    this.#setHealth(what);
  }

  dispose(): void {
    this.#lifetime.dispose();
  }

  async #look(): Promise<ModelList> {
    this.#setHealth({ type: 'looking' });
    try {
      const { models: machine } = await this.#engine();
      const found = await machine.find(readConfig(), new AbortController().signal);
      const models = found.models.map((model) => this.#queue.behind(model));
      const list = { models, missing: found.missing };
      this.#known = { list, at: performance.now() };
      this.#setHealth(healthOf(list));
      return list;
    } catch (error) {
      const reason = wordsOf(error);
      this.#log.error(`Models could not be looked for: ${reason}`);
      const list = { models: [], missing: [reason] };
      this.#setHealth(healthOf(list));
      return list;
    } finally {
      this.#looking = undefined;
    }
  }

  #setHealth(health: Health): void {
    this.#health = health;
    this.#changed.fire(health);
  }
}

function healthOf({ models, missing }: ModelList): Health {
  const [first] = models;
  if (first === undefined) return { type: 'missing', reasons: missing };
  return { type: 'ready', label: first.label, location: first.location, others: models.length - 1 };
}

function whenAborted(signal: AbortSignal): Promise<ModelList> {
  return new Promise((resolve) => {
    const stop = (): void => resolve({ models: [], missing: ['cancelled'] });
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
}
