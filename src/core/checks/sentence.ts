/** Extensions by which a word is taken for a path (contracts rule 12). */
const extension =
  /\.(?:[cm]?[jt]sx?|json[c5l]?|ya?ml|toml|mdx?|txt|css|scss|less|html?|vue|svelte|py|go|rs|java|kt|rb|php|cs|c|h|cpp|hpp|sh|sql|ini|env|lock|csv|tsv|xml|svg|gradle|wasm|proto|graphql|swift|lua|log|cfg|conf)$/i;

/** Names of products that look like camelCase or like a path, and words that a slash joins: ordinary words all. */
const ordinaryNames = new Set(
  (
    'javascript typescript github gitlab postgresql mysql sqlite mongodb nosql macos ios ipados graphql openai youtube ' +
    'linkedin paypal webassembly jquery devops oauth latex powershell wordpress vscode node.js next.js nuxt.js vue.js ' +
    'express.js react.js three.js chart.js d3.js discord.js nest.js ember.js backbone.js asp.net'
  ).split(' '),
);
const joinedWords = new Set(
  (
    'and/or or/and either/or he/she she/he his/her him/her they/them n/a w/o i/o tcp/ip km/h read/write write/read ' +
    'reads/writes input/output client/server yes/no true/false on/off key/value name/value start/end start/stop min/max ' +
    'open/close request/response before/after left/right up/down in/out if/else try/catch success/failure enable/disable ' +
    'enabled/disabled get/set getter/setter add/remove create/update insert/delete push/pull load/save date/time ' +
    'http/https pros/cons black/white http/1 http/2 http/3 http/1.1 24/7'
  ).split(' '),
);

/** Scripts that write no blanks between words: a name beside such a letter is not part of it. */
const spaceless = '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Thai}\\p{Script=Hangul}';
const part = `(?:(?![${spaceless}])[\\p{L}\\p{M}\\p{N}_$])`;
const spacelessLetter = new RegExp(`[${spaceless}]`, 'u');

/**
 * Tokens of a sentence that its quotes must back: what stands in backticks; camelCase, snake_case, names with `$`
 * or followed by `(`; paths; numbers (contracts rule 12). Ordinary words, capitals and number words are none.
 */
export function tokensOf(sentence: string): readonly string[] {
  const tokens = new Set<string>();
  // The number of a list is not said of the code.
  const body = sentence.replace(/^\s*\d+[.)]\s+/, '');
  let rest = '';
  let from = 0;
  for (const { inner, start, end } of tickedIn(body)) {
    const token = inner.trim();
    if (token !== '') tokens.add(token);
    rest += `${body.slice(from, start)} `;
    from = end;
  }
  rest += body.slice(from);
  const withoutPaths = rest.replace(pathWord, (found) => {
    const bare = withoutEnd(found);
    const isOrdinary = ordinaryNames.has(bare.toLowerCase()) || joinedWords.has(bare.toLowerCase());
    if (!isOrdinary && !isPath(bare)) return found;
    if (!isOrdinary) tokens.add(bare);
    return ' '.repeat(found.length);
  });
  for (const match of withoutPaths.matchAll(word)) {
    const [name] = match;
    if (/^\p{N}/u.test(name)) continue;
    if (isName(name, withoutPaths.slice(match.index + name.length))) tokens.add(name);
  }
  // The version behind a "v" is no name: it has to stand in the quotes with its dots.
  for (const [version] of withoutPaths.matchAll(/(?<![\p{L}\p{N}_$.])v\d+(?:\.\d+)+(?![\p{L}\p{N}_$])/giu))
    tokens.add(version);
  for (const match of withoutPaths.matchAll(number)) {
    const [token] = match;
    if (!/^\d+(?:st|nd|rd|th)$/i.test(token)) tokens.add(token);
  }
  return [...tokens];
}

/** A part of a text in backticks: what stands between them, and from where to where with them. */
interface Ticked {
  readonly inner: string;
  readonly start: number;
  readonly end: number;
}

/**
 * What stands in backticks. As many close as opened; where nowhere so many stand, as many as do, and those in front
 * are text. A search that finds no end is only followed by one for fewer ticks, so that a text of any length is
 * looked through in time.
 */
