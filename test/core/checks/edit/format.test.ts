import { readFileSync } from 'node:fs';
import { format as prettify, type Options } from 'prettier';
import { describe, expect, it } from 'vitest';
import { formSamples, type FormSample } from './formSamples.ts';
import { openRows, type Judged } from './row.ts';

const verify = openRows();

function judge(path: string, before: string, after: string): Promise<Judged> {
  return verify({
    files: { [path]: before },
    task: { intent: 'format', instruction: 'format it', paths: [path] },
    result: { edits: [{ path, whole: after }] },
  });
}

function changed(sample: FormSample, [from, to]: FormSample['right'][number]): string {
  const after = sample.text.replace(from, to);
  if (after === sample.text) throw new Error(`${sample.path} has no ${String(from)}`);
  return after;
}

/** Every right change of a sample made at once with some of the others, so that each is met in company as well. */
function together(sample: FormSample, offset: number): string {
  return sample.right.reduce(
    (text, [from, to], at) => ((at + offset) % 3 === 0 ? text.replace(from, to) : text),
    sample.text,
  );
}

describe('format', () => {
  it('verifies changes of form alone, in every language', async () => {
    const missed: string[] = [];
    let count = 0;
    for (const sample of formSamples) {
      const texts = [
        ...sample.right.map((one) => changed(sample, one)),
        ...[0, 1, 2].map((at) => together(sample, at)),
      ];
      for (const text of texts) {
        if (text === sample.text) continue;
        count += 1;
        const judged = await judge(sample.path, sample.text, text);
        if (judged.state !== 'verified')
          missed.push(`${sample.path}: ${judged.fails}${judged.unables}\n${text}`);
      }
    }
    expect(count).toBeGreaterThan(140);
    expect(missed).toEqual([]);
  });

  it('verifies no change of what is said, in any language', async () => {
    const verified: string[] = [];
    let count = 0;
    for (const sample of formSamples) {
      for (const one of sample.wrong) {
        count += 1;
        const judged = await judge(sample.path, sample.text, changed(sample, one));
        if (judged.state !== 'refuted')
          verified.push(`${sample.path} ${judged.state}: ${one.map(String).join(' -> ')}`);
      }
    }
    expect(count).toBeGreaterThan(200);
    expect(verified).toEqual([]);
  });

  it('refutes a change of what is said amid changes of form', async () => {
    const verified: string[] = [];
    let count = 0;
    for (const sample of formSamples) {
      const [form] = sample.right;
      for (const [from, to] of sample.wrong) {
        if (form === undefined) continue;
        const after = sample.text.replace(from, to);
        const both = after.replace(form[0], form[1]);
        if (both === after) continue;
        count += 1;
        const judged = await judge(sample.path, sample.text, both);
        if (judged.state === 'verified') verified.push(`${sample.path}: ${String(from)} -> ${to}`);
      }
    }
    expect(count).toBeGreaterThan(150);
    expect(verified).toEqual([]);
  });
});

const styles: readonly Options[] = [
  { useTabs: true, singleQuote: false, semi: true, trailingComma: 'none', printWidth: 40 },
  {
    tabWidth: 4,
    singleQuote: true,
    semi: false,
    trailingComma: 'all',
    printWidth: 40,
    arrowParens: 'avoid',
    jsxSingleQuote: true,
  },
  {
    tabWidth: 3,
    quoteProps: 'consistent',
    trailingComma: 'es5',
    printWidth: 160,
    bracketSpacing: false,
    objectWrap: 'collapse',
  },
];

/** Files of this repository, of many kinds. */
const own = [
  'src/core/text.ts',
  'src/core/edit/engine.ts',
  'src/core/edit/locate.ts',
  'src/core/checks/edit/directives.ts',
  'src/node/code/shape.ts',
  'src/node/code/worker.ts',
  'src/node/code/oracles/program.ts',
  'src/webview/run.ts',
  'src/webview/markdown.ts',
  'media/chat.css',
  'media/chat/card.css',
  'package.json',
];

describe('format, with a formatter of the trade as a witness', () => {
  const prettierReads = /\.(?:[jt]sx?|css|json|ya?ml)$/u;
  const texts: (readonly [string, string])[] = [
    ...formSamples
      .filter(({ path }) => prettierReads.test(path))
      .map(({ path, text }) => [path, text] as const),
    ...own.map(
      (path) => [path, readFileSync(new URL(`../../../../${path}`, import.meta.url), 'utf8')] as const,
    ),
  ];

  it.each(texts)('verifies what it makes of %s', async (path, text) => {
    let count = 0;
    for (const style of styles) {
      // What stands in templates is content (contracts rule 50), whatever language it seems to be.
      const after = await prettify(text, { ...style, filepath: path, embeddedLanguageFormatting: 'off' });
      if (after === text) continue;
      count += 1;
      const judged = await judge(path, text, after);
      expect(`${judged.state} ${judged.fails}${judged.unables}`, after).toBe('verified ');
    }
    expect(count).toBeGreaterThan(0);
  });
});

