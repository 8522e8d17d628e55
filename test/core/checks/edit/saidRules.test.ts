import { describe, expect, it } from 'vitest';
import { openRows } from './row.ts';

const judge = openRows();

const code = `export function parse(text: string): number {
  return Number(text);
}
`;

/** The state, and what refutes or is open, of a text that takes the place of another. */
async function change(
  instruction: string,
  before: string,
  after: string,
  more: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  const verdict = await judge({
    files: { 'a.ts': before },
    task: { intent: 'comments', instruction, paths: ['a.ts'], ...more },
    result: { edits: [{ path: 'a.ts', whole: after }] },
  });
  return verdict.state === 'verified' ? 'verified' : `${verdict.state}: ${verdict.fails || verdict.unables}`;
}

const filler = Array.from({ length: 12 }, (_one, at) => `export const value${at} = ${at};\n`).join('');

const say = (instruction: string, comment: string): Promise<string> =>
  change(instruction, code, `${comment}\n${code}`);

const plain = '/** Reads a number. */';
const full = '/**\n * Reads a number.\n * @param text digits\n * @returns the number\n */';

/** An instruction, comments that keep to it, and comments that do not, with the words of what is found. */
type Row = readonly [string, readonly string[], readonly (readonly [string, string])[]];

const denied: readonly Row[] = [
  ['Add a plain line comment above parse, no JSDoc', ['// Reads a number.'], [['to be none', plain]]],
  ['Add a doc comment to parse without @param and @returns tags', [plain], [['a tag @param', full]]],
  ['Document parse, but do not list the parameters', [plain, '/** Reads digits. */'], []],
  [
    'Add a doc comment to parse. Do not add an @example.',
    [plain],
    [['@example', '/**\n * Reads a number.\n * @example parse("1")\n */']],
  ],
  ['Document parse in a doc comment, no examples needed', [plain], []],
  [
    'Add a comment to parse, but no TODO',
    [plain, '// Reads a number.'],
    [['a TODO', '// TODO: read a number.']],
  ],
  [
    'Document parse with @returns but without @param',
    [full.replace(/ \* @param.*\n/u, '')],
    [['a tag @param', full]],
  ],
  ['Document parse with @returns but without @param', [], [['no @returns', plain]]],
  ['Do not forget the @param tag when you document parse', [full], [['no @param', plain]]],
  ['Document parse; do not omit @returns', [full], [['no @returns', plain]]],
  ['Document parse with @param and @returns, not @throws', [full], [['no @param', plain]]],
  [
    'Add a comment to parse instead of a one-line JSDoc comment in the README',
    ['// Reads.\n// A number.'],
    [],
  ],
  ['Add a comment to parse of more than one line', ['// Reads.\n// A number.'], []],
  [
    'Add a comment to parse that does not mention the cache',
    [plain],
    [['unproven', '/** Fills the cache. */']],
  ],
];

