import { describe, expect, it } from 'vitest';
import type { Check, CheckInput } from '../../../../src/core/check.ts';
import { compileDemands } from '../../../../src/core/checks/edit/codeText.ts';
import { demanded } from '../../../../src/core/checks/edit/demanded.ts';
import { kept } from '../../../../src/core/checks/edit/kept.ts';
import type { CodeAnswer, CodeShape, CodeSymbol } from '../../../../src/core/code.ts';
import { editTaskSchema, type EditResult, type EditTask } from '../../../../src/core/edit/contract.ts';
import { growthOf, linear } from '../../../support/growth.ts';
import { openRows } from './row.ts';

const judge = openRows();
const tsconfig = '{ "compilerOptions": { "strict": true } }';

interface Case {
  readonly instruction: string;
  readonly before: string;
  readonly after: string;
  readonly symbol?: string;
}

/** What refutes a change of one file, and what the two checks leave in doubt. */
async function judged(row: Case): Promise<{ readonly fails: string; readonly doubts: string }> {
  const { instruction, before, after, symbol } = row;
  const verdict = await judge({
    files: { 'tsconfig.json': tsconfig, 'a.ts': before },
    task: {
      intent: 'general',
      instruction,
      paths: ['a.ts'],
      ...(symbol === undefined ? {} : { target: { path: 'a.ts', line: 1, symbol } }),
    },
    result: { edits: [{ path: 'a.ts', whole: after }] },
  });
  const doubts = verdict.findings.filter(
    (one) => one.level === 'unable' && (one.check === 'edit.demanded' || one.check === 'edit.kept'),
  );
  return { fails: verdict.fails, doubts: doubts.map((one) => `${one.check} ${one.message}`).join('\n') };
}

const shapes = `export function area(kind: string): number {
  switch (kind) {
    case 'square':
      return 1;
    case 'circle':
      return 2;
    case 'line':
      return 3;
  }
  return 0;
}
`;
const pad = 'export function pad(s: string, width: number): string {\n  return s.padStart(width);\n}\n';
const load = `export function load(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    console.error(error);
    console.error(text);
    console.error('gone');
    return null;
  }
}
`;
const sum = `export function sum(list: number[]): number {
  const go = (at: number): number => (at === list.length ? 0 : list[at]! + go(at + 1));
  return go(0);
}
`;
const page = `declare function user(): Promise<string>;
declare function posts(): Promise<string>;
export async function page(): Promise<string> {
  const a = await user();
  const b = await posts();
  return a + b;
}
`;
const mean = `// Does not handle empty lists.
export function mean(list: number[]): number {
  return list.reduce((a, b) => a + b, 0) / list.length;
}
`;
const area = 'export function area(w: number, h: number): number {\n  return w * h;\n}\n';
const first = `export function first(list: number[]): number {
  return list[0]!;
}
function fail(message: string): never {
  throw new Error(message);
}
`;
const name = 'export function nameOf(user: { name?: string }): string {\n  return user.name!;\n}\n';

const other = `export function slug(text: string): string {
  const words = text.split(' ').map((word) => word.trim());
  return words.filter((word) => word !== '').join('-');
}
`;

function swapped(text: string, from: string, to: string): string {
  if (!text.includes(from)) throw new Error(`the code has no ${from}`);
  return text.replace(from, () => to);
}

