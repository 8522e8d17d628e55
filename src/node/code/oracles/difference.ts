import { linesIn, shorten, type Written, type WrittenLeaf } from './written.ts';

/** Something that is not form only; `line` is 1-based, in the new text. */
export interface Difference {
  readonly line: number;
  readonly message: string;
}

/** The first thing that two texts say differently, comments aside; undefined where they say the same. */
export function differenceOf(before: Written, now: Written): Difference | undefined {
  const lineOf = linesIn(now.text);
  const count = Math.max(before.leaves.length, now.leaves.length);
  for (let at = 0; at < count; at += 1) {
    const was = before.leaves[at];
    const is = now.leaves[at];
    if (was?.key === is?.key) continue;
    const place = is ?? now.leaves.at(-1);
    const line = place === undefined ? 1 : lineOf(place.start);
    return { line, message: leafDiffers(before.leaves, now.leaves, at) };
  }
  const marks = Math.max(before.structure.length, now.structure.length);
  for (let at = 0; at < marks; at += 1) {
    if (before.structure[at]?.mark === now.structure[at]?.mark) continue;
    const place = now.structure[at] ?? now.structure.at(-1);
    const line = place === undefined ? 1 : lineOf(place.at);
    return { line, message: 'this is read in another way than before, though its words are the same' };
  }
  return undefined;
}

/** How far behind the difference a leaf is looked for: further away it is no move that one would see. */
const reach = 400;

function leafDiffers(before: readonly WrittenLeaf[], now: readonly WrittenLeaf[], at: number): string {
  const was = before[at];
  const is = now[at];
  if (was === undefined) return `${is?.said ?? 'text'} is new`;
  if (is === undefined) return `${was.said} is gone`;
  const wasLater = now.slice(at, at + reach).some((leaf) => leaf.key === was.key);
  const isEarlier = before.slice(at, at + reach).some((leaf) => leaf.key === is.key);
  if (sameMembers(before, now)) return `the order changed: ${is.said} now stands before ${was.said}`;
  if (now.length > before.length && wasLater && !isEarlier) return `${is.said} is new`;
  if (now.length < before.length && isEarlier && !wasLater) return `${was.said} is gone`;
  return `${was.said} became ${bareSaid(was, is)}`;
}

/** "the string 'a' became 'b'": a thing of the same kind is not named twice. */
function bareSaid(was: WrittenLeaf, is: WrittenLeaf): string {
  const kind = /^the \w+ /u.exec(was.said)?.[0];
  return kind !== undefined && is.said.startsWith(kind) ? is.said.slice(kind.length) : is.said;
}

function sameMembers(before: readonly WrittenLeaf[], now: readonly WrittenLeaf[]): boolean {
  if (before.length !== now.length) return false;
  const left = new Map<string, number>();
  for (const { key } of before) left.set(key, (left.get(key) ?? 0) + 1);
  for (const { key } of now) {
    const count = left.get(key) ?? 0;
    if (count === 0) return false;
    left.set(key, count - 1);
  }
  return true;
}

/** What a comment belongs to: what stands before it, what follows it, or either where both are one place. */
type Side = 'before' | 'after' | 'free';

interface Place {
  readonly said: string;
  readonly key: string;
  readonly offset: number;
  readonly leaf: number;
  readonly side: Side;
  readonly depth: number;
}

/** The first comment that is gone, new, changed or attached to something else; white space inside is free. */
export function commentDifference(before: Written, now: Written, indented: boolean): Difference | undefined {
  const lineOf = linesIn(now.text);
  const old = placesOf(before, indented);
  const fresh = placesOf(now, indented);
  const count = Math.max(old.length, fresh.length);
  for (let at = 0; at < count; at += 1) {
    const was = old[at];
    const is = fresh[at];
    const line = lineOf((is ?? fresh.at(-1))?.offset ?? 0);
    if (was === undefined) return { line, message: `the comment ${is?.said ?? ''} is new` };
    if (is === undefined)
      return { line: lineAfter(now, lineOf, was), message: `the comment ${was.said} is gone` };
    if (was.key !== is.key) return { line, message: commentDiffers(old, fresh, was, is) };
    if (!isSamePlace(was, is)) {
      return { line, message: `the comment ${is.said} stands at another place of the code than before` };
    }
  }
  return undefined;
}

