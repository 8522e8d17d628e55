import { describe, expect, it } from 'vitest';
import { openRows } from './row.ts';

const judge = openRows();

const code = `import { x } from './x';

export interface Options {
  limit?: number;
  name?: string;
}

/** Reads it. */
export function read(text: string, limit = 10) {
  // Nothing to read.
  if (!text) return undefined;
  const parts = text.split(',');
  if (parts.length > limit) {
    throw new Error('too many parts');
  }
  console.log('read', parts.length);
  return parts.map((part) => part.trim());
}

export async function load(url: string, retries: number): Promise<string> {
  const answer = await fetch(url);
  const label = url + ': ' + x;
  return label + (await answer.text());
}
`;

const pieces = {
  read: { path: 'a.ts', line: 9, endLine: 18, symbol: 'read' },
  load: { path: 'a.ts', line: 20, endLine: 24, symbol: 'load' },
} as const;

type Swap = readonly [from: string, to: string];

function apply(swaps: readonly Swap[]): string {
  return swaps.reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`the code has no ${from}`);
    return text.replace(from, () => to);
  }, code);
}

interface Answer {
  /** What refutes the change. */
  readonly fails: string;
  /** What the two checks of this file leave in doubt. */
  readonly doubts: string;
}

async function judged(
  symbol: keyof typeof pieces,
  instruction: string,
  swaps: readonly Swap[],
): Promise<Answer> {
  const verdict = await judge({
    files: { 'a.ts': code, 'x.ts': 'export const x = 1;\n' },
    task: { intent: 'general', instruction, paths: ['a.ts'], target: pieces[symbol] },
    result: { edits: [{ path: 'a.ts', whole: apply(swaps) }] },
  });
  const reports = verdict.reports.filter((one) => one.check === 'edit.demanded' || one.check === 'edit.kept');
  expect(reports).toHaveLength(2);
  const unables = reports.filter((one) => one.status === 'unable').flatMap((one) => one.findings);
  const doubts = unables.map((finding) => `${finding.check} ${finding.message}`).join('\n');
  return { fails: verdict.fails, doubts };
}

const clean: Answer = { fails: '', doubts: '' };

const guard: Swap = [
  '  if (!text) return',
  "  if (typeof text !== 'string') throw new TypeError('no text');\n  if (!text) return",
];

/**
 * An instruction, changes that do it, and changes that do not, each with words of what is said of it. Words with an
 * exclamation mark before them refute, the others only leave the matter open.
 */
