import { describe, expect, it } from 'vitest';
import { splitAsk } from '../../../src/core/plan/split.ts';

describe('splitAsk', () => {
  it.each([
    ['rename a_b to c_d and add a doc comment to c_d', ['rename a_b to c_d', 'add a doc comment to c_d']],
    [
      'find where dates are parsed, then explain parseDate',
      ['find where dates are parsed', 'explain parseDate'],
    ],
    ['explain a.ts; rename x1 to x2', ['explain a.ts', 'rename x1 to x2']],
    ['1. find the parser\n2. document parseDate', ['find the parser', 'document parseDate']],
    ['what does a1_b do? and then explain c', ['what does a1_b do?', 'explain c']],
    ['- explain a\n- explain b', ['explain a', 'explain b']],
  ])('splits %j', (ask, parts) => {
    expect(splitAsk(ask)).toEqual(parts);
  });

  it.each([
    'find where cats and dogs are fed',
    'make parseDate trim its input and return null',
    'find "this and then find that"',
    'what does it read and write?',
    'explain parseDate',
    'document parseDate: its parameters and what it returns',
    'search for `add and remove`',
  ])('leaves %j whole', (ask) => {
    expect(splitAsk(ask)).toEqual([ask]);
  });
});
