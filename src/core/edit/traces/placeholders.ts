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
  /^(?:add )?your (?:code|implementation|logic) (?:here|goes here)$/iu,
];

/** The text of comments that begin on a line, without their marks. */
function commentsOf(line: string): readonly string[] {
  const found: string[] = [];
  for (const match of line.matchAll(/\/\*+([^*]*(?:\*(?!\/)[^*]*)*)(?:\*+\/|$)|<!--(.*?)(?:-->|$)/gu)) {
    found.push((match[1] ?? match[2] ?? '').trim());
  }
  const rest = line.replace(/\/\*.*?\*\/|<!--.*?-->/gu, ' ');
  // An address holds two slashes, and a colour or an anchor one sign, but a comment has room before it.
  const open = /(?:^|\s|[;{}(),])(?:\/\/+|#+|--(?=\s))(?!\S*:\/\/)\s*(.*)$/u.exec(rest);
  if (open !== null) found.push((open[1] ?? '').trim());
  const star = /^\s*\*(?!\/)\s*(.*?)(?:\*\/)?$/u.exec(line);
  if (star !== null) found.push((star[1] ?? '').trim());
  return found;
}

function isOmission(text: string): boolean {
  const hasDots = new RegExp(`^[([{<\\s-]*${dots}|${dots}[)\\]}>\\s-]*$`, 'u').test(text);
  const bare = text
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
  return lines.flatMap((line): Trace[] => {
    if (line.state === 'text' || line.text.length > 400) return [];
    const found = placeholderIn(line.text, sort);
    if (found === undefined) return [];
    const key = found.toLowerCase().replace(/\s+/gu, ' ');
    return [
      {
        kind: 'placeholder',
        line: line.line,
        key,
        message: `"${found.trim()}" stands for code that was left out`,
      },
    ];
  });
}

function placeholderIn(text: string, sort: Sort): string | undefined {
  const trimmed = text.trim();
  // Dots right before a name spread it.
  const isSpread = /^[([{<]?\s*\.{3}[\p{L}_$]/u.test(trimmed);
  const isNote = !isSpread && bracketed.test(text) && dotted.test(text) && isOmission(trimmed);
  if (isNote && !/^[([{<]\s*(?:\.{3}|\u2026)\s*[)\]}>]$/u.test(trimmed)) return trimmed;
  if (new RegExp(`^${dots}\\s+[\\p{L} ]+${dots}?$`, 'u').test(trimmed) && isOmission(trimmed)) return trimmed;
  // In prose dots are prose, and `#` opens a heading.
  if (sort === 'prose') return /<!--/.test(text) && commentsOf(text).some(isOmission) ? trimmed : undefined;
  const comments = commentsOf(outsideStrings(text));
  return comments.some((comment) => (/^\s*\*/.test(text) ? isSpoken(comment) : isOmission(comment)))
    ? trimmed
    : undefined;
}

/** Inside a doc comment bare dots are prose. */
function isSpoken(comment: string): boolean {
  return /\p{L}/u.test(comment) && isOmission(comment);
}

/** A line with the inside of its one-line strings taken out. */
function outsideStrings(line: string): string {
  return line.replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`(?:[^`\\]|\\.)*`/gu, '""');
}
