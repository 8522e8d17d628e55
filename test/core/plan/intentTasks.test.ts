import { afterAll, describe, expect, it } from 'vitest';
import { planAsk } from '../../../src/core/plan/ask.ts';
import type { AskContext } from '../../../src/core/request.ts';
import { openTestCode } from '../../node/code/project.ts';
import { memoryHouse } from '../../support/memoryHouse.ts';

const code = openTestCode();
afterAll(() => code[Symbol.dispose]());

const files = {
  'tsconfig.json':
    '{"compilerOptions":{"strict":true,"noEmit":true,"module":"nodenext"},"include":["src"]}\n',
  'package.json': '{"name":"x","version":"1.0.0","scripts":{"test":"vitest"}}\n',
  'src/dates.ts':
    "import { pad } from './pad.js';\nexport function parseDate(text: string): number {\n  return Number(pad(text));\n}\nexport const unusedLimit = 3;\nconst wrong: number = 'x';\nexport const also: string = 5;\n",
  'src/pad.ts': 'export function pad(text: string) {\n  return text.padStart(2);\n}\n',
  'src/index.ts': "export { unusedLimit } from './dates.js';\n",
  'test/pad.test.ts': "import { pad } from '../src/pad.js';\npad('1');\n",
  'tools/run.py': 'def total(rows):\n    return sum(rows)\n',
};

async function taskOf(ask: string, context: AskContext = {}): Promise<unknown> {
  const house = memoryHouse(files, undefined, { code });
  const plan = await planAsk(ask, context, house, new AbortController().signal);
  switch (plan.type) {
    case 'steps':
      return plan.steps[0]?.task;
    case 'offered':
      return { offered: plan.choices.map((choice) => choice.label) };
    case 'declined':
      return { declined: plan.reason };
    case 'discarded':
    case 'undo':
      return undefined;
  }
}

describe('a task of a declared intent', () => {
  it('formats the named file, else the open one', async () => {
    expect(await taskOf('format src/pad.ts')).toMatchObject({ intent: 'format', paths: ['src/pad.ts'] });
    expect(await taskOf('format this file', { activePath: 'src/index.ts' })).toMatchObject({
      paths: ['src/index.ts'],
    });
    expect(await taskOf('format this file')).toMatchObject({
      declined: expect.stringContaining('none is open'),
    });
  });

  it('finds the value of a data file', async () => {
    expect(await taskOf('set version to 2.0.0 in package.json')).toMatchObject({
      intent: 'data',
      paths: ['package.json'],
      pointerEdits: [{ op: 'replace', pointer: '/version', value: '2.0.0' }],
    });
    expect(await taskOf('remove nothing from package.json')).toMatchObject({
      declined: expect.stringContaining('nothing'),
    });
  });

  it('takes the error that is there, and asks which of several', async () => {
    expect(await taskOf('fix TS2322 on line 6 of src/dates.ts')).toMatchObject({
      intent: 'fix',
      target: { path: 'src/dates.ts', line: 6, code: 2322 },
      instruction: expect.stringContaining('not assignable'),
    });
    expect(await taskOf('fix the type errors in src/dates.ts')).toEqual({
      offered: ['TS2322 in src/dates.ts, line 6', 'TS2322 in src/dates.ts, line 7'],
    });
    expect(await taskOf('fix TS2304 in src/dates.ts')).toMatchObject({
      declined: expect.stringMatching(/no error TS2304.*TS2322 on line 6/u),
    });
    expect(await taskOf('fix the type error in tools/run.py')).toMatchObject({
      declined: expect.stringContaining('no checker'),
    });
  });

  it('puts a test where the tests of its module are, or would be', async () => {
    expect(await taskOf('write a test for pad')).toMatchObject({
      intent: 'test',
      paths: ['test/pad.test.ts'],
      target: { path: 'src/pad.ts', line: 1, symbol: 'pad' },
    });
    expect(await taskOf('write a test for parseDate')).toMatchObject({ paths: ['test/dates.test.ts'] });
    expect(await taskOf('write a test for nowhere')).toMatchObject({ declined: expect.anything() });
  });

  it('removes a declaration from every file that names it', async () => {
    expect(await taskOf('remove unusedLimit')).toMatchObject({
      intent: 'remove',
      paths: ['src/dates.ts', 'src/index.ts'],
      target: { path: 'src/dates.ts', line: 5, symbol: 'unusedLimit' },
    });
  });

  it('says before it looks that a new name is none', async () => {
    expect(await taskOf('rename pad to class')).toMatchObject({
      declined: expect.stringContaining('word of the language'),
    });
    expect(await taskOf('rename pad to pad')).toMatchObject({ declined: expect.stringContaining('already') });
    expect(await taskOf("rename pad to 'pad left'")).toMatchObject({
      declined: expect.stringContaining('no name'),
    });
    expect(await taskOf('rename dates.pad to padLeft')).toMatchObject({
      intent: 'rename',
      target: { symbol: 'pad' },
    });
  });

  it('leaves what no oracle reads a general edit', async () => {
    expect(await taskOf('add type annotations to the parameters of total')).toMatchObject({
      intent: 'general',
      paths: ['tools/run.py'],
    });
    expect(await taskOf('add an explicit return type to pad')).toMatchObject({ intent: 'types' });
    expect(await taskOf('simplify pad')).toMatchObject({ intent: 'same-behaviour' });
  });
});
