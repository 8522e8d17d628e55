import { afterAll, describe, expect, it } from 'vitest';
import type { CodeSymbol } from '../../../src/core/code.ts';
import { never, openTestCode, valueOf } from './project.ts';

const code = openTestCode();
afterAll(() => code[Symbol.dispose]());

/** `+kind container.name line-endLine @nameLine:nameColumn(parameters) value`, one a symbol. */
async function symbols(path: string, text: string): Promise<readonly string[]> {
  return valueOf(await code.symbols(path, text, never)).map(show);
}

function show(one: CodeSymbol): string {
  const name = one.container === undefined ? one.name : `${one.container}.${one.name}`;
  const place = `${one.line}-${one.endLine} @${one.nameLine}:${one.nameColumn}`;
  const value = one.returnsValue ? ' value' : '';
  return `${one.exported ? '+' : '-'}${one.kind} ${name} ${place} (${one.parameters.join(',')})${value}`;
}

describe('symbols', () => {
  it('of TypeScript: declarations, members, inner functions, overloads as one', async () => {
    const text = `/** Not part of it. */
@dec
export class A<T> extends B {
  x = 1;
  #p = 2;
  constructor(readonly a: string, { b }: C) {
    super();
  }
  get foo() {
    return 1;
  }
  m(a: number): void;
  m(a: any) {
    function inner(z) {
      return z;
    }
  }
}
export function f(a: string): string;
export function f(a: any, ...r) {
  return a;
}
const o = { k: 1, run(a) { return a; } } as const;
export { o as p };
interface I { q(a: number): void }
type H = (a: string) => void;
enum E { X }
export default async (x) => x;
export const one = 1, two = () => {};
`;
    expect(await symbols('a.ts', text)).toEqual([
      '+class A 2-18 @3:13 ()',
      '+property A.x 4-4 @4:2 ()',
      '-property A.#p 5-5 @5:2 ()',
      '+method A.constructor 6-8 @6:2 (a)',
      '+method A.foo 9-11 @9:6 () value',
      '+method A.m 12-17 @12:2 (a)',
      '-function m.inner 14-16 @14:13 (z) value',
      '+function f 19-22 @19:16 (a,r) value',
      '+variable o 23-23 @23:6 ()',
      '+property o.k 23-23 @23:12 ()',
      '+method o.run 23-23 @23:18 (a) value',
      '-interface I 25-25 @25:10 ()',
      '-method I.q 25-25 @25:14 (a)',
      '-type H 26-26 @26:5 (a)',
      '-enum E 27-27 @27:5 ()',
      '-property E.X 27-27 @27:9 ()',
      '+function default 28-28 @28:0 (x) value',
      '+variable one 29-29 @29:13 ()',
      '+function two 29-29 @29:22 ()',
    ]);
  });

  it('of CommonJS and prototypes', async () => {
    const text = `function Foo() {}
Foo.prototype.bar = function (z) {
  return z;
};
Foo.of = () => new Foo();
exports.zed = function (a) {};
function late() {}
module.exports.late = late;
module.exports = class Main {};
`;
    expect(await symbols('a.js', text)).toEqual([
      '-function Foo 1-1 @1:9 ()',
      '-method Foo.bar 2-4 @2:14 (z) value',
      '-method Foo.of 5-5 @5:4 () value',
      '+function zed 6-6 @6:8 (a)',
      '+function late 7-7 @7:9 ()',
      '+class Main 9-9 @9:23 ()',
    ]);
  });

  it('of Python, Go, Rust and Java', async () => {
    const py =
      'X = 1\n@deco\ndef f(a, b=1, *args, c: int = 2, **kw):\n    return a\nclass A(B):\n    y = 3\n    def _m(self, z):\n        pass\n';
    expect(await symbols('a.py', py)).toEqual([
      '+variable X 1-1 @1:0 ()',
      '+function f 2-4 @3:4 (a,b,args,c,kw) value',
      '+class A 5-8 @5:6 ()',
      '+property A.y 6-6 @6:4 ()',
      '-method A._m 7-8 @7:8 (z)',
    ]);
    const go =
      'package a\n\nfunc F(a int, b string) (int, error) { return 1, nil }\ntype T struct { X int }\nfunc (t *T) M(a int) {\n}\nconst (\n\tD = 1\n)\n';
    expect(await symbols('a.go', go)).toEqual([
      '+function F 3-3 @3:5 (a,b) value',
      '+class T 4-4 @4:5 ()',
      '+property T.X 4-4 @4:16 ()',
      '+method T.M 5-6 @5:12 (a)',
      '+variable D 7-9 @8:1 ()',
    ]);
    const rust =
      '/// doc\n#[inline]\npub fn f(a: i32) -> i32 { 1 }\nstruct S<T> { x: T }\nimpl<T> S<T> {\n    #[must_use]\n    fn m(&self, k: u8) {}\n}\n';
    expect(await symbols('a.rs', rust)).toEqual([
      '+function f 2-3 @3:7 (a) value',
      '-class S 4-4 @4:7 ()',
      '-property S.x 4-4 @4:14 ()',
      '-method S.m 6-7 @7:7 (k)',
    ]);
    const java =
      'public class A {\n  private int x = 1;\n  @Override\n  public int m(int a, String... b) { return 1; }\n  A(int q) {}\n  enum E { B }\n}\n';
    expect(await symbols('A.java', java)).toEqual([
      '+class A 1-7 @1:13 ()',
      '-property A.x 2-2 @2:14 ()',
      '+method A.m 3-4 @4:13 (a,b) value',
      '-method A.A 5-5 @5:2 (q)',
      '-enum A.E 6-6 @6:7 ()',
      '+property E.B 6-6 @6:11 ()',
    ]);
  });

  it('of CRLF, of an empty file, of Chinese names, of a file that is broken', async () => {
    expect(await symbols('a.ts', 'function \u52A0(a) {\r\n  return a;\r\n}\r\n')).toEqual([
      '-function \u52A0 1-3 @1:9 (a) value',
    ]);
    expect(await symbols('a.py', 's = "\u4F60"; f = 1\r\ndef g():\r\n    return 1\r\n')).toContain(
      '+function g 2-3 @2:4 () value',
    );
    expect(await symbols('a.ts', '')).toEqual([]);
    expect(await symbols('a.py', '')).toEqual([]);
    expect(await symbols('a.ts', 'function f( {\n')).toEqual(['-function f 1-1 @1:9 ()']);
    expect(await symbols('a.py', 'def f(:\n')).toEqual(['+function f 1-1 @1:4 ()']);
  });

  it('are not there for other languages', async () => {
    expect((await code.symbols('a.css', 'a {}', never)).type).toBe('unable');
    expect((await code.symbols('a', 'a', never)).type).toBe('unable');
    expect(code.language('src/a.mts')).toBe('TypeScript');
    expect(code.language('.vscode/settings.json')).toBe('JSON with Comments');
    expect(code.language('tsconfig.base.json')).toBe('JSON with Comments');
    expect(code.language('Makefile')).toBeUndefined();
  });
});

