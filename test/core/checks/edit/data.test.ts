import { describe, expect, it } from 'vitest';
import type { PointerEdit } from '../../../../src/core/code.ts';
import { dataSamples } from './dataSamples.ts';
import { openRows, type Judged } from './row.ts';

const verify = openRows();

function judge(path: string, before: string, after: string, edits: readonly PointerEdit[]): Promise<Judged> {
  return verify({
    files: { [path]: before },
    task: { intent: 'data', instruction: 'change the values', paths: [path], pointerEdits: edits },
    result: { edits: [{ path, whole: after }] },
  });
}

describe('data', () => {
  it('verifies the change that was asked for, in every format', async () => {
    const missed: string[] = [];
    let count = 0;
    for (const { path, text, edits, right } of dataSamples) {
      for (const after of right) {
        count += 1;
        const judged = await judge(path, text, after, edits);
        if (judged.state !== 'verified')
          missed.push(`${path} ${JSON.stringify(edits)}: ${judged.fails}${judged.unables}\n${after}`);
      }
    }
    expect(count).toBeGreaterThan(100);
    expect(missed).toEqual([]);
  });

  it('refutes every other change, in every format', async () => {
    const wrong: string[] = [];
    let count = 0;
    for (const sample of dataSamples) {
      for (const after of sample.wrong) {
        count += 1;
        const judged = await judge(sample.path, sample.text, after, sample.edits);
        if (judged.state !== 'refuted')
          wrong.push(`${sample.path} ${judged.state}: ${judged.unables}\n${after}`);
      }
    }
    expect(count).toBeGreaterThan(200);
    expect(wrong).toEqual([]);
  });

  it('refutes each right text for what another task asked', async () => {
    let count = 0;
    const wrong: string[] = [];
    for (const one of dataSamples) {
      for (const other of dataSamples) {
        const [after] = other.right;
        if (one === other || one.path !== other.path || after === undefined) continue;
        count += 1;
        const judged = await judge(one.path, one.text, after, one.edits);
        if (judged.state !== 'refuted')
          wrong.push(`${one.path}: ${JSON.stringify(one.edits)} by ${JSON.stringify(other.edits)}`);
      }
    }
    expect(count).toBeGreaterThan(80);
    expect(wrong).toEqual([]);
  });
});

describe('data, pointers that cannot be applied', () => {
  const text = '{\n  "scripts": { "a": 1 },\n  "list": [1, 2],\n  "n": 1\n}\n';
  const after = text.replace('"n": 1', '"n": 2');
  it.each<[PointerEdit, string]>([
    [{ op: 'replace', pointer: '/scripts/x', value: 1 }, '/scripts/x: there is nothing to replace'],
    [{ op: 'remove', pointer: '/scripts/x' }, '/scripts/x: there is nothing to remove'],
    [{ op: 'add', pointer: '/nowhere/x', value: 1 }, '/nowhere/x: there is no "nowhere" to add into'],
    [{ op: 'add', pointer: '/list/3', value: 1 }, '/list/3: the list has 2 items'],
    [{ op: 'replace', pointer: '/list/2', value: 1 }, '/list/2: the list has 2 items'],
    [{ op: 'remove', pointer: '/list/-' }, '/list/-: there is nothing behind the end'],
    [{ op: 'add', pointer: '/list/01', value: 1 }, '/list/01: "01" is no index'],
    [{ op: 'add', pointer: '/list/x', value: 1 }, '/list/x: "x" is no index'],
    [{ op: 'add', pointer: 'scripts', value: 1 }, 'scripts: this is no JSON pointer'],
    [{ op: 'add', pointer: '/a~2', value: 1 }, '/a~2: this is no JSON pointer'],
    [{ op: 'add', pointer: '/n/x', value: 1 }, '/n/x: there is nothing that holds "x"'],
    [{ op: 'remove', pointer: '' }, 'the empty pointer: the whole document cannot be removed'],
  ])('%j', async (edit, message) => {
    const judged = await judge('a.json', text, after, [edit]);
    expect(judged.state).toBe('refuted');
    expect(judged.fails).toContain(message);
    const control = await judge('a.json', text, after, [{ op: 'replace', pointer: '/n', value: 2 }]);
    expect(control.state).toBe('verified');
  });

  it('applies them one after the other', async () => {
    const edits: PointerEdit[] = [
      { op: 'remove', pointer: '/list/0' },
      { op: 'replace', pointer: '/list/0', value: 9 },
    ];
    expect((await judge('a.json', text, text.replace('[1, 2]', '[9]'), edits)).state).toBe('verified');
    expect((await judge('a.json', text, text.replace('[1, 2]', '[2]'), edits)).state).toBe('refuted');
  });

  it('takes the empty pointer for the whole document', async () => {
    const edits: PointerEdit[] = [{ op: 'replace', pointer: '', value: { a: 1 } }];
    // Kept as long as before: a much shorter text is refused whatever the intent.
    expect((await judge('a.json', '{ "b": 1 }\n', '{ "a": 1 }\n', edits)).state).toBe('verified');
    expect((await judge('a.json', '{ "b": 1 }\n', '{ "a": 2 }\n', edits)).state).toBe('refuted');
  });
});

