import { linesOf } from '../../text.ts';
import { hiddenCharacters } from './hidden.ts';
import { chatTokens, fences, isWrapped, mergeMarkers } from './marks.ts';
import { copiedNumbers } from './numbers.ts';
import { placeholders } from './placeholders.ts';
import { proseAround } from './prose.ts';
import { secrets } from './secrets.ts';
import { sortOf, type SideLine, type Trace } from './trace.ts';

/** One side of a change: its text, and what each of its lines stands in, where a parser said so. */
export interface Side {
  readonly text: string;
  /** One character a line: `c` code, `k` comment, `s` text of the program. */
  readonly lineStates?: string | undefined;
}

/**
 * What a change leaves behind, counted new minus old: only lines that the base does not have are looked at, and a
 * trace that left with another line is not counted again (contracts rule 47).
 */
export function newTraces(path: string | undefined, base: Side, content: Side): readonly Trace[] {
  const before = linesOf(base.text);
  const now = linesOf(content.text);
  const added = missingFrom(now, before, content.lineStates);
  const removed = missingFrom(before, now, base.lineStates);
  const sort = sortOf(path);
  const found = (lines: readonly SideLine[], other: readonly string[], count: number): readonly Trace[] => [
    ...placeholders(lines, sort),
    ...fences(lines, sort, path),
    ...mergeMarkers(lines, sort),
    ...hiddenCharacters(lines),
    ...chatTokens(lines),
    ...copiedNumbers(lines, other, sort),
    ...proseAround(lines, sort, count),
  ];
  const traces = [
    ...surplus(found(added, before, now.length), found(removed, now, before.length)),
    ...newSecrets(base.text, content.text, new Set(added.map(({ line }) => line))),
  ];
  const wrapped = sort === 'prose' && isWrapped(content.text) && !isWrapped(base.text);
  if (!wrapped) return traces;
  const message = 'the whole file was put inside a Markdown fence';
  return [...traces, { kind: 'fence', line: 1, key: 'whole', message }];
}

/** The traces that stand more often on the new side than on the old one. */
function surplus(now: readonly Trace[], before: readonly Trace[]): readonly Trace[] {
  const left = new Map<string, number>();
  const keyOf = (trace: Trace): string => `${trace.kind}:${trace.key}`;
  for (const trace of before) left.set(keyOf(trace), (left.get(keyOf(trace)) ?? 0) + 1);
  return now.filter((trace) => {
    const count = left.get(keyOf(trace)) ?? 0;
    left.set(keyOf(trace), count - 1);
    return count <= 0;
  });
}

/** Of a secret that stands more often than before, those on lines that were there count as the old ones. */
function newSecrets(base: string, content: string, added: ReadonlySet<number>): readonly Trace[] {
  const now = secrets(content);
  if (now.length === 0) return [];
  const oldFirst = [
    ...now.filter(({ line }) => !added.has(line)),
    ...now.filter(({ line }) => added.has(line)),
  ];
  return surplus(oldFirst, secrets(base));
}

/** Lines of one side that the other has not, each as often as it stands. */
function missingFrom(
  lines: readonly string[],
  other: readonly string[],
  states: string | undefined,
): readonly SideLine[] {
  const left = new Map<string, number>();
  for (const line of other) left.set(line, (left.get(line) ?? 0) + 1);
  const names = { c: 'code', k: 'comment', s: 'text' } as const;
  return lines.flatMap((text, at): SideLine[] => {
    const count = left.get(text) ?? 0;
    if (count > 0) {
      left.set(text, count - 1);
      return [];
    }
    const state = states?.[at];
    const known = state === 'c' || state === 'k' || state === 's' ? names[state] : undefined;
    return [{ line: at + 1, text, state: known }];
  });
}
