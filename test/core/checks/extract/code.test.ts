import { afterAll, describe, expect, it } from 'vitest';
import type { CodeSet } from '../../../../src/core/extract/item.ts';
import { firstReading, secondReading } from '../../../../src/core/extract/recognise.ts';
import { openTestCode } from '../../../node/code/project.ts';

const code = openTestCode();
afterAll(() => code[Symbol.dispose]());
const signal = new AbortController().signal;

/** Both readings as `line:value`; of the graded one what it counts, and what it leaves open. */
async function readings(set: CodeSet, path: string, text: string) {
  const first = await firstReading(set, path, text, code, signal);
  const second = secondReading(set, path, text);
  if (first.type === 'unable' || second.type === 'unable')
    return { first: first.type, second: second.type, open: [] };
  const named = (items: readonly { readonly value: string; readonly line: number }[]): string[] =>
    items.map(({ value, line }) => `${line}:${value}`).sort();
  const counted = second.value.filter(({ grade }) => grade === 'must' || grade === 'should');
  const open = second.value.filter(({ grade }) => grade === 'may');
  return { first: named(first.value), second: named(counted), open: named(open) };
}

type Row = readonly [
  set: CodeSet,
  path: string,
  text: string,
  items: readonly string[],
  open?: readonly string[],
];

const rows: readonly Row[] = [
  [
    'imports',
    'a.ts',
    "import x, {y} from './x';\nimport type {T} from \"t\";\nimport 'side';",
    ['1:./x', '2:t', '3:side'],
  ],
  ['imports', 'a.ts', "import {\n  a,\n  b,\n} from\n  './x'", ['5:./x']],
  [
    'imports',
    'a.ts',
    "export {a} from './a'; export * from './b'; export * as c from './c'; export type {D} from './d'",
    ['1:./a', '1:./b', '1:./c', '1:./d'],
  ],
  ['imports', 'a.ts', "import fs = require('fs');\nimport A = B.C;", ['1:fs']],
  [
    'imports',
    'a.cjs',
    "const a = require('a');\nfunction f() { return require('b'); }\nconst g = () => require('c');\nconst {d} = require('d').e;",
    ['1:a', '4:d'],
  ],
  ['imports', 'a.cjs', "if (x) { require('a'); }", [], ['1:a']],
  [
    'imports',
    'a.ts',
    "// import 'a'\n/* import 'b' */\nconst s = \"import 'c'\", t = `import 'd'`;\nimport('e'); x.require('f');",
    [],
  ],
  [
    'imports',
    'a.js',
    "#!/usr/bin/env node\nimport {a as from} from 'x'; const r = /'import \"y\"/;",
    ['2:x'],
  ],
  [
    'imports',
    'a.tsx',
    "import React from 'react';\nconst a = <p title='it'>don't import 'x' {f('y')}</p>;\nimport b from 'b';",
    ['1:react', '3:b'],
  ],
  [
    'imports',
    'a.py',
    'import os, a.b as c\nfrom . import d\nfrom ..e.f import (g,\n  h)\nfrom __future__ import i',
    ['1:os', '1:a.b', '2:.', '3:..e.f', '5:__future__'],
  ],
  ['imports', 'a.py', '"""\nimport a\n"""\n# import b\nx = "import c"\ndef f():\n    import d', ['7:d']],
  [
    'exports',
    'a.ts',
    'export const a = 1, {b, c: d, ...e} = f(x, y), [g = 2] = h;',
    ['1:a', '1:b', '1:d', '1:e', '1:g'],
  ],
  [
    'exports',
    'a.ts',
    'export { a, b as c, d as default, type E };\nexport * from "x";\nexport * as ns from "y";',
    ['1:a', '1:c', '1:default', '1:E', '3:ns'],
  ],
  [
    'exports',
    'a.ts',
    'export default function foo() {}\nexport default class {}',
    ['1:default', '2:default'],
  ],
  [
    'exports',
    'a.ts',
    'export function f(a: string): void;\nexport function f(a: number): void;\nexport function f() {}',
    ['1:f', '2:f', '3:f'],
  ],
  [
    'exports',
    'a.ts',
    'export interface A {}\nexport type B = { export: 1 };\nexport enum C {}\nexport const enum D {}\nexport abstract class E {}\nexport declare const F: Map<string, number>, G: 1;',
    ['1:A', '2:B', '3:C', '4:D', '5:E', '6:F', '6:G'],
  ],
  [
    'exports',
    'a.cjs',
    "exports.a = 1;\nmodule.exports.b = 2;\nmodule.exports = { c, d: {x: 1}, 'e-f': 3, g() {}, get h() { return 1; }, ...i };",
    ['1:a', '2:b', '3:c', '3:d', '3:e-f', '3:g', '3:h'],
  ],
  ['exports', 'a.ts', '// export const a = 1\nconst b = "export const c = 1";\nx.export.y;', []],
  ['exports', 'a.py', '__all__ = ["a"]', []],
  [
    'functions',
    'a.ts',
    'function a() { function b() {} }\nasync function c() {}\nfunction* d() {}\nexport default async function e() {}\ndeclare function f(): void;',
    ['1:a', '1:b', '2:c', '3:d', '4:e', '5:f'],
  ],
  [
    'functions',
    'a.ts',
    'const a = function b() {};\nconst c = () => 1;\nclass D { e() {} }\nexport default function () {}\n(function g() {})();',
    [],
  ],
  ['functions', 'a.ts', 'const a = make(\n  function b() {},\n);', [], ['2:b']],
  ['functions', 'a.js', 'const a = 1\nfunction b() {}\nlet c = b / 2; function d() {} /x/g', ['2:b', '3:d']],
  [
    'functions',
    'a.py',
    '@x\ndef a():\n    def b(): pass\nasync def c(): pass\nclass D:\n    def e(self): pass',
    ['2:a', '4:c'],
  ],
  ['functions', 'a.py', 'if x:\n    def a(): pass', [], ['2:a']],
  [
    'classes',
    'a.ts',
    'class A extends B<C> {}\nexport abstract class D {}\n@Dec() class E {}\nconst f = class G {};\nexport default class {}',
    ['1:A', '2:D', '3:E'],
  ],
  ['classes', 'a.tsx', 'const a = <div className="class X {">class Y {}</div>;\nclass Z {}', ['2:Z']],
  ['classes', 'a.py', 'class A(B):\n    class C: pass\n# class D:\n', ['1:A', '2:C']],
  [
    'env-vars',
    'a.ts',
    "process.env.A; process.env['B']; process?.env?.C; import.meta.env.D; const {E, F: f = 1} = process.env;",
    ['1:A', '1:B', '1:C', '1:D', '1:E', '1:F'],
  ],
  ['env-vars', 'a.ts', "// process.env.A\nconst s = 'process.env.B'; process.env[name]; settings.env.C;", []],
  [
    'env-vars',
    'a.ts',
    'const s = `${process.env.A}`; process.env.B = 1; const env = process.env; env.C;',
    [],
    ['1:A', '1:B', '1:C'],
  ],
  [
    'env-vars',
    'a.py',
    'os.environ["A"]\nos.getenv("B", 1)\nos.environ.get(\'C\')\nos.environ[d]\n# os.getenv("E")',
    ['1:A', '2:B', '3:C'],
  ],
  ['env-vars', 'a.py', 'from os import environ\nenviron["A"]\nf"{os.environ[\'B\']}"', ['2:A'], ['3:B']],
  ['env-vars', 'a.go', 'a := os.Getenv("A") // os.Getenv("B")\nb := "os.Getenv(\\"C\\")"\n', ['1:A']],
  [
    'env-vars',
    'a.rs',
    'let a = std::env::var("A"); // std::env::var("B")\nprintln!("{:?}", env::var("C"));\nlet c = \'"\';',
    ['1:A', '2:C'],
  ],
  [
    'routes',
    'a.ts',
    "app.get('/a', h); router.post(\n  \"/b\",\n  h);\napi.route('/c');",
    ['1:/a', '2:/b', '4:/c'],
  ],
  ['routes', 'a.ts', "// app.get('/a')\nconst s = \"app.get('/b')\"; cache.get('/c'); app.get('title');", []],
  [
    'routes',
    'a.py',
    '@app.route("/a")\ndef f(): pass\n@router.get(\'/b\', x=1)\ndef g(): pass\nclient.get("/c")',
    ['1:/a', '3:/b'],
  ],
  [
    'todos',
    'a.ts',
    'a(); // TODO: x  \n/* FIXME y */ b();\n/**\n * TODO z\n * more */',
    ['1:TODO: x', '2:FIXME y', '4:TODO z'],
  ],
  ['todos', 'a.ts', 'const TODO = "TODO a"; const b = `TODO c`; // todo d, TODOS', []],
  ['todos', 'a.ts', '// TODO a TODO b', ['1:TODO a TODO b'], ['1:TODO b']],
  ['todos', 'a.tsx', 'const a = <p>TODO x {/* TODO y */}</p>;', ['1:TODO y']],
  ['todos', 'a.py', 'x = 1 # TODO a\n"""TODO b"""\ny = "# TODO c"', ['1:TODO a']],
  [
    'todos',
    'a.rs',
    '/* a /* TODO b */ FIXME c */\nlet x = r#"// TODO d"#;',
    ['1:TODO b */ FIXME c'],
    ['1:FIXME c'],
  ],
  ['routes', 'a.py', '@mock.patch("a.b")\ndef f(): pass', []],
  ['todos', 'a.css', '/* TODO a */ b { background: url(//TODO.x); }', ['1:TODO a']],
  ['todos', 'a.jsonc', '{ // TODO a\n "b": "// TODO c" }', ['1:TODO a']],
  ['todos', 'a.toml', 'a = "# TODO b" # TODO c\n', ['1:TODO c']],
  ['todos', 'a.ts', '', []],
];

