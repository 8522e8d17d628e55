import type { CodeAnswer, OracleQuestion } from '../code.ts';
import type { House } from '../ports.ts';
import { linesOf } from '../text.ts';
import type { Edit } from './contract.ts';
import { diffLines } from './diff.ts';

/** The edits of a change that a deterministic tool makes in these files: one for each stretch that differs. */
export async function rewriteEdits(
  paths: readonly string[],
  question: OracleQuestion,
  house: House,
  signal: AbortSignal,
): Promise<CodeAnswer<readonly Edit[]>> {
  const answer = await house.code.rewrite(house.files, paths, question, signal);
  if (answer.type === 'unable') return answer;
  const edits: Edit[] = [];
  for (const { path, content } of answer.value) {
    const read = await house.files.read(path, signal);
    if (read.type === 'refused') return { type: 'unable', reason: `${path}: ${read.message}` };
    edits.push(...editsBetween(path, read.file.text, content));
  }
  if (edits.length === 0) return { type: 'unable', reason: 'there is nothing to change: it is so already' };
  return { type: 'ok', value: edits };
}

/** A stretch of lines and the lines that take its place; 0-based, the end exclusive. */
interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly lines: readonly string[];
}

/**
 * The edits that make `content` of `base`, by lines. A range edit cannot say "no line here, then one" nor "one empty
 * line" (contracts rule 41): there the neighbour is given again. A change of the last ending takes the whole text.
 */
export function editsBetween(path: string, base: string, content: string): readonly Edit[] {
  if (base === content) return [];
  const before = linesOf(base);
  const after = linesOf(content);
  const stretches = stretchesOf(before, after);
  if (after.length === 0 && before.length > 0) return [{ path, range: [1, before.length], replace: '' }];
  const isOneEmptyLine = after.length === 1 && after[0] === '';
  const isByLines =
    !isOneEmptyLine &&
    stretches.length > 0 &&
    before.length > 0 &&
    base.endsWith('\n') === content.endsWith('\n');
  if (!isByLines) return [{ path, whole: content.replaceAll('\r\n', '\n') }];
  return stretches.map((stretch): Edit => {
    const { from, to, lines } = withNeighbour(stretch, before);
    return { path, range: [from + 1, to], replace: lines.join('\n') };
  });
}

/** Hunks with at most two lines between them are one stretch, so that no two ever need the same neighbour. */
function stretchesOf(before: readonly string[], after: readonly string[]): readonly Stretch[] {
  const stretches: { from: number; to: number; start: number; end: number }[] = [];
  for (const { baseStart, baseEnd, start, end } of diffLines(before, after)) {
    const last = stretches.at(-1);
    if (last !== undefined && baseStart - last.to <= 2) Object.assign(last, { to: baseEnd, end });
    else stretches.push({ from: baseStart, to: baseEnd, start, end });
  }
  return stretches.map(({ from, to, start, end }) => ({ from, to, lines: after.slice(start, end) }));
}

function withNeighbour(stretch: Stretch, before: readonly string[]): Stretch {
  const { from, to, lines } = stretch;
  const isSayable = to > from && !(lines.length === 1 && lines[0] === '');
  if (isSayable) return stretch;
  if (from > 0) return { from: from - 1, to, lines: [before[from - 1] ?? '', ...lines] };
  if (to < before.length) return { from, to: to + 1, lines: [...lines, before[to] ?? ''] };
  return stretch;
}