describe('data, at its edges', () => {
  const two: PointerEdit[] = [{ op: 'replace', pointer: '/n', value: 2 }];

  it('says where the value is another one', async () => {
    const judged = await judge('a.json', '{\n  "m": 1,\n  "n": 1\n}\n', '{\n  "m": 3,\n  "n": 2\n}\n', two);
    expect(judged.fails).toContain('a.json:2 /m should be 1, but is 3');
  });

  it('leaves a file that did not parse, and one that is no data, unproven', async () => {
    expect((await judge('a.json', '{ "n": 1,, }\n', '{ "n": 2 }\n', two)).state).toBe('unproven');
    expect((await judge('a.txt', 'n 1\n', 'n 2\n', two)).state).toBe('unproven');
  });

  it('speaks of one file', async () => {
    const files = { 'a.json': '{ "n": 1 }\n', 'b.json': '{ "n": 1 }\n' };
    const task = { intent: 'data', paths: ['a.json', 'b.json'], pointerEdits: two };
    const edits = Object.keys(files).map((path) => ({ path, whole: '{ "n": 2 }\n' }));
    expect((await verify({ files, task, result: { edits } })).state).toBe('refuted');
    expect((await verify({ files, task, result: { edits: edits.slice(0, 1) } })).state).toBe('verified');
  });

  it('says that a number was given that JSON cannot hold', async () => {
    const before = '{ "n": 1 }\n';
    const edits: PointerEdit[] = [{ op: 'replace', pointer: '/n', value: 9007199254740992 }];
    expect((await judge('a.json', before, '{ "n": 9007199254740993 }\n', edits)).state).toBe('unproven');
    expect((await judge('a.json', before, '{ "n": 9007199254740992 }\n', edits)).state).toBe('verified');
  });

  it('reads keys that objects of the language have', async () => {
    const before = '{ "__proto__": { "a": 1 }, "constructor": 1, "n": 1 }\n';
    expect((await judge('a.json', before, before.replace('"n": 1', '"n": 2'), two)).state).toBe('verified');
    const lost = before.replace('"n": 1', '"n": 2').replace('"a": 1', '"a": 2');
    expect((await judge('a.json', before, lost, two)).state).toBe('refuted');
  });

  it('tells keys of YAML that are numbers from those that are strings', async () => {
    const edits: PointerEdit[] = [{ op: 'replace', pointer: '/1', value: 'b' }];
    expect((await judge('a.yml', '1: a\n', '1: b\n', edits)).state).toBe('verified');
    expect((await judge('a.yml', '1: a\n', '"1": b\n', edits)).state).toBe('refuted');
  });

  it('refuses aliases without end', async () => {
    const levels = Array.from({ length: 9 }, (_, at) => `a${at + 1}: &a${at + 1} [${`*a${at}, `.repeat(9)}]`);
    const bomb = `a0: &a0 [1]\n${levels.join('\n')}\nn: 1\n`;
    const judged = await judge('a.yml', bomb, bomb.replace('\nn: 1', '\nn: 2'), two);
    expect(judged.state).toBe('unproven');
  });

  it('keeps CRLF and a byte order mark', async () => {
    const before = '\uFEFF{\r\n  "n": 1\r\n}\r\n';
    expect((await judge('a.json', before, '{\n  "n": 2\n}\n', two)).state).toBe('verified');
  });
});
