import { afterAll, describe, expect, it } from 'vitest';
import type { RenameReport } from '../../../src/core/code.ts';
import { changeOf, filesOf, never, openTestCode, valueOf, type Texts } from './project.ts';

const code = openTestCode();
afterAll(() => code[Symbol.dispose]());

const config = { 'tsconfig.json': '{ "compilerOptions": { "strict": true } }' };

/** Asks about the rename of `one` on line 1 of a.ts to `two`, given the texts before and after. */
async function check(
  before: Texts,
  after: Texts,
  target: {
    readonly path?: string;
    readonly line?: number;
    readonly symbol?: string;
    readonly to?: string;
  } = {},
): Promise<RenameReport> {
  const question = { path: 'a.ts', line: 1, symbol: 'one', to: 'two', ...target };
  const texts = { ...config, ...before };
  return valueOf(await code.renamed(filesOf(texts), changeOf(texts, after), question, never));
}

const ok = { problems: [], unsure: [] };

describe('a rename that is one', () => {
  it('changes a local name everywhere and nothing else', async () => {
    const report = await check(
      { 'a.ts': 'const one = 1; // one\nconst s = "one";\nexport const o = { one, x: one };\n' },
      { 'a.ts': 'const two = 1; // one\nconst s = "one";\nexport const o = { one: two, x: two };\n' },
    );
    expect(report).toEqual({ ...ok, references: 3 });
  });

  it('goes along imports, re-exports and default exports', async () => {
    const before = {
      'a.ts': 'export function one() {}\nexport default one;\n',
      'b.ts': "import { one } from './a';\nexport { one } from './a';\none();\n",
      'c.ts':
        "import { one } from './b';\nimport { one as x } from './a';\nimport * as a from './a';\none(); x(); a.one();\n",
      'd.ts': "import one from './a';\none();\n",
    };
    const after = {
      'a.ts': 'export function two() {}\nexport default two;\n',
      'b.ts': "import { two } from './a';\nexport { two } from './a';\ntwo();\n",
      'c.ts':
        "import { two } from './b';\nimport { two as x } from './a';\nimport * as a from './a';\ntwo(); x(); a.two();\n",
    };
    expect(await check(before, after)).toMatchObject(ok);
    // A default import chose its name itself: it may go along as well.
    expect(await check(before, { ...after, 'd.ts': "import two from './a';\ntwo();\n" })).toMatchObject(ok);
  });

  it('goes along what is overridden and implemented', async () => {
    const before = {
      'a.ts':
        'interface I { one(): void }\nclass A implements I { one() {} }\nclass B extends A { override one() {} }\n' +
        "class C { one() {} }\nnew B().one(); new C().one();\nconst { one } = new B(); one();\nconst i: I = { one() {} }; i['one']();\n",
    };
    const after = {
      'a.ts':
        'interface I { two(): void }\nclass A implements I { two() {} }\nclass B extends A { override two() {} }\n' +
        "class C { one() {} }\nnew B().two(); new C().one();\nconst { two: one } = new B(); one();\nconst i: I = { two() {} }; i['two']();\n",
    };
    expect(await check(before, after)).toMatchObject(ok);
  });

  it('lets the tags of a doc comment go along, or stay', async () => {
    const before = { 'a.ts': '/** @param one the one */\nexport function f(one: number) { return one; }\n' };
    const target = { line: 2 };
    const stays = '/** @param one the one */\nexport function f(two: number) { return two; }\n';
    const goes = '/** @param two the one */\nexport function f(two: number) { return two; }\n';
    expect(await check(before, { 'a.ts': stays }, target)).toMatchObject(ok);
    expect(await check(before, { 'a.ts': goes }, target)).toMatchObject(ok);
    const prose = '/** @param two the one */\n// one\n';
    expect(
      (await check({ 'a.ts': prose }, { 'a.ts': prose.replace('// one', '// two') })).problems,
    ).not.toEqual([]);
  });

  it('expands patterns of parameters', async () => {
    expect(
      await check(
        { 'a.ts': 'interface P { one: string }\nexport const f = ({ one }: P) => one;\n' },
        { 'a.ts': 'interface P { two: string }\nexport const f = ({ two: one }: P) => one;\n' },
      ),
    ).toMatchObject(ok);
    expect(
      await check(
        { 'a.ts': 'interface P { one: string }\nexport const f = ({ one }: P) => one;\n' },
        { 'a.ts': 'interface P { one: string }\nexport const f = ({ one: two }: P) => two;\n' },
        { line: 2 },
      ),
    ).toMatchObject(ok);
  });

  it('follows a name in JSX', async () => {
    expect(
      await check(
        {
          'a.tsx':
            'interface P { one: string }\nconst C = (p: P) => p.one;\nexport const x = <C one="one" />;\n',
        },
        {
          'a.tsx':
            'interface P { two: string }\nconst C = (p: P) => p.two;\nexport const x = <C two="one" />;\n',
        },
        { path: 'a.tsx' },
      ),
    ).toMatchObject(ok);
  });
});

