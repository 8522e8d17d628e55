import { afterAll, describe, expect, it } from 'vitest';
import type { CodeAnswer, PointerEdit, Rewritten } from '../../../../src/core/code.ts';
import { dataSamples } from '../../../core/checks/edit/dataSamples.ts';
import { changeOf, filesOf, never, openTestCode, valueOf } from '../project.ts';

const code = openTestCode();
afterAll(() => code[Symbol.dispose]());

function rewrite(
  path: string,
  text: string,
  edits: readonly PointerEdit[],
): Promise<CodeAnswer<readonly Rewritten[]>> {
  return code.rewrite(filesOf({ [path]: text }), [path], { intent: 'data', pointerEdits: edits }, never);
}

async function textOf(path: string, text: string, edits: readonly PointerEdit[]): Promise<string> {
  return valueOf(await rewrite(path, text, edits))[0]?.content ?? '';
}

async function problemsOf(
  path: string,
  before: string,
  after: string,
  edits: readonly PointerEdit[],
): Promise<string> {
  const question = { intent: 'data', pointerEdits: edits } as const;
  const change = changeOf({ [path]: before }, { [path]: after });
  const report = valueOf(await code.oracle(filesOf({ [path]: before }), change, question, never));
  return [...report.problems.map((one) => one.message), ...report.unsure].join('\n');
}

/** Lines that are in one text and not in the other, in their order. */
function linesApart(before: string, after: string): readonly string[] {
  const [old, now] = [before.split('\n'), after.split('\n')];
  return [
    ...old.filter((line) => !now.includes(line)).map((line) => `-${line}`),
    ...now.filter((line) => !old.includes(line)).map((line) => `+${line}`),
  ];
}

