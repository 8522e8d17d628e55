import { describe, expect, it } from 'vitest';
import { classifyByRule } from '../../../src/core/plan/classifyRule.ts';
import { wishByRule } from '../../../src/core/plan/rules.ts';
import { splitAsk } from '../../../src/core/plan/split.ts';

describe('convertByRule', () => {
  it.each([
    ['convert config.json to yaml', 'yaml', undefined],
    ['please turn data.csv into a markdown table', 'markdown-table', undefined],
    ['/convert settings.ini to toml', 'toml', undefined],
    ['convert this file to json', 'json', undefined],
    ['convert config.json to conf/config.yml', 'yaml', 'conf/config.yml'],
    ['convert data.csv into a markdown table in TABLE.md', 'markdown-table', 'TABLE.md'],
  ])('%s', (ask, to, into) => {
    const wish = wishByRule(ask);
    expect(wish).toMatchObject({ type: 'convert', to });
    expect(wish?.type === 'convert' ? wish.into : 'no wish').toBe(into);
  });

  it.each([
    ['convert the config to yaml', 'unsupported'],
    ['turn the port in config.json to 8080', 'change'],
    ['convert parseDate to return json', 'change'],
    ['/convert', 'unsupported'],
  ])('%s is %s', (ask, type) => {
    expect(wishByRule(ask)?.type).toBe(type);
  });
});

describe('classifyByRule', () => {
  const ask = 'label as bug, feature or question:\n- it crashes, and fix it\n- add a mode\n\n3. why?';

  it('takes the items of a list line by line, and the labels before or behind them', () => {
    const items = [
      { id: '1', text: 'it crashes, and fix it' },
      { id: '2', text: 'add a mode' },
      { id: '4', text: 'why?' },
    ];
    expect(classifyByRule(ask)).toEqual({ type: 'classify', labels: ['bug', 'feature', 'question'], items });
    expect(classifyByRule('classify these:\nx\ny\nas a or b.')).toMatchObject({ labels: ['a', 'b'] });
    expect(splitAsk(ask)).toEqual([ask]);
  });

  it('takes no ask that lists nothing', () => {
    expect(classifyByRule('label these tickets as bug or feature')).toBeUndefined();
    expect(wishByRule('label these tickets as bug or feature')?.type).toBe('unsupported');
  });
});
