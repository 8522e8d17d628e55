import type { House } from '../ports.ts';

/** How tests are written in a project: which runner, and how a test file names a module. */
export interface TestFrame {
  readonly runner: 'vitest' | 'jest' | 'mocha' | 'node';
  /** What the words `test` and `expect` or `assert` need, for a file that has none of it yet. */
  readonly imports: readonly string[];
  /** How a check is written, as one example line for a model. */
  readonly example: string;
}

const frames: Readonly<Record<TestFrame['runner'], Omit<TestFrame, 'runner'>>> = {
  vitest: {
    imports: ["import { expect, test } from 'vitest';"],
    example: "test('adds', () => { expect(add(1, 2)).toBe(3); });",
  },
  jest: { imports: [], example: "test('adds', () => { expect(add(1, 2)).toBe(3); });" },
  mocha: {
    imports: ["import assert from 'node:assert/strict';"],
    example: "it('adds', () => { assert.equal(add(1, 2), 3); });",
  },
  node: {
    imports: ["import assert from 'node:assert/strict';", "import { test } from 'node:test';"],
    example: "test('adds', () => { assert.equal(add(1, 2), 3); });",
  },
};

/** The runner that the nearest manifests name, else Node's own, which needs no package. */
export async function findTestFrame(path: string, house: House, signal: AbortSignal): Promise<TestFrame> {
  for (let folder = path; folder !== '';) {
    const slash = folder.lastIndexOf('/');
    folder = slash === -1 ? '' : folder.slice(0, slash);
    const read = await house.files.read(folder === '' ? 'package.json' : `${folder}/package.json`, signal);
    if (read.type !== 'text') continue;
    const named = (['vitest', 'jest', 'mocha'] as const).find((one) =>
      new RegExp(`"(?:@types/)?${one}"\\s*:|\\b${one}\\b(?=[^"]*"\\s*[,}])`, 'u').test(read.file.text),
    );
    if (named !== undefined) return { runner: named, ...frames[named] };
  }
  return { runner: 'node', ...frames.node };
}

/** The module specifier by which a test file imports a module, written as the project's other imports are. */
export async function specifierOf(
  from: string,
  to: string,
  all: readonly string[],
  house: House,
  signal: AbortSignal,
): Promise<string> {
  const up = from.split('/').slice(0, -1);
  const down = to.split('/');
  while (up.length > 0 && down.length > 1 && up[0] === down[0]) {
    up.shift();
    down.shift();
  }
  const way = `${up.length === 0 ? './' : '../'.repeat(up.length)}${down.join('/')}`;
  const ending = await importEnding(
    [from, to, ...all.filter((path) => /\.[cm]?[jt]sx?$/u.test(path))],
    house,
    signal,
  );
  const bare = way.replace(/\.[cm]?[jt]sx?$/u, '');
  const kind = /\.([cm]?)[jt]sx?$/u.exec(to)?.[1] ?? '';
  if (ending === 'ts') return way;
  return ending === 'js' ? `${bare}.${kind}js` : bare;
}

/** Files that are looked into for how this project ends its relative imports. */
const looksAtMost = 12;

async function importEnding(
  paths: readonly string[],
  house: House,
  signal: AbortSignal,
): Promise<'ts' | 'js' | 'none'> {
  for (const path of paths.slice(0, looksAtMost)) {
    const read = await house.files.read(path, signal);
    if (read.type !== 'text') continue;
    const [, specifier] = /\bfrom\s+['"](\.{1,2}\/[^'"\n]+)['"]/u.exec(read.file.text) ?? [];
    if (specifier === undefined) continue;
    if (/\.[cm]?tsx?$/u.test(specifier)) return 'ts';
    return /\.[cm]?jsx?$/u.test(specifier) ? 'js' : 'none';
  }
  return 'js';
}
