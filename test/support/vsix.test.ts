import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from './tools.ts';
import { problemsOfList, required } from './vsix.ts';

/** Names of files that the text speaks of as `pattern` has them, each once. */
function namesIn(paths: readonly string[], pattern: RegExp): readonly string[] {
  const texts = paths.map((path) => readFileSync(join(root, path), 'utf8'));
  return [...new Set(texts.flatMap((text) => [...text.matchAll(pattern)].map(([, name = '']) => name)))];
}

const sourcesIn = (folder: string): readonly string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => `${folder}/${name}`);

const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

describe('what the package must hold', () => {
  it('is every bundle that is built', () => {
    const built = namesIn(['esbuild.mjs'], /outfile: '(dist\/[^']+)'/g);
    expect(built.length).toBeGreaterThanOrEqual(7);
    expect(built.filter((path) => !required.includes(path))).toEqual([]);
  });

  it('is every file that the editor, the page or the command line loads by its name', () => {
    const sources = ['src/editor', 'src/cli'].flatMap(sourcesIn);
    const loaded = namesIn(sources, /'([\w-]+\.(?:cjs|css|js|ttf|wasm))'/g);
    expect(loaded).toContain('scan-worker.cjs');
    const names = new Set(required.map(nameOf));
    expect(loaded.filter((name) => !names.has(name))).toEqual([]);
  });

  it('is every grammar that a language is read with', () => {
    const grammars = namesIn(['src/node/code/languages.ts'], /grammar: '(\w+)'/g);
    expect(grammars.length).toBeGreaterThan(0);
    const files = grammars.map((name) => `dist/grammars/tree-sitter-${name}.wasm`);
    expect(files.filter((path) => !required.includes(path))).toEqual([]);
  });

  it('is every picture and page that the manifest names', () => {
    const media = namesIn(['package.json'], /"(media\/[^"]+)"/g);
    expect(media.length).toBeGreaterThan(0);
    expect(media.filter((path) => !required.includes(path))).toEqual([]);
  });
});

describe('contents of the package', () => {
  it('are accepted when whole', () => {
    expect(problemsOfList(required)).toEqual([]);
  });

  it.each(required)('are refused without %s', (file) => {
    expect(problemsOfList(required.filter((each) => each !== file))).toEqual([`${file} is missing`]);
  });

  it.each([
    'src/extension.ts',
    'test/fixtures/sample/README.md',
    'node_modules/zod/index.js',
    'dist/extension.cjs.map',
    'dist/models/default.gguf',
    '.env',
    'media/.env',
    'dist/source.ts',
    '.vscode/launch.json',
    'package-lock.json',
  ])('are refused with %s', (file) => {
    expect(problemsOfList([...required, file])).toEqual([`${file} does not belong in the package`]);
  });
});
