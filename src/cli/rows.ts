import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';

/** Answers one row; a bad row answers with `error` and never rejects. */
export type AnswerRow = (row: unknown) => Promise<object>;

/** Rows that are worked on side by side, at most. */
const atOnce = 4;

/**
 * Reads JSON lines and writes one answer a line, in order, each as soon as it is there (design section 13). Blank
 * lines are passed over. Waits where the reader of the answers is slower than we are. Rows of which `beside` says so are
 * worked on while others are; any other has the machine for itself.
 */
export async function answerRows(
  input: Readable,
  output: Writable,
  answer: AnswerRow,
  beside: (row: unknown) => boolean = () => false,
): Promise<void> {
  // Each resolves when its answer is written, and so are all before it.
  const open: Promise<void>[] = [];
  let last: Promise<void> = Promise.resolve();
  const write = async (before: Promise<void>, answered: Promise<object>): Promise<void> => {
    const text = JSON.stringify(await answered);
    await before;
    if (!output.write(`${text}\n`)) await once(output, 'drain');
  };
  for await (const line of linesOf(input)) {
    if (line.trim() === '') continue;
    const row = rowOf(line);
    const isBeside = beside(row.value);
    if (!isBeside) await last;
    last = write(last, answerLine(row, answer));
    if (isBeside) open.push(last);
    else await last;
    if (open.length >= atOnce) await open.shift();
  }
  await last;
}

/** Ends at LF only: `node:readline` also ends a line at U+2028, which may stand in a string of JSON. */
async function* linesOf(input: Readable): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let begun: string[] = [];
  for await (const chunk of input as AsyncIterable<Uint8Array | string>) {
    const text = typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true });
    const [first = '', ...more] = text.split('\n');
    begun.push(first);
    for (const next of more) {
      yield begun.join('');
      begun = [next];
    }
  }
  begun.push(decoder.decode());
  yield begun.join('');
}

/** A line as a row, or what is wrong with it. */
interface Row {
  readonly value: unknown;
  readonly error?: string;
}

function rowOf(line: string): Row {
  try {
    return { value: JSON.parse(line) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { value: undefined, error: `the row is not JSON: ${reason}` };
  }
}

async function answerLine({ value: row, error: wrong }: Row, answer: AnswerRow): Promise<object> {
  if (wrong !== undefined) return { id: null, error: wrong };
  try {
    return await answer(row);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { id: idOf(row), error: `internal error: ${reason}` };
  }
}

/** The id of a row that is no good otherwise; null where it has none. */
export function idOf(row: unknown): string | number | null {
  if (typeof row !== 'object' || row === null || !('id' in row)) return null;
  return typeof row.id === 'string' || typeof row.id === 'number' ? row.id : null;
}