describe('ordinary right edits are not refuted', () => {
  it.each<Case>([
    {
      instruction: 'Add a default case to the switch statement in `area`',
      before: shapes,
      after: swapped(shapes, '      return 3;\n', '      return 3;\n    default:\n      return -1;\n'),
    },
    {
      instruction: 'Make the `width` parameter of `pad` optional',
      before: pad,
      after: swapped(swapped(pad, 'width:', 'width?:'), '(width)', '(width ?? 0)'),
    },
    {
      instruction: 'Increase the timeout to 5000',
      before: 'export const timeout = 1000;\n',
      after: 'export const timeout = 5 * 1000;\n',
    },
    {
      instruction: 'Change the timeout from 1000 to 5000',
      before: 'export const timeout = 1000;\n',
      after: 'export const timeout = 5 * 1000;\n',
    },
    {
      instruction: 'Add a finally block to the try/catch in `load`',
      before: load,
      after: swapped(load, 'null;\n  }\n', "null;\n  } finally {\n    console.log('done');\n  }\n"),
    },
    {
      instruction: 'Fix the stack overflow of `sum` on long lists',
      before: sum,
      after:
        'export function sum(list: number[]): number {\n  let total = 0;\n  for (const one of list) total += one;\n  return total;\n}\n',
    },
    {
      instruction: 'Load the user and the posts at the same time in `page`',
      before: page,
      after: swapped(
        page,
        '  const a = await user();\n  const b = await posts();\n',
        '  const [a, b] = await Promise.all([user(), posts()]);\n',
      ),
    },
    {
      instruction: 'Handle empty lists in `mean`',
      before: mean,
      after: swapped(
        swapped(mean, '// Does not handle empty lists.\n', ''),
        '  return',
        '  if (list.length === 0) return 0;\n  return',
      ),
    },
    {
      instruction: 'Add parameter validation to `area`',
      before: area,
      after: swapped(area, '  return', "  if (w < 0 || h < 0) throw new RangeError('negative');\n  return"),
      symbol: 'area',
    },
    {
      instruction: 'Add TypeScript types to `add`',
      before: 'export function add(a, b) {\n  return a + b;\n}\n',
      after: 'export function add(a: number, b: number): number {\n  return a + b;\n}\n',
    },
    {
      instruction: 'Use camelCase for the local names in `f`',
      before: 'export function f(): number {\n  const my_value = 1;\n  return my_value;\n}\n',
      after: 'export function f(): number {\n  const myValue = 1;\n  return myValue;\n}\n',
    },
    {
      instruction: "Add a return type to `f` and default a to ')'",
      before: 'export function f(a: string) {\n  return a;\n}\n',
      after: "export function f(a: string = ')'): string {\n  return a;\n}\n",
      symbol: 'f',
    },
    {
      instruction: 'Throw an error in `first` when the list is empty',
      before: first,
      after: swapped(first, '  return', "  if (list.length === 0) fail('empty');\n  return"),
    },
    {
      instruction: 'Add a check that `user.name` is set to `nameOf`',
      before: name,
      after: swapped(
        name,
        '  return user.name!;\n',
        "  const { name } = user;\n  if (name === undefined) throw new Error('no name');\n  return name;\n",
      ),
    },
    {
      instruction: 'Replace the magic number 86400 by `SECONDS_PER_DAY`',
      before: 'export function days(s: number): number {\n  return s / 86400;\n}\n',
      after:
        'const SECONDS_PER_DAY = 86400;\nexport function days(s: number): number {\n  return s / SECONDS_PER_DAY;\n}\n',
    },
    {
      instruction: 'Rename the variable tmp to something clearer',
      before: 'export function f(): number {\n  const tmp = 1;\n  return tmp;\n}\n',
      after: 'export function f(): number {\n  const result = 1;\n  return result;\n}\n',
    },
    {
      instruction: 'Replace `for...in` with `for...of`',
      before: 'export function f(l: string[]): void {\n  for (const i in l) console.log(l[i]);\n}\n',
      after: 'export function f(l: string[]): void {\n  for (const one of l) console.log(one);\n}\n',
    },
    {
      instruction: 'Return "done" at the end of `f`',
      before:
        "enum Status { Done = 'd' }\nexport function f(): Status | undefined {\n  return undefined;\n}\n",
      after:
        "enum Status { Done = 'd' }\nexport function f(): Status | undefined {\n  return Status.Done;\n}\n",
    },
    {
      instruction: 'Fix the error "no such key" in `f`',
      before: 'export function f(m: Map<string, string>): string {\n  return m.get("a")!;\n}\n',
      after: 'export function f(m: Map<string, string>): string {\n  return m.get("a") ?? "";\n}\n',
    },
    {
      instruction: 'Replace `width` with `columns` in the comment of `pad`',
      before: `// Fills up to width.\n${pad}`,
      after: `// Fills up to columns.\n${pad}`,
    },
    {
      instruction: 'Return undefined for an empty text, and do not rename the variable text to input',
      before: 'export function f(text: string): string | undefined {\n  return text;\n}\n',
      after: 'export function f(text: string): string | undefined {\n  return text || undefined;\n}\n',
    },
    {
      instruction: 'Change the text from "Can you" to "Can\'t you"',
      before: "export const text = 'Can you';\n",
      after: "export const text = 'Can\\u0027t you';\n",
    },
    {
      instruction: 'Make `later` return a promise in place of the callback',
      before: 'export function later(a: string, cb: (s: string) => void): void {\n  cb(a);\n}\n',
      after: 'export function later(a: string): Promise<string> {\n  return Promise.resolve(a);\n}\n',
    },
    {
      instruction: 'Use plain strings in `plain`',
      before: 'export type A = string;\nexport function plain(a: A): A {\n  return a;\n}\n',
      after: 'export function plain(a: string): string {\n  return a;\n}\n',
    },
    {
      instruction: 'Let `nameOf` work with a guest',
      before: name,
      after: "export function nameOf({ name }: { name?: string }): string {\n  return name ?? 'guest';\n}\n",
    },
    {
      instruction: 'Let `sum` work on long lists',
      before:
        'function go(l: number[], at: number): number {\n  return at === l.length ? 0 : l[at]! + go(l, at + 1);\n}\nexport function sum(l: number[]): number {\n  return go(l, 0);\n}\n' +
        other,
      after: `export function sum(l: number[]): number {\n  return l.reduce((a, b) => a + b, 0);\n}\n${other}`,
    },
  ])('$instruction', async (row) => {
    expect(await judged(row)).toMatchObject({ fails: '' });
  });
});

