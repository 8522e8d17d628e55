import { describe, expect, it } from 'vitest';
import { compileSaid } from '../../../src/core/checks/edit/saidText.ts';
import {
  draftDocComment,
  saysMore,
  tagLines,
  withClauses,
  wordsOf,
} from '../../../src/core/drafting/docComment.ts';
import type { Model } from '../../../src/core/model.ts';
import { memoryHouse } from '../../support/memoryHouse.ts';

describe('wordsOf', () => {
  it.each([
    ['The function parseDate takes a text. It returns a date.', ['Takes a text.', 'It returns a date.']],
    ['The `parseDate` function reads a date.', ['Reads a date.']],
    ['This function reads a date.', ['Reads a date.']],
    ['parseDate() reads a date.', ['Reads a date.']],
    ['/** Reads a date. */', ['Reads a date.']],
    ['/**\n * Reads a date.\n * @param text - a text\n */', ['Reads a date.']],
    ['Reads `1.5` of a date. Then stops. And more.', ['Reads `1.5` of a date.', 'Then stops.', 'And more.']],
    ['读取日期。', ['读取日期。']],
    ['', []],
  ])('%j', (answer, words) => {
    expect(wordsOf(answer, 'parseDate', false)).toEqual(words);
  });

  it('leaves out a sentence that the token limit cut', () => {
    expect(wordsOf('Reads a date. It then retu', 'parseDate', true)).toEqual(['Reads a date.']);
    expect(wordsOf('Reads a date and then retu', 'parseDate', true)).toEqual([]);
  });

  it('cannot close the comment it is put into', () => {
    expect(wordsOf('Reads */ process.exit() /* a date.', 'parseDate', false).join('')).not.toContain('*/');
  });

  it('keeps a subject that is another name', () => {
    expect(wordsOf('The function readDate takes a text.', 'parseDate', false)).toEqual([
      'The function readDate takes a text.',
    ]);
  });
});

describe('saysMore', () => {
  it.each([
    ['add a doc comment to parseDate', false],
    ['Add a doc comment to parseDate in src/dates.ts', false],
    ['document parseDate (src/dates.ts)', false],
    ['add a comment above parseDate that says when it gives up', true],
    ['document parseDate: its parameters and what it returns', true],
  ])('%j', (instruction, more) => {
    expect(saysMore(instruction, 'parseDate')).toBe(more);
  });
});

describe('a name that means something in a pattern', () => {
  const names = ['+', '*', 'a(b', '[x', '\\\\', 'a.b', '#secret', 'content-type', '$&', 'a/b', '{', '&~'];

  it.each(names)('is a text like any other: %s', (name) => {
    expect(saysMore(`add a doc comment to ${name}`, name)).toBe(false);
    expect(saysMore(`add a doc comment to ${name} that says when it stops`, name)).toBe(true);
    expect(wordsOf(`The function ${name} adds two numbers.`, name, false)).toEqual(['Adds two numbers.']);
    expect(tagLines(`@param ${name} the text`, [`@param ${name}`], false)).toEqual([
      `@param ${name} the text`,
    ]);
  });

  it('stands for itself only', () => {
    expect(wordsOf('The function aXb adds two numbers.', 'a.b', false)).toEqual([
      'The function aXb adds two numbers.',
    ]);
    expect(tagLines('@param aXb the text', ['@param a.b'], false)).toEqual([]);
  });
});

describe('tagLines', () => {
  const answer =
    'Reads a date.\n@param {string} text - the text\n * @param limit how many\n@return a date\n@param other x';

  it('takes the tags that were asked for, in their order, as one line each', () => {
    expect(tagLines(answer, ['@param text', '@param limit', '@returns'], false)).toEqual([
      '@param text the text',
      '@param limit how many',
      '@returns a date',
    ]);
    expect(tagLines(answer, ['@param missing'], false)).toEqual([]);
    expect(tagLines('@param text', ['@param text'], false)).toEqual([]);
  });

  it('leaves out a line that the token limit cut, and cannot close the comment', () => {
    expect(tagLines('@param text a te', ['@param text'], true)).toEqual([]);
    expect(tagLines('@param text a */ b', ['@param text'], false).join('')).not.toContain('*/');
  });
});

describe('withClauses', () => {
  const told = (instruction: string, ...words: readonly string[]): readonly string[] =>
    withClauses(words, compileSaid(instruction), 'parseDate');

  it('says in the words of the instruction what the model left out', () => {
    const ask = 'add a doc comment to parseDate that says it returns null for an empty text';
    expect(told(ask, 'Parses a date.', 'Then stops.')).toEqual([
      'Parses a date.',
      'It returns null for an empty text.',
    ]);
    expect(told(ask, 'Returns null when the text is empty.')).toEqual([
      'Returns null when the text is empty.',
    ]);
    expect(told('add a one-line comment to parseDate saying that it never throws', 'Parses.')).toEqual([
      'It never throws.',
    ]);
  });

  it('makes no sentence of what is only a subject', () => {
    expect(told('document parseDate and explain why it is slow', 'Parses.')).toEqual(['Parses.']);
    expect(told('document parseDate, describing the format', 'Parses.')).toEqual(['Parses.']);
  });
});

