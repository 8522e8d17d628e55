import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Hit, SearchEngine, SearchQuery } from '../../../src/core/ports.ts';
import { ripgrepEngine, ripgrepFiles } from '../../../src/node/search/ripgrep.ts';
import { openScanner } from '../../../src/node/search/scanner.ts';
import { never, ripgrep, scanWorker, tempFolder } from './place.ts';

const program = ripgrep();
const scanner = openScanner({ workerFile: scanWorker });

/** What every engine must answer the same way: files, a query, and the hits as `path:line:text`. */
interface Case {
  readonly name: string;
  readonly files: Readonly<Record<string, string | Uint8Array>>;
  readonly query: Partial<SearchQuery> & { readonly pattern: string };
  readonly hits: readonly string[];
}

const cases: readonly Case[] = [
  {
    name: 'hidden files are searched, .git and node_modules never',
    files: {
      '.env': 'x\n',
      '.github/a.yml': 'x\n',
      '.git/config': 'x\n',
      'a/node_modules/b.js': 'x\n',
      'a/.git': 'x\n',
    },
    query: { pattern: 'x' },
    hits: ['.env:1:x', '.github/a.yml:1:x'],
  },
  {
    name: 'node_modules stays out although it is included',
    files: { 'node_modules/b.js': 'x\n', 'a.js': 'x\n' },
    query: { pattern: 'x', include: ['node_modules/**', '*.js'] },
    hits: ['a.js:1:x'],
  },
  {
    name: 'every .gitignore counts without a repository, deeper ones first, with negation',
    files: {
      '.gitignore': '*.log\n/build/\n',
      'a.log': 'x\n',
      'build/out.js': 'x\n',
      'src/build/in.js': 'x\n',
      'src/.gitignore': '!keep.log\n',
      'src/keep.log': 'x\n',
      'src/other.log': 'x\n',
    },
    query: { pattern: 'x' },
    hits: ['src/build/in.js:1:x', 'src/keep.log:1:x'],
  },
  {
    name: 'a .gitignore counts against an include',
    files: { '.gitignore': '*.log\n', 'a.log': 'x\n', 'b.txt': 'x\n' },
    query: { pattern: 'x', include: ['*.log', 'b.txt'] },
    hits: ['b.txt:1:x'],
  },
  {
    name: 'other ignore files do not count',
    files: { '.ignore': '*\n', '.rgignore': '*\n', '.git/info/exclude': '*\n', 'a.txt': 'x\n' },
    query: { pattern: 'x' },
    hits: ['a.txt:1:x'],
  },
  {
    name: 'a file with a NUL is binary, also where it comes late, and UTF-16 is',
    files: {
      'a.bin': 'x\0\n',
      'late.bin': `${'x is here\n'.repeat(20_000)}\0`,
      'wide.txt': Buffer.from('\ufeffx\n', 'utf16le'),
      'b.txt': 'x\n',
    },
    query: { pattern: 'x' },
    hits: ['b.txt:1:x'],
  },
  {
    name: 'line endings are stripped before the pattern looks',
    files: { 'a.txt': 'one;\r\ntwo; \r\nthree;\n\r\n' },
    query: { pattern: ';$', regex: true },
    hits: ['a.txt:1:one;', 'a.txt:3:three;'],
  },
  {
    name: 'an empty line is empty before CRLF too',
    files: { 'a.txt': 'one\r\n\r\ntwo\n\n' },
    query: { pattern: '^$', regex: true },
    hits: ['a.txt:2:', 'a.txt:4:'],
  },
  {
    name: 'a class does not take the CR of an ending',
    files: { 'a.txt': 'foo\r\nfoo!\r\nfoo\rbar\r\n' },
    query: { pattern: 'foo[^x]', regex: true },
    hits: ['a.txt:2:foo!', 'a.txt:3:foo\rbar'],
  },
  {
    name: 'a CR that ends no line is text, even at the very end',
    files: { 'a.txt': 'a\rb\nc\r' },
    query: { pattern: '.$', regex: true },
    hits: ['a.txt:1:a\rb', 'a.txt:2:c\r'],
  },
  {
    name: 'a byte order mark is no text',
    files: { 'a.txt': '\ufeffone\n\ufefftwo\n', 'b.txt': '\ufeff', 'c.txt': '\ufeff\n' },
    query: { pattern: '^one|^two|^$', regex: true },
    hits: ['a.txt:1:one', 'c.txt:1:'],
  },
  {
    name: 'U+2028, VT and FF end no line',
    files: { 'a.txt': 'a\u2028b\vc\fd\nb\n' },
    query: { pattern: 'b' },
    hits: ['a.txt:1:a\u2028b\vc\fd', 'a.txt:2:b'],
  },
  {
    name: 'the whole line is the text, untrimmed, however long',
    files: { 'a.txt': `  x\t \n${'y'.repeat(200_000)}x\n` },
    query: { pattern: 'x' },
    hits: ['a.txt:1:  x\t ', `a.txt:2:${'y'.repeat(200_000)}x`],
  },
  {
    name: 'one hit a line, not one a match; no final newline opens no line',
    files: { 'a.txt': 'x x x\n', 'b.txt': 'x', 'empty.txt': '' },
    query: { pattern: 'x|', regex: true },
    hits: ['a.txt:1:x x x', 'b.txt:1:x'],
  },
  {
    name: 'a word ends at letters, marks, digits and _ of all scripts',
    files: { 'a.txt': 'id\nidx\nid_\nid1\nidé\nid\u0301\nid中\n-id-\nid²\nid$\n' },
    query: { pattern: 'id', word: true },
    hits: ['a.txt:1:id', 'a.txt:8:-id-', 'a.txt:9:id²', 'a.txt:10:id$'],
  },
  {
    name: 'a word beside a mark or a CR is whole',
    files: { 'a.txt': '\ufeffid\r\nid\r\n' },
    query: { pattern: 'id', word: true },
    hits: ['a.txt:1:id', 'a.txt:2:id'],
  },
  {
    name: 'letter case is ignored by simple folding',
    files: { 'a.txt': 'KEY\n\u212aey\nkey\nSTRASSE\nstraße\n' },
    query: { pattern: 'key|STRAẞE', regex: true, caseSensitive: false },
    hits: ['a.txt:1:KEY', 'a.txt:2:\u212aey', 'a.txt:3:key', 'a.txt:5:straße'],
  },
  {
    name: 'a literal is one',
    files: { 'a.txt': 'a.b\naxb\n-e\n$(x)\n' },
    query: { pattern: 'a.b' },
    hits: ['a.txt:1:a.b'],
  },
  {
    name: 'a pattern may look like an option',
    files: { 'a.txt': '-e\n--files\n' },
    query: { pattern: '--files' },
    hits: ['a.txt:2:--files'],
  },
  {
    name: 'conditions beside an anchor see the line, not its ending',
    files: { 'a.txt': 'abc\r\n; \r\n', 'b.txt': '\ufeffabc\n' },
    query: { pattern: 'c$\\b|\\b^a', regex: true },
    hits: ['a.txt:1:abc', 'b.txt:1:abc'],
  },
  {
    name: 'bytes that are no UTF-8 match nothing and hide nothing',
    files: { 'a.txt': Buffer.from([0x61, 0xff, 0x62, 0x0a, 0x61, 0x20, 0x62, 0x0a]) },
    query: { pattern: 'a.b', regex: true },
    hits: ['a.txt:2:a b'],
  },
  {
    name: 'globs: exclude wins, a folder excluded is gone, letter case counts',
    files: {
      'src/a.ts': 'x\n',
      'src/b.js': 'x\n',
      'src/gen/c.ts': 'x\n',
      'SRC/d.ts': 'x\n',
      'x y/中.ts': 'x\n',
    },
    query: { pattern: 'x', include: ['src/**', 'x y/*.ts'], exclude: ['*.js', 'gen'] },
    hits: ['src/a.ts:1:x', 'x y/中.ts:1:x'],
  },
  {
    name: 'a name may hold what parts the fields of an answer',
    files: { 'ab:1:b.txt': 'x\n', 'c\nd.txt': 'x:1:x\n' },
    query: { pattern: 'x' },
    hits: ['ab:1:b.txt:1:x', 'c\nd.txt:1:x:1:x'],
  },
];

