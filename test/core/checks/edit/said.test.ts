import { describe, expect, it } from 'vitest';
import { openRows } from './row.ts';

const judge = openRows();

const code = `export function read(text: string, limit: number): string[] {
  if (limit < 0) throw new RangeError('limit');
  return text === '' ? [] : text.split(',').slice(0, limit);
}
`;

/** The state, and what refutes or is open, of a comment above \`read\`. */
async function say(instruction: string, ...comment: readonly string[]): Promise<string> {
  const verdict = await judge({
    files: { 'a.ts': code },
    task: {
      intent: 'comments',
      instruction,
      paths: ['a.ts'],
      target: { path: 'a.ts', line: 1, endLine: 4, symbol: 'read' },
    },
    result: { edits: [{ path: 'a.ts', whole: `${comment.join('\n')}\n${code}` }] },
  });
  return verdict.state === 'verified' ? 'verified' : `${verdict.state}: ${verdict.fails || verdict.unables}`;
}

const plain = '/** Splits a text at commas. */';

/** An instruction, comments that tell it, and comments that do not, with the state and words of the finding. */
const rows: readonly (readonly [
  string,
  readonly (readonly string[])[],
  readonly (readonly [string, readonly string[]])[],
])[] = [
  ['Add a doc comment to read', [[plain]], []],
  ['Document read and describe what it does', [[plain]], []],
  [
    'Add a comment above read that says "Never trims."',
    [['/** Never trims. */'], ['/** Splits. Never trims. */'], ['// never trims']],
    [['refuted: edit.said', [plain]]],
  ],
  [
    'Add a TODO comment to read: use a real parser',
    [['// TODO: use a real parser']],
    [['has no TODO', ['// Use a real parser']]],
  ],
  [
    'Document read with @param and @returns',
    [
      [
        '/**',
        ' * Splits.',
        ' * @param text a text',
        ' * @param limit how many',
        ' * @returns the parts',
        ' */',
      ],
    ],
    [
      ['has no @returns', ['/**', ' * Splits.', ' * @param text a text', ' * @param limit how many', ' */']],
      ['has no @param', [plain]],
    ],
  ],
  [
    'Add a doc comment to read that describes its parameters',
    [['/** Splits `text` into at most `limit` parts. */'], ['/** Splits the text up to the limit. */']],
    [['the parameter limit', ['/** Splits the text. */']]],
  ],
  [
    'Document read, including what it returns and when it throws',
    [['/** Gives the parts; throws when the limit is negative. */']],
    [['what is thrown', ['/** Returns the parts. */']]],
  ],
  [
    'Add a doc comment to read with an example',
    [['/** Splits, for example "a,b". */']],
    [['no example', [plain]]],
  ],
  [
    'Add a one-line comment to read',
    [[plain], ['/**', ' * Splits.', ' */']],
    [['more than one line', ['/**', ' * Splits a text.', ' * At commas.', ' */']]],
  ],
  [
    'Comment read, noting that it throws a `RangeError` for a negative limit',
    [['/** Throws a RangeError where the limit is negative. */']],
    [['does not speak of RangeError', [plain]]],
  ],
  [
    'Add a doc comment to read saying that spaces are not trimmed',
    [['/** Spaces are not trimmed. */'], ['/** Splits; leaves spaces, trimmed they are never. */']],
    [['unproven: edit.said', ['/** Trims spaces. */']]],
  ],
  [
    'Add a doc comment to read which says that blanks around each part stay where they stood',
    [['/** Blanks around a part stay. */']],
    [['does not tell', ['/** Splits a text at commas. */']]],
  ],
  [
    'Add a doc comment to read explaining why the limit may cut parts',
    [['/** A limit keeps long lists short: parts behind it are cut. */']],
    [['unproven: edit.said', ['/** Reads. */']]],
  ],
  [
    'Document read, including the RangeError',
    [['/** Splits, or throws a RangeError. */']],
    [['does not speak of RangeError', [plain]]],
  ],
  [
    'Document read. Say that a negative limit is an error.',
    [['/** Splits a text; a negative limit is an error. */']],
    [['does not tell', [plain]]],
  ],
  [
    'Add a comment to read: "Never trims."',
    [['/** Never trims. */']],
    [['does not say "Never trims."', [plain]]],
  ],
  ['Document read, mention the commas', [[plain]], [['unproven: edit.said', ['/** Splits a text. */']]]],
  // What only sounds like a demand is none.
  ['Add a doc comment to read, without an example', [[plain]], []],
  ['Add a comment above read that explains the TODO below', [[plain]], []],
  [
    'Explain in a comment above read that parts starting with "#" stay',
    [['/** Parts that start with # stay. */']],
    [['does not tell', [plain]]],
  ],
  [
    'Add a doc comment to read; its arguments are not checked',
    [['/** Its arguments are not checked. */']],
    [],
  ],
  ['Add a JSDoc comment to read', [[plain]], [['no JSDoc', ['// Splits.']]]],
];

describe('the new comment tells what was asked', () => {
  it.each(rows)('%s', async (instruction, right, wrong) => {
    for (const comment of right)
      expect(await say(instruction, ...comment), comment.join('')).toBe('verified');
    for (const [words, comment] of wrong) expect(await say(instruction, ...comment)).toContain(words);
  });

  it('demands no @param of what takes nothing, and one of what takes something', async () => {
    const tell = async (head: string): Promise<string> => {
      const { state, fails } = await judge({
        files: { 'a.ts': `${head} {\n  return Date.now();\n}\n` },
        task: {
          intent: 'comments',
          instruction: 'Add a doc comment with @param and @returns tags to now',
          paths: ['a.ts'],
          target: { path: 'a.ts', line: 1, endLine: 3, symbol: 'now' },
        },
        result: {
          edits: [
            {
              path: 'a.ts',
              range: [1, 1],
              replace: `/**\n * Gives the time.\n * @returns the time\n */\n${head} {`,
            },
          ],
        },
      });
      return `${state} ${fails}`.trim();
    };
    expect(await tell('export function now(): number')).toBe('verified');
    expect(await tell('export function now(zone: string): number')).toContain('has no @param');
  });
});
