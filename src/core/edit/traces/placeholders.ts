import type { SideLine, Sort, Trace } from './trace.ts';

const dots = '(?:\\.{3,}|\\u2026)';

/** What code was left out is called: "existing code", "the rest of the methods", "remaining imports". */
const left =
  '(?:(?:the|your|my|all|any|other|more|some|of|and) )*' +
  '(?:rest|remainder|remaining|existing|unchanged|previous|original|other|same|more|omitted|skipped|snipped|snip|truncated|additional|keep|leave|your)' +
  '(?: (?:of|the|this|your|all|as|is|it|was|before|in|and|other|existing|remaining|unchanged))*';
const things =
  '(?: (?:code|codes?|file|files|function|functions|method|methods|class|classes|component|components|implementation|' +
  'implementations|logic|content|contents|body|imports?|exports?|properties|props|fields|members|tests?|cases?|lines?|' +
  'statements?|parts?|section|sections|stuff|module|here|goes|go|continues?|follows?|below|above|remains?|stays?|' +
  'unchanged|omitted|same|the|as|is|are|was|before|it|for|brevity|this|of|your|and|in|to|be|now))*';
const omission = new RegExp(`^${left}${things}$`, 'iu');

/** Said without dots too, these leave no doubt. */
const plain = [
  /^(?:the )?(?:rest|remainder) of (?:the |your |this )?(?:code|file|function|method|methods|class|component|implementation|module|imports|tests)(?: (?:here|remains? (?:the same|unchanged|as is)|stays? the same|is unchanged|unchanged|goes here|follows|below|omitted(?: for brevity)?))?$/iu,
  /^(?:the )?(?:existing|previous|original|remaining|other|unchanged) (?:code|implementation|methods?|functions?|imports?|logic|content)(?: (?:here|remains? (?:the same|unchanged)|goes here|stays here|unchanged|as before|below|above))?$/iu,
  /^(?:code |implementation |content )?(?:omitted|truncated|snipped|elided)(?: for brevity| for clarity)?$/iu,
  /^(?:keep|leave) (?:the )?(?:rest|remaining|existing)(?: of)?(?: the)?(?: code| file| as is| unchanged| the same)*$/iu,
  /^(?:no changes?(?: here| below| above)?|same as (?:before|above)|unchanged)$/iu,
  /^(?:(?:todo|fixme) ?:? ?)?(?:implement|add|insert|write|put|complete|fill in) (?:(?:the|your|in) )*(?:rest|remaining|remainder|actual|missing|real|full)(?: (?:of|the|code|implementation|logic|function|method|file|body|functionality|here|goes|below|later))*$/iu,
  /^(?:add )?your (?:code|implementation|logic) (?:here|goes here)$/iu,
];

/** The text of comments that begin on a line, without their marks. One pass, whatever the line's length. */
function commentsOf(line: string): readonly string[] {
  const { blocks, rest } = blocksOf(line);
  const open = lineCommentOf(rest);
  const star = /^\s*\*(?!\/)(.*)$/u.exec(line)?.[1];
  return [
    ...blocks,
    ...(open === undefined ? [] : [open]),
    ...(star === undefined ? [] : [star.trim().replace(/\*\/$/u, '')]),
  ].map((text) => text.trim());
}

/** Comments with a mark at both ends, or cut by the line's end, and the line without those that end. */
function blocksOf(line: string): { readonly blocks: readonly string[]; readonly rest: string } {
  const blocks: string[] = [];
  let rest = '';
  let from = 0;
  for (const match of line.matchAll(/\/\*|<!--/gu)) {
    if (match.index < from) continue;
    const start = match.index + match[0].length;
    const close = match[0] === '/*' ? '*/' : '-->';
    const end = line.indexOf(close, start);
    blocks.push(line.slice(start, end < 0 ? line.length : end).replace(/^\*+/u, ''));
    if (end < 0) break;
    rest += `${line.slice(from, match.index)} `;
    from = end + close.length;
  }
  return { blocks, rest: rest + line.slice(from) };
}

