import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { wishByRule } from '../../src/core/plan/rules.ts';
import { browse, notBrowsing } from '../../src/webview/history.ts';
import { linkedPlace, namedPlace } from '../../src/webview/links.ts';
import { byFile, isRowOf, rowsOf } from '../../src/webview/rows.ts';
import { readSaved } from '../../src/webview/saved.ts';
import { matchingCommands, slashCommands } from '../../src/webview/slash.ts';
import type { Judged } from '../../src/webview/state.ts';
import { parts, visible } from '../../src/webview/visible.ts';
import { duration } from '../../src/webview/words.ts';
import { growthOf, linear } from '../support/growth.ts';
import { root } from './chatPage.ts';
import themes from './themes.json' with { type: 'json' };

describe('hidden characters', () => {
  test.each([
    ['a terminal sequence', 'all \u001b[31mred', 'all U+001B[31mred'],
    ['an address in a terminal sequence', '\u001b]8;;http://x\u0007y', 'U+001B]8;;http://xU+0007y'],
    ['a change of direction', 'if (a\u202e) {', 'if (aU+202E) {'],
    ['an isolate', 'x\u2066y\u2069', 'xU+2066yU+2069'],
    ['a blank without width', 'pass\u200bword', 'passU+200Bword'],
    ['a joiner between letters', 'ad\u200dmin', 'adU+200Dmin'],
    ['a joiner between digits', '1\u200d2', '1U+200D2'],
    ['a selector behind a letter', 'a\ufe0f', 'aU+FE0F'],
    ['tags', 'a\u{e0041}\u{e0042}', 'aU+E0041U+E0042'],
    ['a byte order mark', '\ufeffx', 'U+FEFFx'],
    ['a soft hyphen', 'pass\u00adword', 'passU+00ADword'],
    ['a filler that looks like a blank', 'x\u3164y', 'xU+3164y'],
    ['a line separator', 'a\u2028b', 'aU+2028b'],
    ['half a character', 'a\ud800b', 'aU+D800b'],
    ['a lone carriage return', 'ok\rbad', 'okU+000Dbad'],
    ['a null', 'a\u0000b', 'aU+0000b'],
  ])('shows %s', (_what, text, shown) => {
    expect(visible(text)).toBe(shown);
  });

  test.each([
    'plain text, with\ttabs\nand\r\nlines',
    'ä é ß 漢字 한국어 ไทย',
    'مرحبا بالعالم',
    'שלום עולם',
    'می\u200cخواهم',
    'श्री\u200dमान',
    '\u{1f468}\u200d\u{1f469}\u200d\u{1f467}',
    '\u2764\ufe0f 1\ufe0f\u20e3 \u{1f1e9}\u{1f1ea} \u{1f44d}\u{1f3fd}',
  ])('leaves ordinary writing alone: %s', (text) => {
    expect(parts(text)).toEqual([{ text, escaped: false }]);
  });

  test('what is shown has nothing left that would be shown otherwise a second time', () => {
    const characters = fc.array(
      fc.constantFrom(
        'a',
        ' ',
        '\u202e',
        '\u200d',
        '\ufe0f',
        '1',
        '\u{1f468}',
        'م',
        '\u0000',
        '\ud83d',
        '\n',
      ),
    );
    fc.assert(
      fc.property(characters, (list) => {
        const text = list.join('');
        expect(visible(visible(text))).toBe(visible(text));
        expect(/[\u202e\u0000]|\p{Cs}/u.test(visible(text))).toBe(false);
      }),
      { numRuns: 1_000 },
    );
  });

  test('a long text of nothing else takes time in proportion to it', async () => {
    const read = (length: number): void => {
      expect(parts('\u200b'.repeat(length)).length).toBe(length);
    };
    expect(await growthOf(read, 2_000)).toBeLessThan(linear);
  });
});

describe('places that a text names', () => {
  test.each([
    ['src/a.ts', { path: 'src/a.ts', line: 1 }],
    ['./src/a.ts#L12', { path: 'src/a.ts', line: 12 }],
    ['src/a.ts:12', { path: 'src/a.ts', line: 12 }],
    ['src/a.ts:12:5', { path: 'src/a.ts', line: 12 }],
    ['%E6%BC%A2.ts#3', { path: '漢.ts', line: 3 }],
    ['README:7', { path: 'README', line: 7 }],
  ])('%s', (href, place) => {
    expect(linkedPlace(href)).toEqual(place);
  });

  test.each([
    'https://example.com/a',
    'http:x',
    'command:workbench.action.quit',
    'command:12',
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    'vscode://file/etc/passwd',
    'file:///etc/passwd',
    'data:text/html,x',
    '/etc/passwd',
    '//host/share',
    '\\\\host\\share',
    '../secret',
    'a/../../b',
    'a/./b',
    'a//b',
    '%2e%2e/secret',
    '%ZZ',
    '',
    '#L3',
    'src/a.ts:0',
    'a'.repeat(5_000),
  ])('nothing in %s', (href) => {
    const place = linkedPlace(href);
    // `command:12` and `http:x` read as file names would still be harmless; as schemes they must lead nowhere.
    expect(place === undefined || place.path === 'command').toBe(true);
  });

  test('code is a place only where it looks like one', () => {
    expect(namedPlace('src/a.ts:12')).toEqual({ path: 'src/a.ts', line: 12 });
    expect(namedPlace('src/a.ts')).toBeUndefined();
    expect(namedPlace('x ? y.z:12')).toBeUndefined();
    expect(namedPlace('../a.ts:12')).toBeUndefined();
  });
});