const rows: readonly (readonly [
  keyof typeof pieces,
  string,
  readonly (readonly Swap[])[],
  readonly (readonly [readonly Swap[], string])[],
])[] = [
  [
    'read',
    'Make read throw a TypeError when text is not a string',
    [[guard]],
    [
      [[['!text', "typeof text !== 'string' || !text"]], 'TypeError'],
      [[['return undefined', "throw new Error('no text')"]], '`TypeError` does not stand'],
    ],
  ],
  [
    'read',
    'Return null instead of undefined when there is no text',
    [
      [['return undefined', 'return null']],
      [['if (!text) return undefined;', 'if (!text) {\n    return null;\n  }']],
    ],
    [[[['!text', 'text === undefined']], '`null` does not stand']],
  ],
  [
    'read',
    'return an empty array when text is empty',
    [[['return undefined', 'return []']]],
    [[[['return undefined', "return ''"]], '`[]` does not stand']],
  ],
  [
    'read',
    'Change the default of limit from 10 to 25',
    [[['limit = 10', 'limit = 25']], [['limit = 10', 'limit = 2_5']]],
    [
      [[['limit = 10', 'limit = 20']], '!`25` does not stand'],
      [[['  // Nothing', '  limit = limit || 25;\n  // Nothing']], '!`10` still stands'],
    ],
  ],
  [
    'read',
    'Give limit a default of 50',
    [[['limit = 10', 'limit = 50']]],
    [[[['limit = 10', 'limit?: number']], '`50` does not stand']],
  ],
  [
    'read',
    'Replace the message "too many parts" with "more parts than allowed"',
    [
      [["'too many parts'", "'more parts than allowed'"]],
      [["'too many parts'", '`more parts than allowed`']],
    ],
    [[[["'too many parts'", "'too many parts allowed'"]], '!more parts than allowed']],
  ],
  [
    'read',
    'Use `console.debug` instead of `console.log`',
    [[['console.log', 'console.debug']]],
    [
      [[['console.log', 'console.warn']], '`console.debug` does not stand'],
      [
        [["  console.log('read'", "  console.debug('read');\n  console.log('read'"]],
        '`console.log` still stands',
      ],
    ],
  ],
  [
    'read',
    'Use `parts.slice().map` instead of `parts.map`',
    [[['parts.map', 'parts.slice().map']]],
    [[[['part.trim()', 'part.trimEnd()']], '`parts.map` still stands']],
  ],
  [
    'read',
    'Use globalThis.console instead of console in read',
    [[['console.log', 'globalThis.console.log']]],
    [[[['part.trim()', 'part.trimEnd()']], '`globalThis.console` does not stand']],
  ],
  [
    'read',
    'Rename the variable parts in read to pieces',
    [
      [
        ["const parts = text.split(',')", "const pieces = text.split(',')"],
        ['parts.length > limit', 'pieces.length > limit'],
        ["'read', parts.length", "'read', pieces.length"],
        ['return parts.map', 'return pieces.map'],
      ],
    ],
    [[[['part.trim()', 'part.trimEnd()']], '!`pieces` does not stand']],
  ],
  [
    'read',
    'Remove the `console.log` call',
    [[["  console.log('read', parts.length);\n", '']]],
    [[[["'read', parts.length", "'read'"]], '`console.log` still stands']],
  ],
  [
    'read',
    'Give read an explicit return type',
    [[['limit = 10) {', 'limit = 10): string[] | undefined {']]],
    [[[['limit = 10) {', 'limit: number = 10) {']], 'says no return type']],
  ],
  [
    'read',
    'Rename the local variable `parts` to `pieces`',
    [
      [
        ["const parts = text.split(',')", "const pieces = text.split(',')"],
        ['parts.length > limit', 'pieces.length > limit'],
        ["'read', parts.length", "'read', pieces.length"],
        ['return parts.map', 'return pieces.map'],
      ],
    ],
    [
      [
        [
          ['.map((part)', '.map((piece)'],
          ['part.trim()', 'piece.trim()'],
        ],
        '!`pieces` does not stand',
      ],
    ],
  ],
  [
    'load',
    'Add a try/catch that returns an empty string',
    [
      [
        [
          "  const answer = await fetch(url);\n  const label = url + ': ' + x;\n  return label + (await answer.text());\n",
          "  try {\n    const answer = await fetch(url);\n    const label = url + ': ' + x;\n    return label + (await answer.text());\n  } catch {\n    return '';\n  }\n",
        ],
      ],
    ],
    [[[['(await answer.text())', "((await answer.text()) || '')"]], '`catch` does not stand']],
  ],
  [
    'load',
    'Use a template literal for the label',
    [[["url + ': ' + x", '`${url}: ${x}`']]],
    [[[["url + ': ' + x", "[url, x].join(': ')"]], '`${` does not stand']],
  ],
  [
    'read',
    'Return "none" when there is no text',
    [[['return undefined', "return 'none'"]], [['return undefined', 'return `none`']]],
    [[[['return undefined', "return 'nothing'"]], '!`none` does not stand']],
  ],
  [
    'read',
    'Set the separator of split to "and"',
    [[["split(',')", "split('and')"]], [["split(',')", 'split(`and`)']]],
    [[[["split(',')", "split('or')"]], '!`and` does not stand']],
  ],
  [
    'read',
    'Replace `parts.length` with `parts.size`',
    [[['parts.length > limit', 'parts.size > limit']]],
    [[[['part.trim()', 'part.trimEnd()']], '!`parts.length` still stands']],
  ],
  [
    'read',
    'Increase the default of limit to 5000',
    [[['limit = 10', 'limit = 5000']], [['limit = 10', 'limit = 5e3']]],
    [[[['limit = 10', 'limit = 50']], '`5000` does not stand']],
  ],
  [
    'load',
    'Remove the parameter `retries`',
    [[[', retries: number', '']]],
    [[[['const answer', 'const tries = 1;\n  const answer']], 'still has the parameter retries']],
  ],
  [
    'load',
    'Add an optional parameter `signal` of type `AbortSignal` and pass it to fetch',
    [
      [
        ['retries: number)', 'retries: number, signal?: AbortSignal)'],
        ['fetch(url)', 'fetch(url, { signal })'],
      ],
    ],
    [[[['fetch(url)', 'fetch(url, {})']], 'no parameter signal']],
  ],
];

