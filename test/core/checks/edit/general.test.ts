import { describe, expect, it } from 'vitest';
import { openRows, type Row } from './row.ts';

const judge = openRows();
const files = {
  'tsconfig.json': '{ "compilerOptions": { "strict": true } }',
  'a.ts': 'export function add(a: number, b: number): number {\n  return a + b;\n}\n',
  'b.ts': "import { add } from './a';\nexport const three = add(1, 2);\n",
};

function row(edits: readonly unknown[], more: Partial<Row> = {}): Row {
  return {
    files,
    task: { intent: 'general', instruction: 'change it', paths: ['a.ts', 'b.ts'] },
    result: { edits },
    ...more,
  };
}

describe('a general change', () => {
  it('is at best unproven, and says that no test has run', async () => {
    const verdict = await judge(row([{ path: 'a.ts', search: 'a + b', replace: 'b + a' }]));
    expect(verdict.state).toBe('unproven');
    expect(verdict.fails).toBe('');
    expect(verdict.unables).toContain("no run of the user's own tests");
  });

  it('says that commands are not run', async () => {
    const verdict = await judge(
      row([{ path: 'a.ts', search: 'a + b', replace: 'b + a' }], { commands: [['npm', 'test']] }),
    );
    expect(verdict.state).toBe('unproven');
    expect(verdict.unables).toContain('1 approved check commands are not run');
  });

  it('is refuted by syntax and by types, also in a file that did not change', async () => {
    expect(
      (await judge(row([{ path: 'a.ts', search: 'return a + b;', replace: 'return a +;' }]))).fails,
    ).toContain('edit.syntax a.ts:2');
    expect(
      (await judge(row([{ path: 'a.ts', search: 'return a + b;', replace: 'return "x";' }]))).fails,
    ).toContain('TS2322');
    expect(
      (await judge(row([{ path: 'a.ts', search: 'b: number)', replace: 'b: string)' }]))).fails,
    ).toContain('edit.types b.ts:2');
  });

  it('puts a finding on the claim whose lines it is about', async () => {
    const verdict = await judge(
      row([
        { path: 'b.ts', search: 'three', replace: 'four' },
        { path: 'a.ts', search: 'return a + b;', replace: '// sum\n  return "x";' },
      ]),
    );
    expect(verdict.findings.find((finding) => finding.level === 'fail')).toMatchObject({
      claim: 'edit-2',
      path: 'a.ts',
      line: 3,
    });
  });

  it('names what was not checked', async () => {
    const lone = { 'a.py': 'def f(a):\n    return a\n' };
    const py = { files: lone, task: { intent: 'general', instruction: 'change it', paths: ['a.py'] } };
    const fine = await judge(row([{ path: 'a.py', search: 'return a', replace: 'return -a' }], py));
    expect(fine.state).toBe('unproven');
    expect(
      (await judge(row([{ path: 'a.py', search: 'return a', replace: 'return (a' }], py))).fails,
    ).toContain('edit.syntax a.py:2');
  });
});
