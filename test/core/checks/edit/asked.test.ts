import { describe, expect, it } from 'vitest';
import { openRows, type Row } from './row.ts';

const judge = openRows();

const code = `import { x } from './x';

export function first(a: number): number {
  return a + x;
}

export class Box {
  size = 1;

  grow(by: number): void {
    for (let i = 0; i < by; i += 1) this.size += i;
  }
}
`;
const at = (line: number, ...lines: readonly string[]) => ({
  path: 'a.ts',
  range: [line, line],
  replace: lines.join('\n'),
});
const lineOf = (line: number): string => code.split('\n')[line - 1] ?? '';

function row(
  edits: readonly unknown[],
  instruction: string,
  more: Readonly<Record<string, unknown>> = {},
): Row {
  const files = { 'a.ts': code, 'x.ts': 'export const x = 1;\n' };
  return {
    files,
    task: { intent: 'comments', paths: ['a.ts', 'x.ts'], instruction, ...more },
    result: { edits },
  };
}

async function say(...args: Parameters<typeof row>): Promise<string> {
  const verdict = await judge(row(...args));
  return verdict.state === 'verified' ? 'verified' : `${verdict.state}: ${verdict.fails || verdict.unables}`;
}

describe('a comment where it was asked for', () => {
  const above = at(3, '/** Adds. */', lineOf(3));

  it('stands directly above the symbol that is named', async () => {
    for (const instruction of [
      'Add a doc comment to `first`',
      'Document first',
      'add a jsdoc comment to the function first',
      'Add a comment above first',
    ]) {
      expect(await say([above], instruction), instruction).toBe('verified');
      expect(await say([at(4, lineOf(4), '  // adds')], instruction), instruction).toContain(
        'first carries no new comment',
      );
      expect(await say([at(10, '  /** Grows. */', lineOf(10))], instruction), instruction).toContain(
        'first carries no new comment',
      );
      expect(await say([at(5, lineOf(5), '/** Adds. */')], instruction), instruction).toContain(
        'first carries no new comment',
      );
      expect(await say([at(3, `${lineOf(3)} // adds`)], instruction), instruction).toContain(
        'first carries no new comment',
      );
    }
  });

  it('may stand inside where the inside is spoken of, or nothing is said', async () => {
    const inside = at(11, '    // one after the other', lineOf(11));
    expect(await say([inside], 'Explain the loop inside `grow`')).toBe('verified');
    expect(await say([inside], 'Add a comment to `grow`')).toBe('verified');
    expect(await say([inside], 'Add a doc comment to `grow`')).toContain('grow carries no new comment');
    expect(await say([inside], 'Explain the loop inside `first`')).toContain('first carries no new comment');
  });

  it('stands on each of several, and on a name of which there are several on one of them', async () => {
    const both = [above, at(7, '/** A box. */', lineOf(7))];
    expect(await say(both, 'Document `first` and `Box`')).toBe('verified');
    expect(await say([above], 'Document `first` and `Box`')).toContain('Box carries no new comment');
  });

  it('knows which of several names is meant', async () => {
    const grow = at(10, '  /** Grows. */', lineOf(10));
    expect(await say([grow], 'In `Box`, add a doc comment to `grow`')).toBe('verified');
    expect(await say([above], 'Document `first`, which `Box` does not call')).toBe('verified');
    expect(await say([grow], 'Document `first`, which `Box` does not call')).toContain(
      'first carries no new comment',
    );
    expect(await say([above], 'Explain the first line of the file')).toBe('verified');
    expect(await say([above], 'Comment: `first` is faster than `grow`')).toBe('verified');
    expect(
      await say([at(8, '  /** How big. */', lineOf(8))], 'Comment: `first` is faster than `grow`'),
    ).toContain('carries no new comment');
  });

  it('judges nothing where nothing is named, or the name is none of the file', async () => {
    expect(await say([above], 'Add comments')).toBe('verified');
    expect(await say([above], 'Add a doc comment to `second`')).toBe('verified');
  });

  it('lets a comment be taken out', async () => {
    const commented = code.replace('export function', '/** Adds. */\nexport function');
    const verdict = await judge({
      ...row([{ path: 'a.ts', range: [3, 3], replace: '' }], 'Remove the comment of `first`'),
      files: { 'a.ts': commented },
    });
    expect(verdict.state).toBe('verified');
  });

  it('finds Python comments above the definition or first inside it', async () => {
    const py = 'x = 1\n\n\n@deco\ndef area(w):\n    return w\n';
    const ask = (after: string) =>
      judge({
        files: { 'a.py': py },
        task: { intent: 'comments', paths: ['a.py'], instruction: 'Add a doc comment to `area`' },
        result: { edits: [{ path: 'a.py', whole: after }] },
      });
    expect((await ask(py.replace('@deco', '# Squares.\n@deco'))).state).toBe('verified');
    expect((await ask(py.replace('    return', '    # Squares.\n    return'))).state).toBe('verified');
    expect((await ask(py.replace('x = 1', '# Squares.\nx = 1'))).fails).toContain(
      'area carries no new comment',
    );
  });
});

