import { describe, expect, it } from 'vitest';
import { quotedText, wishByRule } from '../../../src/core/plan/rules.ts';

const cases: readonly (readonly [string, string | undefined])[] = [
  ['where do we parse dates?', 'search'],
  ['find where the timeout is set', 'search'],
  ['Find all usages of parseDate', 'search'],
  ['search for "TODO"', 'search'],
  ['/find retry', 'search'],
  ['what does parseDate do?', 'read'],
  ['how is the total of an invoice rounded', 'read'],
  ['explain src/config.ts', 'read'],
  ['/explain what is a cursor here?', 'read'],
  ['add a doc comment to parseDate', 'comment'],
  ['please document loadConfig', 'comment'],
  ['write a docstring for load_rows', 'comment'],
  ['/document parseDate', 'comment'],
  ['rename parseDate to readDate', 'rename'],
  ['Rename the function `total` to `sum`.', 'rename'],
  ['/rename total to sum', 'rename'],
  ['rename this to sum', 'rename'],
  ['call row_count total_rows instead', 'rename'],
  ['Benenne rowCount in totalRows um', 'rename'],
  ['把 rowCount 重命名为 totalRows', 'rename'],
  ['给 parseDate 加注释', 'comment'],
  ['parseDate 的注释在哪里？', undefined],
  ['make parseDate return null for an empty string', 'change'],
  ['give formatPrice an explicit return type', 'reshape'],
  ['/edit use a const here', 'change'],
  ['in src/a.ts, what does total count?', 'read'],
  ['src/a.ts: how is it rounded?', 'read'],
  ['In lib/b.js, rename total to sum', 'rename'],
  ['rename total in lib/b.js to sum', 'rename'],
  ['delete old.js', 'unsupported'],
  ['remove the file src/a.ts', 'unsupported'],
  ['run the tests', 'unsupported'],
  ['make it better', 'unsupported'],
  ['fix everything', 'unsupported'],
  ['convert config.json to yaml', 'convert'],
  ['summarize README.md', 'summarize'],
  ['write unit tests for parseDate', 'test'],
  ['write end-to-end tests for the shop', 'unsupported'],
  ['/dance', 'unsupported'],
  ['/rename', 'unsupported'],
  ['哪里解析日期？', undefined],
  ['the parser of dates', undefined],
];

describe('wishByRule', () => {
  it.each(cases)('%s', (ask, type) => {
    expect(wishByRule(ask)?.type).toBe(type);
  });

  it.each([
    ['/find parse(', { text: 'parse(', word: false }],
    ['/find a.b', { text: 'a.b', word: false }],
    ['/find max-age', { text: 'max-age', word: false }],
    ['/find /pars.*Date/', { text: 'pars.*Date', regex: true }],
    ['/find parseDate', { text: 'parseDate', word: true }],
  ])('%s is searched as it stands', (ask, literal) => {
    expect(wishByRule(ask)).toMatchObject({ literal });
  });

  it.each(['/find retry', '/find where is the date parsed?', '/find retry?'])('%s is open', (ask) => {
    expect(wishByRule(ask)).not.toHaveProperty('literal');
  });

  it('takes a name whose uses are wanted as a whole word', () => {
    expect(wishByRule('where is parseDate used?')).toMatchObject({
      literal: { text: 'parseDate', word: true },
    });
    expect(wishByRule('show me all references to readConfig')).toMatchObject({
      literal: { text: 'readConfig', word: true },
    });
  });

  it('takes a pattern between slashes as a regular expression', () => {
    expect(wishByRule('find all lines with /parse\\w+\\(/')).toMatchObject({
      literal: { text: 'parse\\w+\\(', regex: true },
    });
    expect(wishByRule('find the file src/a/b')).not.toHaveProperty('literal');
  });

  it('keeps the place that a question opens with', () => {
    expect(wishByRule('src/a.ts: how is it rounded?')).toEqual({
      type: 'read',
      question: 'src/a.ts: how is it rounded?',
    });
  });

  it('does not take an ordinary word for a name', () => {
    expect(wishByRule('where is the timeout used?')).not.toHaveProperty('literal');
  });

  it.each([
    'which function decides that an upload is too large?',
    'which place in the code picks the colour',
    'what part of the project retries',
    'in which function is the header read',
    'show me the code that reads the header',
    'point me to where dates are read',
  ])('takes "%s" for a search', (ask) => {
    expect(wishByRule(ask)).toEqual({ type: 'search', what: ask });
  });

  it.each([
    'which part of the string is cut?',
    'which value does it return?',
    'what does the function parse return?',
    'which functions does parseDate call?',
    'which function in src/a.ts reads the header?',
    'which function throws in dates.ts?',
  ])('takes "%s" for a question', (ask) => {
    expect(wishByRule(ask)).toMatchObject({ type: 'read' });
  });

  it.each([
    ['find parseDate', 'parseDate'],
    ['where does parseDate get called?', 'parseDate'],
    ['which functions call parseDate', 'parseDate'],
    ['what uses row_count?', 'row_count'],
  ])('takes the name in "%s" as it stands', (ask, name) => {
    expect(wishByRule(ask)).toMatchObject({ literal: { text: name, word: true } });
  });

  it('takes what is behind grep as it stands, and a phrase as words', () => {
    expect(wishByRule('grep TODO')).toMatchObject({ literal: { text: 'TODO', word: false } });
    expect(wishByRule('grep the date parser')).not.toHaveProperty('literal');
    expect(wishByRule('find "parseDate"')).toMatchObject({ literal: { word: false } });
  });

  it('takes a quoted text as it stands', () => {
    expect(wishByRule('find "parse date" in the project')).toMatchObject({
      literal: { text: 'parse date', word: false },
    });
  });

  it('keeps both names of a rename', () => {
    expect(wishByRule('rename the variable rowCount to total, please')).toEqual({
      type: 'rename',
      from: 'rowCount',
      to: 'total',
    });
    expect(wishByRule('rename this to sum')).toEqual({ type: 'rename', from: undefined, to: 'sum' });
  });
});

describe('quotedText', () => {
  it.each([
    ['找出所有包含 "parseDate" 的行', 'parseDate'],
    ['suche «parseDate»', 'parseDate'],
    ['list `parseDate`', 'parseDate'],
    ['find "a1" and "b1"', undefined],
    ["don't find anything", undefined],
  ])('%j', (ask, text) => {
    expect(quotedText(ask)).toBe(text);
  });
});