const named = rows.map(([set, path, text, items, open = []]) => ({ set, path, text, items, open }));

describe('sets of code, by the parser and by the lexer', () => {
  it.each(named)('$set of $path: $text', async ({ set, path, text, items, open }) => {
    const found = await readings(set, path, text);
    if (path.endsWith('.py') && set === 'exports') {
      expect(found).toMatchObject({ first: 'unable', second: 'unable' });
      return;
    }
    expect(found.second).toEqual([...items].sort());
    expect(found.open).toEqual([...open].sort());
    if (open.length === 0) expect(found.first).toEqual([...items].sort());
  });

  it.each(named.filter(({ text }) => text.includes('\n')))(
    '$set of $path with CRLF: $text',
    async ({ set, path, text, items }) => {
      const found = await readings(set, path, text.replaceAll('\n', '\r\n'));
      if (found.second !== 'unable') expect(found.second).toEqual([...items].sort());
    },
  );

  it.each([
    ['functions', 'a.rb'],
    ['imports', 'README.md'],
    ['todos', 'a.sh'],
    ['env-vars', 'a.vue'],
    ['routes', 'a.go'],
  ] as const)('say that they cannot read %s of %s', async (set, path) => {
    const found = await readings(set, path, 'def x; end # TODO');
    expect(found).toMatchObject({ first: 'unable', second: 'unable' });
  });
});