/** Behind the first mark that is no part of an address; a comment has room before it, a colour or an anchor has not. */
function lineCommentOf(text: string): string | undefined {
  const nextSpace = openNext(text, /\s/gu);
  const nextAddress = openNext(text, /:\/\//gu);
  for (const match of text.matchAll(/(?:^|\s|[;{}(),])(?:\/\/+|#+|--(?=\s))/gu)) {
    const end = match.index + match[0].length;
    if (nextAddress(end) >= nextSpace(end)) return text.slice(end);
  }
  return undefined;
}

/** Where a pattern stands next, asked for places from left to right; at infinity where it stands no more. */
function openNext(text: string, pattern: RegExp): (from: number) => number {
  let known = -1;
  return (from) => {
    if (known < from) {
      pattern.lastIndex = from;
      known = pattern.exec(text)?.index ?? Infinity;
    }
    return known;
  };
}

/** A note of this kind is a few words; with more it says something else. */
const noteAtMost = 400;

function isOmission(text: string): boolean {
  const short = text.replace(/\s+/gu, ' ');
  if (short.length > noteAtMost) return false;
  const hasDots = new RegExp(`^[([{<\\s-]*${dots}|${dots}[)\\]}>\\s-]*$`, 'u').test(short);
  const bare = short
    .replace(new RegExp(dots, 'gu'), ' ')
    .replace(/^[\s()[\]{}<>*:,.-]+|[\s()[\]{}<>*:,.-]+$/gu, '')
    .replace(/\s+/gu, ' ');
  if (bare === '') return hasDots;
  return (hasDots && omission.test(bare)) || plain.some((pattern) => pattern.test(bare));
}

/** A line that is nothing but such a note in brackets: "(rest of methods ...)", "[... existing code ...]". */
const bracketed = new RegExp(`^\\s*[([{<].*[)\\]}>]\\s*$`, 'u');
const dotted = new RegExp(dots, 'u');

/**
 * Notes that stand for code somebody did not write out: `// ...`, `# ... existing code ...`, "(rest of methods ...)".
 * Inside a string of the program the words are content.
 */
export function placeholders(lines: readonly SideLine[], sort: Sort): readonly Trace[] {
  return lines.flatMap((line): readonly Trace[] => {
    if (line.state === 'text') return [];
    return placeholdersIn(line.text, sort).map((found): Trace => ({
      kind: 'placeholder',
      line: line.line,
      key: found.toLowerCase(),
      message: `"${found}" stands for code that was left out`,
    }));
  });
}

/** What is shown of a line, at most; of a longer one the note alone. */
const shownAtMost = 120;

function placeholdersIn(text: string, sort: Sort): readonly string[] {
  const line = text.trim().replace(/\s+/gu, ' ');
  if (line.length <= noteAtMost && isNote(line)) return [line];
  // In prose dots are prose, and `#` opens a heading.
  if (sort === 'prose' && !text.includes('<!--')) return [];
  const comments = commentsOf(sort === 'prose' ? text : outsideStrings(text));
  const isMiddle = sort !== 'prose' && /^\s*\*/u.test(text);
  const notes = comments.filter((comment) => (isMiddle ? isSpoken(comment) : isOmission(comment)));
  if (notes.length === 1 && line.length <= shownAtMost) return [line];
  return notes.map((note) => note.replace(/\s+/gu, ' '));
}

/** A whole line that is such a note without the mark of a comment. */
function isNote(line: string): boolean {
  // Dots right before a name spread it.
  const isSpread = /^[([{<]?\s*\.{3}[\p{L}_$]/u.test(line);
  const isBracketed = !isSpread && bracketed.test(line) && dotted.test(line) && isOmission(line);
  if (isBracketed && !/^[([{<]\s*(?:\.{3}|\u2026)\s*[)\]}>]$/u.test(line)) return true;
  return new RegExp(`^${dots}\\s+[\\p{L} ]+${dots}?$`, 'u').test(line) && isOmission(line);
}

/** Inside a doc comment bare dots are prose. */
function isSpoken(comment: string): boolean {
  return /\p{L}/u.test(comment) && isOmission(comment);
}

/** A line with the inside of its one-line strings taken out. A quote that nothing closes is looked at once. */
function outsideStrings(line: string): string {
  const unclosed = new Set<string>();
  let out = '';
  let from = 0;
  for (const { 0: quote, index } of line.matchAll(/["'`]/gu)) {
    if (index < from || unclosed.has(quote)) continue;
    const end = closingOf(line, quote, index + 1);
    if (end === undefined) {
      unclosed.add(quote);
      continue;
    }
    out += `${line.slice(from, index)}""`;
    from = end + 1;
  }
  return out + line.slice(from);
}

/** Where the same quote stands without a backslash before it. */
function closingOf(line: string, quote: string, from: number): number | undefined {
  for (let at = from; at < line.length; at += 1) {
    if (line[at] === '\\') at += 1;
    else if (line[at] === quote) return at;
  }
  return undefined;
}