export function tickedIn(text: string): readonly Ticked[] {
  const runs = [...text.matchAll(/`+/g)].map((match) => ({ start: match.index, ticks: match[0].length }));
  const found: Ticked[] = [];
  let at = 0;
  let [open] = runs;
  while (open !== undefined) {
    let close: { readonly index: number; readonly ticks: number } | undefined;
    for (let index = at + 1; index < runs.length; index += 1) {
      const ticks = Math.min(runs[index]?.ticks ?? 0, open.ticks);
      if (close === undefined || ticks > close.ticks) close = { index, ticks };
      if (ticks === open.ticks) break;
    }
    const run = close === undefined ? undefined : runs[close.index];
    if (close === undefined || run === undefined) break;
    const start = open.start + open.ticks - close.ticks;
    const end = run.start + close.ticks;
    found.push({ inner: text.slice(start + close.ticks, run.start), start, end });
    at = close.index;
    const left = run.ticks - close.ticks;
    if (left > 0) open = { start: end, ticks: left };
    else open = runs[(at += 1)];
  }
  return found;
}

/** Without the signs of prose at its end; by steps, since a pattern would look from each of them to the end. */
function withoutEnd(text: string): string {
  let end = text.length;
  while (end > 0 && '.*,:;!?-'.includes(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}

const pathWord = new RegExp(`(?:https?://)?(?:(?![${spaceless}])[\\p{L}\\p{M}\\p{N}_@$~.*/:-])+`, 'gu');
const word = new RegExp(`${part}+`, 'gu');

/**
 * A number that stands free, with what belongs to it: a minus that is no dash, decimals, an exponent, a unit behind
 * it. Digits joined to a name with a hyphen, as in UTF-8, are part of the name.
 */
const number = new RegExp(
  `(?:(?<=^|[\\s(\\[{=,:])-)?(?<!${part}|\\p{L}-|\\d\\.)\\p{Nd}+(?:[.,_]\\p{Nd}+)*${part}*`,
  'gu',
);

function isPath(bare: string): boolean {
  const lower = bare.toLowerCase();
  if (/^https?:\/\/./.test(lower)) return true;
  if (/^[\d\s/.,:-]+$/.test(bare)) return false;
  return /(?:^|[^/])\/[^/]|[^/]\/$/.test(bare) || extension.test(bare);
}

function isName(name: string, behind: string): boolean {
  if (!/[\p{L}\p{N}]/u.test(name) || ordinaryNames.has(name.toLowerCase())) return false;
  // One pair of underscores marks a word of prose.
  if (/^_[\p{L}\p{N}]+_$/u.test(name)) return false;
  if (/^\((?!e?s\)|ren\)|n\))/.test(behind)) return true;
  return /\p{Ll}\p{Lu}|\p{N}\p{Lu}|\p{Lu}{2}\p{Ll}{2}|[_$]/u.test(name);
}

/** Whether a token stands whole in one of the quotes, or is the path of one (contracts rule 13). */
export function isBacked(
  token: string,
  quotes: readonly { readonly path: string; readonly quote: string }[],
): boolean {
  const spellings = spellingsOf(token);
  return quotes.some(
    (quote) => quote.path === token || spellings.some((spelling) => standsWhole(spelling, quote.quote)),
  );
}

/** A call without arguments names the function; a number with a unit is the number, and may stand without it. */
function spellingsOf(token: string): readonly string[] {
  const called = /^([\p{L}_$][\p{L}\p{N}_$.]*)\(\)$/u.exec(token)?.[1];
  if (called !== undefined) return [token, called];
  const versioned = /^v(\d+(?:\.\d+)+)$/iu.exec(token)?.[1];
  if (versioned !== undefined) return [token, versioned];
  const counted = /^(-?\d+(?:[.,_]\d+)*)(?!x[\da-f]|e\d|b[01])\p{L}+$/iu.exec(token)?.[1];
  return counted === undefined ? [token] : [token, counted];
}

/** No letter, digit, `_` or `$` on either side of a part; beside a number no more digits behind a point either. */
export function standsWhole(part: string, text: string): boolean {
  const startsOpen = !/^[\p{L}\p{N}_$]/u.test(part);
  const endsOpen = !/[\p{L}\p{N}_$]$/u.test(part);
  const isNumber = /^-?\d/.test(part);
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1)) {
    const before = text.slice(Math.max(0, at - 2), at);
    const after = text.slice(at + part.length, at + part.length + 2);
    const inNumber = isNumber && (/\d\.$/.test(before) || (/\d$/.test(part) && /^\.\d/.test(after)));
    const left = startsOpen || isOpen([...before].at(-1));
    const right = endsOpen || isOpen([...after][0]);
    if (left && right && !inNumber) return true;
  }
  return false;
}

function isOpen(neighbour: string | undefined): boolean {
  if (neighbour === undefined || !/[\p{L}\p{N}_$]/u.test(neighbour)) return true;
  return spacelessLetter.test(neighbour);
}