describe('what is surely lost refutes', () => {
  const both = `${area}export function unrelated(): number {\n  return 7;\n}\nfunction unused(): void {}\n`;
  const guarded = swapped(both, '  return w', '  if (w < 0) return 0;\n  return w');
  const instruction = 'Give back nothing for a width below zero in `area`';

  it('leaves alone what only does what was asked', async () => {
    expect(await judged({ instruction, before: both, after: guarded })).toEqual({ fails: '', doubts: '' });
  });

  it.each([
    ['export function unrelated(): number {\n  return 7;\n}\n', '', 'unrelated is gone'],
    ['function unused(): void {}\n', '', 'unused is gone'],
    ['export function area', 'function area', 'area is no longer exported'],
    ['export function unrelated', 'function unrelated', 'unrelated is no longer exported'],
  ])('%j to %j', async (from, to, words) => {
    const { fails } = await judged({ instruction, before: both, after: swapped(guarded, from, to) });
    expect(fails).toContain('edit.kept');
    expect(fails).toContain(words);
  });

  it('asks of no value to stay where something is given another one, and where only a comment is', async () => {
    const before = 'export const short = (name: string): string => name.slice(0, 2).toUpperCase();\n';
    const after = 'export const short = (name: string): string => name.charAt(0).toUpperCase();\n';
    const one = { instruction: 'Give a single name one letter.', before, after };
    expect(await judged(one)).toEqual({ fails: '', doubts: '' });
    const comment = { ...one, instruction: 'Give short a doc comment.' };
    expect((await judged(comment)).doubts).toContain('`2` is gone');
  });

  it('a parameter that nothing stands for any more', async () => {
    const after = swapped(swapped(guarded, ', h: number', ''), 'w * h', 'w * w');
    const { fails } = await judged({ instruction, before: both, after });
    expect(fails).toContain('the parameter h of area is gone');
  });

  it('a parameter of another name is a doubt, and so is an inner function that is gone', async () => {
    const after = swapped(swapped(guarded, ', h: number', ', height: number'), 'w * h', 'w * height');
    const renamed = await judged({ instruction, before: both, after });
    expect(renamed.fails).toBe('');
    expect(renamed.doubts).toContain('the parameter h of area is gone');
    const inner = await judged({
      instruction: 'Fix the stack overflow of `sum`',
      before: sum + other,
      after: `export function sum(list: number[]): number {\n  return list.length;\n}\n${other}`,
    });
    expect(inner.fails).toBe('');
    expect(inner.doubts).toContain('go is gone');
  });

  it('a method of a class that stays, but no property of an object, and none that was spoken of', async () => {
    const cold = 'export class Cold {\n  read(): number {\n    return 1;\n  }\n  schedule(): void {}\n}\n';
    const fewer = cold.replace('  schedule(): void {}\n', '');
    const change = { before: cold, after: fewer.replace('return 1', 'return 2') };
    expect((await judged({ instruction: 'Return 2 from `read`', ...change })).fails).toContain(
      'schedule is gone',
    );
    const said = await judged({ instruction: 'Return 2 from `read` without schedule', ...change });
    expect(said.fails).not.toContain('schedule');
    // What another class calls the same is another method; what went there is not gone.
    const two = `${cold}export class Hot extends Cold {\n  schedule(): void {\n    super.schedule();\n  }\n}\n`;
    const less = swapped(two, '  schedule(): void {\n    super.schedule();\n  }\n', '');
    expect((await judged({ instruction: 'Return 2 from `read`', before: two, after: less })).fails).toContain(
      'schedule is gone',
    );
    const moved = `${fewer}export class Hot {\n  schedule(): void {}\n}\n`;
    const there = await judged({
      instruction: 'Return 1 from `read`',
      before: `${cold}export class Hot {}\n`,
      after: moved,
    });
    expect(there.fails).not.toContain('schedule is gone');
    const table = { before: 'export const t = { a() {}, b: 1 };\n', after: 'export const t = { b: 2 };\n' };
    expect((await judged({ instruction: 'Set `b` to 2', ...table })).fails).not.toContain('a is gone');
  });

  it('takes a name of any letters', async () => {
    const before = "export const ops = {\n  '+': (a: number) => a,\n  '(#-&~': (a: number) => a,\n};\n";
    const after = 'export const ops = {};\n';
    const { fails, doubts } = await judged({ instruction: 'Let `ops` be + only', before, after });
    expect(fails).not.toContain('edit.kept');
    expect(doubts).toContain('(#-&~ is gone');
    expect(doubts).not.toContain('broke');
    expect(doubts).not.toContain('+ is gone');
  });
});

