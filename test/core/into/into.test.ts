import { describe, expect, it } from 'vitest';
import { foldResults } from '../../../src/core/ledger/fold.ts';
import { kindOf } from '../../../src/core/kinds/table.ts';
import { run } from '../../../src/core/run.ts';
import { verify } from '../../../src/core/verify.ts';
import type { FileRead } from '../../../src/core/ports.ts';
import { memoryHouse, type MemoryHouse } from '../../support/memoryHouse.ts';

const files = { 'a.ts': 'export const a = 1;\n', 'b.ts': 'import { a } from "./a";\n' };

async function found(house: MemoryHouse, into: string) {
  const task = { kind: 'search', what: 'a', pattern: '^(?:export|import)', regex: true, into };
  await run({ type: 'task', task, text: 'find', via: 'palette' }, house, new AbortController().signal);
  const [result] = foldResults(house.events);
  return result;
}

describe('a result that ends in a file', () => {
  it('is rendered by code, verified, and staged for the gate', async () => {
    const house = memoryHouse(files, undefined);
    const result = await found(house, 'notes/found.md');
    expect(result?.verdict).toMatchObject({ state: 'verified' });
    expect(result?.verdict?.proves.at(-1)).toBe('notes/found.md holds this and nothing else');
    expect(result?.change).toMatchObject({ type: 'held', missing: [] });
    expect(result?.changeSet?.files).toEqual([
      {
        path: 'notes/found.md',
        operation: 'create',
        baseSha256: null,
        base: '',
        content:
          '| path | line | text |\n| --- | --- | --- |\n| a.ts | 1 | export const a = 1; |\n| b.ts | 1 | import { a } from "./a"; |\n',
        bom: false,
      },
    ]);
    expect(house.written).toEqual([]);
    if (result === undefined || result.change.type !== 'held') throw new Error('nothing is held');
    const approval = { hash: result.change.hash, override: false };
    await run({ type: 'apply', result, approval, via: 'palette' }, house, new AbortController().signal);
    expect(house.texts.get('notes/found.md')).toContain('| a.ts | 1 |');
  });

  it('takes the place of lines that stood there only when a person says so', async () => {
    const result = await found(
      memoryHouse({ ...files, 'found.txt': 'my own notes\n' }, undefined),
      'found.txt',
    );
    expect(result?.verdict?.state).toBe('unproven');
    expect(result?.verdict?.unproven.join()).toContain(
      'takes the place of 1 line of found.txt, the first is "my own notes"',
    );
    expect(result?.change.type === 'held' && result.change.missing.length).toBeGreaterThan(0);
  });

  it('keeps the line endings of the file, and has nothing to write where it stands there already', async () => {
    const there = 'a.ts\t1\texport const a = 1;\r\nb.ts\t1\timport { a } from "./a";\r\n';
    const same = await found(memoryHouse({ ...files, 'found.txt': there }, undefined), 'found.txt');
    expect([same?.verdict?.state, same?.changeSet]).toEqual(['verified', undefined]);
    const more = await found(
      memoryHouse({ ...files, 'found.txt': there.trimEnd().replace('\r\n', '\r\n\r\n') }, undefined),
      'found.txt',
    );
    expect(more?.changeSet?.files[0]?.content).toBe(there.trimEnd());
  });

  it('is refuted for a file that nothing here writes', async () => {
    const result = await found(memoryHouse(files, undefined), 'found.html');
    expect(result?.verdict?.state).toBe('refuted');
    expect(result?.verdict?.findings.map((one) => one.message)).toContain(
      'nothing here writes such a file: a list is written as .md, .csv, .json or .txt',
    );
  });

  it.each([
    ['another row', (text: string) => text.replace('a.ts', 'c.ts'), /row 1 of it is not the one/],
    ['a row less', (text: string) => text.replace(/\| b.*\n/u, ''), /it lists 1, and the result has 2/],
    ['no list', () => 'words\n', /no list can be read/],
  ])('is refuted where the text is not the result: %s', async (_name, spoil, words) => {
    const house = memoryHouse(files, undefined);
    const result = await found(house, 'found.md');
    const kind = kindOf('search');
    const task = kind?.task.parse(result?.input);
    if (kind === undefined || task === undefined || result?.changeSet === undefined)
      throw new Error('no change');
    const changeSet = {
      files: result.changeSet.files.map((file) => ({ ...file, content: spoil(file.content) })),
    };
    const handedOut = new Map<string, FileRead>([
      ['found.md', { type: 'refused', reason: 'missing', message: 'it is not there' }],
    ]);
    const { files: at, searches, code, clock } = house;
    const input = {
      task,
      result: result.result,
      handedOut,
      changeSet,
      files: at,
      searches,
      code,
      commands: [],
    };
    const check = kind.checks(task).filter((one) => one.id === 'file.written');
    const never = new AbortController().signal;
    const verdict = await verify(input, check, { proves: [], leavesOpen: [] }, clock, never);
    expect(verdict.state).toBe('refuted');
    expect(verdict.findings[0]?.message).toMatch(words);
  });
});
