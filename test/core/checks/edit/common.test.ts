import { describe, expect, it } from 'vitest';
import { hashOf } from '../../../node/code/project.ts';
import { openRows, type Row } from './row.ts';

const judge = openRows();

const code = 'export function add(a: number, b: number): number {\n  return a + b;\n}\n';
const files = { 'a.ts': code, 'b.ts': 'export const one = 1;\n' };

function row(
  edits: readonly unknown[],
  task: Readonly<Record<string, unknown>> = {},
  more: Partial<Row> = {},
): Row {
  return { files, task: { intent: 'comments', paths: ['a.ts'], ...task }, result: { edits }, ...more };
}

async function say(...args: Parameters<typeof row>): Promise<string> {
  const verdict = await judge(row(...args));
  return verdict.state === 'verified' ? 'verified' : `${verdict.state}: ${verdict.fails || verdict.unables}`;
}

const comment = {
  path: 'a.ts',
  range: [1, 1],
  replace: '// adds\nexport function add(a: number, b: number): number {',
};

describe('the contract of the result', () => {
  it('is closed: unknown keys, missing keys and other types refute', async () => {
    expect(await say([comment])).toBe('verified');
    for (const edit of [
      { ...comment, note: 'x' },
      { path: 'a.ts', range: [1, 1] },
      { path: 'a.ts', range: ['1', 1], replace: '' },
      { path: 'a.ts', range: [1, 1, 1], replace: '' },
      { path: 'a.ts', search: 'a', replace: 'b', startLine: '12' },
      { path: 'a.ts', search: 'a', replace: 'b', startLine: 1.5 },
      { path: 'a.ts', search: 'a', replace: 'b', startLine: null },
      { path: 'a.ts', search: 'a', replace: 'b', whole: 'c' },
      { path: 'a.ts', search: 'a', replace: 'b', replaceAll: true },
      { path: 1, whole: 'c' },
    ]) {
      expect(await say([edit]), JSON.stringify(edit)).toContain('refuted');
    }
    expect((await judge({ ...row([]), result: { edits: [comment], done: true } })).state).toBe('refuted');
    expect((await judge({ ...row([]), result: {} })).state).toBe('refuted');
    expect((await judge({ ...row([]), result: [comment] })).state).toBe('refuted');
  });

  it('says something', async () => {
    expect(await say([])).toContain('the result holds no edit');
  });
});

