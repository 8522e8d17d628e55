import type * as vscode from 'vscode';

/** Owns what must end together. What is added after the end is disposed at once, so nothing is left listening. */
export class Lifetime implements vscode.Disposable {
  readonly #owned = new Set<vscode.Disposable>();
  #ended = false;

  own<T extends vscode.Disposable>(disposable: T): T {
    if (this.#ended) disposable.dispose();
    else this.#owned.add(disposable);
    return disposable;
  }

  /** How many things it owns; zero after the end. */
  get size(): number {
    return this.#owned.size;
  }

  dispose(): void {
    this.#ended = true;
    for (const disposable of [...this.#owned].reverse()) disposable.dispose();
    this.#owned.clear();
  }
}

/** Aborts `controller` when the editor's token is cancelled. Dispose it when the work is done. */
export function abortOn(token: vscode.CancellationToken, controller: AbortController): vscode.Disposable {
  if (token.isCancellationRequested) controller.abort();
  return token.onCancellationRequested(() => controller.abort());
}

/** Makes a thing at the first call and gives it to all; a failure is not kept, so the next call tries again. */
export function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make().catch((error: unknown) => {
      made = undefined;
      throw error;
    });
    return made;
  };
}

/** Calls `act` once, `ms` after the last call of `trigger`. */
export function debounced(ms: number, act: () => void): vscode.Disposable & { trigger(): void } {
  let timer: NodeJS.Timeout | undefined;
  return {
    trigger() {
      clearTimeout(timer);
      timer = setTimeout(act, ms);
    },
    dispose() {
      clearTimeout(timer);
    },
  };
}
