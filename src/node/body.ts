/** The body of a response while it comes. */
export interface Body {
  readonly stream: ReadableStream<Uint8Array>;
  push(chunk: Uint8Array): void;
  /** Ends the body after what was pushed has been read: what came before a break is never lost with it. */
  end(error: unknown): void;
  /** Ends the body at once: nobody wants the rest. */
  drop(error: unknown): void;
}

/** So much may wait to be read before the sender is held back. */
const mostWaiting = 1024 * 1024;

/** `hold` is called with true when too much waits, and with false when the sender may go on. */
export function openBody(hold: (wait: boolean) => void, onCancel: () => void): Body {
  const waiting: Uint8Array[] = [];
  let waitingBytes = 0;
  let held = false;
  let ended: { readonly error: unknown } | undefined;
  let deliver: (() => void) | undefined;
  let controller: ReadableStreamDefaultController<Uint8Array> | undefined;

  const finish = (error: unknown): void => {
    if (error === undefined) controller?.close();
    else controller?.error(error);
    controller = undefined;
  };
  /** Gives one chunk, or the end; true where there was something to give. */
  const give = (): boolean => {
    const chunk = waiting.shift();
    if (chunk !== undefined) {
      waitingBytes -= chunk.byteLength;
      controller?.enqueue(chunk);
      if (held && waitingBytes < mostWaiting) {
        held = false;
        hold(false);
      }
      return true;
    }
    if (ended === undefined) return false;
    finish(ended.error);
    return true;
  };
  const wake = (): void => {
    if (deliver === undefined || !give()) return;
    deliver();
    deliver = undefined;
  };

  const stream = new ReadableStream<Uint8Array>(
    {
      start: (own) => {
        controller = own;
      },
      pull: () =>
        new Promise<void>((resolve) => {
          deliver = resolve;
          wake();
        }),
      cancel: () => {
        controller = undefined;
        onCancel();
      },
    },
    { highWaterMark: 0 },
  );
  return {
    stream,
    push: (chunk) => {
      waiting.push(chunk);
      waitingBytes += chunk.byteLength;
      wake();
      if (held || waitingBytes < mostWaiting) return;
      held = true;
      hold(true);
    },
    end: (error) => {
      ended ??= { error };
      wake();
    },
    drop: (error) => {
      waiting.length = 0;
      ended = { error };
      finish(error);
    },
  };
}
