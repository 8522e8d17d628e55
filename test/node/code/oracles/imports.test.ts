import { describe, expect, it } from 'vitest';
import type { Texts } from '../project.ts';
import { clean, openOracle } from './ask.ts';

const { ask, rewrite } = openOracle();
const question = { intent: 'imports' } as const;
const config =
  '{ "compilerOptions": { "strict": true, "module": "ESNext", "moduleResolution": "Bundler", "types": [] } }';

const files: Texts = {
  'tsconfig.json': config,
  'x.ts': 'export const a = 1;\nexport const b = 2;\nexport default class {}\n',
  'y.ts': "export const a = 1;\nexport { b as c } from './x';\n",
  'css.d.ts': "declare module '*.css' {\n  const text: string;\n  export default text;\n}\n",
};

function of(path: string, before: string, after: string, more: Texts = {}) {
  return ask({ ...files, ...more, [path]: before }, { [path]: after }, question);
}

describe('imports', () => {
  it('follows a name through re-exports to its declaration', async () => {
    const before = "import { b } from './x';\nexport const n = b;\n";
    expect(await of('m.ts', before, "import { c as b } from './y';\nexport const n = b;\n")).toEqual(clean);
    const other = await of('m.ts', before, "import { a as b } from './x';\nexport const n = b;\n");
    expect(other.problems).toContain('m.ts:2 b is bound to something else');
  });

  it('compares what is written where a module is not there', async () => {
    const before = "import { useState } from 'react';\nexport const n = useState;\n";
    expect(
      await of('m.ts', before, 'import {\n  useState,\n} from "react";\nexport const n = useState;\n'),
    ).toEqual(clean);
    const moved = await of(
      'm.ts',
      before,
      "import { useState } from 'preact';\nexport const n = useState;\n",
    );
    expect(moved.unsure).toContain("came from 'react' and comes from 'preact' now");
    const renamed = await of(
      'm.ts',
      before,
      "import { useEffect as useState } from 'react';\nexport const n = useState;\n",
    );
    expect(renamed.problems).toContain("useState was useState of 'react' and is useEffect of it now");
  });

  it('tells modules apart that one pattern declares', async () => {
    const before = "import a from './a.css';\nimport b from './b.css';\nexport const n = [a, b];\n";
    const swapped = "import b from './a.css';\nimport a from './b.css';\nexport const n = [a, b];\n";
    const sorted = "import b from './b.css';\nimport a from './a.css';\nexport const n = [a, b];\n";
    expect((await of('m.ts', before, swapped)).problems).toContain('bound to something else');
    expect(await of('m.ts', before, sorted)).toEqual(clean);
  });

  it('sees a global take the place of an import', async () => {
    const before = "import { Map } from './own';\nexport const n = new Map();\n";
    const more = { 'own.ts': 'export class Map {}\n' };
    const after = await of('m.ts', before, 'export const n = new Map();\n', more);
    expect(after.problems).toContain('Map is bound to something else: it comes from no import now');
  });

  it('lets a module stay for its effect only where its names went', async () => {
    const before = "import { a } from './x';\nexport const n = 1;\n";
    expect(await of('m.ts', before, "import './x';\nexport const n = 1;\n")).toEqual(clean);
    expect((await of('m.ts', before, "import './y';\nexport const n = 1;\n")).problems).toContain(
      "m.ts:1 import './y' is new, and is there for its effect",
    );
    const effect = "import './x';\nexport const n = 1;\n";
    expect((await of('m.ts', effect, 'export const n = 1;\n')).problems).toContain(
      "import './x', which is there",
    );
    expect((await of('m.ts', effect, "import { a } from './x';\nexport const n = 1;\n")).problems).toContain(
      "import './x', which is there",
    );
    const idle = await of(
      'm.ts',
      before,
      "import { a } from './x';\nimport { c } from './y';\nexport const n = 1;\n",
    );
    expect(idle.unsure).toContain("'./y' is newly imported, though nothing of it is used");
  });

  it('takes `export from`, `require` and nested imports for code', async () => {
    const before = "export { a } from './x';\nimport { b } from './x';\nexport const n = b;\n";
    const after = await of(
      'm.ts',
      before,
      "export { a } from './y';\nimport { b } from './x';\nexport const n = b;\n",
    );
    expect(after.problems).toContain(`m.ts:1 more than imports changed: "'./x'" became "'./y'"`);
    const script = "const x = require('./x');\nmodule.exports = x;\n";
    const required = await of('m.cjs', script, "const x = require('./y');\nmodule.exports = x;\n");
    expect(required.problems).toContain('more than imports changed');
    const equals = "import x = require('./x');\nexport const n = x.a;\n";
    const cjs = { 'tsconfig.json': config.replace('ESNext', 'Preserve') };
    expect(await of('m.ts', equals, "import x = require('./x.js');\nexport const n = x.a;\n", cjs)).toEqual(
      clean,
    );
    const swapped = await of('m.ts', equals, "import x = require('./y');\nexport const n = x.a;\n", cjs);
    expect(swapped.problems).toContain('x is bound to something else');
  });

  it('holds directives to their import, and comments to the code', async () => {
    const before =
      "// @ts-check\n// @ts-ignore\nimport { a } from './gone';\nimport { b } from './x';\n\n// Both.\nexport const n = [a, b];\n";
    const sorted =
      "// @ts-check\nimport { b } from './x';\n// @ts-ignore\nimport { a } from './gone';\n\n// Both.\nexport const n = [a, b];\n";
    expect(await of('m.ts', before, sorted)).toEqual(clean);
    const astray =
      "// @ts-check\n// @ts-ignore\nimport { b } from './x';\nimport { a } from './gone';\n\n// Both.\nexport const n = [a, b];\n";
    expect((await of('m.ts', before, astray)).problems).toContain('a comment that tools obey');
    expect((await of('m.ts', before, sorted.replace('// Both.\n', ''))).problems).toContain('"// Both."');
    expect((await of('m.ts', before, sorted.replace('// Both.', '// Both of them.'))).problems).toContain(
      'was added',
    );
  });

  it('lets the comment of an import go with what it imported', async () => {
    const before =
      "// For the sum.\nimport { a } from './x';\nimport { b } from './x';\nexport const n = b;\n";
    expect(await of('m.ts', before, "import { b } from './x';\nexport const n = b;\n")).toEqual(clean);
    const kept = await of(
      'm.ts',
      before,
      "import { a } from './x';\nimport { b } from './x';\nexport const n = b;\n",
    );
    expect(kept.problems).toContain('a comment is gone');
  });

  it('minds how a module is loaded', async () => {
    const more = {
      'd.json': '{ "a": 1 }',
      'tsconfig.json': config.replace('"types"', '"resolveJsonModule": true, "types"'),
    };
    const before = "import d from './d.json' with { type: 'json' };\nexport const n = d;\n";
    expect(
      await of(
        'm.ts',
        before,
        'import d from "./d.json" with { type: "json" };\nexport const n = d;\n',
        more,
      ),
    ).toEqual(clean);
    expect(
      (await of('m.ts', before, "import d from './d.json';\nexport const n = d;\n", more)).problems,
    ).toContain("how './d.json' is loaded changed");
  });

  it('reads CRLF, an empty file and several files at once', async () => {
    const before = "import { a } from './x';\r\nimport { b } from './x';\r\nexport const n = a + b;\r\n";
    expect(await of('m.ts', before, "import { a, b } from './x';\r\nexport const n = a + b;\r\n")).toEqual(
      clean,
    );
    expect((await of('m.ts', '', '\n')).unsure).toContain('no import changed');
    const pair: Texts = {
      ...files,
      'm.ts': "import { a } from './x';\nimport { b } from './x';\nexport const f = () => a + b;\n",
      'k.ts': "import { b } from './x';\nimport { f } from './m';\nexport const n = f() + b;\n",
    };
    const after = {
      'm.ts': "import { b, a } from './x';\nexport const f = () => a + b;\n",
      'k.ts': "import { f } from './m';\nimport { b } from './x';\nexport const n = f() + b;\n",
    };
    expect(await ask(pair, after, question)).toEqual(clean);
  });

  it('is unable, or unsure, where no compiler covers the file', async () => {
    const python = await ask({ 'a.py': 'import os\n' }, { 'a.py': 'import sys\n' }, question);
    expect(python.unable).toContain('a.py: the imports of Python need');
    const lone = {
      'a.js': "import { a } from './b.js';\nimport { c } from './b.js';\na(c);\n",
      'b.js': 'export const a = (x) => x;\nexport const c = 1;\n',
    };
    const merged = await ask(lone, { 'a.js': "import { a, c } from './b.js';\na(c);\n" }, question);
    expect(merged).toEqual({ problems: '', unsure: 'a.js: no tsconfig.json covers it', unable: '' });
    const swapped = await ask(
      lone,
      { 'a.js': "import { c as a, a as c } from './b.js';\na(c);\n" },
      question,
    );
    expect(swapped.problems).toContain('bound to something else');
  });

  it('sorts and clears imports by code, as the file is written', async () => {
    const before: Texts = {
      ...files,
      'm.ts':
        '// Head.\n\nimport { c } from "./y"\nimport { b } from "./x"\nimport { a } from "./x"\n\nexport const n = [c, a]\n',
      'n.ts': "import { a } from './x';\r\nimport { c } from './y';\r\n\r\nexport const n = [a, c];\r\n",
    };
    const made = await rewrite(before, ['m.ts', 'n.ts'], question);
    expect(made).toEqual({
      'm.ts': '// Head.\n\nimport { a } from "./x"\nimport { c } from "./y"\n\nexport const n = [c, a]\n',
    });
    expect(await ask(before, made as Texts, question)).toEqual(clean);
  });
});
