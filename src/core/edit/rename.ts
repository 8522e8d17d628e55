import type { CodeAnswer, RenameSpan } from '../code.ts';
import type { House } from '../ports.ts';
import { linesOf } from '../text.ts';
import type { Edit, RenameTarget } from './contract.ts';

/**
 * The edits of a rename, as the language service finds its places: one range edit a line, so that each says which
 * line it was made for and nothing else of the file can move.
 */
export async function renameEdits(
  target: RenameTarget,
  house: House,
  signal: AbortSignal,
): Promise<CodeAnswer<readonly Edit[]>> {
  const answer = await house.code.renameSpans(house.files, target, signal);
  if (answer.type === 'unable') return answer;
  const edits: Edit[] = [];
  const changed = (path: string) => `${path} changed while the rename was looked up`;
  for (const [path, spans] of groups(answer.value, (span) => span.path)) {
    const read = await house.files.read(path, signal);
    if (read.type === 'refused') return { type: 'unable', reason: `${path}: ${read.message}` };
    const lines = linesOf(read.file.text);
    for (const [line, here] of groups(spans, (span) => span.line)) {
      const text = lines[line - 1];
      const stands = (span: RenameSpan) =>
        text?.slice(span.column, span.column + span.length) === target.symbol;
      if (text === undefined || !here.every(stands)) return { type: 'unable', reason: changed(path) };
      edits.push({ path, range: [line, line], replace: renameInLine(text, here) });
    }
  }
  return { type: 'ok', value: edits };
}

/** Columns are of the old line, so the last place is replaced first. */
function renameInLine(text: string, spans: readonly RenameSpan[]): string {
  return [...spans]
    .sort((a, b) => b.column - a.column)
    .reduce(
      (line, span) => line.slice(0, span.column) + span.text + line.slice(span.column + span.length),
      text,
    );
}

function groups<Row, Key>(rows: readonly Row[], keyOf: (row: Row) => Key): ReadonlyMap<Key, readonly Row[]> {
  const found = new Map<Key, Row[]>();
  for (const row of rows) {
    const group = found.get(keyOf(row)) ?? [];
    group.push(row);
    found.set(keyOf(row), group);
  }
  return found;
}
