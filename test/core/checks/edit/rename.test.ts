import { describe, expect, it } from 'vitest';
import { edit } from '../../../../src/core/kinds/edit.ts';
import { editResultSchema, editTaskSchema } from '../../../../src/core/edit/contract.ts';
import { openTestCode } from '../../../node/code/project.ts';
import { memoryHouse } from '../../../support/memoryHouse.ts';
import { openRows, type Row } from './row.ts';

const judge = openRows();
const config = { 'tsconfig.json': '{ "compilerOptions": { "strict": true } }' };

const files = {
  ...config,
  'a.ts': 'export const one = 1;\nexport const text = "one"; // one\n',
  'b.ts': "import { one } from './a';\nexport const o = { one };\n",
};
const right = [
  { path: 'a.ts', search: 'const one', replace: 'const two' },
  { path: 'b.ts', range: [1, 2], replace: "import { two } from './a';\nexport const o = { one: two };" },
];

function row(
  edits: readonly unknown[],
  more: Partial<Row> = {},
  task: Readonly<Record<string, unknown>> = {},
): Row {
  const target = { path: 'a.ts', line: 1, symbol: 'one', to: 'two' };
  return {
    files,
    task: { intent: 'rename', instruction: 'rename', paths: ['a.ts', 'b.ts'], target, ...task },
    result: { edits },
    ...more,
  };
}

async function say(...args: Parameters<typeof row>): Promise<string> {
  const verdict = await judge(row(...args));
  return verdict.state === 'verified' ? 'verified' : `${verdict.state}: ${verdict.fails || verdict.unables}`;
}

describe('a rename', () => {
  it('is verified where every name means what it meant and the types hold', async () => {
    expect(await say(right)).toBe('verified');
    const crlf = Object.fromEntries(
      Object.entries(files).map(([path, text]) => [path, text.replaceAll('\n', '\r\n')]),
    );
    expect(await say(right, { files: crlf })).toBe('verified');
  });

  it('is refuted with a reference left, a file forgotten, a string or comment changed', async () => {
    expect(await say([right[0]])).toContain('b.ts');
    expect(await say([...right, { path: 'a.ts', search: '"one"', replace: '"two"' }])).toContain(
      'more than names',
    );
    expect(await say([...right, { path: 'a.ts', search: '// one', replace: '// two' }])).toContain('comment');
    expect(
      await say([right[0], { path: 'b.ts', search: '{ one } from', replace: '{ two as one } from' }]),
    ).toContain('alias');
    expect(
      await say([...right.slice(1), { path: 'a.ts', search: 'const one', replace: 'const three' }]),
    ).toContain('refuted');
  });

  it('is unproven without a checker', async () => {
    const lone = { 'a.js': 'const one = 1;\nf(one);\n' };
    const edits = [{ path: 'a.js', whole: 'const two = 1;\nf(two);\n' }];
    const task = { paths: ['a.js'], target: { path: 'a.js', line: 1, symbol: 'one', to: 'two' } };
    expect(await say(edits, { files: lone }, task)).toContain('unproven');
    expect(
      await say([{ path: 'a.js', whole: 'const two = 1;\nf(one);\n' }], { files: lone }, task),
    ).toContain('refuted');
    const withConfig = { ...lone, 'jsconfig.json': '{ "compilerOptions": { "checkJs": true } }' };
    expect(
      await say(
        edits,
        { files: { ...withConfig, 'f.d.ts': 'declare function f(x: number): void;\n' } },
        task,
      ),
    ).toBe('verified');
    const py = { 'a.py': 'one = 1\nprint(one)\n' };
    const pyTask = { paths: ['a.py'], target: { path: 'a.py', line: 1, symbol: 'one', to: 'two' } };
    expect(await say([{ path: 'a.py', whole: 'two = 1\nprint(two)\n' }], { files: py }, pyTask)).toContain(
      'unproven',
    );
    expect(await say([{ path: 'a.py', whole: 'two = 2\nprint(two)\n' }], { files: py }, pyTask)).toContain(
      'more than the name one changed',
    );
  });

  it('is refuted by a type error that is new, and not by one that was there', async () => {
    const clash = {
      ...config,
      'a.ts': 'export const one = 1;\nexport function f(two: string) { return two + one; }\n',
    };
    const task = { paths: ['a.ts'] };
    const captured = [
      {
        path: 'a.ts',
        whole: 'export const two = 1;\nexport function f(two: string) { return two + two; }\n',
      },
    ];
    expect(await say(captured, { files: clash }, task)).toContain('bound to something else');
    const broken = { ...config, 'a.ts': 'export const one = 1;\none.missing();\n' };
    const renamed = [{ path: 'a.ts', whole: 'export const two = 1;\ntwo.missing();\n' }];
    expect(await say(renamed, { files: broken }, task)).toBe('verified');
  });

  it('is done by code, and what code made is verified by its bindings', async () => {
    const code = openTestCode();
    const task = editTaskSchema.parse({ kind: 'edit', ...row([]).task });
    const house = { ...memoryHouse(files, undefined), code };
    expect(edit.isByCode(task, true)).toBe(true);
    const draft = await edit.byCode(task, house, new AbortController().signal);
    code[Symbol.dispose]();
    if (draft.type !== 'drafted') throw new Error(draft.type);
    const made = editResultSchema.parse(draft.raw);
    expect(made.edits.map((one) => one.path)).toEqual(['a.ts', 'b.ts', 'b.ts']);
    expect(await say(made.edits)).toBe('verified');
  });
});