const asText = (hit: Hit): string => `${hit.path}:${hit.line}:${hit.text}`;
const order = (hits: readonly string[]): string[] => [...hits].sort();

async function hitsOf(engine: SearchEngine, query: Case['query']): Promise<string[]> {
  const whole = { regex: false, word: false, caseSensitive: true, include: [], exclude: [], ...query };
  const outcome = await engine.search(whole, never);
  if (outcome.type !== 'hits') throw new Error(`${outcome.type}: ${outcome.message}`);
  return order(outcome.hits.map(asText));
}

describe.each(cases)('$name', ({ files, query, hits }) => {
  it('ripgrep', async () => {
    using folder = tempFolder(files);
    expect(await hitsOf(ripgrepEngine(program, folder.path), query)).toEqual(order(hits));
  });
  it('the scanner', async () => {
    using folder = tempFolder(files);
    expect(await hitsOf(scanner.at(folder.path), query)).toEqual(order(hits));
  });
  it.skipIf(Object.values(files).some((content) => typeof content !== 'string'))(
    'the scanner, over texts',
    async () => {
      const texts = Object.fromEntries(
        Object.entries(files).map(([path, content]) => [path, String(content)]),
      );
      expect(await hitsOf(scanner.over(texts), query)).toEqual(order(hits));
    },
  );
});