describe('applying', () => {
  it('refutes what does not stand exactly once, and shows the nearest lines', async () => {
    expect(await say([{ path: 'a.ts', search: 'return  a + b', replace: 'x' }])).toContain(
      'nearest lines begin at line 2',
    );
    expect(await say([{ path: 'a.ts', search: 'number', replace: 'x' }])).toContain('3 times');
    expect(
      await say([{ path: 'a.ts', search: '  return a + b;\n', replace: '  // sum\n  return a + b;\n' }]),
    ).toBe('verified');
    expect(await say([{ path: 'a.ts', search: 'return a + b; ', replace: 'x' }])).toContain('refuted');
  });

  it('does not take a tolerant place for one', async () => {
    const indented = { path: 'a.ts', search: 'return a + b;\n}', replace: '// sum\nreturn a + b;\n}' };
    const other = { path: 'a.ts', search: '    return a + b;', replace: '    // sum\n    return a + b;' };
    expect(await say([indented])).toContain('verified');
    expect(await say([other])).toContain('read tolerantly it would stand once (a.ts: uniform_indent)');
  });

  it('is stale where the file is not the one that was handed out', async () => {
    const base = { 'a.ts': hashOf('other') };
    expect(await say([comment], { base })).toContain('stale');
    expect(await say([{ path: 'a.ts', whole: `// adds\n${code}` }], { base })).toContain('stale');
    // A search that still stands once is located again; one that does not is stale, not wrong.
    expect(await say([{ path: 'a.ts', search: '  return', replace: '  // sum\n  return' }], { base })).toBe(
      'verified',
    );
    expect(await say([{ path: 'a.ts', search: '  give', replace: '  // sum\n  give' }], { base })).toContain(
      'stale',
    );
    expect(await say([comment], { base: { 'a.ts': hashOf(code) } })).toBe('verified');
    expect(
      await say([{ path: 'gone.ts', whole: '// x\n' }], {
        paths: ['gone.ts'],
        base: { 'gone.ts': hashOf('x') },
      }),
    ).toContain('stale');
  });

  it('takes no line of the file that was handed out for one of the file that moved', async () => {
    const old = 'step();\nmark();\nstep();\nmark();\nend();\n';
    const now = `// a\n// b\n${old}`;
    const second = { path: 'a.ts', search: 'mark();', replace: 'mark(); // the second', startLine: 4 };
    const at = (text: string, edit: unknown) =>
      say([edit], { base: { 'a.ts': hashOf(old) } }, { files: { ...files, 'a.ts': text } });
    // Line 4 of the moved file is the first one.
    expect(await at(now, second)).toMatch(/^stale: .*2 times/);
    expect(await at(old, second)).toBe('verified');
    // An anchor that stands once needs no line, and a wrong one does it no harm.
    expect(await at(now, { ...second, search: 'end();', replace: 'end(); // it' })).toBe('verified');
  });

  it('refutes a wrong edit of a moved file for what is wrong with it besides', async () => {
    const base = { 'a.ts': hashOf('other') };
    expect(await say([comment, { path: 'b.ts', whole: 'x\n' }], { base })).toContain('refuted');
  });

  it('creates a file by its whole text only', async () => {
    const paths = ['new.ts'];
    expect(await say([{ path: 'new.ts', whole: '// nothing yet\n' }], { paths })).toBe('verified');
    expect(await say([{ path: 'new.ts', search: 'a', replace: 'b' }], { paths })).toContain('refuted');
    expect(await say([{ path: 'new.ts', range: [1, 1], replace: 'b' }], { paths })).toContain('refuted');
  });

  it('works on an empty file and on one without a final newline', async () => {
    const empty = { files: { 'a.ts': '' } };
    expect(await say([{ path: 'a.ts', whole: '// nothing yet\n' }], {}, empty)).toBe('verified');
    expect(await say([{ path: 'a.ts', search: '', replace: '// x' }], {}, empty)).toContain('refuted');
    const open = { files: { 'a.ts': 'f();' } };
    expect(await say([{ path: 'a.ts', range: [1, 1], replace: '// calls f\nf();' }], {}, open)).toBe(
      'verified',
    );
    expect(await say([{ path: 'a.ts', whole: '// calls f\nf();\n' }], {}, open)).toContain('adds a newline');
  });
});

describe('scope', () => {
  it('holds every path to the letter', async () => {
    expect(await say([comment, { path: 'b.ts', search: 'export', replace: '// one\nexport' }])).toContain(
      'b.ts is not a file that may change',
    );
    expect(await say([{ ...comment, path: './a.ts' }])).toContain('not a file that may change');
    expect(await say([{ ...comment, path: 'A.ts' }])).toContain('not a file that may change');
    expect(await say([{ path: 'new.ts', whole: '// x\n' }])).toContain('not a file that may change');
    expect(
      await say([comment, { path: 'b.ts', search: 'export', replace: '// one\nexport' }], {
        paths: ['a.ts', 'b.ts'],
      }),
    ).toBe('verified');
  });
});