describe('what the instruction names shows in the change', () => {
  it.each(rows)('%s: %s', async (symbol, instruction, right, wrong) => {
    for (const swaps of right) expect(await judged(symbol, instruction, swaps), instruction).toEqual(clean);
    for (const [swaps, words] of wrong) {
      const { fails, doubts } = await judged(symbol, instruction, swaps);
      const isSure = words.startsWith('!');
      expect(isSure ? fails : doubts).toContain('edit.demanded');
      expect(isSure ? fails : doubts).toContain(isSure ? words.slice(1) : words);
      if (!isSure) expect(fails).toBe('');
    }
  });

  it.each([
    ['add a comment-free check to `read`', guard],
    ['Make it not return `false`', guard],
    ['Handle a `limit` of 0 so that `read("a", 0)` gives "none"', guard],
    ['When the text is "x", do as if it were empty', ['!text', "!text || text.startsWith('x')"]],
    ['Change limit to 1 hour', ['limit = 10', 'limit = 3_600']],
    ['Make read return true or false', ['return undefined', 'return !text']],
    ['Return undefined instead of throwing', ["throw new Error('too many parts')", 'return']],
    ['Replace the number 10 by a constant `MOST`', ['limit = 10', 'limit = Number(MOST)']],
    ['Wait at most 5 seconds', ['parts.length > limit', 'parts.length > limit + 5000']],
    ['Do not throw an error any more', ["throw new Error('too many parts')", 'return undefined']],
  ] satisfies readonly (readonly [string, Swap])[])(
    'judges nothing that is not named so: %s',
    async (instruction, swap) => {
      expect(await judged('read', instruction, [swap])).toMatchObject({ fails: '' });
    },
  );
});

describe('nothing is gone that was not to go', () => {
  const add = 'Add a check that throws a TypeError when text is not a string';

  it('leaves a change alone that only adds', async () => {
    expect(await judged('read', add, [guard])).toEqual(clean);
    expect(
      await judged('read', 'Also log the limit', [["'read', parts.length", "'read', parts.length, limit"]]),
    ).toEqual(clean);
    expect(
      await judged('read', 'Add a final newline to the log', [
        ["'read', parts.length", '`read ${parts.length}\\n`'],
      ]),
    ).toEqual(clean);
  });

  it.each([
    [add, [guard, ["  console.log('read', parts.length);\n", '']], 'only to be added'],
    [add, [guard, ['limit = 10', 'limit = 5']], '`10` is gone'],
    [add, [guard, ['export function read', 'function read']], '!read is no longer exported'],
    [add, [guard, ['  // Nothing to read.\n', '']], 'the comment'],
    ['Throw a TypeError when text is no string', [guard, ['  // Nothing to read.\n', '']], 'the comment'],
    [
      'Throw a TypeError when text is no string',
      [guard, [', limit = 10', ''], ['> limit', '> 10']],
      '!the parameter limit',
    ],
    [
      'Throw a TypeError when text is no string',
      [guard, ['function read', 'function readText']],
      '!read is gone',
    ],
  ] satisfies readonly (readonly [string, readonly Swap[], string])[])(
    'finds what is lost: %s, %j',
    async (instruction, swaps, words) => {
      const { fails, doubts } = await judged('read', instruction, swaps);
      const isSure = words.startsWith('!');
      expect(isSure ? fails : doubts).toContain('edit.kept');
      expect(isSure ? fails : doubts).toContain(isSure ? words.slice(1) : words);
      if (!isSure) expect(fails).toBe('');
    },
  );

  it.each([
    ['Give read an explicit return type', ['limit = 10) {', 'limit = 10): string[] | undefined {']],
    ['Add type annotations to the parameters', ['limit = 10', 'limit: number = 10']],
    ['Annotate the callback of map with types', ['(part)', '(part: string): string']],
  ] satisfies readonly (readonly [string, Swap])[])('lets types come: %s', async (instruction, typed) => {
    expect(await judged('read', instruction, [typed])).toEqual(clean);
    const more = await judged('read', instruction, [typed, guard]);
    expect(more.fails).toBe('');
    expect(more.doubts).toContain('only types were to come');
    const less = await judged('read', instruction, [typed, ['part.trim()', 'part']]);
    expect(less.fails).toBe('');
    expect(less.doubts).toContain('`trim` is gone');
  });

  it('finds a lost await, unless the instruction speaks of it', async () => {
    const lost: Swap = ['await fetch(url)', 'fetch(url) as unknown as Response'];
    const unsaid = await judged('load', 'Make the label end in a dot', [lost]);
    expect(unsaid.fails).toBe('');
    expect(unsaid.doubts).toContain('`await` is gone');
    expect(await judged('load', 'Make load call fetch without await', [lost])).toEqual(clean);
  });

  it.each([
    [
      'Remove the log and the comment',
      [
        ["  console.log('read', parts.length);\n", ''],
        ['  // Nothing to read.\n', ''],
      ],
    ],
    [
      'Simplify the check',
      [
        [
          "  if (parts.length > limit) {\n    throw new Error('too many parts');\n  }\n",
          "  if (parts.length > limit) throw new Error('too many parts');\n",
        ],
      ],
    ],
    ['Take an options object in the place of the limit', [['limit = 10', '{ limit = 10 }: Options = {}']]],
    ['Do not export read', [['export function read', 'function read']]],
  ] satisfies readonly (readonly [string, readonly Swap[]])[])(
    'lets go what is spoken of: %s',
    async (instruction, swaps) => {
      expect(await judged('read', instruction, swaps)).toEqual(clean);
    },
  );
});
