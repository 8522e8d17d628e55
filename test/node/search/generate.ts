import type { SearchQuery } from '../../../src/core/ports.ts';
import type { Random } from './random.ts';

/** Parts of a list in one text; a blank is written `SP`. */
const list = (text: string): string[] => text.split(' ').map((part) => part.replaceAll('SP', ' '));

/** Characters that engines like to disagree about: case pairs, marks, digits of other scripts, odd line ends. */
const characters = list(
  'a b c A B k K s S _ 1 2 - . SP SP $ ( ) ; é É ß ẞ σ ς Σ ٣ 中 文 ǆ ǅ µ μ İ ı ² Ⅷ ‿ 😀',
).concat(['\t', '\u017f', '\u212a', '\u0301', '\u200d', '\u00a0', '\u2028', '\v', '\f', '\ufffd']);

export function randomLine(random: Random): string {
  return random.list(0, 9, () => random.pick(characters)).join('');
}

/** The bytes of a file: endings of one kind or mixed, with or without mark and final newline, sometimes no text. */
export function randomFile(random: Random): Buffer {
  if (random.chance(0.05)) return Buffer.alloc(0);
  if (random.chance(0.02)) return Buffer.from('\ufeff');
  const ending = random.pick(['\n', '\n', '\r\n', 'mixed']);
  const lines = random.list(1, 12, () => {
    const line = randomLine(random);
    return random.chance(0.05) ? `${line}\r${randomLine(random)}` : line;
  });
  let text = lines.map((line) => line + (ending === 'mixed' ? random.pick(['\n', '\r\n']) : ending)).join('');
  if (random.chance(0.3)) text = text.replace(/\r?\n$/, '');
  if (random.chance(0.05)) text = text.replace(/\n$/, '');
  if (random.chance(0.15)) text = `\ufeff${text}`;
  if (random.chance(0.03)) text += '\0';
  if (random.chance(0.04)) return Buffer.from(`\ufeff${text}`, 'utf16le');
  if (random.chance(0.06)) return Buffer.from(text, 'latin1');
  return Buffer.from(text, 'utf8');
}

const names = list('a b c.ts d.js e.log .hid .env src lib dist node_modules xSPy 中 é.ts');

export function randomPath(random: Random): string {
  return random.list(1, 4, () => random.pick(names)).join('/');
}

const ignoreLines = list(
  '*.log !keep.log dist/ /dist src/*.ts **/a a/** !a/b lib/**/c.ts #SPnote  \\#x * !*/ !c.ts .hid xSPy x\\SPy é.ts ' +
    '?.ts ??.ts [ab] [!a-c]* {a,b} c.tsSPSP b\\ [z /src/** ** !**/d.js 中 a/ /a/b/ */a src/ !src/ **/lib/ d.*',
);

/** A folder's files by path, ignore files among them; no path is also the folder of another. */
export function randomTree(random: Random): Map<string, Buffer> {
  const files = new Map<string, Buffer>();
  const folders = new Set<string>();
  const add = (path: string, bytes: Buffer): void => {
    const parts = path.split('/');
    const above = parts.slice(0, -1).map((_part, index) => parts.slice(0, index + 1).join('/'));
    if (folders.has(path) || above.some((folder) => files.has(folder))) return;
    for (const folder of above) folders.add(folder);
    files.set(path, bytes);
  };
  for (const path of random.list(4, 18, () => randomPath(random))) add(path, randomFile(random));
  const places = ['', ...folders];
  for (const folder of random.list(0, 3, () => random.pick(places))) {
    const ending = random.pick(['\n', '\r\n']);
    const lines = random.list(1, 4, () => random.pick(ignoreLines) + ending);
    add(folder === '' ? '.gitignore' : `${folder}/.gitignore`, Buffer.from(lines.join('')));
  }
  if (random.chance(0.2)) add('.ignore', Buffer.from('*\n'));
  return files;
}

