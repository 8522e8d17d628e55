import { describe, expect, it } from 'vitest';
import type { Texts } from '../project.ts';
import { clean, openOracle } from './ask.ts';

const { ask, rewrite } = openOracle();
const config =
  '{ "compilerOptions": { "strict": true, "target": "ES2022", "module": "ESNext", "moduleResolution": "Bundler", "jsx": "preserve", "types": [] }, "include": ["src"] }';

function removing(symbol: string, line: number, path = 'src/a.ts') {
  return { intent: 'remove', target: { path, line, symbol } } as const;
}

function of(
  symbol: string,
  line: number,
  before: string,
  after: string,
  more: Texts = {},
  changed: Texts = {},
) {
  const files = { 'tsconfig.json': config, ...more, 'src/a.ts': before };
  return ask(files, { 'src/a.ts': after, ...changed }, removing(symbol, line));
}

const a = 'export const kept = 1;\nexport const dead = 2;\n';

describe('a removal', () => {
  it('takes the declaration, and nothing beside it', async () => {
    expect(await of('dead', 2, a, 'export const kept = 1;\n')).toEqual(clean);
    expect((await of('dead', 2, a, 'export const dead = 2;\n')).problems).toContain(
      'src/a.ts:1 the declaration of dead is still there',
    );
    expect((await of('dead', 2, a, '')).problems).toContain('"kept = 1" was taken out too');
    expect((await of('dead', 2, a, 'export const kept = 1;\nexport {};\n')).problems).toContain(
      'src/a.ts:2 code was added or changed',
    );
    expect((await of('gone', 2, a, 'export const kept = 1;\n')).unable).toContain(
      'no declaration of gone stands on line 2',
    );
  });

  it('of a member of an enum does not know whether the next one may have another value', async () => {
    const members = (...names: readonly string[]): string => `export enum E {\n${names.join(',\n')},\n}\n`;
    const old = members('dead', 'next', 'last = 7', 'end');
    const answer = await of('dead', 2, old, members('next', 'last = 7', 'end'));
    expect(answer).toMatchObject({ problems: '', unsure: expect.stringContaining('"next" of the enum') });
    expect(await of('next', 3, old, members('dead', 'last = 7', 'end'))).toEqual(clean);
    expect(await of('end', 5, old, members('dead', 'next', 'last = 7'))).toEqual(clean);
  });

  it('finds what refers to it under any name, in whatever file', async () => {
    const places: Readonly<Record<string, string>> = {
      'src/b.ts': "import { dead as other } from './a';\nother.toFixed();\n",
      'src/c.ts': "export { dead as default } from './a';\n",
      'src/d.ts': "import chosen from './c';\nexport const n = chosen;\n",
      'src/e.ts': "import * as all from './a';\nexport const n = all.dead;\n",
      'src/f.ts': "export const n = (await import('./a')).dead;\n",
      'scripts/g.js': "import { dead } from '../src/a.ts';\nconsole.log(dead);\n",
      'scripts/h.cjs': "const { dead } = require('../src/a.ts');\nconsole.log(dead);\n",
    };
    for (const [path, text] of Object.entries(places)) {
      const more =
        path === 'src/d.ts' ? { 'src/c.ts': places['src/c.ts'] ?? '', [path]: text } : { [path]: text };
      expect((await of('dead', 2, a, 'export const kept = 1;\n', more)).problems).toContain(`${path}:`);
    }
    const same = { 'src/b.ts': 'export const dead = 1;\nexport const o = { dead };\n' };
    expect(await of('dead', 2, a, 'export const kept = 1;\n', same)).toEqual(clean);
  });

  it('lets imports, re-exports, list places and calls go along', async () => {
    const after = 'export const kept = 1;\n';
    const pairs: readonly (readonly [string, string])[] = [
      [
        "import { dead } from './a';\nimport { kept } from './a';\nexport const n = kept;\n",
        "import { kept } from './a';\nexport const n = kept;\n",
      ],
      [
        "import { dead, kept } from './a';\nexport const n = kept;\n",
        "import { kept } from './a';\nexport const n = kept;\n",
      ],
      ["import { dead } from './a';\nexport const n = 1;\n", "import './a';\nexport const n = 1;\n"],
      ["export { dead, kept } from './a';\n", "export { kept } from './a';\n"],
      [
        "import { dead, kept } from './a';\nexport const n = [kept, dead];\n",
        "import { kept } from './a';\nexport const n = [kept];\n",
      ],
      [
        "import { dead, kept } from './a';\nexport { dead, kept };\n",
        "import { kept } from './a';\nexport { kept };\n",
      ],
      ["import { dead } from './a';\nconsole.log(dead);\nexport const n = 1;\n", 'export const n = 1;\n'],
      ["import { dead } from './a';\nexport const n = { dead, m: 1 };\n", 'export const n = { m: 1 };\n'],
      ["import { dead } from './a';\nconst half = dead;\nexport const n = 1;\n", 'export const n = 1;\n'],
    ];
    for (const [text, without] of pairs) {
      expect(await of('dead', 2, a, after, { 'src/b.ts': text }, { 'src/b.ts': without })).toEqual(clean);
    }
  });

  it('is unsure where what used it did more than that', async () => {
    const after = 'export const kept = 1;\n';
    const pairs: readonly (readonly [string, string])[] = [
      [
        "import { dead } from './a';\nexport function f() {\n  return dead;\n}\n",
        'export function f() {\n}\n',
      ],
      ["import { dead } from './a';\nif (dead) {\n  console.log(1);\n}\n", 'export {};\n'],
      ["import { dead } from './a';\nexport const n = dead;\nexport const m = 1;\n", 'export const m = 1;\n'],
      [
        "import { dead } from './a';\nconst n = dead + f();\nfunction f() { return 1; }\nexport const m = f();\n",
        'function f() { return 1; }\nexport const m = f();\n',
      ],
    ];
    for (const [text, without] of pairs) {
      const said = await of('dead', 2, a, after, { 'src/b.ts': text }, { 'src/b.ts': without });
      expect(said.problems + said.unsure).not.toBe('');
    }
    const replaced = await of(
      'dead',
      2,
      a,
      after,
      { 'src/b.ts': "import { dead, kept } from './a';\nexport const n = dead;\n" },
      { 'src/b.ts': "import { kept } from './a';\nexport const n = kept;\n" },
    );
    expect(replaced.problems).toContain('src/b.ts:2 code was added or changed');
  });

  it('takes what only it used, and no more', async () => {
    const before =
      "import { x, y } from './x';\nconst own = () => x;\nexport const kept = y;\nexport function dead() {\n  return own() + y;\n}\n";
    const x = { 'src/x.ts': 'export const x = 1;\nexport const y = 2;\nexport const z = 3;\n' };
    const all = "import { y } from './x';\nexport const kept = y;\n";
    expect(await of('dead', 4, before, all, x)).toEqual(clean);
    expect(
      await of(
        'dead',
        4,
        before,
        "import { x, y } from './x';\nconst own = () => x;\nexport const kept = y;\n",
        x,
      ),
    ).toEqual(clean);
    const idle = before.replace('{ x, y }', '{ x, y, z }');
    expect((await of('dead', 4, idle, all, x)).problems).toContain('"z" was taken out too');
    expect(
      (
        await of(
          'dead',
          4,
          before,
          "import { x } from './x';\nconst own = () => x;\nexport const kept = y;\n",
          x,
        )
      ).problems,
    ).toContain('"y" was taken out too');
    const effect =
      before.replace('() => x', 'start(x)').replace('own()', 'own') +
      'declare function start(n: number): number;\n';
    expect(
      (await of('dead', 4, effect, `${all}declare function start(n: number): number;\n`, x)).unsure,
    ).toContain('may be missed');
  });

  it('takes all overloads, one of two names, and members of every kind', async () => {
    const overloads =
      'export function dead(n: number): number;\nexport function dead(n: string): string;\nexport function dead(n: any): any {\n  return n;\n}\nexport const kept = 1;\n';
    expect(await of('dead', 1, overloads, 'export const kept = 1;\n')).toEqual(clean);
    expect(
      (await of('dead', 1, overloads, overloads.replace('export function dead(n: string): string;\n', '')))
        .problems,
    ).toContain('still there');
    expect(await of('dead', 1, 'export const dead = 1, kept = 2;\n', 'export const kept = 2;\n')).toEqual(
      clean,
    );
    const members: readonly (readonly [string, string, number])[] = [
      ['export class A {\n  kept = 1;\n  dead = 2;\n}\n', 'export class A {\n  kept = 1;\n}\n', 3],
      ['export interface A {\n  kept: 1;\n  dead: 2;\n}\n', 'export interface A {\n  kept: 1;\n}\n', 3],
      ['export const A = {\n  kept: 1,\n  dead: 2,\n};\n', 'export const A = {\n  kept: 1,\n};\n', 3],
      ['export enum A {\n  kept,\n  dead,\n}\n', 'export enum A {\n  kept,\n}\n', 3],
      [
        'export namespace A {\n  export const kept = 1;\n  export const dead = 2;\n}\n',
        'export namespace A {\n  export const kept = 1;\n}\n',
        3,
      ],
    ];
    for (const [before, after, line] of members) {
      expect(await of('dead', line, before, after)).toEqual(clean);
      expect((await of('dead', line, before, before.replace(/ {2}.*kept.*\n/, ''))).problems).toContain(
        'still there',
      );
    }
    const own =
      'export interface A {\n  dead(): void;\n  kept: 1;\n}\nexport class B implements A {\n  kept = 1 as const;\n  dead() {}\n}\n';
    expect(
      await of('dead', 2, own, own.replace('  dead(): void;\n', '').replace('  dead() {}\n', '')),
    ).toEqual(clean);
    const used = { 'src/b.ts': "import { A } from './a';\nexport const n = (x: A) => x.dead;\n" };
    expect((await of('dead', 3, members[1]?.[0] ?? '', members[1]?.[1] ?? '', used)).problems).toContain(
      'src/b.ts:2 dead is still used here',
    );
    const open = { 'src/b.ts': 'export const n = (x: any) => x.dead;\n' };
    expect((await of('dead', 3, members[1]?.[0] ?? '', members[1]?.[1] ?? '', open)).unsure).toContain(
      'src/b.ts, line 1: what dead belongs to is not known',
    );
  });

  it('takes its own comments along and no other', async () => {
    const before =
      '/* Copyright. */\n// Of a.\nexport const kept = 1; // one\n\n// Loose.\n\n/** Dead. */\nexport const dead = 2; // two\n';
    expect(
      await of('dead', 8, before, '/* Copyright. */\n// Of a.\nexport const kept = 1; // one\n\n// Loose.\n'),
    ).toEqual(clean);
    expect(
      await of(
        'dead',
        8,
        before,
        '/* Copyright. */\n// Of a.\nexport const kept = 1; // one\n\n// Loose.\n\n/** Dead. */\n',
      ),
    ).toEqual(clean);
    expect(
      (await of('dead', 8, before, '/* Copyright. */\n// Of a.\nexport const kept = 1; // one\n')).problems,
    ).toContain('"// Loose."');
    expect(
      (await of('dead', 8, before, '/* Copyright. */\n// Of a.\nexport const kept = 1;\n\n// Loose.\n'))
        .problems,
    ).toContain('"// one"');
    const head = '/* Copyright. */\nexport const dead = 2;\nexport const kept = 1;\n';
    expect((await of('dead', 2, head, 'export const kept = 1;\n')).problems).toContain('Copyright');
    const directed = '// @ts-ignore\nexport const dead = gone;\nexport const kept = 1;\n';
    expect(await of('dead', 2, directed, 'export const kept = 1;\n')).toEqual(clean);
    expect((await of('dead', 2, directed, '// @ts-ignore\nexport const kept = 1;\n')).problems).toContain(
      'src/a.ts:1 "@ts-ignore" stood above what is gone',
    );
  });

  it('knows tests, tags and lists of tests', async () => {
    const suite =
      "import { dead, kept } from './a';\ndeclare function describe(n: string, f: () => void): void;\ndeclare function it(n: string, f: () => void): void;\ndescribe('a', () => {\n  it('keeps', () => {\n    console.log(kept);\n  });\n  it('is dead', () => {\n    const n = dead;\n    console.log(n);\n  });\n});\n";
    const without = suite
      .replace('{ dead, kept }', '{ kept }')
      .replace(/ {2}it\('is dead'[\s\S]*?\}\);\n/, '');
    expect(
      await of(
        'dead',
        2,
        a,
        'export const kept = 1;\n',
        { 'src/a.test.ts': suite },
        { 'src/a.test.ts': without },
      ),
    ).toEqual(clean);
    const emptied =
      'declare function describe(n: string, f: () => void): void;\ndeclare function it(n: string, f: () => void): void;\n';
    const all = await of(
      'dead',
      2,
      a,
      'export const kept = 1;\n',
      { 'src/a.test.ts': suite },
      { 'src/a.test.ts': emptied },
    );
    expect(all.problems + all.unsure).not.toBe('');
  });

  it('is unable for other languages', async () => {
    const python = await ask({ 'a.py': 'a = 1\n' }, { 'a.py': '' }, removing('a', 1, 'a.py'));
    expect(python.unable).toContain('the names of Python');
    const vue = await of('dead', 2, a, 'export const kept = 1;\n', { 'src/v.vue': '<script>dead</script>' });
    expect(vue.unsure).toContain('src/v.vue says dead');
  });

  it('is done by code where nothing but imports and re-exports refers to it', async () => {
    const before: Texts = {
      'tsconfig.json': config,
      'src/a.ts':
        "import { x, y } from './x';\n\n/** Stays. */\nexport const kept = y;\n\n/** Dead. */\nexport function dead(n: number): number;\nexport function dead(n: string): string;\nexport function dead(n: any): any {\n  return n + x;\n}\n\nexport const last = 1;\n",
      'src/x.ts': 'export const x = 1;\nexport const y = 2;\n',
      'src/b.ts': "import { dead, kept } from './a';\n\nexport const n = kept;\n",
      'src/c.ts': "import { dead } from './a';\r\n\r\nexport const m = 1;\r\n",
      'src/index.ts': "export {\n  dead,\n  kept,\n} from './a';\nexport { last } from './a';\n",
      'src/one.ts': "export { dead } from './a';\nexport { last } from './a';\n",
    };
    const paths = ['src/a.ts', 'src/b.ts', 'src/c.ts', 'src/index.ts', 'src/one.ts'];
    const question = removing('dead', 7);
    const made = await rewrite(before, paths, question);
    expect(made).toEqual({
      'src/a.ts':
        "import { y } from './x';\n\n/** Stays. */\nexport const kept = y;\n\nexport const last = 1;\n",
      'src/b.ts': "import { kept } from './a';\n\nexport const n = kept;\n",
      'src/c.ts': 'export const m = 1;\r\n',
      'src/index.ts': "export {\n  kept,\n} from './a';\nexport { last } from './a';\n",
      'src/one.ts': "export { last } from './a';\n",
    });
    expect(await ask(before, made as Texts, question)).toEqual(clean);
    expect(await rewrite(before, ['src/a.ts'], question)).toBe(
      'dead is also named in files that may not change: src/b.ts, src/c.ts and 2 more',
    );
    const used = {
      ...before,
      'src/u.ts':
        "import { dead } from './a';\nexport const n = dead(1);\nexport const m = dead(2);\nexport const k = dead(3);\n",
    };
    expect(await rewrite(used, [...paths, 'src/u.ts'], question)).toBe(
      'dead is still used: src/u.ts line 2, src/u.ts line 3 and 1 more',
    );
  });

  it('cuts members and single names by code', async () => {
    const rows: readonly (readonly [before: string, after: string, line: number])[] = [
      ['export const dead = 1, kept = 2;\n', 'export const kept = 2;\n', 1],
      ['export const kept = 1, dead = 2;\n', 'export const kept = 1;\n', 1],
      [
        'export class A {\n  kept = 1;\n\n  /** Dead. */\n  dead(): void {}\n}\n',
        'export class A {\n  kept = 1;\n}\n',
        5,
      ],
      ['export enum A {\n  kept,\n  dead,\n}\n', 'export enum A {\n  kept,\n}\n', 3],
      ['export type A = { kept: 1; dead: 2 };\n', 'export type A = { kept: 1; };\n', 1],
      ['export const dead = 1;', '', 1],
    ];
    for (const [before, after, line] of rows) {
      const files = { 'tsconfig.json': config, 'src/a.ts': before };
      const made = await rewrite(files, ['src/a.ts'], removing('dead', line));
      expect(made).toEqual({ 'src/a.ts': after });
      expect(await ask(files, made as Texts, removing('dead', line))).toEqual(clean);
    }
  });
});
