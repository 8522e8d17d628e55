import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cellIn, formOf, readSheet, writeSheet, type SheetForm } from '../../../src/core/into/sheet.ts';

const forms: readonly SheetForm[] = ['markdown', 'csv', 'json', 'text'];

describe('a sheet', () => {
  it('is written as people write such files', () => {
    const sheet = {
      columns: ['name', 'line'],
      rows: [
        ['API_KEY', '3'],
        ['a|b <c>', '4'],
        ['"x", y', '5'],
      ],
    };
    expect(writeSheet(sheet, 'markdown')).toBe(
      '| name | line |\n| --- | --- |\n| API_KEY | 3 |\n| a\\|b \\<c\\> | 4 |\n| "x", y | 5 |\n',
    );
    expect(writeSheet(sheet, 'csv')).toBe('name,line\nAPI_KEY,3\na|b <c>,4\n"""x"", y",5\n');
    expect(JSON.parse(writeSheet(sheet, 'json'))).toContainEqual({ name: 'API_KEY', line: '3' });
    expect(writeSheet(sheet, 'text')).toBe('API_KEY\t3\na|b <c>\t4\n"x", y\t5\n');
  });

  it.each([
    ['ENV.md', 'markdown'],
    ['a/b.CSV', 'csv'],
    ['x.json', 'json'],
    ['x.txt', 'text'],
    ['x.ts', undefined],
    ['md', undefined],
    ['.md', 'markdown'],
  ])('is of the form that the name of the file says: %s', (path, form) => {
    expect(formOf(path)).toBe(form);
  });

  it.each(forms)('comes back as it went in, whatever stands in its cells: %s', (form) => {
    const cell = fc.string({
      unit: fc.constantFrom(...'ab|\\`"\', \t\n\r<br>_*#\u00e9\u2028'.split('')),
      maxLength: 12,
    });
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell, cell), { maxLength: 6 }), (rows) => {
        // A row of nothing is no row of a text.
        fc.pre(form !== 'text' || rows.every((row) => row.join('') !== ''));
        const text = writeSheet({ columns: ['a', 'b', 'c'], rows }, form);
        expect(readSheet(text, form)).toEqual(rows.map((row) => row.map((one) => cellIn(form, one))));
      }),
      { numRuns: 500 },
    );
  });

  it('is not read from other texts', () => {
    expect(readSheet('# a title\n\nwords\n', 'markdown')).toBeUndefined();
    expect(readSheet('{"a": 1}', 'json')).toBeUndefined();
    expect(readSheet('a,"b', 'csv')).toBeUndefined();
  });
});
