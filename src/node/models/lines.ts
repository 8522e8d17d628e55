import { setImmediate as nextTurn } from 'node:timers/promises';

/** After so many lines the event loop gets its turn: a flood of tiny lines must not hold the editor. */
const linesPerTurn = 64;

/**
 * The lines of a body, one at a time, without their endings; the first has no byte order mark. A line is decoded
 * only when it is whole, so a character cut between two chunks stays whole; bytes that are not UTF-8 become U+FFFD.
 * Parts of a line are kept apart until it ends: an endless line costs no repeated joining. The caps are the fetch's.
 */
export async function* readLines(body: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let parts: Uint8Array[] = [];
  let first = true;
  let lines = 0;
  const finish = (end: Uint8Array): string => {
    const bytes = parts.length === 0 ? Buffer.from(end) : Buffer.concat([...parts, end]);
    parts = [];
    const text = bytes.toString('utf8');
    const line = first && text.startsWith('\ufeff') ? text.slice(1) : text;
    first = false;
    return line.endsWith('\r') ? line.slice(0, -1) : line;
  };
  for await (const chunk of body) {
    let from = 0;
    for (let at = chunk.indexOf(0x0a); at !== -1; at = chunk.indexOf(0x0a, from)) {
      yield finish(chunk.subarray(from, at));
      from = at + 1;
      lines += 1;
      if (lines % linesPerTurn === 0) await nextTurn();
    }
    if (from < chunk.byteLength) parts.push(chunk.subarray(from));
  }
  if (parts.length > 0) yield finish(new Uint8Array());
}