describe('earlier asks', () => {
  const asks = ['first', 'second'];

  test('go back from the newest, and forward to what was being typed', () => {
    const one = browse(asks, notBrowsing, 'typed', 'older');
    expect(one?.text).toBe('second');
    const two = browse(asks, one?.browsing ?? notBrowsing, 'second', 'older');
    expect(two?.text).toBe('first');
    expect(browse(asks, two?.browsing ?? notBrowsing, 'first', 'older')).toBeUndefined();
    const back = browse(asks, two?.browsing ?? notBrowsing, 'first', 'newer');
    expect(back?.text).toBe('second');
    const typed = browse(asks, back?.browsing ?? notBrowsing, 'second', 'newer');
    expect(typed).toEqual({ browsing: notBrowsing, text: 'typed' });
  });

  test('there is nothing where nothing was asked', () => {
    expect(browse([], notBrowsing, 'x', 'older')).toBeUndefined();
    expect(browse(asks, notBrowsing, 'x', 'newer')).toBeUndefined();
  });
});

describe('commands', () => {
  test.each(slashCommands)('$name is one that the planner knows', ({ name }) => {
    expect(JSON.stringify(wishByRule(`${name} parseDate to readDate`))).not.toContain('There is no command');
  });

  test('and the planner says no to any other', () => {
    expect(JSON.stringify(wishByRule('/nothing'))).toContain('There is no command');
  });

  test('fit what is typed, and only while it is a name', () => {
    expect(matchingCommands('/').length).toBe(slashCommands.length);
    expect(matchingCommands('/e').map((command) => command.name)).toEqual(['/explain', '/extract', '/edit']);
    for (const text of ['', 'find', '/find ', '/x', ' /', '/find\n'])
      expect(matchingCommands(text)).toEqual([]);
  });
});

describe('rows', () => {
  const judged: Judged = {
    worker: 'w',
    answer: '',
    wall: '',
    change: undefined,
    claims: [
      { id: 'a', text: 'a.ts:1 matches', place: { path: 'a.ts', line: 1 } },
      { id: 'b', text: 'b.ts:2 matches', place: { path: 'b.ts', line: 2 } },
      { id: 's', text: 'a statement', support: [{ path: 'c.ts', line: 3 }] },
    ],
    claimCount: 3,
    lines: [
      { path: 'a.ts', line: 1, text: 'first' },
      { path: 'b.ts', line: 2, text: 'second' },
      { path: 'c.ts', line: 3, text: 'third' },
      { path: 'c.ts', line: 3, text: 'third' },
    ],
    lineCount: 4,
    shown: [{ path: 'b.ts', line: 2 }],
    verdict: {
      state: 'refuted',
      findings: [{ level: 'fail', message: 'not there', claim: 'a', place: { path: 'a.ts', line: 1 } }],
      findingCount: 1,
      checks: [],
      checkCount: 0,
      proves: [],
      unproven: [],
      ms: 1,
    },
  };

  test('the best first, each place once, with its line, and what failed marked', () => {
    expect(rowsOf(judged).map((row) => [row.place.path, row.text, row.isCode, row.failed])).toEqual([
      ['b.ts', 'second', true, false],
      ['a.ts', 'first', true, true],
      ['c.ts', 'third', true, false],
    ]);
  });

  test('rows of one file stand together, the best file first', () => {
    const row = (path: string, line: number) => ({
      place: { path, line },
      text: '',
      isCode: true,
      failed: false,
    });
    const rows = [row('b', 9), row('a', 1), row('b', 2), row('a', 7), row('c', 1)];
    expect(byFile(rows).map(({ place }) => `${place.path}${place.line}`)).toEqual([
      'b9',
      'b2',
      'a1',
      'a7',
      'c1',
    ]);
  });

  test('a row knows the place that a finding speaks of', () => {
    const [, row] = rowsOf(judged);
    if (row === undefined) throw new Error('no row');
    expect(isRowOf(row, { place: { path: 'a.ts', line: 1 } })).toBe(true);
    expect(isRowOf(row, { place: { path: 'a.ts', line: 2 } })).toBe(false);
    expect(isRowOf(row, {})).toBe(false);
  });

  test('where no line was quoted, the claim says what stands there', () => {
    expect(rowsOf({ ...judged, lines: [] }).map((row) => [row.text, row.isCode])).toEqual([
      ['b.ts:2 matches', false],
      ['a.ts:1 matches', false],
      ['', false],
    ]);
  });
});

test.each([
  [0, 'under 0.1 s'],
  [420, '0.4 s'],
  [9_940, '9.9 s'],
  [9_960, '10 s'],
  [59_400, '59 s'],
  [59_600, '1 min 0 s'],
  [125_000, '2 min 5 s'],
])('%d milliseconds are %s', (ms, words) => {
  expect(duration(ms)).toBe(words);
});

test.each([
  undefined,
  null,
  'x',
  { draft: 1 },
  { draft: '', scrolled: -1 },
  { draft: '', scrolled: 1, log: [] },
])('a state of another version is none: %j', (value) => {
  expect(readSaved(value)).toEqual({ draft: '', scrolled: null });
});

test('every colour of the page is one that the editor knows', async () => {
  const folder = join(root, 'media/chat');
  const sheets = await Promise.all(
    (await readdir(folder)).map((name) => readFile(join(folder, name), 'utf8')),
  );
  const used = new Set(sheets.join('').match(/--vscode-[\w-]+/g));
  const known = new Set(Object.values(themes).flatMap((theme) => Object.keys(theme.variables)));
  const fonts = /^--vscode-(?:editor-)?font-(?:family|size)$/;
  expect(used.size).toBeGreaterThan(40);
  expect([...used].filter((name) => !known.has(name) && !fonts.test(name))).toEqual([]);
});