describe('what is left behind, the shape of the file', () => {
  it('refutes whatever the intent', async () => {
    const with_ = (line: string) =>
      say([{ path: 'a.ts', range: [2, 2], replace: `  ${line}\n  return a + b;` }]);
    expect(await with_('// ... existing code ...')).toContain('left out');
    expect(await with_('// a\u200Bb')).toContain('U+200B');
    expect(await with_('// <|im_end|>')).toContain('chat');
    expect(await with_('// the sum')).toBe('verified');
    const general = { intent: 'general' };
    const fenced = await judge(row([{ path: 'a.ts', whole: `\`\`\`ts\n${code}\`\`\`\n` }], general));
    expect(fenced.fails).toContain('fence');
    const placeholder = await judge(
      row([{ path: 'a.ts', search: 'return a + b;', replace: '// ... rest of the code ...' }], general),
    );
    expect(placeholder.fails).toContain('left out');
  });

  it('shrinks by at most 30 % where a file is given whole', async () => {
    const long = `// ${'x'.repeat(97)}\n`;
    const text = long.repeat(10);
    const shorter = (count: number): Row => ({
      files: { 'a.ts': text },
      task: { intent: 'comments', paths: ['a.ts'] },
      result: { edits: [{ path: 'a.ts', whole: long.repeat(count) }] },
    });
    expect((await judge(shorter(7))).fails).not.toContain('loses');
    expect((await judge(shorter(6))).fails).toContain('loses 40 %');
    const edits = [{ path: 'a.ts', range: [2, 10], replace: '' }];
    expect((await judge({ ...shorter(1), result: { edits } })).fails).not.toContain('loses');
  });

  it('keeps CRLF', async () => {
    const crlf = { files: { 'a.ts': code.replaceAll('\n', '\r\n') } };
    expect(await say([comment], {}, crlf)).toBe('verified');
    expect(await say([{ ...comment, replace: comment.replace.replace('\n', '\r\n') }], {}, crlf)).toBe(
      'verified',
    );
    expect(await say([{ ...comment, replace: comment.replace.replace('\n', '\r\n') }])).toContain(
      'the file has LF',
    );
  });
});

describe('work that is claimed', () => {
  it('needs a receipt', async () => {
    const with_ = (line: string) =>
      say([{ path: 'a.ts', range: [2, 2], replace: `  // ${line}\n  return a + b;` }]);
    expect(await with_('I verified that this is right.')).toContain('unproven');
    expect(await with_('All tests pass with this.')).toContain('unproven');
    expect(await with_('We checked every file.')).toContain('unproven');
    expect(await with_('Values are checked once.')).toBe('verified');
    expect(await with_('We checked above that both are there.')).toBe('verified');
  });
});

describe('what the instruction limits', () => {
  const two = {
    path: 'a.ts',
    range: [1, 1],
    replace: '// adds\n// two numbers\nexport function add(a: number, b: number): number {',
  };

  it('counts lines, added and removed', async () => {
    expect(await say([two], { instruction: 'Change at most 2 lines.' })).toBe('verified');
    expect(await say([two], { instruction: 'Change at most 1 line.' })).toContain('2 lines change');
    expect(await say([two], { instruction: 'Add comments, at most 1 line changed.' })).toContain(
      '2 lines change',
    );
    expect(await say([two], { instruction: 'Change fewer than two lines.' })).toContain('2 lines change');
    expect(await say([two], { instruction: 'Add a comment to add, in at most one line.' })).toContain(
      'the comment has 2 lines',
    );
    expect(await say([two], { instruction: 'Add a comment to add of no more than two lines.' })).toBe(
      'verified',
    );
  });

  it('knows what must not be touched', async () => {
    const both = [comment, { path: 'b.ts', search: 'export', replace: '// one\nexport' }];
    const paths = ['a.ts', 'b.ts'];
    expect(await say(both, { paths, instruction: 'Add comments. Do not touch b.ts.' })).toContain(
      'b.ts must not change',
    );
    expect(await say([comment], { paths, instruction: 'Add comments. Do not touch b.ts.' })).toBe('verified');
    expect(
      await say(both, { paths, instruction: 'Add comments to a.ts without changing any other file.' }),
    ).toContain('no other file may change');
    const inside = { path: 'a.ts', range: [2, 2], replace: '  // sum\n  return a + b;' };
    expect(await say([inside], { instruction: 'Add a comment but do not touch `add`.' })).toContain(
      'add must not change',
    );
    expect(await say([comment], { instruction: 'Add a comment, do not change the code.' })).toBe('verified');
    expect(await say([comment], { instruction: 'Add a comment. Leave the imports untouched.' })).toBe(
      'verified',
    );
    expect(
      await say([comment], { instruction: 'Add a comment. Never change the mood of the reader.' }),
    ).toContain('unproven');
  });
});
