import { describe, expect, it } from 'vitest';
import { newTraces } from '../../../src/core/edit/traces/all.ts';
import { hiddenIn } from '../../../src/core/gate/hidden.ts';
import { secretsIn } from '../../../src/core/gate/secrets.ts';
import { growthOf, linear } from '../../support/growth.ts';

const kinds = (path: string | undefined, base: string, content: string, states?: string): readonly string[] =>
  newTraces(path, { text: base }, { text: content, lineStates: states }).map((trace) => trace.kind);

/** Adds one line to a small file. */
const added = (line: string, path = 'a.ts'): readonly string[] => kinds(path, 'f();\n', `f();\n${line}\n`);

describe('placeholders', () => {
  it.each([
    '// ...',
    '// \u2026',
    '# ...',
    '/* ... */',
    '<!-- ... -->',
    '  // ... existing code ...',
    '// ... rest of the code ...',
    '// rest of the code remains unchanged',
    '# ... (rest of the file unchanged)',
    '// existing code here',
    '// ... other methods ...',
    '// remaining implementation unchanged',
    '// [... omitted for brevity ...]',
    '// Code omitted for brevity',
    '// same as before',
    '// your code here',
    '// TODO: implement the rest here',
    '// add the remaining code below',
    '(rest of methods ...)',
    '[... existing code ...]',
    '... existing code ...',
    'foo(); // ... rest of function',
    '{/* ... other props ... */}',
    ' * ... existing fields ...',
  ])('finds %s', (line) => {
    expect(added(line)).toEqual(['placeholder']);
  });

  it.each([
    '// waits for the rest of the bytes',
    '// loading...',
    'const { a, ...rest } = b;',
    'f(...existing);',
    'const s = "// ... existing code ...";',
    "const s = '(rest of methods ...)';",
    '// reads the existing file, then the remaining ones',
    'const url = "http://x.test/...";',
    '// Returns the remaining time.',
    '// TODO: implement retries',
    '// add the rest of the bytes to the hash',
    '// keeps the original order',
    ' * ...',
    '[...existing]',
    '  ...rest',
    '  ...existing,',
    'type A = [...Rest];',
    '// and so on ...',
    '// the same as f, but async',
    '// see https://x.test/a...b',
  ])('leaves %s alone', (line) => {
    expect(added(line)).toEqual([]);
  });

  it('counts new minus old', () => {
    expect(kinds('a.ts', '// ...\nf();\n', '// ...\ng();\n')).toEqual([]);
    expect(kinds('a.ts', '// ...\nf();\n', '  // ...\ng();\n')).toEqual([]);
    expect(kinds('a.ts', '// ...\nf();\n', '// ...\n// ...\nf();\n')).toEqual(['placeholder']);
  });

  it('looks into long lines as well', () => {
    const rest = `export const b = "${'x'.repeat(400)}";`;
    const note = '/* ... existing code ... */';
    expect(added(`export const a = 1; ${note} ${rest}`)).toEqual(['placeholder']);
    expect(added(`${rest} // ... rest of the code ...`)).toEqual(['placeholder']);
    expect(added(`${rest}${note}${rest}${note}`)).toEqual(['placeholder', 'placeholder']);
    expect(added(`export const a = "${note}"; ${rest}`)).toEqual([]);
    expect(added(`${rest} // reads the existing file, then the rest of the code ...`)).toEqual([]);
    // What the long line had before is no new one.
    expect(kinds('a.ts', `f(); ${note} ${rest}\n`, `g(); ${note} ${rest}\n`)).toEqual([]);
    const [trace] = newTraces('a.ts', { text: '' }, { text: `${rest} ${note}\n` });
    expect(trace?.message).toBe('"... existing code ..." stands for code that was left out');
  });

  it('takes dots for prose in prose', () => {
    expect(added('# ...', 'README.md')).toEqual([]);
    expect(added('and so on ...', 'README.md')).toEqual([]);
    expect(added('<!-- ... rest of the file ... -->', 'README.md')).toEqual(['placeholder']);
  });

  it('takes a text of the program for content', () => {
    expect(kinds('a.ts', 'f();\n', 'f(`\n// ... existing code ...\n`);\n', 'css')).toEqual([]);
  });
});

