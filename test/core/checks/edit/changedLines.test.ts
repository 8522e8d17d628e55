import { describe, expect, it } from 'vitest';
import { changedLines, changedParts } from '../../../../src/core/checks/edit/changedLines.ts';
import { memoryCode } from '../../../support/memoryHouse.ts';

const before = [
  'export function each(rows: number[]): number {',
  '  let sum = 0;',
  '  rows.forEach((row) => {',
  '    sum += row;',
  '    log(row);',
  '  });',
  '',
  '  return sum;',
  '}',
  '',
].join('\n');

async function looked(content: string) {
  const change = {
    path: 'a.ts',
    operation: 'modify' as const,
    baseSha256: '0',
    base: before,
    content,
    bom: false,
  };
  const stretches = await changedLines(change, memoryCode(), new AbortController().signal);
  return stretches.map((one) => ({ ...one, parts: changedParts(change, one).map((part) => part.line) }));
}

describe('the lines beside a gap', () => {
  it('are the nearest that say something, over brackets and empty lines', async () => {
    const [gap] = await looked(before.replace('    log(row);\n', ''));
    expect(gap).toMatchObject({ isGap: true, lines: [4, 7], parts: [4, 7] });
    const [last] = await looked(before.replace('  return sum;\n', ''));
    expect(last).toMatchObject({ isGap: true, lines: [5, 8], parts: [5] });
  });

  it('are those of the gap itself where they say something', async () => {
    const [gap] = await looked(before.replace('  let sum = 0;\n', ''));
    expect(gap).toMatchObject({ isGap: true, lines: [1, 2], parts: [1, 2] });
  });

  it('stand for signs that have come, which say nothing themselves', async () => {
    const [, end] = await looked(
      before.replace('rows.forEach((row) => {', 'for (const row of rows) {').replace('  });', '  }'),
    );
    expect(end).toMatchObject({ isGap: true, lines: [5, 8], parts: [5, 8] });
  });

  it('stand for imports: the first line that uses what comes from elsewhere now', async () => {
    const head = "import { log } from './log';\n";
    const from = async (base: string, content: string) => {
      const change = {
        path: 'a.ts',
        operation: 'modify' as const,
        baseSha256: '0',
        base,
        content,
        bom: false,
      };
      const found = await changedLines(change, memoryCode(), new AbortController().signal);
      return found.map(({ lines, isGap }) => [lines[0], isGap]);
    };
    const after = (text: string) => `${text}${before}`;
    // `log` stands on line 5 of the text below one line of imports.
    expect(await from(after(head), after("import { log } from './other';\n"))).toEqual([[6, true]]);
    expect(await from(after(head), after('import { log } from "./log"\n'))).toEqual([]);
    expect(await from(after(head), after("import type { log } from './other';\n"))).toEqual([]);
    const spread = (name: string) => `import { defaults } from './${name}';\nconst all = { ...defaults };\n`;
    expect(await from(spread('safe'), spread('unsafe'))).toEqual([[2, true]]);
    // What is used nowhere that can be seen, and an effect that is gone, are no matter of another line.
    expect(await from(after(head), after("import { log, more } from './log';\n"))).toEqual([[1, false]]);
    const both = "import './polyfill';\nimport { log } from './log';\n";
    expect(await from(after(both), after("import { log } from './other';\n"))).toEqual([[1, false]]);
    // For its effect, in the place of code, or beside code: as any other line.
    expect(await from(after(head), after("import './other';\n"))).toEqual([[1, false]]);
    expect(await from(after('start();\n'), after("import { log } from './other';\n"))).toEqual([[1, false]]);
    expect(await from(after(head), after("import { log } from './other';\nstart();\n"))).toEqual([
      [1, false],
    ]);
  });

  it('are found in time, whatever a line looks like', async () => {
    const line = `import${' '.repeat(20_000)}x\n`;
    const change = {
      path: 'a.ts',
      operation: 'modify' as const,
      baseSha256: '0',
      base: before,
      content: `${line}${before}`,
      bom: false,
    };
    const [row] = await changedLines(change, memoryCode(), new AbortController().signal);
    expect(row).toMatchObject({ isGap: false, lines: [1, 1] });
  });

  it('are no matter where something came', async () => {
    const [row] = await looked(before.replace('log(row)', 'log(row + 1)'));
    expect(row).toMatchObject({ isGap: false, lines: [5, 5], parts: [5] });
  });
});