type Double = (text: string) => CodeAnswer<CodeShape>;

/** A check on one changed file, with a code side that only has shapes and no symbols. */
function run(
  check: (task: EditTask) => Check<EditTask, EditResult>,
  instruction: string,
  texts: { readonly before: string; readonly after: string },
  shape: Double,
  symbols: CodeAnswer<readonly CodeSymbol[]>,
) {
  const task = editTaskSchema.parse({ kind: 'edit', intent: 'general', instruction, paths: ['a.ts'] });
  const never = () => Promise.resolve({ type: 'unable' as const, reason: 'not asked here' });
  const none = () => Promise.resolve({ type: 'failed' as const, message: 'no search here' });
  const engine = { search: none, matches: () => Promise.resolve(undefined) };
  const { before, after } = texts;
  const input: CheckInput<EditTask, EditResult> = {
    task,
    result: { edits: [{ path: 'a.ts', whole: after }] },
    handedOut: new Map(),
    changeSet: {
      files: [
        { path: 'a.ts', operation: 'modify', baseSha256: '0', base: before, content: after, bom: false },
      ],
    },
    files: {
      name: 'none',
      read: () => Promise.resolve({ type: 'refused', reason: 'missing', message: 'no such file' }),
      list: () => Promise.resolve([]),
    },
    searches: { first: engine, second: engine },
    code: {
      language: () => undefined,
      shape: (_path, text) => Promise.resolve(shape(text)),
      symbols: () => Promise.resolve(symbols),
      renameSpans: never,
      newSyntaxErrors: never,
      types: never,
      renamed: never,
      oracle: never,
      errors: never,
      entries: never,
      rewrite: never,
      functionPairs: never,
      items: never,
      dataFault: never,
      sameData: never,
      convert: never,
      unknownNames: never,
    },
    commands: [],
  };
  return check(task).run(input, new AbortController().signal);
}