describe('a rename that is none', () => {
  const problems = async (...args: Parameters<typeof check>): Promise<string> =>
    (await check(...args)).problems.map((one) => `${one.path}:${one.line} ${one.message}`).join('\n');

  it('captures', async () => {
    const before = { 'a.ts': 'const one = 1;\nexport function f() { const two = 2; return one + two; }\n' };
    const after = { 'a.ts': 'const two = 1;\nexport function f() { const two = 2; return two + two; }\n' };
    expect(await problems(before, after)).toContain('a.ts:2 two is bound to something else');
  });

  it('is captured: a name that stood for something else now means the renamed one', async () => {
    const before = { 'a.ts': 'export function f(one: number) { return two + one; }\nconst two = 2;\n' };
    const after = { 'a.ts': 'export function f(two: number) { return two + two; }\nconst two = 2;\n' };
    expect(await problems(before, after)).toContain('two is bound to something else');
  });

  it('leaves a reference behind, in this file or another', async () => {
    const before = {
      'a.ts': 'export const one = 1;\nconsole.log(one);\n',
      'b.ts': "import { one } from './a';\none;\n",
    };
    expect(await problems(before, { 'a.ts': 'export const two = 1;\nconsole.log(two);\n' })).toContain(
      'b.ts:1',
    );
    const left = {
      'a.ts': 'export const two = 1;\nconsole.log(one);\n',
      'b.ts': "import { two } from './a';\ntwo;\n",
    };
    expect(await problems(before, left)).toContain('a.ts:2 one is still called so here');
  });

  it('leaves an alias', async () => {
    const before = { 'a.ts': 'export const one = 1;\n', 'b.ts': "import { one } from './a';\none;\n" };
    const after = { 'a.ts': 'export const two = 1;\n', 'b.ts': "import { two as one } from './a';\none;\n" };
    expect(await problems(before, after)).toContain('alias of the old name');
    const index = { 'a.ts': 'export const one = 1;\n', 'b.ts': "export { one } from './a';\n" };
    const kept = { 'a.ts': 'export const two = 1;\n', 'b.ts': "export { two as one } from './a';\n" };
    expect(await problems(index, kept)).toContain('alias of the old name');
  });

  it('forgets an override, or renames a stranger', async () => {
    const before = {
      'a.ts': 'class A { one() {} }\nclass B extends A { one() {} }\nclass C { one() {} }\nnew C().one();\n',
    };
    const forgot = {
      'a.ts': 'class A { two() {} }\nclass B extends A { one() {} }\nclass C { one() {} }\nnew C().one();\n',
    };
    expect(await problems(before, forgot)).toContain('a.ts:2 one is still called so here');
    const stranger = {
      'a.ts': 'class A { two() {} }\nclass B extends A { two() {} }\nclass C { two() {} }\nnew C().two();\n',
    };
    expect(await problems(before, stranger)).toContain('a.ts:3 another one was renamed here');
  });

  it('changes a string, a comment, another token, or a shorthand by half', async () => {
    const before = { 'a.ts': 'const one = 1; // one\nconst s = "one";\nexport const o = { one };\n' };
    const to = (text: string): Texts => ({ 'a.ts': text });
    expect(
      await problems(before, to('const two = 1; // one\nconst s = "two";\nexport const o = { one: two };\n')),
    ).toContain('more than names');
    expect(
      await problems(before, to('const two = 1; // two\nconst s = "one";\nexport const o = { one: two };\n')),
    ).toContain('comment');
    expect(
      await problems(before, to('const two = 2; // one\nconst s = "one";\nexport const o = { one: two };\n')),
    ).toContain('more than names');
    expect(
      await problems(before, to('const two = 1; // one\nconst s = "one";\nexport const o = { two };\n')),
    ).toContain('a.ts:3');
  });

  it('touches a file that is no code', async () => {
    const before = { 'a.ts': 'export const one = 1;\n', 'README.md': 'one\n' };
    expect(await problems(before, { 'a.ts': 'export const two = 1;\n', 'README.md': 'two\n' })).toContain(
      'README.md',
    );
  });
});