describe('fences and markers', () => {
  it('finds them', () => {
    expect(added('```')).toEqual(['fence']);
    expect(added('```ts')).toEqual(['fence']);
    expect(added('~~~', 'a.py')).toEqual(['fence']);
    expect(added('<<<<<<< SEARCH')).toEqual(['marker']);
    expect(added('>>>>>>> REPLACE')).toEqual(['marker']);
    expect(added('<<<<<<< HEAD')).toEqual(['marker']);
    expect(added('=======')).toEqual(['marker']);
    expect(added('*** Begin Patch', 'README.md')).toEqual(['marker']);
    expect(added('@@ -1,2 +1,3 @@')).toEqual(['marker']);
    expect(kinds('README.md', 'one\n', '```markdown\none\ntwo\n```\n')).toEqual(['fence']);
  });

  it('leaves them alone where they are content', () => {
    expect(added('```ts', 'README.md')).toEqual([]);
    expect(added(' * ```ts')).toEqual([]);
    expect(added('/// ```', 'a.rs')).toEqual([]);
    expect(added('=======', 'README.md')).toEqual([]);
    expect(kinds('a.py', 'f()\n', 'f("""\n```\n""")\n', 'css')).toEqual([]);
    expect(kinds('a.ts', 'f();\n', '/*\n```\n*/\nf();\n', 'kkkc')).toEqual([]);
    expect(added('  ```', 'a.yaml')).toEqual([]);
    expect(added('x << 7;')).toEqual([]);
  });

  it('is not deceived by a template literal, which cannot hold a bare fence', () => {
    expect(kinds('a.ts', 'f();\n', '```ts\nf();\n```\n', 'css')).toEqual(['fence', 'fence']);
  });
});

describe('hidden characters', () => {
  it('finds what is not seen', () => {
    for (const character of [
      '\u200B',
      '\u202E',
      '\u2066',
      '\u00AD',
      '\uFEFF',
      '\u2060',
      '\u{E0041}',
      '\u0000',
      '\u3164',
    ]) {
      expect(added(`f("a${character}b");`), character.codePointAt(0)?.toString(16)).toEqual([
        'hidden character',
      ]);
    }
  });

  it('are those of the gate, whichever they are', () => {
    const isFound = (text: string): boolean => added(text).includes('hidden character');
    const differ: string[] = [];
    for (let code = 1; code < 0x11_0000; code += 1) {
      if ((code >= 0xd800 && code <= 0xdfff) || code === 0x0a) continue;
      const text = `a${String.fromCodePoint(code)}b`;
      if (hiddenIn(text).length > 0 && !isFound(text)) differ.push(code.toString(16));
    }
    expect(differ).toEqual([]);
    for (const text of ['a\u2800b', 'a\fb', 'a\u{13430}b']) expect(isFound(text), text).toBe(true);
    for (const text of ['\u2813\u2800\u283A', '\u05E9\u200F 100', '\u845B\u{E0100}']) {
      expect(isFound(text), text).toBe(false);
    }
  });

  it('leaves emoji, scripts that join, tabs and Chinese alone', () => {
    expect(added('f("\u{1F468}\u200D\u{1F469}\u200D\u{1F467} \u26A0\uFE0F");')).toEqual([]);
    expect(added('f("\u0646\u0645\u06CC\u200C\u062E\u0648\u0627\u0647\u0645");')).toEqual([]);
    expect(added('\tf("\u4F60\u597D\uFF0C");')).toEqual([]);
  });
});

