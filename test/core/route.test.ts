import { afterAll, describe, expect, it } from 'vitest';
import { foldResults } from '../../src/core/ledger/fold.ts';
import { run } from '../../src/core/run.ts';
import { openTestCode } from '../node/code/project.ts';
import { memoryHouse, scriptedModel } from '../support/memoryHouse.ts';

const code = openTestCode();
afterAll(() => code[Symbol.dispose]());

const files = {
  'tsconfig.json':
    '{"compilerOptions":{"strict":true,"noEmit":true,"module":"esnext","moduleResolution":"bundler","types":[]},"include":["**/*.ts"]}\n',
  'package.json': '{"devDependencies":{"vitest":"4"}}\n',
  'pad.ts': 'export function pad(text: string): string {\n  return text.padStart(2);\n}\n',
  'a.ts': "export function a(): string {\n  return pad('1');\n}\n",
  'b.ts': 'export function b(): string {\n  return unknownName;\n}\n',
};

async function ask(text: string, answers: readonly string[]) {
  const model = scriptedModel(answers);
  const house = memoryHouse(files, model, { code });
  await run({ type: 'ask', text, context: {}, via: 'chat' }, house, new AbortController().signal);
  const workers = house.events.flatMap((event) => (event.type === 'delegated' ? [event.worker] : []));
  return { model, house, workers, result: foldResults(house.events)[0] };
}

describe('what code knows first', () => {
  it('asks no model where the compiler has the one mend', async () => {
    const { model, workers, result } = await ask('fix the type error in a.ts', []);
    expect(workers).toEqual(['code']);
    expect(model.requests).toHaveLength(0);
    expect(result?.verdict?.state).toBe('verified');
    expect(result?.changeSet?.files[0]?.content).toContain("import { pad } from './pad';");
  });

  it('asks the model where it has none', async () => {
    const mended = "export function b(): string {\n  return 'b';\n}";
    const { workers, result } = await ask('fix the type error in b.ts', [mended]);
    expect(workers).toEqual(['code', 'scripted/model']);
    expect(result?.verdict?.state).toBe('verified');
  });
});

describe('a file that is not there yet', () => {
  it('may be made by a test, and by nothing else', async () => {
    const test = "test('pads', () => {\n  expect(pad('1')).toBe(' 1');\n});";
    const { result, house } = await ask('write a test for pad', [test]);
    expect(result?.changeSet?.files).toMatchObject([{ path: 'pad.test.ts', operation: 'create' }]);
    expect(Object.keys(result?.base ?? {})).toEqual(['pad.ts']);
    expect(house.events.at(-1)).toMatchObject({ type: 'ended', outcome: 'done' });
    const task = { kind: 'edit', intent: 'general', instruction: 'make it', paths: ['new.ts'] };
    const other = memoryHouse(files, scriptedModel([]), { code });
    await run({ type: 'task', task, text: 'make it', via: 'palette' }, other, new AbortController().signal);
    expect(other.events.at(-1)).toMatchObject({
      outcome: 'failed',
      reason: expect.stringContaining('no such file'),
    });
  });
});
