import { describe, expect, it } from 'vitest';
import { problemsOfList } from './vsix.ts';

const whole = [
  'CHANGELOG.md',
  'LICENSE',
  'README.md',
  'dist/cli.js',
  'dist/code-worker.cjs',
  'dist/engine.cjs',
  'dist/extension.cjs',
  'dist/grammars/tree-sitter.wasm',
  'dist/model-host.cjs',
  'dist/scan-worker.cjs',
  'dist/third-party-notices.txt',
  'dist/typescript/lib.es5.d.ts',
  'dist/webview/chat.js',
  'dist/webview/codicon.css',
  'dist/webview/codicon.ttf',
  'media/icon.png',
  'package.json',
];

describe('contents of the package', () => {
  it('are accepted when whole', () => {
    expect(problemsOfList(whole)).toEqual([]);
  });

  it.each(whole)('are refused without %s', (file) => {
    expect(problemsOfList(whole.filter((each) => each !== file))).toHaveLength(1);
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
    expect(problemsOfList([...whole, file])).toEqual([`${file} does not belong in the package`]);
  });
});