describe('secrets', () => {
  // Put together here, so that no scanner takes this file for a leak.
  const join = (...parts: readonly string[]): string => parts.join('');
  it.each([
    join('AKIA', 'IOSFODNN7EXAMPLE'),
    join('ghp', '_', 'a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8'),
    join('sk', '-ant-', 'api03-a1B2c3D4e5F6g7H8i9J0'),
    join('-----BEGIN RSA ', 'PRIVATE KEY-----'),
    join('xox', 'b-123456789012-abcdefghijkl'),
    join('postgres://admin:', 'h7Gk29sLq', '@db.internal/app'),
  ])('finds %s', (secret) => {
    const traces = newTraces('a.ts', { text: '' }, { text: `const k = "${secret}";\n` });
    expect(traces.map((trace) => trace.kind)).toEqual(['secret']);
    expect(traces[0]?.message).not.toContain(secret);
  });

  const hex = '0123456789abcdef';
  it.each([
    join('SK', hex, hex),
    join('dop', '_v1_', hex, hex, hex, hex),
    join('dapi', hex, hex),
    join('key', '-', hex, hex),
    join('hvs', '.CAESIJ0123456789abcdefghij'),
    join('shpat', '_', hex, hex),
    join('sk', '-or-v1-', hex, hex),
    join('ya29', '.', hex, hex),
    join('123456789:', 'AA', 'Hd8fK2mQz7LpX9wVb3Nc5Rt1Yg6Js4Ea0'),
  ])('are those of the gate: %s', (secret) => {
    expect(secretsIn(`k ${secret}`)).toHaveLength(1);
    expect(added(`/** Reads it. ${secret} */`)).toEqual(['secret']);
    expect(added(`/** Reads it. ${secret.slice(0, 9)} */`)).toEqual([]);
  });

  it('finds a value on the line below its name, at its own line', () => {
    const value = '9f8Kd72mQx41Lz0pWv3T';
    const traces = newTraces('a.ts', { text: 'f();\n' }, { text: `f();\nconst apiKey =\n  "${value}";\n` });
    expect(traces).toMatchObject([{ kind: 'secret', line: 3 }]);
    expect(kinds('a.ts', 'f();\n', `f();\nconst apiName =\n  "${value}";\n`)).toEqual([]);
  });

  it('counts one that stands once more as new, where it is new', () => {
    const key = `"${join('AKIA', 'IOSFODNN7EXAMPLE')}"`;
    const traces = newTraces('a.ts', { text: `f(${key});\n` }, { text: `g(${key});\nf(${key});\n` });
    expect(traces).toMatchObject([{ kind: 'secret', line: 1 }]);
  });

  it('shows nothing of a short one', () => {
    const [trace] = newTraces('a.ts', { text: '' }, { text: `"redis://app:${'q7Rx'}@cache"\n` });
    expect(trace?.kind).toBe('secret');
    expect(trace?.message).not.toContain('q7');
  });

  it('finds a random value under a name that says secret', () => {
    expect(added('const apiKey = "9f8Kd72mQx41Lz0pWv3T";')).toEqual(['secret']);
    expect(added('password: "Tr0ub4dor-x9Zq"', 'a.yaml')).toEqual(['secret']);
  });

  it('leaves examples, references and old secrets alone', () => {
    expect(added('const apiKey = "your-api-key-here-1234";')).toEqual([]);
    expect(added('const token = process.env.TOKEN_FOR_X1;')).toEqual([]);
    expect(added('const password = "correct horse";')).toEqual([]);
    expect(added('url = "http://user:password@host/x"')).toEqual([]);
    expect(added('class="sk-loading-indicator-wrapper"', 'a.html')).toEqual([]);
    const key = `const k = "${join('AKIA', 'IOSFODNN7EXAMPLE')}";`;
    expect(kinds('a.ts', `${key}\n`, `export ${key}\n`)).toEqual([]);
  });
});

