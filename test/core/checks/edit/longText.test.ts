import { describe, expect, it } from 'vitest';
import { compileAsked, meantNames } from '../../../../src/core/checks/edit/askedText.ts';
import { directivesOf, linesOfComment } from '../../../../src/core/checks/edit/directives.ts';
import { chainOf, docFactsOf } from '../../../../src/core/checks/edit/docText.ts';
import { compileLimits } from '../../../../src/core/checks/edit/limitText.ts';
import { judge } from '../../../../src/core/checks/edit/said.ts';
import { compileSaid } from '../../../../src/core/checks/edit/saidText.ts';
import type { CodeComment } from '../../../../src/core/code.ts';

const size = 100_000;
const fill = (unit: string): string => unit.repeat(Math.ceil(size / unit.length));

/** Texts on which a pattern that goes back over what it read would not end. */
const texts: Readonly<Record<string, string>> = {
  blanks: `saying a${' '.repeat(size)}b`,
  'lines of nothing': fill('\n'),
  commas: `saying a${fill(', ')}b`,
  backticks: fill('`'),
  stars: `${fill('*')}x`,
  'a comment of stars': `/${fill('*')}x`,
  braces: fill('{@'),
  'an open link': `{@link ${fill('a')}`,
  links: fill('{@link a '),
  dots: `${fill('.')}x`,
  quotes: fill('"'),
  angles: `a${fill('<>(')}`,
  'a list of globals': `/* global ${' '.repeat(size)}\u00e9 */`,
  returns: fill('@returns\n'),
  words: fill('without mention '),
  removals: fill('remove '),
  keeps: fill('keep '),
  limits: fill('exactly at most '),
  starts: fill('comment that starts with '),
  paths: fill('do not change a.b/'),
  denials: fill('no @param '),
  refusals: fill('do not use jsdoc '),
  changes: fill('replace '),
  letters: fill('a'),
  capitals: fill('A'),
};

const commentOf = (text: string): CodeComment => ({
  text,
  line: 1,
  endLine: 1,
  before: 0,
  behindCode: false,
  toCode: 1,
  doc: true,
});

describe('text of 100 KB', () => {
  it.each(Object.entries(texts))('%s: every reader ends', (_name, text) => {
    expect(text.length).toBeGreaterThanOrEqual(size);
    const asked = compileSaid(text);
    expect(Array.isArray(asked.literals)).toBe(true);
    expect(compileAsked(text).removesComment).toBeTypeOf('boolean');
    expect(meantNames(text, () => true).isSure).toBeTypeOf('boolean');
    // What stands behind the part that is read is listed, not dropped.
    expect(compileLimits(text, 'general').notCheckable.join()).toContain('what stands behind');
    expect(docFactsOf(`/** ${text} */`, true).parameters).toEqual([]);
    expect(chainOf(text)).toEqual([]);
    expect(linesOfComment(text).length).toBeGreaterThan(0);
    const shape = {
      tokens: [],
      tokenLines: [],
      tree: '',
      comments: [commentOf(text)],
      lineStates: '',
      errors: 0,
    };
    expect(directivesOf(shape, 'TypeScript')).toEqual([]);
    expect(
      judge(compileSaid('Add a comment that says "ends here"'), [commentOf(text)], 'f').lacks,
    ).toHaveLength(1);
  });
});
