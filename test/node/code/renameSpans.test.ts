import { afterAll, describe, expect, it } from 'vitest';
import type { RenameSpan } from '../../../src/core/code.ts';
import { filesOf, never, openTestCode, valueOf, type Texts } from './project.ts';

const code = openTestCode();
afterAll(() => code[Symbol.dispose]());

function apply(texts: Texts, spans: readonly RenameSpan[]): Texts {
  const out: Record<string, string> = {};
  for (const [path, text] of Object.entries(texts)) {
    const lines = text.split('\n');
    const here = spans.filter((span) => span.path === path).sort((a, b) => b.column - a.column);
    for (const span of here) {
      const line = lines[span.line - 1] ?? '';
      lines[span.line - 1] = line.slice(0, span.column) + span.text + line.slice(span.column + span.length);
    }
    if (here.length > 0) out[path] = lines.join('\n');
  }
  return out;
}

async function rename(texts: Texts, path: string, line: number, symbol: string, to: string): Promise<Texts> {
  const answer = await code.renameSpans(filesOf(texts), { path, line, symbol, to }, never);
  return apply(texts, valueOf(answer));
}

const config = '{ "compilerOptions": { "strict": true } }';

describe('places of a rename', () => {
  it('follows imports and re-exports and leaves no alias', async () => {
    const texts = {
      'tsconfig.json': config,
      'a.ts': 'export function one(x: number) { return x; }\nexport const o = { one };\n',
      'b.ts': "import { one } from './a';\nexport { one } from './a';\none(1); // one\nconst s = 'one';\n",
      'c.ts': "import { one } from './b';\nimport * as ns from './a';\none(2); ns.one(1); ns.o.one(3);\n",
    };
    expect(await rename(texts, 'a.ts', 1, 'one', 'two')).toEqual({
      'a.ts': 'export function two(x: number) { return x; }\nexport const o = { one: two };\n',
      'b.ts': "import { two } from './a';\nexport { two } from './a';\ntwo(1); // one\nconst s = 'one';\n",
      'c.ts': "import { two } from './b';\nimport * as ns from './a';\ntwo(2); ns.two(1); ns.o.one(3);\n",
    });
    // From an import of it the same: the name is the declaration's.
    expect(await rename(texts, 'c.ts', 1, 'one', 'two')).toEqual(
      await rename(texts, 'a.ts', 1, 'one', 'two'),
    );
  });

  it('renames members along what they implement and override, and no other', async () => {
    const texts = {
      'tsconfig.json': config,
      'a.ts':
        'interface I { run(): void }\nclass A implements I { run() {} }\nclass B extends A { override run() {} }\n' +
        "class C { run() {} }\nnew B().run(); new C().run(); const b = new B(); b['run']();\nconst { run } = b; run();\n",
    };
    expect(await rename(texts, 'a.ts', 2, 'run', 'go')).toEqual({
      'a.ts':
        'interface I { go(): void }\nclass A implements I { go() {} }\nclass B extends A { override go() {} }\n' +
        "class C { run() {} }\nnew B().go(); new C().run(); const b = new B(); b['go']();\nconst { go: run } = b; run();\n",
    });
  });

  it('gives a name from a dependency an alias, since the name is not ours', async () => {
    const texts = {
      'tsconfig.json': config,
      'node_modules/dep/index.d.ts': 'export declare function far(): void;\n',
      'node_modules/dep/package.json': '{ "name": "dep", "types": "index.d.ts" }',
      'a.ts': "import { far } from 'dep';\nfar();\n",
    };
    expect(await rename(texts, 'a.ts', 1, 'far', 'near')).toEqual({
      'a.ts': "import { far as near } from 'dep';\nnear();\n",
    });
  });

  it('starts at the declaration from any place that says the name, through names given on the way', async () => {
    const texts = {
      'tsconfig.json': config,
      'a.ts': 'function inner() {}\nexport { inner as one };\n',
      'b.ts': "export { one } from './a';\n",
      'c.ts': "import { one } from './b';\none();\n",
    };
    const renamed = {
      'a.ts': 'function inner() {}\nexport { inner as two };\n',
      'b.ts': "export { two } from './a';\n",
      'c.ts': "import { two } from './b';\ntwo();\n",
    };
    expect(await rename(texts, 'c.ts', 2, 'one', 'two')).toEqual(renamed);
    expect(await rename(texts, 'b.ts', 1, 'one', 'two')).toEqual(renamed);
  });

  it('goes on in other projects that hold the declaration', async () => {
    const texts = {
      'tsconfig.json':
        '{ "compilerOptions": { "strict": true }, "include": ["src"], "exclude": ["src/web"] }',
      'src/web/tsconfig.json': config,
      'src/shared.ts': 'export const one = 1;\n',
      'src/web/a.ts': "import { one } from '../shared';\none;\n",
      'src/b.ts': "import { one } from './shared';\none;\n",
    };
    expect(Object.keys(await rename(texts, 'src/web/a.ts', 2, 'one', 'two')).sort()).toEqual([
      'src/b.ts',
      'src/shared.ts',
      'src/web/a.ts',
    ]);
  });

  it('does not rename what the language declares', async () => {
    const files = filesOf({
      'tsconfig.json': config,
      'a.ts': 'export const n = [1].length;\nexport const u = undefined;\n',
    });
    const ask = (line: number, symbol: string) =>
      code.renameSpans(files, { path: 'a.ts', line, symbol, to: 'x' }, never);
    expect((await ask(1, 'length')).type).toBe('unable');
    expect((await ask(2, 'undefined')).type).toBe('unable');
  });

  it('works without a configuration and reaches scripts outside one', async () => {
    expect(await rename({ 'a.js': 'function f(a) { return a; }\nf(1);\n' }, 'a.js', 1, 'f', 'g')).toEqual({
      'a.js': 'function g(a) { return a; }\ng(1);\n',
    });
    const texts = {
      'tsconfig.json': '{ "compilerOptions": { "strict": true }, "include": ["src"] }',
      'src/a.ts': 'export const one = 1;\n',
      'scripts/b.mjs': "import { one } from '../src/a.ts';\nconsole.log(one);\n",
    };
    expect(await rename(texts, 'src/a.ts', 1, 'one', 'two')).toEqual({
      'src/a.ts': 'export const two = 1;\n',
      'scripts/b.mjs': "import { two } from '../src/a.ts';\nconsole.log(two);\n",
    });
  });

  it('is unable where there is no such name, or the language is another', async () => {
    const files = filesOf({ 'a.ts': 'const a = 1;\n', 'b.py': 'a = 1\n' });
    const target = { path: 'a.ts', line: 1, symbol: 'b', to: 'c' };
    expect((await code.renameSpans(files, target, never)).type).toBe('unable');
    expect((await code.renameSpans(files, { ...target, path: 'b.py', symbol: 'a' }, never)).type).toBe(
      'unable',
    );
    expect((await code.renameSpans(files, { ...target, path: 'none.ts' }, never)).type).toBe('unable');
  });
});