describe('a rename of which not all can be known', () => {
  it('is unsure of properties of unknown values', async () => {
    const report = await check(
      { 'a.ts': 'class A { one() {} }\nnew A().one();\nexport const f = (x: any) => x.one();\n' },
      { 'a.ts': 'class A { two() {} }\nnew A().two();\nexport const f = (x: any) => x.one();\n' },
    );
    expect(report.problems).toEqual([]);
    expect(report.unsure).toEqual(['a.ts, line 3: what one belongs to is not known']);
  });

  it('is unsure of what stays on unknown values, also where nothing else reads the member', async () => {
    const of = (name: string, uses: string): Texts => ({ 'a.ts': `export class A { ${name} = 1 }\n${uses}` });
    const unsureOf = async (uses: string): Promise<readonly string[]> => {
      const report = await check(of('one', uses), of('two', uses));
      expect(report.problems).toEqual([]);
      return report.unsure;
    };
    const unknown = ['a.ts, line 3: what one belongs to is not known'];
    const any = 'const a: any = new A();\n';
    expect(await unsureOf(`${any}console.log(a.one);\n`)).toEqual(unknown);
    expect(await unsureOf(`${any}console.log(a['one']);\n`)).toEqual(unknown);
    expect(await unsureOf(`${any}const { one } = a;\n`)).toEqual(unknown);
    expect(await unsureOf(`${any}const { one: x } = a;\n`)).toEqual(unknown);
    expect(await unsureOf(`${any}console.log(a.other, 'one');\n`)).toEqual([]);
    // These values are known, and are not of this class.
    expect(await unsureOf('const r: Record<string, number> = {};\nconsole.log(r.one, r["one"]);\n')).toEqual(
      [],
    );
    expect(await unsureOf('const o = { one: 1 };\nconst { one } = o;\nconsole.log(o.one, one);\n')).toEqual(
      [],
    );
  });

  it('is sure of a local name, which no value has as a property', async () => {
    const uses = 'export const f = (x: any) => x.one;\n';
    const report = await check(
      { 'a.ts': `function one() {}\none();\n${uses}` },
      { 'a.ts': `function two() {}\ntwo();\n${uses}` },
    );
    expect(report).toMatchObject(ok);
  });

  it('is unable in other languages and without such a name', async () => {
    const texts = { 'a.py': 'one = 1\n' };
    const target = { path: 'a.py', line: 1, symbol: 'one', to: 'two' };
    const answer = await code.renamed(
      filesOf(texts),
      changeOf(texts, { 'a.py': 'two = 1\n' }),
      target,
      never,
    );
    expect(answer.type).toBe('unable');
  });
});