const engines: readonly (readonly [string, (folder: string) => SearchEngine])[] = [
  ['ripgrep', (folder) => ripgrepEngine(program, folder)],
  ['the scanner', (folder) => scanner.at(folder)],
];
const plain: SearchQuery = {
  pattern: 'x',
  regex: false,
  word: false,
  caseSensitive: true,
  include: [],
  exclude: [],
};

describe.each(engines)('%s', (_name, open) => {
  it.each(['(', 'a{2,1}', '[z-a]', '(?=a)', '\\1', 'a\\nb'])('calls %j a bad pattern', async (pattern) => {
    using folder = tempFolder({ 'a.txt': 'a\n' });
    const outcome = await open(folder.path).search({ ...plain, pattern, regex: true }, never);
    expect(outcome).toMatchObject({ type: 'bad-pattern', message: expect.stringMatching(/\w/) });
  });

  it('fails for a glob that is none, with its words', async () => {
    using folder = tempFolder({ 'a.txt': 'x\n' });
    const outcome = await open(folder.path).search({ ...plain, include: ['[a'] }, never);
    expect(outcome).toMatchObject({ type: 'failed', message: expect.stringContaining('[a') });
  });

  it('does not follow links', async () => {
    using outside = tempFolder({ 'secret.txt': 'x\n' });
    using folder = tempFolder({ 'a.txt': 'x\n' });
    symlinkSync(join(outside.path, 'secret.txt'), join(folder.path, 'file.txt'));
    symlinkSync(outside.path, join(folder.path, 'folder'));
    expect(await hitsOf(open(folder.path), { pattern: 'x' })).toEqual(['a.txt:1:x']);
  });

  it('ends with its signal', async () => {
    using folder = tempFolder({ 'a.txt': 'x\n' });
    const stop = new AbortController();
    stop.abort();
    expect(await open(folder.path).search(plain, stop.signal)).toMatchObject({ type: 'failed' });
    const later = new AbortController();
    const running = open(folder.path).search(plain, later.signal);
    later.abort();
    expect(['failed', 'hits']).toContain((await running).type);
    expect(await open(folder.path).search(plain, never)).toMatchObject({ type: 'hits' });
  });

  it('tells whether one line matches', async () => {
    using folder = tempFolder();
    const engine = open(folder.path);
    expect(await engine.matches({ ...plain, pattern: 'pars', word: true }, 'parse', never)).toBe(false);
    expect(await engine.matches({ ...plain, pattern: 'pars' }, 'parse', never)).toBe(true);
    expect(await engine.matches({ ...plain, pattern: '^p.*e$', regex: true }, 'parse', never)).toBe(true);
  });

  it('finds every one of 20,000 lines', async () => {
    using folder = tempFolder({ 'a.txt': 'some x here\n'.repeat(20_000) });
    expect(await hitsOf(open(folder.path), { pattern: 'x' })).toHaveLength(20_000);
  });
});

