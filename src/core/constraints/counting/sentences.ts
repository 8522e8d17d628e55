/**
 * Sentences as IFEval's tokenizer sees them, by rules of its kind: a sentence ends at `.`, `!` or `?` before white
 * space or a closing sign, not behind a known abbreviation or an initial, and never at a line's end alone. The number
 * of a list item ("1.") ends one as well, before a word with a capital.
 */
export function countSentences(text: string): number {
  let count = 0;
  let start = 0;
  for (const match of text.matchAll(ending)) {
    const end = match.index + match[0].length;
    if (!endsHere(text, match, end)) continue;
    // Closing marks go with the sentence that they close.
    const closed = /^["')\]}\u201d\u2019]+(?=\s|--|$)/u.exec(text.slice(end, end + 20));
    const to = end + (closed?.[0].length ?? 0);
    if (text.slice(start, to).trim() !== '') count += 1;
    start = to;
  }
  return text.slice(start).trim() === '' ? count : count + 1;
}

/** A row of signs is taken whole, so that nothing is looked for again from each of them. */
const ending = /(?<![.!?])[.!?]+(?![.!?])(?=\s|[)";}\]*:@'({[!?]|$)/gu;

/** Abbreviations of English prose that are followed by more of the sentence. */
const abbreviations = new Set(
  (
    'mr mrs ms dr jr sr st co corp inc ltd bros vs no gen sen rep gov prof lt col sgt capt maj cmdr adm rev hon ' +
    'u.s u.k u.n d.c l.a a.m p.m ph.d m.d jan feb mar aug sep sept oct nov dec mt ft ave blvd rd messrs ' +
    'n.y n.j n.c s.c r.i calif conn fla ga ill ky la mass md mich minn okla ore pa tenn va wash wis'
  ).split(' '),
);

function endsHere(text: string, match: RegExpExecArray, end: number): boolean {
  const [signs] = match;
  if (signs.includes('!') || signs.includes('?')) return true;
  const before = /\S*$/u.exec(text.slice(Math.max(0, match.index - 60), match.index))?.[0] ?? '';
  const word = before.replace(/^["'([{*\u201c\u2018]+/u, '').toLowerCase();
  const next = /^\s+(\S+)/u.exec(text.slice(end, end + 200))?.[1] ?? '';
  if (signs.length > 1) return signs.length < 3 || next === '' ? true : isStart(next);
  if (next === '') return true;
  if (abbreviations.has(word) || abbreviations.has(word.split('-').at(-1) ?? '')) return isStart(next);
  if (/^\p{L}$/u.test(word))
    return !/^[\p{Lu}]/u.test(next) ? !/^\p{Ll}/u.test(next) && isStart(next) : isStart(next);
  if (/^\d[\d.,-]*$/u.test(word)) return !/^(?:\p{Ll}|[^\p{L}\p{N}]*$)/u.test(next);
  return true;
}

/** Words that open a sentence far more often than they stand inside one. */
const openers = new Set(
  (
    'the this that these those it he she we they i you his her its their our my your in on at by for from with as if when ' +
    'while where after before since because although though but and so or yet however moreover furthermore also then ' +
    'there here what who why how which such some many most all each every both no not another other one two'
  ).split(' '),
);

function isStart(next: string): boolean {
  return /^\p{Lu}/u.test(next) && openers.has(next.toLowerCase().replace(/[^\p{L}'].*$/u, ''));
}

/**
 * Sentences as people count them (the last paragraph of the contracts): they end in `.`, `!` or `?` before white space,
 * and a line of its own, such as a heading or a bullet, is one as well. Abbreviations end none.
 */
export function countPlainSentences(text: string): number {
  let count = 0;
  for (const line of text.split(/\n+/u)) {
    const body = line.replace(/^\s*(?:[-*+\u2022]|\d+[.)])\s+/u, '').trim();
    if (!/[\p{L}\p{N}]/u.test(body)) continue;
    const ends = [
      ...body.matchAll(
        /(?<![.!?\u3002\uff01\uff1f])[.!?\u3002\uff01\uff1f]+["')\]*_`\u201d\u2019]*(?=\s|$)|[\u3002\uff01\uff1f]/gu,
      ),
    ].filter((match) => !isShort(body, match.index));
    const last = ends.at(-1);
    const isOpen = last === undefined || /[\p{L}\p{N}]/u.test(body.slice(last.index));
    count += ends.length + (isOpen ? 1 : 0);
  }
  return count;
}

function isShort(text: string, at: number): boolean {
  const word =
    /\S*$/u
      .exec(text.slice(Math.max(0, at - 30), at))?.[0]
      .toLowerCase()
      .replace(/^[("'[]+/u, '') ?? '';
  return (
    text.charAt(at) === '.' &&
    (abbreviations.has(word) || /^(?:e\.g|i\.e|etc|cf|fig|approx|\p{L}|\d{1,2})$/u.test(word)) &&
    /^\.["')\]]*\s+\S/u.test(text.slice(at, at + 10))
  );
}