describe('shapes', () => {
  const shape = async (path: string, text: string) => valueOf(await code.shape(path, text, never));

  it('say what each line stands in', async () => {
    const ts = 'f(); // a\n/* b\n c */\ng(`\n d\n`);\n';
    expect((await shape('a.ts', ts)).lineStates).toBe('ckkcss');
    expect((await shape('a.py', 'f()\n# a\ng("""\n b\n""")\n')).lineStates).toBe('ckcss');
    expect((await shape('a.yaml', 'a: |\n  b\n# c\n')).lineStates).toBe('ccks'.slice(0, 3));
  });

  it('give comments their place among the tokens and what they document', async () => {
    const { comments, tokens } = await shape(
      'a.ts',
      '// top\n\n/** Adds. */\nexport function add(a: number) {} // end\n',
    );
    expect(tokens.slice(0, 3)).toEqual(['export', 'function', 'add']);
    expect(
      comments.map((one) => [one.text, one.before, one.behindCode, one.toCode, one.doc, one.documents?.name]),
    ).toEqual([
      ['// top', 0, false, 3, false, undefined],
      ['/** Adds. */', 0, false, 1, true, 'add'],
      ['// end', tokens.length, true, -1, false, undefined],
    ]);
  });

  it('are equal for texts that differ in comments and white space only, and for no others', async () => {
    const same = async (path: string, a: string, b: string): Promise<boolean> => {
      const [left, right] = [await shape(path, a), await shape(path, b)];
      return left.tree === right.tree && left.tokens.join('\0') === right.tokens.join('\0');
    };
    expect(await same('a.ts', 'f( a )', '/* x */ f(a) // y')).toBe(true);
    expect(await same('a.ts', 'f(a)', 'f(b)')).toBe(false);
    expect(await same('a.ts', 'a\n++b', 'a++\nb')).toBe(false);
    expect(await same('a.py', 'if a:\n    b()\n    c()\n', 'if a:\n    b()\nc()\n')).toBe(false);
    expect(await same('a.py', 'if a:\n    b()\n    c()\n', 'if a:\n    # x\n    b()\n\n    c()  # y\n')).toBe(
      true,
    );
    expect(await same('a.py', 'f("a  b")', 'f("a b")')).toBe(false);
    expect(await same('a.py', 'f(f"a {b} c")', 'f(f"a {b}  c")')).toBe(false);
    expect(
      await same(
        'a.java',
        'class A { String s = """\n  a\n  """; }',
        'class A { String s = """\n   a\n  """; }',
      ),
    ).toBe(false);
  });
});

describe('syntax errors', () => {
  const errors = async (path: string, base: string | null, content: string) =>
    valueOf(await code.newSyntaxErrors(path, base, content, never)).map((one) => one.line);

  it('are those that are new', async () => {
    expect(await errors('a.ts', 'f();\n', 'f();\ng(;\n')).toEqual([2]);
    expect(await errors('a.ts', 'f(;\n', '// c\nf(;\n')).toEqual([]);
    expect(await errors('a.js', 'f();\n', 'const x: number = 1;\n')).toEqual([1]);
    expect(await errors('a.tsx', null, 'export const x = <p>;\n')).not.toEqual([]);
    expect(await errors('a.py', 'f()\n', 'f()\ng(\n')).toEqual([2]);
    expect(await errors('a.go', 'package a\n', 'package a\nfunc {\n')).not.toEqual([]);
    expect(await errors('a.json', '{"a": 1}', '{"a": 1,}')).toEqual([1]);
    expect(await errors('a.jsonc', '{"a": 1}', '{"a": 1,} // c')).toEqual([]);
    expect(await errors('a.jsonc', '{"a": 1}', '{"a": }')).toEqual([1]);
    expect(await errors('a.yaml', 'a: 1\n', 'a: 1\nb: [\n')).not.toEqual([]);
    expect(await errors('a.toml', 'a = 1\n', 'a = 1\nb =\n')).toEqual([2]);
    expect((await code.newSyntaxErrors('a.css', '', 'x', never)).type).toBe('unable');
  });
});
