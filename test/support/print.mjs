// How every command of this project speaks: one plain line a step, with the time since the command began.
// Built-in modules only, and old syntax enough for the Node that happens to be installed.

/** When the command began: this process, or the one that went on in it. */
export const begun = Number(process.env['COUNTERSIGN_BEGUN'] ?? Date.now());

/**
 * Prints one line behind the time since the command began.
 *
 * @param {string} text
 */
export function print(text) {
  const seconds = ((Date.now() - begun) / 1000).toFixed(1).padStart(6);
  process.stdout.write(`[${seconds}s] ${text}\n`);
}

/**
 * Runs one step: prints what it does, how it is getting on every ten seconds, and how long it took.
 *
 * @template T
 * @param {string} title an imperative clause, such as "Install the packages"
 * @param {(say: (state: string) => void) => Promise<T>} work told a function that takes the newest state in words
 * @returns {Promise<T>} what the work gives; its errors pass through
 */
export async function step(title, work) {
  print(`${title} ...`);
  const from = Date.now();
  let state = '';
  const beat = setInterval(() => {
    print(`  ${Math.round((Date.now() - from) / 1000)} s${state === '' ? '' : `, ${state}`}`);
  }, 10_000);
  beat.unref();
  try {
    const result = await work((text) => {
      state = text;
    });
    print(`${title}: done in ${((Date.now() - from) / 1000).toFixed(1)} s`);
    return result;
  } finally {
    clearInterval(beat);
  }
}

/** A failure that a person can act on: printed as it is, without a stack. */
export class Advice extends Error {}

/**
 * The text of an error for a person: the sentence alone for {@link Advice}, the stack for a defect of ours.
 *
 * @param {unknown} error
 * @returns {string}
 */
export function describeError(error) {
  if (error instanceof Advice) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
