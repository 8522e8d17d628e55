import type { SearchQuery } from '../../core/ports.ts';
import { matcherOf, type Matcher } from '../../core/search/pattern/matcher.ts';
import type { Look, Node } from '../../core/search/pattern/node.ts';
import type { Anchor } from '../../core/search/pattern/parse.ts';

/**
 * How ripgrep is asked for a query. `matcher` then says of a line without its ending and mark whether it really
 * matches: of those that have a CR or a mark of their own, and of all lines, or those beyond ASCII, where `filter`
 * says so.
 */
export interface RipgrepPattern {
  readonly flags: readonly string[];
  readonly pattern: string;
  readonly matcher: Matcher | undefined;
  readonly filter: 'all' | 'beyond-ascii' | 'special';
}

const otherThanLetters = '[^\\p{L}\\p{M}\\p{Nd}_]|(?-u:[\\x80-\\xFF])';
const lineStart = '(?:^(?u:\\x{FEFF})?)';
const lineEnd = '(?:\\r?$)';

/**
 * ripgrep sees lines with a CR before the LF, and a byte order mark as text; the contract strips both first (rules
 * 15 and 20). So its anchors are widened to look past them, a whole word is what stands between other characters
 * than rule 20 names, and what that finds too much is taken out again by our own matcher.
 */
export function ripgrepPatternOf(query: SearchQuery): RipgrepPattern {
  const letterCase = query.caseSensitive ? '--case-sensitive' : '--ignore-case';
  const parsed = matcherOf(query);
  if (parsed.type !== 'ok') {
    // Only ripgrep can tell: its `--crlf` comes near to the contract, and its `\w` to the letters of rule 20.
    const word = query.word ? ['--word-regexp'] : [];
    const fixed = query.regex ? [] : ['--fixed-strings'];
    const flags = [letterCase, '--crlf', ...word, ...fixed];
    return { flags, pattern: query.pattern, matcher: undefined, filter: 'special' };
  }
  const matcher = parsed;
  if (!query.regex && !query.word) {
    return { flags: [letterCase, '--fixed-strings'], pattern: query.pattern, matcher, filter: 'special' };
  }
  if (looksPastAnchor(matcher.parsed.node)) {
    return { flags: [letterCase], pattern: '', matcher, filter: 'all' };
  }
  const pattern = query.regex ? widen(query.pattern, matcher.parsed.anchors) : escapePattern(query.pattern);
  if (!query.word) return { flags: [letterCase], pattern, matcher, filter: 'special' };
  if (matcher.parsed.verbose) return { flags: [letterCase], pattern, matcher, filter: 'all' };
  const before = `(?:${lineStart}|${otherThanLetters})`;
  const after = `(?:${lineEnd}|${otherThanLetters})`;
  return { flags: [letterCase], pattern: `${before}(?:${pattern})${after}`, matcher, filter: 'beyond-ascii' };
}

function widen(pattern: string, anchors: readonly Anchor[]): string {
  const characters = [...pattern.toWellFormed()];
  let widened = '';
  let at = 0;
  for (const anchor of anchors) {
    const own = characters.slice(anchor.from, anchor.to).join('');
    widened += characters.slice(at, anchor.from).join('');
    widened += anchor.type === 'start' ? lineStart.replace('^', () => own) : lineEnd.replace('$', () => own);
    at = anchor.to;
  }
  return widened + characters.slice(at).join('');
}

/** A text as a pattern of ripgrep's default engine that matches just this text. */
function escapePattern(text: string): string {
  return text.replace(/[\\.+*?()|[\]{}^$#&~-]/g, '\\$&');
}

/**
 * True for the few patterns that look at the other side of a widened anchor: `$^` on an empty line, `$\b`, `\b^`. The
 * CR or the mark that the anchor takes with it would be what they see. ripgrep is asked for every line instead.
 */
function looksPastAnchor(node: Node): boolean {
  switch (node.type) {
    case 'group':
      return looksPastAnchor(node.node);
    case 'repeat': {
      const again = node.max === undefined || node.max > 1;
      return (again && pair(node.node, node.node)) || looksPastAnchor(node.node);
    }
    case 'concat':
      return node.parts.some(
        (part, index) =>
          looksPastAnchor(part) || node.parts.slice(index + 1).some((later) => pair(part, later)),
      );
    case 'either':
      return node.parts.some(looksPastAnchor);
    default:
      return false;
  }
}

/** An end of a line with another condition behind it, or a start with another one before it. */
function pair(before: Node, after: Node): boolean {
  return (
    (has(before, isEnd) && has(after, (look) => !isEnd(look))) ||
    (has(after, isStart) && has(before, (look) => !isStart(look)))
  );
}

const isStart = (look: Look): boolean => look === 'start' || look === 'start-cr';
const isEnd = (look: Look): boolean => look === 'end' || look === 'end-cr';

function has(node: Node, wanted: (look: Look) => boolean): boolean {
  switch (node.type) {
    case 'look':
      return wanted(node.look);
    case 'group':
    case 'repeat':
      return has(node.node, wanted);
    case 'concat':
    case 'either':
      return node.parts.some((part) => has(part, wanted));
    default:
      return false;
  }
}