describe('files', () => {
  it('are listed alike by both', async () => {
    using folder = tempFolder({
      '.gitignore': '*.log\n',
      'a.log': '',
      'b/c.ts': '',
      'b.ts': '',
      '.hid': '',
      'node_modules/x.js': '',
    });
    const expected = ['.gitignore', '.hid', 'b.ts', 'b/c.ts'];
    expect(await ripgrepFiles(program, folder.path, never)).toEqual(expected);
    expect(await scanner.list(folder.path, never)).toEqual(expected);
  });
});

describe('without ripgrep', () => {
  it('the scanner answers where the program cannot be started', async () => {
    using folder = tempFolder({ 'a.txt': 'x\n', rg: 'not a program\n' });
    for (const file of [join(folder.path, 'missing'), join(folder.path, 'rg')]) {
      const engine = ripgrepEngine(file, folder.path, scanner.at(folder.path));
      const outcome = await engine.search({ ...plain, include: ['a.txt'] }, never);
      expect(outcome).toMatchObject({ type: 'hits', engine: 'the scanner', hits: [{ path: 'a.txt' }] });
      expect(await ripgrepEngine(file, folder.path).search(plain, never)).toMatchObject({ type: 'failed' });
    }
  });
});

describe('a scan that takes too long', () => {
  // A timer of this thread gives it up: a scan that held this thread up would be through before.
  it('is given up, and the next one is answered', async () => {
    using folder = tempFolder({ 'big.txt': 'abcdefghij '.repeat(2_000_000), 'small/a.txt': 'x\n' });
    const impatient = openScanner({ workerFile: scanWorker, timeoutMs: 300 });
    const slow = { ...plain, pattern: '(\\w+ ){50}\\d', regex: true };
    const [first, second] = await Promise.all([
      impatient.at(folder.path).search(slow, never),
      openScanner({ workerFile: scanWorker }).at(join(folder.path, 'small')).search(plain, never),
    ]);
    expect(first).toMatchObject({ type: 'failed', message: expect.stringContaining('longer than') });
    expect(second).toMatchObject({ type: 'hits' });
  });
});

describe('patterns made to explode', () => {
  const evil = [
    ...[
      '(a+)+$',
      '(a|aa)+$',
      '(a|a?)+b',
      '(.*a){12}b',
      '(\\w+\\s?)*$x',
      '(?:a?){30}a{30}b',
      '^(([a-z])+.)+[A-Z]$',
    ],
    ...['(x+x+)+y', '(a*)*b', '(a|b|ab)*c', '([a-zA-Z]+)*1', '(.*)(.*)(.*)(.*)(.*)[^a]', '(\\s*a\\s*)+!b'],
  ];
  it.each(engines)(
    '%s answers all of them',
    async (_name, open) => {
      using folder = tempFolder({ 'a.txt': `${'a'.repeat(50_000)}!\n` });
      const outcomes: string[] = [];
      for (const pattern of evil) {
        const outcome = await open(folder.path).search({ ...plain, pattern, regex: true }, never);
        outcomes.push(outcome.type);
      }
      expect(outcomes).toEqual(evil.map(() => 'hits'));
    },
    60_000,
  );
});
