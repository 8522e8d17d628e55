import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';

/** Answers one row; a bad row answers with `error` and never rejects. */
export type AnswerRow = (row: unknown) => Promise<object>;

/**
 * Reads JSON lines and writes one answer a line, in order, each as soon as it is there (design section 13). Blank
 * lines are passed over. Waits where the reader of the answers is slower than we are.
 */
export async function answerRows(input: Readable, output: Writable, answer: AnswerRow): Promise<void> {
  for await (const line of linesOf(input)) {
    if (line.trim() === '') continue;
    const text = JSON.stringify(await answerLine(line, answer));
    if (!output.write(`${text}\n`)) await once(output, 'drain');
  }
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

async function answerLine(line: string, answer: AnswerRow): Promise<object> {
  let row: unknown;
  try {
    row = JSON.parse(line);
  } catch (error) {
    return {
      id: null,
      error: `the row is not JSON: ${error instanceof Error ? error.message : String(error)}`,
    };
  }
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