/** Where a comment that is gone would stand now. */
function lineAfter(now: Written, lineOf: (offset: number) => number, was: Place): number {
  const leaf = now.leaves[Math.min(was.leaf, now.leaves.length - 1)];
  return leaf === undefined ? 1 : lineOf(leaf.start);
}

function commentDiffers(old: readonly Place[], fresh: readonly Place[], was: Place, is: Place): string {
  const isThere = fresh.some((one) => one.key === was.key);
  const wasThere = old.some((one) => one.key === is.key);
  if (isThere && wasThere) return `the comment ${is.said} now stands before the comment ${was.said}`;
  if (isThere) return `the comment ${is.said} is new`;
  if (wasThere) return `the comment ${was.said} is gone`;
  return `the comment ${was.said} became ${is.said}`;
}

function isSamePlace(was: Place, is: Place): boolean {
  if (was.leaf !== is.leaf || was.depth !== is.depth) return false;
  return was.side === is.side || was.side === 'free' || is.side === 'free';
}

function placesOf(written: Written, indented: boolean): readonly Place[] {
  const { text, leaves, comments } = written;
  const dropped = new Set(written.dropped);
  let next = 0;
  return comments.map((comment): Place => {
    while (next < leaves.length && (leaves[next]?.start ?? 0) < comment.start) next += 1;
    const raw = text.slice(comment.start, comment.end);
    return {
      said: `\`${shorten(raw)}\``,
      key: commentKey(raw),
      offset: comment.start,
      leaf: next,
      side: sideOf(written, comment.start, comment.end, leaves[next - 1], leaves[next], dropped),
      depth: indented ? depthOf(text, comment.start, leaves[next]) : 0,
    };
  });
}

/** The words of a comment, without the stars that begin its lines: white space inside is free. */
function commentKey(raw: string): string {
  const isBlock = raw.startsWith('/*');
  const lines = raw.split('\n');
  const bare = isBlock
    ? lines.map((line, at) => (at === 0 ? line : line.replace(/^\s*\*(?!\/)/u, '')))
    : lines;
  const words = bare.join(' ').replace(/\s+/gu, ' ').trim();
  // A blank behind the marks is form: `//x` is `// x`. Directives of Go begin without one, and are told apart.
  return words.replace(/^(\/\/|#)\s(?!(?:[!/:]|go:|\+build|line|export))/u, '$1').replace(/\s\*\/$/u, '*/');
}

/** A token after which a line goes on: a comment behind it, or below it, stands at the same place. */
const goesOn = /(?:[({[<=>:?&|+\-*/%!~^.]|\b(?:return|else|extends|implements|default|case|in|of|as|from))$/u;

function sideOf(
  written: Written,
  start: number,
  end: number,
  last: WrittenLeaf | undefined,
  following: WrittenLeaf | undefined,
  dropped: ReadonlySet<number>,
): Side {
  const { text } = written;
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const isBehind = last !== undefined && Math.max(last.end, 0) > lineStart;
  const lineEnd = text.indexOf('\n', end);
  const rest = text.slice(end, lineEnd === -1 ? text.length : lineEnd);
  const follows = /^\s*([^\s])/u.exec(rest);
  const opens =
    last === undefined ||
    (goesOn.test(text.slice(last.start, last.end)) &&
      !/(?:\+\+|--)$/u.test(text.slice(last.end - 2, last.end)));
  if (opens) return 'free';
  if (follows !== null) {
    const at = end + follows[0].length - 1;
    const closes = dropped.has(at) || /[)\]},;]/u.test(follows[1] ?? '');
    return isBehind && (closes || following === undefined) ? 'before' : 'after';
  }
  return isBehind ? 'before' : 'after';
}

/** In a language where indentation is structure: whether a comment stands left of, at or right of what follows. */
function depthOf(text: string, start: number, following: WrittenLeaf | undefined): number {
  const column = (offset: number): number => offset - (text.lastIndexOf('\n', offset - 1) + 1);
  const isAlone = text.slice(text.lastIndexOf('\n', start - 1) + 1, start).trim() === '';
  if (!isAlone) return 0;
  if (following === undefined) return column(start) > 0 ? 1 : 0;
  const lead = text.slice(text.lastIndexOf('\n', following.start - 1) + 1, following.start);
  return lead.trim() === '' ? Math.sign(column(start) - column(following.start)) : 0;
}