describe('draftDocComment', () => {
  const lines = ['class A {', '  parseDate(text) {', '    return text;', '  }', '}'];
  const bare = {
    file: { path: 'a.ts', text: lines.join('\n'), bom: false, sha256: '', unsaved: false },
    lines,
    line: 2,
    endLine: 4,
    symbol: {
      name: 'parseDate',
      kind: 'method',
      exported: false,
      line: 2,
      endLine: 4,
      nameLine: 2,
      nameColumn: 2,
      parameters: ['text'],
      returnsValue: true,
    },
  } as const;

  async function draft(
    instruction: string,
    answer: string,
    piece: Parameters<typeof draftDocComment>[0] = bare,
  ) {
    const asked: string[] = [];
    const model: Model = {
      id: 'm',
      label: 'm',
      digest: '',
      location: 'this machine',
      contextTokens: 8192,
      complete: (request) => {
        asked.push(request.messages.map((message) => message.content).join('\n'));
        const usage = { promptTokens: 1, outputTokens: 1, ms: 1, firstTokenMs: 1 };
        return Promise.resolve({ type: 'done', text: answer, stop: 'end', usage });
      },
    };
    const house = memoryHouse({}, undefined);
    const delegation = { house, model, finding: undefined, onProgress: () => undefined };
    const result = await draftDocComment(piece, instruction, delegation, new AbortController().signal);
    return { result, asked };
  }

  it('asks no model for words that the instruction gives', async () => {
    const { result, asked } = await draft(
      'add a comment to parseDate that says "Slow, mind the cache"',
      'no',
    );
    expect(asked).toEqual([]);
    expect(result).toMatchObject({
      raw: { edits: [{ replace: '  /** Slow, mind the cache */\n  parseDate(text) {', startLine: 2 }] },
    });
  });

  it('cannot be made to close the comment', async () => {
    const { result } = await draft('add a comment to parseDate that says "ends with */ here"', '');
    expect(result).toMatchObject({
      raw: { edits: [{ replace: '  /** ends with * / here */\n  parseDate(text) {' }] },
    });
  });

  it('asks for tags by name and puts them behind the words', async () => {
    const { result, asked } = await draft(
      'document parseDate with @param and @returns',
      'Reads a date.\n@param text the text\n@returns the date',
    );
    expect(asked[0]).toContain('@param text\n@returns');
    expect(result).toMatchObject({
      raw: {
        edits: [
          {
            replace:
              '  /**\n   * Reads a date.\n   *\n   * @param text the text\n   * @returns the date\n   */\n  parseDate(text) {',
          },
        ],
      },
    });
  });

  it('puts TODO in front where the instruction has it', async () => {
    const { result } = await draft('add a TODO comment to parseDate about its speed', 'Make it fast.');
    expect(result).toMatchObject({
      raw: { edits: [{ replace: '  // TODO: Make it fast.\n  parseDate(text) {' }] },
    });
  });

  describe('where a doc comment stands', () => {
    const lines = [
      '/**',
      ' * Reads.',
      ' *',
      ' * @param {string} text',
      ' *   what to read',
      ' */',
      'parseDate(text) {',
      '}',
    ];
    const piece = {
      ...bare,
      file: { ...bare.file, text: lines.join('\n') },
      lines,
      line: 7,
      endLine: 8,
      symbol: { ...bare.symbol, line: 7, endLine: 8, nameLine: 7, nameColumn: 0 },
    };
    const drafted = async (instruction: string, answer: string): Promise<string> => {
      const { result } = await draft(instruction, answer, piece);
      if (result.type !== 'drafted') throw new Error('no draft');
      const { edits } = result.raw as { edits: readonly { search: string; replace: string }[] };
      return edits.reduce((text, edit) => text.replace(edit.search, () => edit.replace), lines.join('\n'));
    };

    it('takes its place, and its tags stay', async () => {
      const after = await drafted('add a doc comment to parseDate', 'Reads a date.');
      expect(after).toBe(lines.join('\n').replace('Reads.', 'Reads a date.'));
    });

    it('puts new tags in the place of the old ones', async () => {
      const after = await drafted('document parseDate with @param', 'Reads a date.\n@param text the date');
      expect(after).toContain(' * @param text the date\n */\nparseDate');
      expect(after).not.toContain('what to read');
    });

    it('says more where more is to be said', async () => {
      const after = await drafted('extend the doc comment of parseDate: it never throws', 'Never throws.');
      expect(after).toContain(' * Reads. Never throws.\n *\n * @param {string} text\n *   what to read\n */');
    });

    it('has a note put above it', async () => {
      const after = await drafted('add a TODO above parseDate to make it fast', 'Make it fast.');
      expect(after).toBe(`// TODO: Make it fast.\n${lines.join('\n')}`);
      expect(await drafted('add a comment above parseDate saying "keep in step"', '')).toBe(
        `// keep in step\n${lines.join('\n')}`,
      );
    });
  });
});
