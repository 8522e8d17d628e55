import { describe, expect, it } from 'vitest';
import { openRows } from './row.ts';

const judge = openRows();
const config = '{ "compilerOptions": { "strict": true, "noEmit": true }, "include": ["*.ts"] }\n';
const text = 'export function half(n: number): number {\n  return n / 2;\n}\n';
const files = { 'tsconfig.json': config, 'a.ts': text, 'b.py': 'def f(a):\n    return a\n' };

describe('what hides messages that were shown before', () => {
  it.each([
    [
      'a line that is not looked at',
      'a.ts',
      '  return',
      '  // @ts-ignore\n  return',
      /a\.ts, line 2: "@ts-ignore" is new/,
    ],
    ['a file that is not', 'a.ts', 'export', '// @ts-nocheck\nexport', /"@ts-nocheck" is new/],
    [
      'a linter told to be quiet',
      'a.ts',
      '  return',
      '  // eslint-disable-next-line\n  return',
      /eslint-disable-next-line/,
    ],
    [
      'options that find less',
      'tsconfig.json',
      '"strict": true',
      '"strict": false',
      /noImplicitAny of tsconfig\.json is off now/,
    ],
    [
      'a file that no project covers any more',
      'tsconfig.json',
      '["*.ts"]',
      '["b.ts"]',
      /covers a\.ts no more/,
    ],
  ])('leaves a change unproven: %s', async (_name, path, search, replace, words) => {
    for (const intent of ['general', 'same-behaviour', 'review']) {
      const task = {
        intent,
        instruction: 'change it',
        paths: [path],
        ...(intent === 'review' ? { against: 'HEAD' } : {}),
      };
      const { state, unables } = await judge({ files, task, result: { edits: [{ path, search, replace }] } });
      expect([intent, state]).toEqual([intent, 'unproven']);
      expect(unables).toMatch(words);
    }
  });

  it.each([
    ['nothing of the sort', 'a.ts', 'n / 2', 'n * 0.5'],
    ['options that find more', 'tsconfig.json', '"strict": true', '"strict": true, "noUnusedLocals": true'],
    ['a language without such directives', 'b.py', 'return a', 'return -a'],
  ])('says nothing of %s', async (_name, path, search, replace) => {
    const task = { intent: 'general', instruction: 'change it', paths: [path] };
    const { reports } = await judge({ files, task, result: { edits: [{ path, search, replace }] } });
    expect(reports.find((one) => one.check === 'edit.silencing')?.status).toBe('pass');
  });

  it('says nothing of a directive that was there and only moved', async () => {
    const held = { ...files, 'a.ts': text.replace('  return', '  // @ts-ignore\n  return') };
    const task = { intent: 'general', instruction: 'change it', paths: ['a.ts'] };
    const edits = [{ path: 'a.ts', search: 'export', replace: '\nexport' }];
    const { reports } = await judge({ files: held, task, result: { edits } });
    expect(reports.find((one) => one.check === 'edit.silencing')?.status).toBe('pass');
  });
});