const globs = list(
  '*.ts **/*.ts src/** src/*.ts a a/** **/b/** *.{ts,js} {src,lib}/** /a/* src/**/c.ts ?.ts [a-c]* [!a]* .* ** * a/ ' +
    '*/c.ts xSPy 中/** é.ts !*.ts src **/src/**/* a** **a a/**/b {a,b/**} {**/a,c.ts} lib/{c,d}.* \\* e.log .hid/** dist',
);

export function randomQuery(random: Random): SearchQuery {
  const regex = random.chance(0.7);
  const some = (share: number): string[] =>
    random.chance(share) ? random.list(1, 2, () => random.pick(globs)) : [];
  return {
    pattern: regex ? randomPattern(random) : random.list(1, 3, () => random.pick(characters)).join(''),
    regex,
    word: random.chance(0.3),
    caseSensitive: random.chance(0.6),
    include: some(0.25),
    exclude: some(0.2),
  };
}

/** A pattern of ripgrep's default engine; a few are none, by a slip of the hand. */
export function randomPattern(random: Random, depth = 0): string {
  const branches = random.list(1, random.chance(0.2) ? 3 : 1, () =>
    random.list(random.chance(0.1) ? 0 : 1, 4, () => repeated(random, depth)).join(''),
  );
  return branches.join('|');
}

const repetitions = list('* + ? *? +? ?? {2} {1,2} {0,1} {2,} {0} ** {SP1SP} {3,1}');

function repeated(random: Random, depth: number): string {
  const one = atom(random, depth);
  return random.chance(0.7) ? one : one + random.pick(repetitions);
}

const letters = list('a b A k s é ß _ 1 - SP 中 σ 😀 µ ;');
const parts = list(
  '. \\w \\d \\s \\W \\D \\S \\b \\B ^ $ ^ $ \\A \\z \\< \\> \\b{start} \\b{end} \\b{start-half} \\b{end-half} \\pL ' +
    '\\p{Lu} \\P{Ll} \\p{Greek} \\p{han} \\x41 \\u{3c3} \\. \\$ \\t \\r \\n \\x00 \\p{sc=Latin} \\p{isalphabetic} \\x{feff}',
);
const slips = list('{ } [ ] ( ) \\ | * ? a{1 a{,2} # (?=a) \\1 \\q \\é (?<n>a)');
const flags = list('i i-u x s -i R m -m -u U sR -x mR');

function atom(random: Random, depth: number): string {
  const kind = random.number(20);
  if (kind < 7) return random.pick(letters);
  if (kind < 11) return random.pick(parts);
  if (kind < 14) return bracket(random, 0);
  if (kind < 16 && depth < 3) return `(${random.pick(['', '?:'])}${randomPattern(random, depth + 1)})`;
  if (kind < 18 && depth < 3) return `(?${random.pick(flags)}:${randomPattern(random, depth + 1)})`;
  if (kind === 18 && random.chance(0.5)) return `(?${random.pick(list('i x -u -m R is'))})`;
  if (kind === 19 && random.chance(0.4)) return random.pick(slips);
  return random.pick(['a', 'b', 'foo', '.', 'c']);
}

const items = list(
  'a b a-c k-s \\w \\d \\W [:alpha:] [:^upper:] é A-Z \\p{Lu} - ^ SP \\n \\r \\] & ~ . 1-9 σ \\x{41}-\\x{5a} $ \\S ;',
);

function bracket(random: Random, depth: number): string {
  const inside = random.list(1, 3, () => {
    const item = random.chance(0.12) && depth < 2 ? bracket(random, depth + 1) : random.pick(items);
    return random.chance(0.1) ? `${item}${random.pick(['&&', '--', '~~'])}${random.pick(items)}` : item;
  });
  return `[${random.chance(0.25) ? '^' : ''}${inside.join('')}${random.chance(0.02) ? '' : ']'}`;
}