const texts: readonly Row[] = [
  [
    'Document parse in one or two sentences',
    [plain],
    [['one or two', '/** Reads. Words give NaN. It is quick. */']],
  ],
  [
    'Add a doc comment to parse in at most five words',
    [plain, '/** Reads one number from text. */'],
    [['has not at most five words', '/** Reads a number out of a text that a person typed. */']],
  ],
  [
    'Add a doc comment to parse in under 4 words',
    [plain],
    [['under 4 words', '/** Reads one number there. */']],
  ],
  [
    'Add a doc comment to parse with 3 words or fewer',
    [plain],
    [['3 words', '/** Reads one number there. */']],
  ],
  [
    'Add a doc comment to parse, at least 4 words',
    ['/** Reads one number there. */'],
    [['at least 4', plain]],
  ],
  [
    'Add a doc comment to parse, exactly two sentences',
    [
      '/** Reads a number. Words give NaN. */',
      '/**\n * Reads a number\n * of a text. Words\n * give NaN.\n */',
    ],
    [
      ['refuted', plain],
      ['refuted', '/** Reads a number. Words give NaN. It is quick. */'],
      ['unproven', '/** Reads a number, e.g. one. Fine. */'],
    ],
  ],
  ['Add a one-sentence comment to parse', [plain], [['one-sentence', '/** Reads it. Then it ends. */']]],
  [
    'Add a doc comment to parse in at most five words',
    [],
    [['unproven', '/** \u8bfb\u53d6\u6570\u5b57\u3002 */']],
  ],
  [
    'Add a doc comment to parse: must not mention Number',
    [plain.replace('a number', 'digits')],
    [
      ['speaks of Number', '/** Calls `Number` on it. */'],
      ['unproven', plain],
    ],
  ],
  [
    'Add a doc comment to parse that does not mention Number',
    ['/** Reads digits. */'],
    [['speaks of', '/** Number. */']],
  ],
  [
    'Add a doc comment to parse without the word "number"',
    ['/** Reads digits. */', '/** Reads numbered lines. */'],
    [['speaks of number', plain]],
  ],
  [
    'Add a comment to parse without the words digits or text',
    [plain],
    [['speaks of digits', '// Reads digits.']],
  ],
  [
    'Add a doc comment to parse that starts with "Returns"',
    ['/** Returns a number. */'],
    [['does not start with', plain]],
  ],
  ['Add a comment to parse starting with Returns', ['// Returns a number.'], [['does not start', plain]]],
  [
    'Add a doc comment to parse. It must end with "as a number".',
    ['/** Reads the text as a number. */'],
    [['does not end with', plain]],
  ],
];

/** What no rule here recognises is listed, whatever the comment says. */
const unread = [
  ['Add a doc comment to parse in German', 'in German'],
  ['Add a doc comment to parse in upper case', 'in upper case'],
  ['Add a doc comment to parse that starts with a verb', 'starts with a verb'],
  ['Add a doc comment to parse, at most 40 characters', 'at most 40 characters'],
  ['Add a doc comment to parse with exactly two lines', 'exactly two lines'],
  ['Add a doc comment to parse. It must not sound like marketing.', 'must not sound like marketing'],
  ['Add a doc comment to parse without jargon', 'without jargon'],
  ['Add a doc comment to parse. Do not be clever.', 'Do not be clever'],
  ['Add a doc comment to parse that does not mention implementation details', 'implementation details'],
] as const;

/** What is to be told is no demand on the text. */
const content: readonly (readonly [string, string])[] = [
  [
    'Add a comment to parse saying that it must not be called without digits',
    '/** Must not be called without digits. */',
  ],
  [
    'Add a comment to parse that says "never in German, without the word text"',
    '/** Never in German, without the word text. */',
  ],
  ['Add a TODO comment to parse: must not accept words', '// TODO: must not accept words'],
  ['Document how parse handles a text that ends with "px"', '/** Reads a number. */'],
  [
    'Explain in a comment above parse that at most five words are read',
    '/** At most five words are read. */',
  ],
  ['Add a doc comment to parse. Do not change the code.', plain],
  ['Add a doc comment to parse without touching the code', plain],
];

describe('what is denied is not demanded', () => {
  it.each(denied)('%s', async (instruction, right, wrong) => {
    for (const comment of right) expect(await say(instruction, comment), comment).toBe('verified');
    for (const [words, comment] of wrong) expect(await say(instruction, comment), comment).toContain(words);
  });
});

describe('demands on the text of a comment', () => {
  it.each(texts)('%s', async (instruction, right, wrong) => {
    for (const comment of right) expect(await say(instruction, comment), comment).toBe('verified');
    for (const [words, comment] of wrong) expect(await say(instruction, comment), comment).toContain(words);
  });

  it.each(unread)('that nothing here can check are listed: %s', async (instruction, words) => {
    const found = await say(instruction, plain);
    expect(found).toContain('unproven: edit.said');
    expect(found).toContain('could not check: ');
    expect(found).toContain(words);
  });

  it.each(content)('are not read into what is to be told: %s', async (instruction, comment) => {
    expect(await say(instruction, comment)).not.toContain('refuted');
    expect(await say(instruction, comment)).not.toContain('could not check: ');
  });
});

