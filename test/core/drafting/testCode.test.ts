import { describe, expect, it } from 'vitest';
import { draftTest } from '../../../src/core/drafting/testCode.ts';
import { stage } from '../../../src/core/edit/stage.ts';
import type { EditResult } from '../../../src/core/edit/contract.ts';
import { memoryHouse, scriptedModel, sha256 } from '../../support/memoryHouse.ts';

const source = 'export function add(a: number, b: number): number {\n  return a + b;\n}\n';

async function draft(files: Readonly<Record<string, string>>, answer: string, path = 'test/add.test.ts') {
  const model = scriptedModel([answer]);
  const house = memoryHouse({ 'src/add.ts': source, ...files }, model);
  const made = await draftTest(
    {
      instruction: 'Write a test for add',
      paths: [path],
      target: { path: 'src/add.ts', line: 1, symbol: 'add' },
    },
    { house, model, finding: undefined, onProgress: () => undefined },
    new AbortController().signal,
  );
  if (made.type !== 'drafted') return { made, text: undefined, prompt: model.requests[0] };
  const texts = Object.entries(files).map(([name, text]) => ({
    path: name,
    text,
    bom: false,
    sha256: sha256(text),
    unsaved: false,
  }));
  const staging = stage({ paths: [path] }, made.raw as EditResult, texts);
  const text = staging.type === 'staged' ? staging.changeSet.files[0]?.content : JSON.stringify(staging);
  return { made, text, prompt: model.requests[0] };
}

const answer = "import { add } from 'nowhere';\n\ntest('adds', () => {\n  expect(add(1, 2)).toBe(3);\n});\n";

describe('draftTest', () => {
  it('writes a new file with the imports of this project, whatever the model imported', async () => {
    const { text } = await draft({ 'package.json': '{"devDependencies":{"vitest":"1"}}' }, answer);
    expect(text).toBe(
      "import { expect, test } from 'vitest';\nimport { add } from '../src/add.js';\n\ntest('adds', () => {\n  expect(add(1, 2)).toBe(3);\n});\n",
    );
  });

  it('uses the runner that needs no package where none is named', async () => {
    const { text, prompt } = await draft({}, answer, 'src/add.test.ts');
    expect(text).toContain("import { test } from 'node:test';\nimport { add } from './add.js';");
    expect(JSON.stringify(prompt)).toContain('assert.equal');
  });

  it('adds to a file that is there, with the imports it lacks, in its own endings', async () => {
    const old =
      "import { expect, test } from 'vitest';\r\nimport { other } from '../src/other.ts';\r\n\r\ntest('x', () => {\r\n  expect(other()).toBe(1);\r\n});\r\n";
    const { text } = await draft(
      { 'package.json': '{"scripts":{"test":"vitest run"}}', 'test/add.test.ts': old },
      answer,
    );
    expect(text).toBe(
      `${old.replace("'../src/other.ts';\r\n", "'../src/other.ts';\r\nimport { add } from '../src/add.ts';\r\n")}\r\ntest('adds', () => {\r\n  expect(add(1, 2)).toBe(3);\r\n});\r\n`,
    );
  });

  it('is no draft where the model wrote no test, or the symbol is not there', async () => {
    const { made } = await draft({}, 'const a = 1;\n');
    expect(made).toMatchObject({ type: 'failed', reason: 'the model wrote no test', retry: true });
    const gone = await draft({ 'src/add.ts': 'export const x = 1;\n' }, answer);
    expect(gone.made).toMatchObject({ type: 'failed', reason: expect.stringContaining('declares no add') });
  });
});
