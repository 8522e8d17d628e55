import { describe, expect, it } from 'vitest';
import { withOldSpaces } from '../../../src/core/drafting/piece.ts';

describe('withOldSpaces', () => {
  const old = ['function add (a, b) {', '  return a+b', '}'];

  it('takes back blanks that nobody asked for', () => {
    expect(withOldSpaces(old, ['function add(a, b) {', '  check(a)', '  return a + b', '}'])).toEqual([
      'function add (a, b) {',
      '  check(a)',
      '  return a+b',
      '}',
    ]);
    expect(withOldSpaces(old, ['function add(a, b) {', '  return a + b', '}'])).toEqual(old);
  });

  it('leaves what else is changed, strings and indentation too', () => {
    const changed = ['function add(a, b, c) {', '  if (a) {', '    return a+b', '  }', '}'];
    expect(withOldSpaces(old, changed)).toEqual(changed);
    expect(withOldSpaces(["say('ab')"], ["say('a b')"])).toEqual(["say('a b')"]);
    expect(withOldSpaces([], ['a  b'])).toEqual(['a  b']);
    expect(withOldSpaces(['a  b'], [])).toEqual([]);
    expect(withOldSpaces(['a b'], ['a  b', ''])).toEqual(['a b', '']);
  });
});