describe('the piece that was meant', () => {
  const target = { path: 'a.ts', line: 10, endLine: 12, symbol: 'grow' };

  it('is the only one that changes, with what stands directly above it', async () => {
    expect(await say([at(10, '  /** Grows. */', lineOf(10))], 'Comment this', { target })).toBe('verified');
    expect(await say([at(11, '    // each', lineOf(11))], 'Explain the loop inside this', { target })).toBe(
      'verified',
    );
    expect(await say([at(3, '/** Adds. */', lineOf(3))], 'Comment this', { target })).toContain(
      'outside grow',
    );
    expect(
      await say([{ path: 'x.ts', search: 'export', replace: '// x\nexport' }], 'Comment this', { target }),
    ).toContain('not the file that was meant');
    const byLine = { path: 'a.ts', line: 4, endLine: 4 };
    expect(await say([at(4, '  // sum', lineOf(4))], 'Comment this', { target: byLine })).toBe('verified');
    expect(await say([at(10, '  // sum', lineOf(10))], 'Comment this', { target: byLine })).toContain(
      'outside lines 4 to 4',
    );
  });

  it('is found by its lines alone where no symbols can be read, and open where a name hangs on them', async () => {
    const css = 'a { color: red; }\nb { color: blue; }\n';
    const ask = async (after: string, more: Readonly<Record<string, unknown>>): Promise<string> => {
      const verdict = await judge({
        files: { 'a.css': css },
        task: { intent: 'comments', paths: ['a.css'], instruction: 'Add a comment', ...more },
        result: { edits: [{ path: 'a.css', whole: after }] },
      });
      return `${verdict.state} ${verdict.fails}${verdict.unables}`;
    };
    const byLine = { target: { path: 'a.css', line: 1 } };
    const byLines = { target: { path: 'a.css', line: 1, endLine: 1 } };
    expect(await ask(`/* links */\n${css}`, byLine)).toContain('verified');
    expect(await ask(`/* links */\n${css}`, byLines)).toContain('verified');
    expect(await ask(`${css}/* links */\n`, byLine)).toContain('unproven edit.asked');
    expect(await ask(`${css}/* links */\n`, byLines)).toContain('outside lines 1 to 1');
    const named = { instruction: 'Document the color' };
    expect(await ask(`/* links */\n${css}`, named)).toContain('no parser here reads the symbols');
  });

  it('holds for a general change too, also where equal lines make the place of a difference ambiguous', async () => {
    const general = { intent: 'general', target };
    const inside = await judge(row([at(11, lineOf(11), lineOf(11))], 'Loop twice', general));
    expect(inside.fails).toBe('');
    expect(inside.state).toBe('unproven');
    const outside = await judge(row([at(4, '  return a - x;')], 'Subtract', general));
    expect(outside.fails).toContain('outside grow');
  });
});

describe('what a general instruction names', () => {
  const general = { intent: 'general' };
  const fails = async (edits: readonly unknown[], instruction: string): Promise<string> =>
    (await judge(row(edits, instruction, general))).fails;

  it('has the modifier', async () => {
    expect(await fails([at(8, '  readonly size = 1;')], 'Make `size` readonly')).not.toContain(
      'size is not readonly',
    );
    expect(await fails([at(8, '  size: number = 1;')], 'Make `size` readonly')).toContain(
      'size is not readonly',
    );
    expect(
      await fails([at(10, '  private grow(by: number): void {')], 'mark the method grow as private'),
    ).toBe('');
    expect(
      await fails([at(10, '  grow(by: number, private_ = 1): void {')], 'mark the method grow as private'),
    ).toContain('grow is not private');
    expect(await fails([at(3, 'export async function first(a: number) {')], 'Make first async')).toBe('');
    expect(await fails([at(8, '  size = 2;')], 'Make `size` optional')).toContain('size is not optional');
    expect(
      await fails([at(3, 'function first(a: number): number {')], 'Remove the export keyword from `first`'),
    ).toBe('');
    expect(await fails([at(4, '  return x + a;')], 'Remove the export keyword from `first`')).toContain(
      'first is still export',
    );
  });

  it('has the type', async () => {
    expect(
      await fails([at(8, '  size: number | string = 1;')], 'Change the type of `size` to `number | string`'),
    ).not.toContain('does not stand');
    expect(
      await fails([at(8, '  size: number = 1;')], 'Change the type of `size` to `number | string`'),
    ).toContain('the type number | string does not stand at size');
  });

  it('lost the line, and no other came', async () => {
    const ask = 'Delete the line `size = 1;`';
    expect(await fails([at(8, '')], ask)).not.toContain('still there');
    expect(await fails([at(8, '  size = 1; // kept'), at(9, '  size = 1;')], ask)).toContain('still there');
    expect(await fails([at(8, '  length = 1;')], ask)).toContain('one has come');
  });
});