describe('comments that go', () => {
  const note = '// SECURITY: never pass user input here.\n';
  const noted = `${note}const x = 1;\n${code}${filler}`;
  const done = `const x = 1;\n${plain}\n${code}${filler}`;

  it('are refuted where the instruction does not speak of them', async () => {
    expect(await change('Add a doc comment to parse', noted, done)).toContain(
      'the comment "SECURITY: never pass user input here." is gone',
    );
    expect(await change('Add a doc comment to parse', noted, `${note}${done}`)).toBe('verified');
  });

  it('may where it does, and stay open where it may', async () => {
    expect(await change('Add a doc comment to parse and remove the security note', noted, done)).toBe(
      'verified',
    );
    expect(await change('Update the comments and add a doc comment to parse', noted, done)).toContain(
      'unproven',
    );
    expect(await change('Please remove the comment of x', noted, noted.replace(note, ''))).toBe('verified');
    expect(await change('Tidy up', noted, noted.replace(note, ''))).toContain('unproven');
  });

  it('are not gone where they move, merge, or another takes their place', async () => {
    const ask = 'Add a doc comment to parse';
    expect(await change(ask, `// Parses.\n${code}`, `${plain}\n${code}`)).toBe('verified');
    expect(await change(ask, `// Parses\n// digits.\n${code}`, `${plain}\n${code}`)).toBe('verified');
    expect(await change(ask, `${note}const x = 1;\n${code}`, `const x = 1;\n${note}${plain}\n${code}`)).toBe(
      'verified',
    );
    expect(
      await change(
        ask,
        `${note}${code}`,
        `/** Reads a number. SECURITY: never pass user input here. */\n${code}`,
      ),
    ).toBe('verified');
    // At another place, in other forms of its words.
    const inside = code.replace('  return', '  // reads digits\n  return');
    expect(await change(ask, inside, `/** Read digits, reading text. Reads them. */\n${code}`)).toContain(
      'unproven',
    );
    // The mark of a note is lost with it.
    expect(await change(ask, `${note}${code}`, `${plain}\n${code}`)).toContain('unproven');
  });

  it('do not stand for one that was to come', async () => {
    const inside = code.replace('  return', '  // SECURITY: digits only.\n  return');
    expect(await change('Add a comment that explains why the text is safe', inside, code)).toContain(
      'no new comment stands there',
    );
    expect(await change('Remove the comment in parse', inside, code)).toBe('verified');
  });

  it('are not meant by such words in a text or a name', async () => {
    const ask = 'Add a comment to parse that says "callers must delete the cache first"';
    expect(await say(ask, plain)).toContain('does not say');
    expect(await say(ask, '/** Callers must delete the cache first. */')).toBe('verified');
    const drop = code.replaceAll('parse', 'drop');
    const tags = 'Add a JSDoc comment to drop with @param and @returns';
    expect(await change(tags, drop, `${plain}\n${drop}`)).toContain('no @param');
    expect(await change(tags, drop, `${full}\n${drop}`)).toBe('verified');
  });

  it('leave the one that takes their place to be read', async () => {
    const ask = 'Replace the one-line comment above parse by a full doc comment';
    const long = '/**\n * Reads a number from a text.\n * Never throws.\n */\n';
    expect(await change(ask, `// Parses.\n${code}`, `${long}${code}`)).toBe('verified');
    const shorter = 'Replace the doc comment above parse by a one-line comment';
    expect(await change(shorter, `${long}${code}${filler}`, `// Parses.\n${code}${filler}`)).toBe('verified');
    expect(await change(shorter, `// Parses.\n${code}`, `${long}${code}`)).toContain('more than one line');
  });
});