describe('data, made by code', () => {
  it('quotes a text that readers of YAML 1.1 take for something else, and no other', async () => {
    const set = (value: string) =>
      textOf('a.yaml', 'a: x\nb: 1\n', [{ op: 'replace', pointer: '/a', value }]);
    expect(await set('yes')).toBe('a: "yes"\nb: 1\n');
    expect(await set('0o7')).toBe('a: "0o7"\nb: 1\n');
    expect(await set('maybe')).toBe('a: maybe\nb: 1\n');
    const added = await textOf('a.yaml', 'a: x\n', [{ op: 'add', pointer: '/c', value: 'no' }]);
    expect(added).toBe('a: x\nc: "no"\n');
  });

  it('makes what was asked in every format, or says why it cannot', async () => {
    const wrong: string[] = [];
    const reasons: string[] = [];
    for (const { path, text, edits } of dataSamples) {
      const answer = await rewrite(path, text, edits);
      if (answer.type === 'unable') {
        reasons.push(`${path} ${JSON.stringify(edits)}: ${answer.reason}`);
        continue;
      }
      const after = answer.value[0]?.content ?? '';
      const problems = await problemsOf(path, text, after, edits);
      if (problems !== '') wrong.push(`${problems}\n${after}`);
    }
    expect(wrong).toEqual([]);
    expect(reasons).toEqual([
      'Cargo.toml [{"op":"add","pointer":"/dependencies/odd key/1","value":5}]: Cargo.toml: /dependencies/odd key/1: what stands there is no value on one line of its own',
    ]);
  });

  it('makes it with CRLF as well', async () => {
    for (const { path, text, edits } of dataSamples) {
      const before = text.replaceAll('\n', '\r\n');
      const answer = await rewrite(path, before, edits);
      if (answer.type === 'unable') continue;
      const after = answer.value[0]?.content ?? '';
      expect(after.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/u);
      expect(await problemsOf(path, before, after, edits)).toBe('');
    }
  });

  it.each<[string, string, PointerEdit, readonly string[]]>([
    [
      'a.json',
      '{\n\t"a": 1,\n\t"b": [1, 2]\n}',
      { op: 'add', pointer: '/c', value: { d: 1 } },
      ['-\t"b": [1, 2]', '+\t"b": [1, 2],', '+\t"c": {', '+\t\t"d": 1', '+\t}'],
    ],
    ['a.json', '{\n    "a": 1,\n    "b": 2\n}\n', { op: 'remove', pointer: '/a' }, ['-    "a": 1,']],
    [
      'tsconfig.json',
      '{\n  // x\n  "a": 1, // y\n}\n',
      { op: 'replace', pointer: '/a', value: 2 },
      ['-  "a": 1, // y', '+  "a": 2, // y'],
    ],
    [
      'tsconfig.json',
      '{\n  "a": 1, // y\n  // last\n}\n',
      { op: 'add', pointer: '/b', value: [1, { c: 2 }] },
      ['+  "b": [', '+    1,', '+    {', '+      "c": 2', '+    }', '+  ],'],
    ],
    [
      'tsconfig.json',
      '{\n  "a": 1 // y\n}\n',
      { op: 'add', pointer: '/b', value: {} },
      ['-  "a": 1 // y', '+  "a": 1, // y', '+  "b": {}'],
    ],
    [
      'tsconfig.json',
      '{\n  "a": [1, 2,], // y\n}\n',
      { op: 'remove', pointer: '/a/1' },
      ['-  "a": [1, 2,], // y', '+  "a": [1, ], // y'],
    ],
    [
      'tsconfig.json',
      '{\n  "a": 1,\n  "b": 2 // y\n}\n',
      { op: 'remove', pointer: '/b' },
      ['-  "a": 1,', '-  "b": 2 // y', '+  "a": 1', '+   // y'],
    ],
    [
      'a.json',
      '{ "a": 1, "b": 2 }\n',
      { op: 'remove', pointer: '/b' },
      ['-{ "a": 1, "b": 2 }', '+{ "a": 1 }'],
    ],
    ['a.json', '{}\n', { op: 'add', pointer: '/a', value: [1] }, ['-{}', '+{ "a": [1] }']],
    [
      'a.json',
      '{\n  "l": []\n}\n',
      { op: 'add', pointer: '/l/0', value: 'x' },
      ['-  "l": []', '+  "l": [', '+    "x"', '+  ]'],
    ],
    [
      'a.json',
      '{\n  "l": [\n    1\n  ]\n}\n',
      { op: 'add', pointer: '/l/0', value: { a: 1 } },
      ['+    {', '+      "a": 1', '+    },'],
    ],
    [
      'a.yaml',
      '# top\na:   "x"  # one\nb: {c: 1}\n',
      { op: 'replace', pointer: '/a', value: 'y' },
      ['-a:   "x"  # one', '+a:   "y"  # one'],
    ],
    [
      'a.yaml',
      "a: 'x'\nb:\n    c: 1\n\n# end\n",
      { op: 'add', pointer: '/b/d', value: [1] },
      ['+    d:', '+        - 1'],
    ],
    ['a.yaml', 'l:\n- 1   # one\n- 3\n', { op: 'add', pointer: '/l/1', value: '2' }, ['+- "2"']],
    [
      'a.yaml',
      'l:\n  - a: 1\n    b: 2\n  - a: 3\nz:  {x:  1}\n',
      { op: 'remove', pointer: '/l/1' },
      ['-  - a: 3'],
    ],
    ['a.yaml', 'a: 1\nb: 2', { op: 'add', pointer: '/c', value: true }, ['+c: true']],
    ['a.yaml', 'a: 1\nb: 2', { op: 'remove', pointer: '/b' }, ['-b: 2']],
    [
      'a.toml',
      '# x\n[a]\nb = 1 # one\n\n[c]\n',
      { op: 'replace', pointer: '/a/b', value: 'q"' },
      ['-b = 1 # one', '+b = "q\\"" # one'],
    ],
    [
      'a.toml',
      '[a]\n  b = 1\n\n[c]\nd = 1\n',
      { op: 'add', pointer: '/a/x y', value: { z: [1] } },
      ['+  "x y" = { z = [1] }'],
    ],
    ['a.toml', 'a = 1\n[t]\n', { op: 'add', pointer: '/b', value: false }, ['+b = false']],
    ['a.toml', '[[t]]\na = 1\n[[t]]\na = 2\n', { op: 'remove', pointer: '/t/1/a' }, ['-a = 2']],
    [
      'a.toml',
      'a.b = 1\nc = """\nx"""\n',
      { op: 'replace', pointer: '/a/b', value: 2 },
      ['-a.b = 1', '+a.b = 2'],
    ],
  ])('%s %j %j changes these lines alone', async (path, text, edit, lines) => {
    const after = await textOf(path, text, [edit]);
    expect(linesApart(text, after)).toEqual(lines);
    expect(after.endsWith('\n')).toBe(text.endsWith('\n'));
    expect(await problemsOf(path, text, after, [edit])).toBe('');
  });

  it.each<[string, string, PointerEdit, string]>([
    ['a.json', '{ "a": 1 }\n', { op: 'replace', pointer: '/b', value: 1 }, '/b: there is nothing to replace'],
    ['a.json', '{ "a": 1', { op: 'replace', pointer: '/a', value: 1 }, 'does not parse'],
    ['a.toml', 'a = 1\n', { op: 'replace', pointer: '/a', value: null }, 'TOML has no null'],
    [
      'a.yaml',
      'a:\n  # kept\n  b: 1\nc: 2\n',
      { op: 'remove', pointer: '/a' },
      'the comment `# kept` is gone',
    ],
    ['a.md', '# A\n', { op: 'replace', pointer: '/a', value: 1 }, 'no data file'],
  ])('%s %j %j cannot be made', async (path, text, edit, reason) => {
    const answer = await rewrite(path, text, [edit]);
    expect(answer.type === 'unable' ? answer.reason : 'made').toContain(reason);
  });
});
