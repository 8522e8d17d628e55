import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Hit, SearchEngine, SearchQuery } from '../../../src/core/ports.ts';
import { folderFiles } from '../../../src/node/files/folder.ts';
import { ripgrepEngine } from '../../../src/node/search/ripgrep.ts';
import { openScanner } from '../../../src/node/search/scanner.ts';
import { withUnsavedTexts } from '../../../src/node/search/unsaved.ts';
import { never, ripgrep, scanWorker, tempFolder, type TempFolder } from './place.ts';

const query = (pattern: string, more: Partial<SearchQuery> = {}): SearchQuery => ({
  pattern,
  regex: false,
  word: false,
  caseSensitive: true,
  include: [],
  exclude: [],
  ...more,
});

/** Both engines of a house, with these texts unsaved. */
function enginesOf(folder: TempFolder, texts: Readonly<Record<string, string>>): readonly SearchEngine[] {
  const scanner = openScanner({ workerFile: scanWorker });
  const scan = scanner.at(folder.path);
  const saved = folderFiles(folder.path, (signal) => scanner.list(folder.path, signal));
  const unsaved = { folder: folder.path, texts: () => new Map(Object.entries(texts)), saved, scanner };
  return [ripgrepEngine(ripgrep(), folder.path, scan), scan].map((engine) =>
    withUnsavedTexts(engine, unsaved),
  );
}

/** What both engines find, which must be the same, as `path:line text`. */
async function found(
  folder: TempFolder,
  texts: Readonly<Record<string, string>>,
  asked: SearchQuery,
): Promise<readonly string[]> {
  const [first, second] = await Promise.all(
    enginesOf(folder, texts).map(async (engine): Promise<readonly Hit[]> => {
      const outcome = await engine.search(asked, never);
      if (outcome.type !== 'hits') throw new Error(outcome.message);
      return outcome.hits;
    }),
  );
  expect(first).toEqual(second);
  return (first ?? []).map((hit) => `${hit.path}:${hit.line} ${hit.text}`);
}

describe('an unsaved text', () => {
  const files = { 'a.ts': 'old word\nkept word\n', 'b.ts': 'a word\n', 'src/c.ts': 'nothing\n' };

  test('stands for its file: what is gone is not found, what is new is, lines are those of now', async () => {
    using folder = tempFolder(files);
    const texts = { 'a.ts': 'new\r\n\r\nkept word', 'src/c.ts': '中文 word\n' };
    expect(await found(folder, texts, query('word'))).toEqual([
      'a.ts:3 kept word',
      'b.ts:1 a word',
      'src/c.ts:1 中文 word',
    ]);
    expect(await found(folder, texts, query('word', { include: ['src/**'] }))).toEqual([
      'src/c.ts:1 中文 word',
    ]);
    expect(await found(folder, texts, query('word', { exclude: ['a.ts'] }))).toHaveLength(2);
  });

  test('changes nothing where there is none, or where it is empty of what is looked for', async () => {
    using folder = tempFolder(files);
    const saved = ['a.ts:1 old word', 'a.ts:2 kept word', 'b.ts:1 a word'];
    expect(await found(folder, {}, query('word'))).toEqual(saved);
    expect(await found(folder, { 'a.ts': '' }, query('word'))).toEqual(['b.ts:1 a word']);
  });

  test('of a file that no search looks into is not looked into', async () => {
    using folder = tempFolder({
      ...files,
      '.gitignore': 'dist/\n',
      'dist/out.js': 'x\n',
      'src/.gitignore': 'made.ts\n',
      'src/made.ts': 'x\n',
    });
    mkdirSync(join(folder.path, 'node_modules'));
    symlinkSync(join(folder.path, 'b.ts'), join(folder.path, 'link.ts'));
    const texts = {
      'dist/out.js': 'word\n',
      'src/made.ts': 'word\n',
      'node_modules/p.js': 'word\n',
      'link.ts': 'word\n',
      'nul.ts': 'word\0\n',
    };
    expect(await found(folder, texts, query('word'))).toEqual([
      'a.ts:1 old word',
      'a.ts:2 kept word',
      'b.ts:1 a word',
    ]);
  });

  test('of an ignore file decides nothing before it is saved, and is searched itself', async () => {
    using folder = tempFolder({ ...files, '.gitignore': 'out.ts\n', 'out.ts': 'a word\n' });
    const kept = ['a.ts:1 a new word', 'b.ts:1 a word'];
    const dirty = { 'a.ts': 'a new word\n', 'out.ts': 'another word\n' };
    expect(await found(folder, { ...dirty, '.gitignore': 'a.ts\nb.ts\nsrc/\n' }, query('word'))).toEqual(
      kept,
    );
    expect(await found(folder, { ...dirty, '.gitignore': '' }, query('word'))).toEqual(kept);
    // One that is new, and one that would hide itself.
    expect(await found(folder, { ...dirty, 'src/.gitignore': '*\n# word\n' }, query('word'))).toEqual([
      ...kept,
      'src/.gitignore:2 # word',
    ]);
    const itself = { '.gitignore': '.gitignore\nword\n' };
    expect(await found(folder, itself, query('word'))).toEqual([
      '.gitignore:2 word',
      'a.ts:1 old word',
      'a.ts:2 kept word',
      'b.ts:1 a word',
    ]);
    expect(await found(folder, itself, query('word', { include: ['*.ts'] }))).toHaveLength(3);
  });

  test('of an ignore file that the saved rules hide is not looked into', async () => {
    using folder = tempFolder({ ...files, '.gitignore': '.gitignore\nb.ts\n' });
    expect(await found(folder, { '.gitignore': 'word\n' }, query('word'))).toEqual([
      'a.ts:1 old word',
      'a.ts:2 kept word',
    ]);
  });

  test('is searched though its file is gone', async () => {
    using folder = tempFolder(files);
    rmSync(join(folder.path, 'b.ts'));
    expect(await found(folder, { 'b.ts': 'still a word\n' }, query('still'))).toEqual([
      'b.ts:1 still a word',
    ]);
  });

  test('makes a pattern that does not compile no better', async () => {
    using folder = tempFolder(files);
    for (const engine of enginesOf(folder, { 'a.ts': 'x\n' })) {
      const outcome = await engine.search(query('(', { regex: true }), never);
      expect(outcome.type).toBe('bad-pattern');
    }
  });

  test('makes a search fail in words, with a pattern that only ripgrep knows', async () => {
    using folder = tempFolder(files);
    const asked = query('\\p{Age=3.0}', { regex: true });
    const [first] = enginesOf(folder, { 'a.ts': 'x\n' });
    expect(await first?.search(asked, never)).toEqual({
      type: 'failed',
      message: expect.stringMatching(/not known here; a\.ts is not saved/),
    });
    const [saved] = enginesOf(folder, {});
    expect((await saved?.search(asked, never))?.type).toBe('hits');
  });

  test('ends with a cancel like any other', async () => {
    using folder = tempFolder(files);
    for (const engine of enginesOf(folder, { 'a.ts': 'x\n' })) {
      expect((await engine.search(query('word'), AbortSignal.abort())).type).toBe('failed');
    }
  });
});
