import { diffLines } from '../edit/diff.ts';
import type { Delegation, Draft } from '../kind.ts';
import type { ModelMessage, Usage } from '../model.ts';
import type { PieceToEdit } from './edit.ts';
import { codeOf, dedent, fenceLanguage, indented, sharedIndent } from './fence.ts';
import { draftOfFailure } from './models.ts';

/** The two orders that were measured: the piece first (55 % right) and the task first (52 %), small-models section 7. */
type Shape = 'piece-first' | 'task-first';

/**
 * Asks for the whole piece back. An answer that is the old text, token for token, is the commonest failure: it is
 * thrown away at once and the other shape is tried, before any re-ask.
 */
export async function draftPiece(
  piece: PieceToEdit,
  instruction: string,
  delegation: Delegation,
  signal: AbortSignal,
): Promise<Draft> {
  const old = piece.lines.slice(piece.line - 1, piece.endLine);
  const indent = sharedIndent(old);
  const shown = dedent(old, indent);
  let spent: Usage | undefined;
  for (const shape of ['piece-first', 'task-first'] as const) {
    const completion = await delegation.model.complete(
      {
        messages: pieceMessages(shape, piece.file.path, shown, instruction, delegation.finding),
        prefill: `\`\`\`${fenceLanguage(piece.file.path)}\n`,
        stop: ['\n```'],
        maxTokens: Math.ceil(shown.join('\n').length / 3) + 120,
      },
      delegation.onProgress,
      signal,
    );
    spent = add(spent, completion.usage);
    const failure = draftOfFailure(completion, 'piece');
    if (failure !== undefined) {
      if (failure.type === 'failed' && failure.retry && shape === 'piece-first') continue;
      return { ...failure, usage: spent };
    }
    const text = completion.type === 'done' ? completion.text : '';
    const changed = codeOf(text);
    if (changed.length === 0 || isSame(changed, shown)) continue;
    const next = withOldSpaces(old, indented(dedent(changed, sharedIndent(changed)), indent));
    if (isSame(next, old)) continue;
    const edit = editOf(piece, old, next);
    return { type: 'drafted', raw: { edits: [edit] }, usage: spent };
  }
  const usage = spent ?? { promptTokens: 0, outputTokens: 0, ms: 0, firstTokenMs: 0 };
  return {
    type: 'failed',
    reason: 'the model gave the piece back unchanged, so nothing was done',
    usage,
    retry: false,
  };
}

/** The prompt, in one of the two shapes. A finding is one more sentence of the task; the failed try is not shown. */
export function pieceMessages(
  shape: Shape,
  path: string,
  piece: readonly string[],
  instruction: string,
  finding: string | undefined,
): readonly ModelMessage[] {
  const code = `\`\`\`${fenceLanguage(path)}\n${piece.join('\n')}\n\`\`\``;
  const task = `Task: ${instruction}${finding === undefined ? '' : `\nMind this: ${finding}`}`;
  const words =
    shape === 'piece-first'
      ? `${code}\n\n${task}\nWrite the piece again with this change made.`
      : `${task}\n\n${code}\n\nWrite the piece again with this change made.`;
  return [
    {
      role: 'system',
      content:
        'You change one piece of a file as the task says. You keep everything else as it is. You answer with code only.',
    },
    { role: 'user', content: words },
  ];
}

/**
 * Lines that a model gave back with other blanks inside, as they stood before: how code is spaced was not asked for.
 * A line with a string in it, or with another indentation, is left as the model wrote it.
 */
export function withOldSpaces(old: readonly string[], next: readonly string[]): readonly string[] {
  const keyOf = (line: string): string => {
    if (/["'`/]/.test(line)) return line;
    const [indent = ''] = /^[ \t]*/.exec(line) ?? [];
    return indent + line.replace(/[ \t]+/g, '');
  };
  const lines = [...next];
  let from = { old: 0, next: 0 };
  const keepUpTo = (end: number): void => {
    for (let at = 0; from.old + at < end; at += 1) lines[from.next + at] = old[from.old + at] ?? '';
  };
  for (const hunk of diffLines(old.map(keyOf), next.map(keyOf))) {
    keepUpTo(hunk.baseStart);
    from = { old: hunk.baseEnd, next: hunk.end };
  }
  keepUpTo(old.length);
  return lines;
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  const plain = (lines: readonly string[]): string =>
    lines
      .map((line) => line.trimEnd())
      .join('\n')
      .trim();
  return plain(a) === plain(b);
}

/**
 * The edit that puts `next` in the place of the piece's lines: only the lines that differ, with as much around
 * them as makes the old text unique is not needed, since the start line chooses among exact duplicates.
 */
export function editOf(
  piece: Pick<PieceToEdit, 'file' | 'line' | 'lines'>,
  old: readonly string[],
  next: readonly string[],
): { readonly path: string; readonly search: string; readonly replace: string; readonly startLine: number } {
  let from = 0;
  while (from < old.length - 1 && from < next.length - 1 && old[from] === next[from]) from += 1;
  let behind = 0;
  while (
    behind < old.length - from - 1 &&
    behind < next.length - from - 1 &&
    old[old.length - 1 - behind] === next[next.length - 1 - behind]
  ) {
    behind += 1;
  }
  // An empty line, or a brace alone, is no anchor that a moved file could be found by again.
  while (
    from > 0 &&
    old
      .slice(from, old.length - behind)
      .join('')
      .trim().length < 8
  )
    from -= 1;
  return {
    path: piece.file.path,
    search: old.slice(from, old.length - behind).join('\n'),
    replace: next.slice(from, next.length - behind).join('\n'),
    startLine: piece.line + from,
  };
}

function add(a: Usage | undefined, b: Usage): Usage {
  if (a === undefined) return b;
  return {
    promptTokens: a.promptTokens + b.promptTokens,
    outputTokens: a.outputTokens + b.outputTokens,
    ms: a.ms + b.ms,
    firstTokenMs: a.firstTokenMs,
  };
}
