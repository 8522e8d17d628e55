import { describe, expect, it } from 'vitest';
import { commentRow, openRows } from './row.ts';

const judge = openRows();

async function stateOf(...args: Parameters<typeof commentRow>): Promise<string> {
  const verdict = await judge(commentRow(...args));
  return verdict.state === 'verified' ? 'verified' : `${verdict.state}: ${verdict.fails || verdict.unables}`;
}

describe('comments in TypeScript and JavaScript', () => {
  const code = 'export function add(a: number, b: number): number {\n  return a + b;\n}\n';

  it('verifies a doc comment, in LF, CRLF, without a final newline', async () => {
    const after = `/** Adds \`a\` and \`b\`. */\n${code}`;
    expect(await stateOf('a.ts', code, after)).toBe('verified');
    expect(await stateOf('a.ts', code.replaceAll('\n', '\r\n'), after)).toBe('verified');
    expect(await stateOf('a.ts', code.trimEnd(), after.trimEnd())).toBe('verified');
    expect(await stateOf('a.js', 'f(1);\n', '// calls f\nf(1);\n')).toBe('verified');
  });

  it('keeps a byte order mark that nobody mentions', async () => {
    const verdict = await judge(commentRow('a.ts', `\uFEFF${code}`, `// adds\n${code}`));
    expect(verdict.state).toBe('verified');
    expect((await judge(commentRow('a.ts', code, `\uFEFF// adds\n${code}`))).state).toBe('refuted');
  });

  it('refutes a comment with a line break behind return: the tokens are the same and the program is not', async () => {
    const before = 'export const f = () => {\n  return 1;\n};\n';
    expect(await stateOf('a.js', before, before.replace('return 1', 'return /* one\n */ 1'))).toContain(
      'how the code is read',
    );
    expect(await stateOf('a.js', before, before.replace('return 1', 'return /* one */ 1'))).toBe('verified');
  });

  it('refutes a change of code, of a string, of white space in a template', async () => {
    expect(await stateOf('a.ts', code, `// adds\n${code.replace('a + b', 'b + a')}`)).toContain('refuted');
    expect(await stateOf('a.js', 'f("a");\n', '// c\nf("b");\n')).toContain('refuted');
    expect(await stateOf('a.js', 'f(`a  b`);\n', '// c\nf(`a b`);\n')).toContain('refuted');
    expect(await stateOf('a.js', "f('a');\n", '// c\nf("a");\n')).toContain('refuted');
    expect(await stateOf('a.js', 'f(/a b/);\n', '// c\nf(/a  b/);\n')).toContain('refuted');
  });

  it('swallows code in a comment and is caught', async () => {
    expect(await stateOf('a.js', 'f();\ng();\n', 'f(); /*\ng(); */\n')).toContain('refuted');
  });

  it('takes comments that tools obey for code', async () => {
    for (const directive of [
      '// @ts-ignore',
      '// eslint-disable-next-line no-undef',
      '// prettier-ignore',
      '/* istanbul ignore next */',
      '/* c8 ignore next */',
      '//# sourceMappingURL=x.js',
    ]) {
      expect(await stateOf('a.js', 'f();\n', `${directive}\nf();\n`), directive).toContain('obey was added');
      expect(await stateOf('a.js', `${directive}\nf();\n`, '// plain\nf();\n'), directive).toContain(
        'obey is gone',
      );
      expect(await stateOf('a.js', `${directive}\nf();\n`, `// plain\n${directive}\nf();\n`), directive).toBe(
        'verified',
      );
      expect(
        await stateOf('a.js', `${directive}\nf();\ng();\n`, `f();\n${directive}\ng();\n`),
        directive,
      ).toContain('obey was moved');
    }
    expect(await stateOf('a.js', 'const x = /* @__PURE__ */ f();\n', 'const x = f(); // f\n')).toContain(
      'obey',
    );
    expect(await stateOf('a.js', '#!/usr/bin/env node\nf();\n', '// top\nf();\n')).toContain('refuted');
    expect(await stateOf('a.js', '#!/usr/bin/env node\nf();\n', '#!/usr/bin/env node\n// top\nf();\n')).toBe(
      'verified',
    );
    expect(await stateOf('a.ts', '/// <reference types="node" />\nf();\n', '// no\nf();\n')).toContain(
      'obey',
    );
  });

  it('leaves a directive at the top of a file alone when a comment comes below it', async () => {
    const before = '/* eslint-disable no-console */\n// @ts-check\nexport const one = 1;\n';
    expect(await stateOf('a.js', before, before.replace('export', '/** The one. */\nexport'))).toBe(
      'verified',
    );
    const next = '// @ts-ignore\nf();\n';
    expect(await stateOf('a.js', next, '// @ts-ignore\n// between\nf();\n')).toContain('obey was moved');
  });

  it('takes prose that only looks like a directive for prose', async () => {
    for (const prose of [
      '// global state lives here',
      '// the types are checked by eslint elsewhere',
      '// ignore the rest',
      '/** Exported for tests. */',
    ]) {
      expect(await stateOf('a.js', 'f();\n', `${prose}\nf();\n`), prose).toBe('verified');
    }
  });

  it('writes comments into JSX, where they are empty expressions', async () => {
    const before = 'export const x = (\n  <div>\n    <p>one  two</p>\n  </div>\n);\n';
    const after = before.replace('    <p>', '    {/* a paragraph */}\n    <p>');
    expect(await stateOf('a.tsx', before, after)).toBe('verified');
    expect(await stateOf('a.tsx', before, after.replace('one  two', 'one two'))).toContain('refuted');
    expect(await stateOf('a.tsx', before, before.replace('one  two', 'one {/* c */} two'))).toContain(
      'refuted',
    );
  });

  it('does not verify a change of white space alone', async () => {
    const spaced = 'f();\n\ng();\n';
    expect(await stateOf('a.js', 'f();\ng();\n', spaced, { instruction: 'tidy up' })).toContain('unproven');
    expect(await stateOf('a.js', 'f();\ng();\n', spaced)).toContain('no new comment stands there');
  });

  it('does not judge a file that does not parse', async () => {
    expect(await stateOf('a.ts', 'function (\n', '// c\nfunction (\n')).toContain('unproven');
  });
});

