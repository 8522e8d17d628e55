import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { allAsks } from './asks/all.ts';
import type { Outcome } from './judge.ts';
import { chosen, optionsOf } from './options.ts';
import { hashOfCode, readRecords, writeRecords } from './records.ts';
import { closing, lineOfAsk } from './report.ts';

describe('the command line', () => {
  const of = (...argv: readonly string[]): readonly string[] =>
    chosen(allAsks, optionsOf(argv, 'out.json')).map((ask) => ask.id);

  test('takes all asks where it names none', () => {
    expect(of()).toHaveLength(allAsks.length);
  });

  test('takes the asks and kinds it names, in their order', () => {
    expect(of('--only', 'read-eol,find-evict')).toEqual(['find-evict', 'read-eol']);
    expect(of('--kind', 'compound')).toHaveLength(3);
  });

  test('spreads a limit over the kinds', () => {
    const kinds = of('--limit', '9').map((id) => allAsks.find((ask) => ask.id === id)?.gold.type);
    expect(new Set(kinds).size).toBe(9);
    expect(of('--limit', '1000')).toHaveLength(allAsks.length);
  });

  test('refuses what it does not know', () => {
    expect(() => of('--only', 'nothing')).toThrow(/no ask "nothing"/);
    expect(() => of('--kind', 'nothing')).toThrow(/of the kind "nothing"/);
    expect(() => of('--limit', '0')).toThrow(/--limit/);
    expect(() => of('--what')).toThrow();
  });
});

describe('the file of a run', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'countersign-records-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const records = [
    {
      id: 'a',
      seconds: 1.5,
      events: [{ type: 'ended' as const, run: 'r', outcome: 'done' as const, reason: '' }],
    },
  ];

  test('gives back what the same code and worker left, and nothing of others', async () => {
    const file = join(folder, 'deep', 'out.json');
    expect(await readRecords(file, 'c', 'w', false)).toEqual([]);
    await writeRecords(file, { code: 'c', worker: 'w', records });
    expect(await readRecords(file, 'c', 'w', false)).toEqual(records);
    expect(await readRecords(file, 'other', '', true)).toEqual(records);
    expect(await readRecords(file, 'c', 'other', false)).toEqual([]);
    expect(await readRecords(file, 'c', 'w', false)).toEqual([]);
    expect(await readRecords(`${file}.before`, 'other', 'w', true)).toEqual(records);
  });

  test('puts a run of other code aside instead of writing over it', async () => {
    const file = join(folder, 'out.json');
    await writeRecords(file, { code: 'c', worker: 'w', records });
    expect(await readRecords(file, 'other', 'w', false)).toEqual([]);
    await writeRecords(file, { code: 'other', worker: 'w', records: [] });
    expect(await readRecords(`${file}.before`, 'c', 'w', false)).toEqual(records);
  });

  test('a file that is not ours is an error, not an empty run', async () => {
    const file = join(folder, 'out.json');
    await writeFile(file, '{"records": 3}');
    await expect(readRecords(file, 'c', 'w', false)).rejects.toThrow();
    expect(await readFile(file, 'utf8')).toBe('{"records": 3}');
  });

  test('the hash of the code follows every byte of it', async () => {
    await writeFile(join(folder, 'a.ts'), 'one');
    const one = await hashOfCode(folder, ['.']);
    expect(await hashOfCode(folder, ['.'])).toBe(one);
    await writeFile(join(folder, 'a.ts'), 'two');
    expect(await hashOfCode(folder, ['.'])).not.toBe(one);
  });
});

describe('the report', () => {
  const measured = { right: false, why: 'it is 4', state: 'verified' as const };
  const outcome: Outcome = {
    id: 'read-x',
    kind: 'read',
    text: 'what is x?',
    planned: 'right kind',
    asked: false,
    final: measured,
    first: { ...measured, right: true },
    attempts: 2,
    seconds: 3,
    promptTokens: 1,
    outputTokens: 1,
    said: 'verified: It is 3.',
  };

  test('says what the re-ask did to a result', () => {
    expect(lineOfAsk(1, 2, outcome)).toContain('spoilt by the re-ask');
    expect(lineOfAsk(1, 2, { ...outcome, final: { ...measured, right: true }, first: measured })).toContain(
      'mended by the re-ask',
    );
  });

  test('prints what was verified and is wrong in full', () => {
    const text = closing([outcome]);
    expect(text).toContain('VERIFIED AND WRONG read-x');
    expect(text).toContain('It is 3.');
    expect(text).toContain('MISSED   verified and wrong: 1');
    expect(closing([{ ...outcome, final: { ...measured, right: true } }])).not.toContain(
      'VERIFIED AND WRONG',
    );
  });
});