function shapeOf(text: string): CodeAnswer<CodeShape> {
  const rows = text
    .split('\n')
    .flatMap((line, index) =>
      (line.match(/"[^"]*"|\w+|\S/gu) ?? []).map((token) => [token, index + 1] as const),
    );
  return {
    type: 'ok',
    value: {
      tokens: rows.map(([token]) => token),
      tokenLines: rows.map(([, line]) => line),
      tree: '',
      comments: [],
      lineStates: '',
      errors: 0,
    },
  };
}

describe('where the code cannot be read', () => {
  const texts = { before: 'const a = 10;\n', after: 'const a = 25;\n' };
  const unable = { type: 'unable', reason: 'no parser today' } as const;
  const ok = { type: 'ok', value: [] } as const;

  it.each(['Replace 10 by 25', 'Simplify it and remove `b`', 'Add a parameter `b`', 'Add a return type'])(
    'nothing passes: %s',
    async (instruction) => {
      for (const check of [demanded, kept]) {
        const answer = await run(check, instruction, texts, () => unable, unable);
        expect(answer).toMatchObject(unable);
      }
    },
  );

  it('nothing passes without the symbols, where they are asked for', async () => {
    expect(await run(kept, 'Replace 10 by 25', texts, shapeOf, unable)).toMatchObject(unable);
    expect(await run(demanded, 'Add a parameter `b`', texts, shapeOf, unable)).toMatchObject(unable);
    expect(await run(demanded, 'Add a return type', texts, shapeOf, unable)).toMatchObject(unable);
  });

  it('passes where it can', async () => {
    expect(await run(kept, 'Replace 10 by 25', texts, shapeOf, ok)).toMatchObject({ type: 'pass' });
    expect(await run(demanded, 'Replace 30 by 25', texts, shapeOf, unable)).toMatchObject({ type: 'pass' });
  });
});

describe('a large file', () => {
  const tableOf = (length: number): string => {
    const rows = Array.from({ length }, (_, index) => `  ${100_000 + index * 7}, "name${index}",`);
    return `export const table = [\n${rows.join('\n')}\n];\n`;
  };
  const ok = { type: 'ok', value: [] } as const;
  const add = 'Add a row for zero to the table';

  it('is judged in time in proportion to it, whether all of it stays or all of it goes', async () => {
    const stays = async (rows: number): Promise<void> => {
      const before = tableOf(rows);
      const after = before.replace('[\n', '[\n  1, "zero",\n');
      expect(await run(kept, add, { before, after }, shapeOf, ok)).toMatchObject({ type: 'pass' });
    };
    expect(await growthOf(stays, 1_000)).toBeLessThan(linear);
    const goes = async (rows: number): Promise<void> => {
      const before = tableOf(rows);
      const after = before.replaceAll('name', 'title');
      const answer = await run(kept, add, { before, after }, shapeOf, ok);
      expect(answer).toMatchObject({ type: 'unable' });
      expect(answer.type === 'unable' ? answer.reason : '').toContain('`name0` is gone');
    };
    expect(await growthOf(goes, 3_000)).toBeLessThan(linear);
  });
});

describe('a long instruction', () => {
  it.each(['add ', 'give ', 'replace a ', 'return "', 'set to ', 'rename the variable a to ', 'make a '])(
    'of %j again and again is compiled in time in proportion to it',
    async (words) => {
      const compile = (times: number): unknown => compileDemands(words.repeat(times));
      expect(await growthOf(compile, 2_500)).toBeLessThan(linear);
    },
  );
});

describe('a literal of an addition', () => {
  const ok = { type: 'ok', value: [] } as const;
  it.each([
    ['"a b"', "'a b'", 'pass'],
    ['"a b"', '`a b`', 'pass'],
    ['"a b"', '`x a b ${', 'pass'],
    ['1000', '1_000', 'pass'],
    ['"a b"', '"a c"', 'unable'],
    ['1000', '100', 'unable'],
  ])('%s as %s: %s', async (from, to, type) => {
    const shape = (text: string): CodeAnswer<CodeShape> => {
      const answer = shapeOf('');
      if (answer.type === 'unable') return answer;
      return { type: 'ok', value: { ...answer.value, tokens: [text], tokenLines: [1] } };
    };
    expect(await run(kept, 'Add it', { before: from, after: to }, shape, ok)).toMatchObject({ type });
  });
});