describe('comments in other languages', () => {
  it('Python: comments are free, docstrings and types are code, blocks stay blocks', async () => {
    const before =
      'import os\n\n\ndef area(width, height):\n    """Area."""\n    if width:\n        return width * height  # noqa: E501\n    return 0\n';
    expect(await stateOf('a.py', before, before.replace('def area', '# Multiplies.\ndef area'))).toBe(
      'verified',
    );
    expect(await stateOf('a.py', before, before.replace('"""Area."""', '"""The area."""'))).toContain(
      'refuted',
    );
    expect(await stateOf('a.py', before, before.replace('  # noqa: E501', ''))).toContain('obey is gone');
    expect(
      await stateOf('a.py', before, before.replace('    return 0', '    # type: ignore\n    return 0')),
    ).toContain('obey was added');
    expect(
      await stateOf('a.py', before, before.replace('    return 0', '        # end\n        return 0')),
    ).toContain('refuted');
    expect(await stateOf('a.py', before, before.replace('    return 0', '    # return 0'))).toContain(
      'refuted',
    );
    const coded = '# -*- coding: latin-1 -*-\nx = 1\n';
    expect(await stateOf('a.py', coded, '# a\n# b\n# -*- coding: latin-1 -*-\nx = 1\n')).toContain(
      'obey is gone',
    );
  });

  it('Go: comments are free, build lines are code, a line break in a comment ends a statement', async () => {
    const before = '//go:build linux\n\npackage main\n\nfunc add(a, b int) int {\n\treturn a + b\n}\n';
    expect(await stateOf('a.go', before, before.replace('func add', '// add adds a and b.\nfunc add'))).toBe(
      'verified',
    );
    expect(await stateOf('a.go', before, before.replace('//go:build linux', '// linux'))).toContain(
      'refuted',
    );
    expect(await stateOf('a.go', before, before.replace('return a', 'return /* the\nsum */ a'))).toContain(
      'refuted',
    );
    expect(await stateOf('a.go', before, before.replace('return a', 'return /* sum */ a'))).toBe('verified');
    const c = 'package main\n\n// #include <stdio.h>\nimport "C"\n';
    expect(await stateOf('a.go', c, c.replace('stdio.h', 'stdlib.h'))).toContain('obey');
  });

  it('Rust: doc comments stand above items', async () => {
    const before = 'pub fn add(a: i32, b: i32) -> i32 {\n    a + b\n}\n';
    expect(await stateOf('a.rs', before, `/// Adds \`a\` and \`b\`.\n${before}`)).toBe('verified');
    expect(await stateOf('a.rs', before, before.replace('a + b\n', 'a + b\n    /// the sum\n'))).toContain(
      'stands above nothing',
    );
    expect(await stateOf('a.rs', before, `${before}//! late\n`)).toContain('inner doc comment');
    expect(await stateOf('a.rs', before, `//! early\n${before}`)).toBe('verified');
    expect(await stateOf('a.rs', before, before.replace('a + b', 'b + a // c'))).toContain('refuted');
  });

  it('Java: Javadoc is judged, escapes are code', async () => {
    const before =
      'class A {\n    int add(int a, int b) {\n        return a + b;\n    }\n    void none() {\n    }\n}\n';
    const doc = (text: string): string =>
      before.replace('    int add', `    /**\n     * ${text}\n     */\n    int add`);
    expect(await stateOf('A.java', before, doc('Adds.\n     * @param a one\n     * @return the sum'))).toBe(
      'verified',
    );
    expect(await stateOf('A.java', before, doc('Adds.\n     * @param c one'))).toContain('no such parameter');
    expect(
      await stateOf(
        'A.java',
        before,
        before.replace('    void', '    /**\n     * @return it\n     */\n    void'),
      ),
    ).toContain('returns nothing');
    expect(
      await stateOf('A.java', before, before.replace('return a', '// \\u000a x\n        return a')),
    ).toContain('refuted');
  });

  it('CSS has no line comments, and white space can be code', async () => {
    const before = 'a:hover, .b .c {\n  color: red;\n  background: url(http://x.test/a.png);\n}\n';
    expect(await stateOf('a.css', before, `/* links */\n${before}`)).toBe('verified');
    expect(await stateOf('a.css', before, before.replace('  color', '  /* c */\n  color'))).toBe('verified');
    expect(await stateOf('a.css', before, `// links\n${before}`)).toContain('refuted');
    expect(await stateOf('a.css', before, before.replace('a:hover', 'a /* c */ :hover'))).toContain(
      'refuted',
    );
    expect(await stateOf('a.css', before, before.replace('red', 'blue /* c */'))).toContain('refuted');
    expect(await stateOf('a.scss', before, `// links\n${before}`)).toBe('verified');
  });

  it('JSON has no comments, JSON with comments has', async () => {
    const before = '{\n  "a": 1\n}\n';
    expect(await stateOf('a.json', before, '{\n  // one\n  "a": 1\n}\n')).toContain('refuted');
    expect(await stateOf('tsconfig.json', before, '{\n  // one\n  "a": 1\n}\n')).toBe('verified');
    expect(await stateOf('.vscode/settings.json', before, '{\n  // one\n  "a": 1\n}\n')).toBe('verified');
    expect(await stateOf('a.jsonc', before, '{\n  // one\n  "a": 2\n}\n')).toContain('refuted');
  });

  it('YAML and TOML', async () => {
    const yaml = 'a: 1\nb:\n  - x\n  - "y # no"\nc: |\n  text\n';
    expect(await stateOf('a.yaml', yaml, yaml.replace('b:', '# list\nb: # here'))).toBe('verified');
    expect(await stateOf('a.yaml', yaml, yaml.replace('  text', '  # text'))).toContain('refuted');
    expect(await stateOf('a.yaml', yaml, yaml.replace('  - x', '    - x # c'))).toContain('refuted');
    expect(await stateOf('a.yaml', yaml, yaml.replace('a: 1', 'a: 2 # c'))).toContain('refuted');
    const toml = '[a]\nb = "x # no"\nc = 1\n';
    expect(await stateOf('a.toml', toml, toml.replace('c = 1', '# see\nc = 1 # one'))).toBe('verified');
    expect(await stateOf('a.toml', toml, toml.replace('c = 1', 'c = 2 # one'))).toContain('refuted');
    expect(await stateOf('a.toml', toml, toml.replace('c = 1', '# c = 1'))).toContain('refuted');
  });

  it('is unproven where no parser reads the language', async () => {
    expect(await stateOf('a.sh', 'f\n', '# calls f\nf\n')).toContain('unproven');
    expect(await stateOf('a.vue', '<p/>\n', '<!-- p -->\n<p/>\n')).toContain('unproven');
  });
});