const did =
  '(?:verified|checked|tested|validated|confirmed|reviewed|ran|run|executed|compiled|built|inspected|examined|searched|' +
  'scanned|audited|compared|double[- ]checked|cross[- ]checked|re[- ]?checked|made sure|ensured|read through|gone through|went through|looked through|' +
  'read (?:all|every|each|the (?:whole|entire|full))|looked at (?:all|every|each)|opened (?:all|every|each))';
const files =
  '(?:files?|usages?|uses|references?|occurrences?|callers?|call sites?|places?|cases?|modules?|tests?)';

/** Words by which a result says that it did work nobody has a receipt for (contracts rule 60). */
const work: readonly RegExp[] = [
  new RegExp(
    `\\b(?:I|we)(?:['’]ve| have| can| did)?(?: (?:also|just|carefully|manually|already|fully|thoroughly|now|then))* ${did}\\b`,
    'iu',
  ),
  /\bI can confirm\b/iu,
  // "Tests pass" as a sentence of its own; "the tests pass a flag" says what code does.
  /\b(?:all|every|the)(?: (?:unit|existing|other|relevant|of the))* (?:tests?|specs?|test suite|builds?|type checks?|linter)(?: (?:now|still|all))*(?: (?:has|have))? (?:pass(?:es|ed)?|succeed(?:s|ed)?|(?:is|are|was|were) (?:green|passing|clean))(?=\s*(?:[.,;:!)]|$|and\b|now\b|again\b|too\b|with\b|without\b|locally\b|successfully\b))/iu,
  new RegExp(
    `\\b(?:all|every|each)(?: of)?(?: the)? ${files} (?:was|were|has been|have been) ${did}\\b`,
    'iu',
  ),
  new RegExp(
    `^(?:this|it|that|everything|the (?:answer|result|change|edit|claim|statement|output))(?: (?:was|were|has been|have been|is))(?: (?:fully|carefully|manually|thoroughly|all))* (?:verified|double-checked|tested|validated|confirmed|reviewed)\\b(?! (?:by|when|before|after|if|against|in) (?:the|a|an)\\b)`,
    'iu',
  ),
  // "Tests passed." says that they ran; "tests pass a flag" says what they do.
  /^(?:and |so )?(?:the |my |our )?(?:(?:unit|integration) )?tests?(?: (?:now|all|still))* (?:pass|passed|succeed|succeeded|(?:is|are|were) (?:green|passing))(?:[.!,;:]|$| (?:now|again|too|locally)\b)/iu,
  /\b(?:it|this|everything|the (?:code|project|change|build|file))(?: (?:now|still|all))* (?:compiles|builds|type-?checks|lints)(?: (?:fine|cleanly|successfully|without (?:any )?(?:errors?|warnings?|problems?|issues?))|[.!]|$)/iu,
  /\b(?:was|were|has been|have been|is|are)(?: (?:all|fully|carefully|manually|double-?))* ?(?:checked|verified|tested|confirmed|validated|reviewed) (?:by (?:me|us|hand)\b|(?:against|with|in|on) (?:the |your )?(?:source|sources|source code|code ?base|repository|repo|files?|docs|documentation)\b)/iu,
  /\bI(?: am|['\u2019]m) (?:certain|sure|confident)\b|\bafter (?:checking|verifying|testing|running|reading) (?:it|this|that|them|everything|all)\b/iu,
  /^everything (?:was|is|has been|have been) (?:checked|read|looked at|gone through)\b/iu,
  /^(?:✓ ?|✔ ?)?(?:verified|tested|confirmed|checked|double-checked|done|completed?)(?:[.!:]|$| (?:that|against|by|with|all|every|each|twice|manually|successfully|and)\b)/iu,
  /(?:我|我们)(?:已经?|都)?(?:验证|检查|确认|测试|运行)(?:过|了)?|所有测试(?:都|均)?(?:已)?通过/u,
  /\b(?:ich habe|wir haben)\b.{0,300}\b(?:geprüft|überprüft|getestet|verifiziert)\b|\balle tests (?:sind grün|bestanden|laufen durch)\b/iu,
];

/** The part of a text that claims work, where there is one. What the code itself does is no such claim. */
export function claimedWork(text: string): string | undefined {
  // Each sentence is looked at by itself: a claim stands behind others too.
  for (const sentence of [text, ...text.split(/(?<=[.!?;\u3002])\s+|\n+|\s+[-\u2013\u2014]\s+/u)]) {
    for (const pattern of work) {
      const match = pattern.exec(sentence.trim());
      if (match !== null) return match[0];
    }
  }
  return undefined;
}
