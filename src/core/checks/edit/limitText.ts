/** What an instruction says must not change. */
export type Untouched =
  | { readonly type: 'path' | 'only-path' | 'name'; readonly name: string }
  | { readonly type: 'other-files' | 'tests' | 'imports' };

export interface Limits {
  /** Lines added plus removed, or, where the sentence speaks of a comment, the lines of that comment. */
  readonly lines: { readonly most: number; readonly isOfComment: boolean } | undefined;
  readonly untouched: readonly Untouched[];
  /** Limits that no rule here recognises: listed, never dropped in silence. */
  readonly notCheckable: readonly string[];
}

/** Characters of an instruction that are read for what it demands; a longer one is said to be too long. */
const readAtMost = 20_000;

/** The part of an instruction that is read for what it demands: its patterns are not made for books. */
export function readPart(instruction: string): string {
  return instruction.slice(0, readAtMost);
}

export const numbers = [
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
];
const amount = `(\\d+|${numbers.join('|')}|a single)`;

const atMost = new RegExp(
  `\\b(at most|no more than|not more than|max(?:imum)?(?: of)?|up to|within|in|under|below|fewer than|less than)\\s+${amount}\\s+(?:(?:changed|new|added|short)\\s+)*lines?\\b`,
  'iu',
);
const keep = new RegExp(
  `\\b(?:keep|limit)\\b[^.\\n]*?\\b(?:to|under|below|within)\\s+${amount}\\s+lines?\\b`,
  'iu',
);

/** Compiles the limits of an edit's instruction (contracts rule 66): how many lines, and what must not be touched. */
export function compileLimits(whole: string, intent: string): Limits {
  const instruction = readPart(whole);
  const untouched: Untouched[] = [];
  const notCheckable: string[] =
    whole.length > readAtMost ? [`what stands behind the first ${readAtMost} characters`] : [];
  for (const clause of forbidden(instruction)) {
    const rules = rulesOf(clause, intent);
    if (rules === undefined) notCheckable.push(`do not change ${clause}`);
    else untouched.push(...rules);
  }
  for (const match of instruction.matchAll(onlyClause)) {
    const path = pathsIn(match[1] ?? '')[0];
    if (path !== undefined) untouched.push({ type: 'only-path', name: path });
  }
  return { lines: linesIn(instruction), untouched, notCheckable };
}

function linesIn(instruction: string): Limits['lines'] {
  const match = atMost.exec(instruction);
  const kept = match === null ? keep.exec(instruction) : null;
  const [, word = '', count] = match ?? [];
  const text = count ?? kept?.[1];
  if (text === undefined) return undefined;
  // "in two lines" limits only what is written in them; "in 3 lines" of code says where, not how many.
  const sentence = sentenceAround(instruction, (match ?? kept)?.index ?? 0);
  const isOfComment =
    /\b(?:comment|jsdoc|docstring|doc|description|documentation|explanation)s?\b/iu.test(sentence) &&
    !/\b(?:change|touch|modify|edit|diff)\b[^.]*\blines?\b|\bchanged lines?\b|\blines? (?:changed|touched|modified|edited)\b/iu.test(
      sentence,
    );
  if (/^in$/iu.test(word) && !isOfComment) return undefined;
  const number = numbers.indexOf(text.toLowerCase()) + 1;
  const value = number > 0 ? number : /^a single$/iu.test(text) ? 1 : Number(text);
  const isExclusive =
    /^(?:under|below|fewer than|less than)$/iu.test(word) || /\b(?:under|below)\s/iu.test(kept?.[0] ?? '');
  return { most: isExclusive ? value - 1 : value, isOfComment };
}

function sentenceAround(text: string, at: number): string {
  const start = Math.max(text.lastIndexOf('. ', at), text.lastIndexOf('\n', at)) + 1;
  const ends = [text.indexOf('. ', at), text.indexOf('\n', at)].filter((end) => end !== -1);
  return text.slice(start, ends.length > 0 ? Math.min(...ends) : text.length);
}

const verbs = '(?:touch|change|modify|edit|alter|rewrite)';
const verbsIng = '(?:touching|changing|modifying|editing|altering|rewriting)';
const forbids = new RegExp(
  `\\b(?:(?:do not|don't|don\u2019t|must not|mustn't|should not|shouldn't|never|nor)\\s+${verbs}|without\\s+${verbsIng}|(?:leave|keep))\\s+(.+?)(?:\\s+(?:alone|untouched|unchanged|as (?:it|they) (?:is|are)))?(?=[;\\n]|[.,](?:\\s|$)|\\s+but\\s|$)`,
  'giu',
);
const onlyClause = new RegExp(`\\bonly\\s+${verbs}\\s+([^;,\\n]+)`, 'giu');

/** What stands behind "do not change", "without touching", "leave ... alone". */
function forbidden(instruction: string): readonly string[] {
  return [...instruction.matchAll(forbids)].flatMap((match) => {
    const isKeep = /^\s*(?:leave|keep)/iu.test(match[0]);
    const says = /\b(?:alone|untouched|unchanged|as (?:it|they) (?:is|are))$/iu.test(match[0]);
    return isKeep && !says ? [] : [(match[1] ?? '').trim()];
  });
}

function rulesOf(clause: string, intent: string): readonly Untouched[] | undefined {
  const rules: Untouched[] = pathsIn(clause).map((name) => ({ type: 'path', name }));
  const withoutPaths = clause.replace(pathPattern, ' ');
  if (/\b(?:any )?other files?\b/iu.test(clause)) rules.push({ type: 'other-files' });
  if (/\btests?\b/iu.test(withoutPaths)) rules.push({ type: 'tests' });
  if (/\bimports?\b/iu.test(withoutPaths)) rules.push({ type: 'imports' });
  for (const name of namesIn(withoutPaths)) rules.push({ type: 'name', name });
  // The oracle of the intent holds the code itself, and the piece that was meant holds the rest.
  const isHeld =
    /\b(?:any(?:thing)? else|any(?:thing)? other|any (?:of the )?(?:other )?code|the code|code|the rest|other code|nothing else|the logic|the behaviou?r|any logic)\b/iu.test(
      withoutPaths,
    );
  const isCode = /\b(?:signatures?|apis?|implementation|body|bodies|types?|parameters?|functions?)\b/iu.test(
    withoutPaths,
  );
  return rules.length > 0 || isHeld || (isCode && intent === 'comments') ? rules : undefined;
}

const pathPattern =
  /`?((?:[\w@.-]+\/)+[\w@.-]*|[\w@-]+\.(?:[cm]?[jt]sx?|json|ya?ml|toml|md|css|py|go|rs|java|html))`?/gu;

function pathsIn(text: string): readonly string[] {
  return [...text.matchAll(pathPattern)].map((match) => match[1] ?? '').filter((path) => path !== '');
}

/** Names in backticks, and words that only code is written with. */
function namesIn(text: string): readonly string[] {
  const ticked = [...text.matchAll(/`([\p{L}_$][\p{L}\p{N}_$.]*)(?:\(\))?`/gu)].map(
    (match) => match[1] ?? '',
  );
  const bare = text.replace(/`[^`]*`/gu, ' ').match(/[\p{L}_$][\p{L}\p{N}_$]*/gu) ?? [];
  const like = bare.filter((word) => /\p{Ll}\p{Lu}|_|\$/u.test(word));
  return [...new Set([...ticked, ...like])].map((name) => name.split('.').at(-1) ?? name);
}