describe('chat tokens, line numbers, talk', () => {
  it('finds tokens of chats', () => {
    for (const token of [
      '<|im_end|>',
      '<|endoftext|>',
      '</think>',
      '<think>',
      '[/INST]',
      '<<SYS>>',
      '<end_of_turn>',
      '</tool_call>',
    ]) {
      expect(added(`// ${token}`), token).toEqual(['chat token']);
    }
    expect(added('const x = a < b | c > d;')).toEqual([]);
    expect(added('const x: A<|B|> = 1;'.replace('<|B|>', '<B | C>'))).toEqual([]);
  });

  it('finds line numbers that count the lines of this file', () => {
    expect(kinds('a.ts', 'a();\nb();\n', '1 | a();\n2 | b();\n')).toEqual(['line number', 'line number']);
    expect(kinds('a.ts', 'a();\nb();\n', 'a();\n2: b();\n')).toEqual(['line number']);
    expect(kinds('a.py', 'a()\nb()\n', 'a()\n2\u2192b(1)\n')).toEqual(['line number']);
    expect(kinds('a.ts', 'f();\n', 'f();\n2 | g();\n')).toEqual(['line number']);
  });

  it('leaves maps, tables and unions alone', () => {
    expect(kinds('a.py', 'd = {\n}\n', "d = {\n    1: 'a',\n    2: 'b',\n}\n")).toEqual([]);
    expect(kinds('a.yaml', 'a: 1\n', 'a: 1\n10: x\n11: y\n')).toEqual([]);
    expect(kinds('README.md', 'x\n', 'x\n\n1 | one\n2 | two\n')).toEqual([]);
    expect(kinds('a.tsv', '1\tx\n', '1\tx\n2\ty\n3\tz\n')).toEqual([]);
    expect(added('type A =\n  | 1\n  | 2;')).toEqual([]);
  });

  it('finds talk around code', () => {
    for (const line of [
      "Here's the updated function:",
      'Sure! Here is the code:',
      'I have added a doc comment.',
      'Let me know if you need anything else.',
      'This change adds a check.',
    ]) {
      expect(added(line), line).toEqual(['prose']);
    }
    expect(added("// Here's the updated function")).toEqual(['prose']);
    expect(kinds('README.md', 'one\n', 'Sure! Here is the updated file:\none\n')).toEqual(['prose']);
    expect(kinds('a.sh', 'f\n', 'f\nThis line is no code at all.\n', 'cc')).toEqual(['prose']);
  });

  it('leaves comments, texts and documents alone', () => {
    expect(added('// Here is an example of a call.')).toEqual([]);
    expect(added('// This function parses the date.')).toEqual([]);
    expect(added(' * Note that the list is sorted.')).toEqual([]);
    expect(kinds('a.tsx', 'f();\n', 'f(\nWelcome to the app of the year.\n);\n', 'csc')).toEqual([]);
    expect(kinds('a.sh', 'f\n', 'f\nThis is the usage of it.\n')).toEqual([]);
    expect(added('note: here is the value', 'a.yaml')).toEqual([]);
    expect(added('I have added three examples.', 'docs/guide.md').length).toBeLessThan(2);
  });
});

describe('a line of 100 KB', () => {
  const size = 100_000;
  it.each([
    ['blanks inside', `a${' '.repeat(size)}b`],
    ['words with points', 'a.'.repeat(size / 2)],
    ['numbers with points', '1.'.repeat(size / 2)],
    ['openings of comments', '/*'.repeat(size / 2)],
    ['openings of markup comments', '<!--'.repeat(size / 4)],
    ['marks of line comments', `${'(#'.repeat(size / 2)}://`],
    ['quotes that nothing closes', '\\"'.repeat(size / 2)],
    ['dots and blanks', `...${' '.repeat(size)}!`],
    ['a fence and blanks', `\`\`\`${' '.repeat(size)}!`],
    ['a heading of a chat and blanks', `### Response${' '.repeat(size)}x`],
    ['parts of signed tokens', 'eyJaaaaaaaaaa.'.repeat(size / 14)],
    ['schemes', 'a://b:'.repeat(size / 6)],
  ])('takes time in proportion: %s', async (_name, line) => {
    for (const path of ['a.ts', 'a.md', 'a.json']) {
      const work = (length: number): unknown => {
        const part = line.slice(0, length / 2) + line.slice(-length / 2);
        return newTraces(path, { text: part }, { text: `${part}c` });
      };
      expect(await growthOf(work, size / 8), path).toBeLessThan(linear);
    }
  });

  it('still shows its traces', () => {
    const filler = 'a.'.repeat(size / 2);
    expect(added(`${filler} <|im_end|>`)).toEqual(['chat token']);
    expect(added(`\`\`\`ts${' '.repeat(size)}`)).toEqual(['fence']);
    expect(added(`Let me know if it fits.${' '.repeat(size)}`)).toEqual(['prose']);
    expect(added(`// Here is the updated file */${' '.repeat(size)}`)).toEqual(['prose']);
  });
});
