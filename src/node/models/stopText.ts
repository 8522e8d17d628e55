export interface StopText {
  /** Takes more text and gives what can be shown of it; `stopped` once a stop text was met. */
  push(delta: string): { readonly text: string; readonly stopped: boolean };
  /** What was held back when the stream ended without a stop text. */
  rest(): string;
}

/**
 * Ends text before the first of the given stop texts, also where a server ignores or does not know them. Only a
 * tail that could still become a stop text is held back.
 */
export function watchStopText(stops: readonly string[]): StopText {
  const wanted = stops.filter((stop) => stop !== '');
  let held = '';
  let stopped = false;
  return {
    push: (delta) => {
      if (stopped) return { text: '', stopped };
      const text = held + delta;
      const at = wanted.map((stop) => text.indexOf(stop)).filter((index) => index !== -1);
      if (at.length > 0) {
        stopped = true;
        held = '';
        return { text: text.slice(0, Math.min(...at)), stopped };
      }
      const keep = Math.max(0, ...wanted.map((stop) => overlap(text, stop)));
      held = text.slice(text.length - keep);
      return { text: text.slice(0, text.length - keep), stopped };
    },
    rest: () => {
      const text = held;
      held = '';
      return text;
    },
  };
}

/** How many characters at the end of the text are a beginning of the stop text. */
function overlap(text: string, stop: string): number {
  for (let length = Math.min(text.length, stop.length - 1); length > 0; length -= 1) {
    if (text.endsWith(stop.slice(0, length))) return length;
  }
  return 0;
}
