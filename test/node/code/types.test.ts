import * as fc from 'fast-check';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { TypeReport } from '../../../src/core/code.ts';
import { movedLines, newErrors, type Diagnosed } from '../../../src/node/code/newErrors.ts';
import { changeOf, filesOf, never, openTestCode, valueOf, type Texts } from './project.ts';

const code = openTestCode();
afterAll(() => code[Symbol.dispose]());

async function check(before: Texts, after: Texts): Promise<TypeReport> {
  return valueOf(await code.types(filesOf(before), changeOf(before, after), undefined, never));
}
const errorsOf = (report: TypeReport): readonly string[] =>
  report.errors.map((one) => `${one.path}:${one.line} TS${one.code}`);

const strict = { 'tsconfig.json': '{ "compilerOptions": { "strict": true } }' };
const broken = 'export const one: number = "x";\n';

describe('types of a project in memory', () => {
  it('finds new errors, in the changed file and in those that use it', async () => {
    const before = {
      ...strict,
      'a.ts': 'export const f = (a: number) => a;\n',
      'b.ts': "import { f } from './a';\nf(1);\n",
    };
    const report = await check(before, { 'a.ts': 'export const f = (a: string) => a;\n' });
    expect(errorsOf(report)).toEqual(['b.ts:2 TS2345']);
    expect(report.covered).toEqual([{ path: 'a.ts', config: 'tsconfig.json' }]);
    expect(errorsOf(await check(before, { 'a.ts': 'export const f = (a: number) => a + 1;\n' }))).toEqual([]);
    // The same question again, warm: what was kept of the base must not leak into the answer.
    expect(errorsOf(await check(before, { 'a.ts': 'export const f = (a: string) => a;\n' }))).toEqual([
      'b.ts:2 TS2345',
    ]);
  });

  it('does not blame the change for old errors, wherever they move', async () => {
    const before = { ...strict, 'a.ts': `// top\n${broken}export const two = 2;\n`, 'b.ts': broken };
    expect(
      errorsOf(await check(before, { 'a.ts': `// top\n// more\n\n${broken}export const two = 3;\n` })),
    ).toEqual([]);
    expect(
      errorsOf(
        await check(before, {
          'a.ts': `// top\n${broken}${broken.replace('one', 'three')}export const two = 3;\n`,
        }),
      ),
    ).toEqual(['a.ts:3 TS2322']);
  });

  it('never reports an old error as new, for two hundred generated shifts', () => {
    const line = fc.constantFrom('a', 'b', 'c', 'error');
    fc.assert(
      fc.property(
        fc.array(line, { minLength: 1, maxLength: 15 }),
        fc.nat(),
        fc.nat(5),
        (lines, at, count) => {
          const place = at % (lines.length + 1);
          const added = Array.from({ length: count }, (_, index) => `new ${index}`);
          const now = [...lines.slice(0, place), ...added, ...lines.slice(place)];
          const diagnose = (text: readonly string[]): Diagnosed[] =>
            text.flatMap((one, index) =>
              one === 'error' ? [{ path: 'a.ts', line: index + 1, code: 1, message: 'm' }] : [],
            );
          const moved = new Map([['a.ts', movedLines(`${lines.join('\n')}\n`, `${now.join('\n')}\n`)]]);
          expect(newErrors(diagnose(lines), diagnose(now), moved, undefined)).toEqual([]);
          const more = [...diagnose(now), { path: 'a.ts', line: 1, code: 2, message: 'm' }];
          expect(newErrors(diagnose(lines), more, moved, undefined)).toHaveLength(1);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('reads a new file, and a configuration that changes', async () => {
    const before = { ...strict, 'a.ts': 'export const one = 1;\n' };
    const created = await check(before, { 'new.ts': "import { two } from './a';\nexport const x = two;\n" });
    expect(errorsOf(created)).toEqual(['new.ts:1 TS2305']);
    const loose = {
      'tsconfig.json': '{ "compilerOptions": { "strict": false } }',
      'a.ts': 'export const f = (a) => a;\n',
    };
    expect(
      errorsOf(
        await check(loose, {
          'a.ts': 'export const f = (a) => a + 1;\n',
          'tsconfig.json': strict['tsconfig.json'],
        }),
      ),
    ).toEqual(['a.ts:1 TS7006']);
  });

  it('names what has the type any on changed lines, and nothing of other lines', async () => {
    const base = 'export function f(a: any, b: string) {\n  a.old();\n  return b;\n}\n';
    const report = await check(
      { ...strict, 'a.ts': base },
      { 'a.ts': base.replace('return b', 'a.made.up(b);\n  JSON.parse(b).also[0];\n  return b.trim()') },
    );
    expect(errorsOf(report)).toEqual([]);
    expect(report.untyped).toEqual([
      { path: 'a.ts', line: 3, text: 'a.made.up(b)' },
      { path: 'a.ts', line: 4, text: 'JSON.parse(b).also[0]' },
    ]);
  });

  it('says what no configuration covers', async () => {
    expect((await check({ 'a.ts': 'const a = 1;\n' }, { 'a.ts': 'const a = 2;\n' })).uncovered).toEqual([
      { path: 'a.ts', reason: 'no tsconfig.json covers it' },
    ]);
    const excluded = {
      'tsconfig.json': '{ "include": ["src"] }',
      'src/a.ts': 'export {};\n',
      'other.ts': 'const a = 1;\n',
    };
    expect(
      (await check(excluded, { 'other.ts': 'const a = 2;\n' })).uncovered.map((one) => one.path),
    ).toEqual(['other.ts']);
    const broken_ = { 'tsconfig.json': '{ "extends": "./none.json" }', 'a.ts': 'const a = 1;\n' };
    expect((await check(broken_, { 'a.ts': 'const a = 2;\n' })).uncovered[0]?.reason).toContain(
      'tsconfig.json',
    );
    const js = { 'tsconfig.json': '{ "compilerOptions": { "allowJs": true } }', 'a.js': 'const a = 1;\n' };
    expect((await check(js, { 'a.js': 'const a = 2;\n' })).uncovered[0]?.reason).toContain('checkJs');
    const checked = {
      'jsconfig.json': '{ "compilerOptions": { "checkJs": true } }',
      'a.js': 'const a = 1;\n',
    };
    expect(errorsOf(await check(checked, { 'a.js': 'const a = 1; a.b;\n' }))).toEqual(['a.js:1 TS2339']);
    const asks = {
      'tsconfig.json': '{ "compilerOptions": { "allowJs": true } }',
      'a.js': '// @ts-check\nconst a = 1;\n',
    };
    expect(errorsOf(await check(asks, { 'a.js': '// @ts-check\nconst a = 1; a.b;\n' }))).toEqual([
      'a.js:2 TS2339',
    ]);
  });

  it('follows extends, paths, JSX and references', async () => {
    const based = {
      'base.json':
        '{ "compilerOptions": { "strict": true, "paths": { "@/*": ["./src/*"] }, "jsx": "preserve" } }',
      'tsconfig.json': '{ "extends": "./base.json" }',
      'src/a.ts': 'export const one = 1;\n',
      'src/b.tsx':
        "import { one } from '@/a';\ndeclare global { namespace JSX { interface IntrinsicElements { p: { n: number } } } }\nexport const x = <p n={one} />;\n",
    };
    expect(errorsOf(await check(based, { 'src/a.ts': 'export const one = "1";\n' }))).toEqual([
      'src/b.tsx:3 TS2322',
    ]);
    const references = {
      'tsconfig.json': '{ "files": [], "references": [{ "path": "./lib" }, { "path": "./app" }] }',
      'lib/tsconfig.json':
        '{ "compilerOptions": { "composite": true, "strict": true, "outDir": "../out/lib", "rootDir": "." } }',
      'lib/a.ts': 'export const one = 1;\n',
      'app/tsconfig.json': '{ "compilerOptions": { "strict": true }, "references": [{ "path": "../lib" }] }',
      'app/b.ts': "import { one } from '../lib/a';\nexport const n: number = one;\n",
    };
    const report = await check(references, { 'lib/a.ts': 'export const one = "1";\n' });
    expect(report.covered).toEqual([{ path: 'lib/a.ts', config: 'lib/tsconfig.json' }]);
    expect(errorsOf(report)).toEqual(['app/b.ts:2 TS2322']);
  });

  it('does not take a package that is not installed for an error, unless nobody declared it', async () => {
    const before = {
      ...strict,
      'package.json': '{ "dependencies": { "left": "1" } }',
      'a.ts': 'export {};\n',
    };
    const declared = await check(before, {
      'a.ts': "import 'left';\nimport { x } from 'left';\nexport const y = x;\n",
    });
    expect(errorsOf(declared)).toEqual([]);
    expect(declared.unsure.join()).toContain('left is not installed here');
    expect(
      errorsOf(await check(before, { 'a.ts': "import { x } from 'invented';\nexport const y = x;\n" })),
    ).toEqual(['a.ts:1 TS2307']);
    expect(
      errorsOf(await check(before, { 'a.ts': "import { x } from './none';\nexport const y = x;\n" })),
    ).toEqual(['a.ts:1 TS2307']);
    const node = await check(before, {
      'a.ts': "import { readFileSync } from 'node:fs';\nexport const y = readFileSync;\nprocess.exit();\n",
    });
    expect(errorsOf(node)).toEqual([]);
    expect(node.unsure.length).toBeGreaterThan(0);
  });

  it('reads a project of an older compiler as that one does', async () => {
    const old = {
      'tsconfig.json': '{}',
      'package.json': '{ "devDependencies": { "typescript": "^5.4.0" } }',
      'a.ts': 'export {};\n',
    };
    expect(errorsOf(await check(old, { 'a.ts': 'export const f = (a) => a;\n' }))).toEqual([]);
    const fresh = { ...old, 'package.json': '{ "devDependencies": { "typescript": "~6.0.0" } }' };
    expect(errorsOf(await check(fresh, { 'a.ts': 'export const f = (a) => a;\n' }))).toEqual([
      'a.ts:1 TS7006',
    ]);
  });
});

describe('types of a project on disk', () => {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-types-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const texts: Record<string, string> = {
    ...strict,
    'a.ts': 'export const f = (a: number) => a;\n',
    'b.ts': "import { f } from './a';\nimport { far } from 'dep';\nf(far);\n",
    'node_modules/dep/package.json': '{ "name": "dep", "types": "index.d.ts" }',
    'node_modules/dep/index.d.ts': 'export declare const far: number;\n',
  };
  for (const [path, text] of Object.entries(texts)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  // What a search would see: dependencies are not in it.
  const seen = Object.fromEntries(
    Object.entries(texts).filter(([path]) => !path.startsWith('node_modules/')),
  );

  it('reads dependencies from the disk, and sees what changes there', async () => {
    const onDisk = code.at(folder);
    const ask = async (content: string): Promise<readonly string[]> => {
      const change = changeOf(seen, { 'a.ts': content });
      return errorsOf(valueOf(await onDisk.types(filesOf(seen), change, undefined, never)));
    };
    expect(await ask('export const f = (a: string) => a;\n')).toEqual(['b.ts:3 TS2345']);
    expect(await ask('export const f = (a: number) => a + 1;\n')).toEqual([]);
    writeFileSync(
      join(folder, 'node_modules/dep/index.d.ts'),
      'export declare const far: string; // now a text\n',
    );
    expect(await ask('export const f = (a: string) => a;\n')).toEqual([]);
    expect(await ask('export const f = (a: number) => a + 1;\n')).toEqual([]);
  });

  it('takes unsaved texts for what is there', async () => {
    const unsaved = new Map([['b.ts', "import { f } from './a';\nf(1);\nf(2);\n"]]);
    const answer = await code
      .at(folder, () => unsaved)
      .renameSpans(filesOf(seen), { path: 'a.ts', line: 1, symbol: 'f', to: 'g' }, never);
    expect(valueOf(answer).map((span) => `${span.path}:${span.line}`)).toEqual([
      'a.ts:1',
      'b.ts:1',
      'b.ts:2',
      'b.ts:3',
    ]);
  });
});