describe('format, what a finding says', () => {
  it.each([
    ['a.ts', "f('a');\n", "f('b');\n", 1, "the string 'a' became 'b'"],
    ['a.ts', 'f(1); // x\n', 'f(1);\n', 1, 'the comment `// x` is gone'],
    [
      'a.ts',
      'let o = {\n  a: 1,\n  b: 1,\n};\n',
      'let o = {\n  b: 1,\n  a: 1,\n};\n',
      2,
      'the member b now stands before the member a',
    ],
    ['a.ts', 'let a = (1 + 2) * 3;\n', 'let a = 1 + 2 * 3;\n', 1, 'read in another way'],
    ['a.ts', 'f();\n', 'f();\n// x\n', 2, 'the comment `// x` is new'],
    ['a.ts', 'f(1);\ng(2);\n', 'f(1);\n', 1, 'is gone'],
    ['a.ts', 'f(1);\n', 'f(1;\n', 1, 'parse'],
    ['a.css', 'a { color: red }\n', 'a { color: blue }\n', 1, '"red" became "blue"'],
    ['a.py', 'x = 1\ny = 2\n', 'x = 1\ny = 3\n', 2, 'the number 2 became 3'],
    ['a.yaml', 'a: 1\nb: 2\n', 'b: 2\na: 1\n', 1, 'now stands before'],
  ])('%s: %j to %j', async (path, before, after, line, message) => {
    const judged = await judge(path, before, after);
    expect(judged.state).toBe('refuted');
    expect(judged.fails).toContain(message);
    expect(judged.findings.some((one) => one.message.includes(message) && one.line === line)).toBe(true);
  });
});

describe('format, at its edges', () => {
  it('leaves a file that did not parse unproven', async () => {
    const judged = await judge('a.ts', 'let a = ;\n', 'let  a = ;\n');
    expect(judged.state).toBe('unproven');
    expect(judged.unables).toContain('does not parse before');
  });

  it('leaves a language that no parser here reads unproven', async () => {
    const judged = await judge('a.md', '# A\n', '#  A\n');
    expect(judged.state).toBe('unproven');
    expect(judged.unables).toContain('no parser here reads');
  });

  it.each(['a.ts', 'a.py', 'a.go'])('keeps CRLF, a byte order mark and Chinese text of %s', async (path) => {
    const lines =
      {
        'a.ts': ['let a = "\u4e2d\u6587 x";', '// \u6ce8\u91ca', 'f( a );'],
        'a.py': ['a = "\u4e2d\u6587 x"', '# \u6ce8\u91ca', 'f( a )'],
        'a.go': ['package a', '// \u6ce8\u91ca', 'var a = f( "\u4e2d\u6587 x" )'],
      }[path] ?? [];
    const before = `\uFEFF${lines.join('\r\n')}\r\n`;
    const after = `${lines.join('\n').replace('( ', '(')}\n`;
    expect((await judge(path, before, after)).state).toBe('verified');
    expect((await judge(path, before, after.replace('\u6587', '\u5b57'))).state).toBe('refuted');
  });

  it('does not take a directive from the line it holds for', async () => {
    const before = '// eslint-disable-next-line no-console\nconsole.log(1, 2);\n';
    const apart = '// eslint-disable-next-line no-console\n\nconsole.log(1, 2);\n';
    const broken = '// eslint-disable-next-line no-console\nconsole.log(\n  1,\n  2,\n);\n';
    const quiet = '// eslint-disable-next-line no-console\nconsole.log( 1, 2 )\n';
    expect((await judge('a.ts', before, apart)).state).toBe('refuted');
    expect((await judge('a.ts', before, broken)).state).toBe('unproven');
    expect((await judge('a.ts', before, quiet)).state).toBe('verified');
  });

  it('is not fooled where a line break ends a statement', async () => {
    const before = 'const a = b\n;(c || d).e()\n';
    expect((await judge('a.js', before, 'const a = b;\n(c || d).e();\n')).state).toBe('verified');
    expect((await judge('a.js', before, 'const a = b\n(c || d).e()\n')).state).toBe('refuted');
    const go = 'package a\n\nfunc f() int {\n\treturn g(1,\n\t\t2)\n}\n';
    expect((await judge('a.go', go, 'package a\n\nfunc f() int {\n\treturn g(1, 2)\n}\n')).state).toBe(
      'verified',
    );
    expect((await judge('a.go', go, 'package a\n\nfunc f() int {\n\treturn\n\tg(1, 2)\n}\n')).state).toBe(
      'refuted',
    );
  });

  it('tells an optional chain from a closed one', async () => {
    expect((await judge('a.ts', '(a?.b).c;\n', 'a?.b.c;\n')).state).toBe('refuted');
    expect((await judge('a.ts', '(a?.b);\n', 'a?.b;\n')).state).toBe('verified');
  });
});
