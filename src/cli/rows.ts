import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';

/** Answers one row; a bad row answers with `error` and never rejects. */
export type AnswerRow = (row: unknown) => Promise<object>;

/**
 * Reads JSON lines and writes one answer a line, in order, each as soon as it is there (design section 13). Blank
 * lines are passed over. Waits where the reader of the answers is slower than we are.
 */
export async function answerRows(input: Readable, output: Writable, answer: AnswerRow): Promise<void> {
  const lines = createInterface({ input, crlfDelay: Infinity });
  for await (const line of lines) {
    if (line.trim() === '') continue;
    const text = JSON.stringify(await answerLine(line, answer));
    if (!output.write(`${text}\n`)) await once(output, 'drain');
  }
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
