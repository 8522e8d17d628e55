import { afterAll, describe, expect, it } from 'vitest';
import { verifyRow, type VerifyAnswer } from '../../../../src/cli/verify.ts';
import { draftDescribed, placesOf } from '../../../../src/core/drafting/extract.ts';
import { extract, type ExtractResult, type ExtractTask } from '../../../../src/core/kinds/extract.ts';
import { openTools } from '../../../support/verdicts.ts';
import { growthOf, linear } from '../../../support/growth.ts';
import { memoryHouse, scriptedModel } from '../../../support/memoryHouse.ts';

type Item = ExtractResult['items'][number];

const tools = openTools();
afterAll(() => tools[Symbol.dispose]());
const signal = new AbortController().signal;

const path = 'docs/a.md';
const text = '\uFEFF\u4e2d https://a.org, \r\n\r\nsee https://b.org and https://b.org\r\nHTTPS';
const item = (value: string, line: number, quote: string): Item => ({ value, path, line, quote });
const right: readonly Item[] = [
  item('https://a.org', 1, '\u4e2d https://a.org, '),
  item('https://b.org', 3, 'see https://b.org and https://b.org'),
  item('https://b.org', 3, 'https://b.org'),
];

async function judged(
  items: unknown,
  task: object = {},
  files: Record<string, string> = { [path]: text },
): Promise<string> {
  const row = {
    id: 1,
    files,
    task: { kind: 'extract', what: 'urls', paths: [path], ...task },
    result: { items },
  };
  return stateOf(await verifyRow(row, tools, signal));
}

function stateOf(answer: VerifyAnswer): string {
  if ('error' in answer) return `error ${answer.error}`;
  const findings = answer.findings as readonly { readonly message: string }[];
  return [answer.state, ...findings.map((finding) => finding.message)].join('; ');
}

const changed = (at: number, change: Partial<Item>): readonly unknown[] =>
  right.map((one, index) => (index === at ? { ...one, ...change } : one));

describe('a list of addresses', () => {
  it('is verified where it holds all of them, in any order', async () => {
    expect(await judged(right)).toBe('verified');
    expect(await judged([...right].reverse())).toBe('verified');
  });

  it.each([
    ['one is missing', right.slice(1), 'which is not reported as often'],
    ['a second occurrence is missing', right.slice(0, 2), 'which is not reported as often'],
    ['none is reported', [], 'which is not reported as often'],
    ['one stands there once more', [...right, right[0]], 'more often than it stands there'],
    ['a word is reported', [...right, item('see', 3, 'see https')], 'is no URL'],
    ['the line is another', changed(0, { line: 2 }), 'does not stand at line 2'],
    ['the line is behind the end', changed(0, { line: 9 }), 'none is line 9'],
    ['the line is 0', changed(0, { line: 0 }), 'none is line 0'],
    ['the path was not handed out', changed(0, { path: 'b.md' }), 'not handed out'],
    ['the value is not in its quote', changed(0, { quote: '\u4e2d' }), 'does not stand in its quote'],
    ['the value is in other letters', changed(0, { value: 'HTTPS://a.org' }), 'does not stand in its quote'],
    ['the value has the comma', changed(0, { value: 'https://a.org,' }), 'is no URL'],
    [
      'the quote has the byte order mark',
      changed(0, { quote: '\uFEFF\u4e2d https://a.org' }),
      'does not stand at line 1',
    ],
    ['the quote has the CR', changed(0, { quote: 'https://a.org, \r' }), 'does not stand at line 1'],
    [
      'the quote has other white space',
      changed(1, { quote: 'see  https://b.org' }),
      'does not stand at line 3',
    ],
    ['the quote is blank', changed(0, { quote: ' ', value: ' ' }), 'blank'],
    ['an unknown key', changed(0, { extra: 1 } as Partial<Item>), 'breaks its contract'],
    ['a line as text', changed(0, { line: '1' } as unknown as Partial<Item>), 'breaks its contract'],
  ])('is refuted where %s', async (_name, items, message) => {
    const state = await judged(items);
    expect(state).toMatch(/^refuted/);
    expect(state).toContain(message);
  });

  it('may be empty where there is none', async () => {
    expect(await judged([], {}, { [path]: 'nothing\n' })).toBe('verified');
    expect(await judged([], {}, { [path]: '' })).toBe('verified');
  });

  it('takes a quote of several lines as open, not as wrong', async () => {
    const state = await judged(
      [item('https://b.org', 1, 'a\nsee https://b.org')],
      {},
      { [path]: 'a\nsee https://b.org\n' },
    );
    expect(state).toMatch(/^unproven.*within the quote/);
  });
});

describe('what the table leaves open', () => {
  const files = { [path]: 'on 2024-05-01 and 12 May 2024\n' };
  const iso = item('2024-05-01', 1, 'on 2024-05-01');
  const spelled = item('12 May 2024', 1, 'and 12 May 2024');
  it('is verified with the usual reading, and unproven with the other one', async () => {
    expect(await judged([iso, spelled], { what: 'dates' }, files)).toBe('verified');
    expect(await judged([iso], { what: 'dates' }, files)).toMatch(/^unproven.*only the ISO spelling/);
    expect(await judged([spelled], { what: 'dates' }, files)).toMatch(/^refuted/);
  });

  it('makes a text unproven whatever is reported', async () => {
    const open = { [path]: 'on 2024-02-30\n' };
    expect(await judged([], { what: 'dates' }, open)).toMatch(/^unproven/);
    expect(await judged([item('2024-02-30', 1, '2024-02-30')], { what: 'dates' }, open)).toMatch(/^unproven/);
    expect(await judged([item('2024-02-3', 1, '2024-02-30')], { what: 'dates' }, open)).toMatch(/^refuted/);
  });
});

describe('what nothing can count', () => {
  it('a described kind is at best unproven, and an absent quote refutes it', async () => {
    const one = item('https://a.org', 1, 'https://a.org');
    expect(await judged([one], { what: 'web sites' })).toMatch(/^unproven.*no code can count/);
    expect(await judged([{ ...one, line: 3 }], { what: 'web sites' })).toMatch(/^refuted/);
    expect(await judged([], { what: 'web sites' })).toMatch(/^unproven/);
  });

  it('a language without a reader is unproven, never none', async () => {
    const files = { 'a.rb': 'def a; end\n' };
    expect(await judged([], { what: 'functions', paths: ['a.rb'] }, files)).toMatch(
      /^unproven.*reads functions/,
    );
  });

  it('a file that is not there is unproven where nothing is taken from it', async () => {
    expect(await judged([], {}, { 'other.md': '' })).toMatch(/^unproven/);
    expect(await judged(right, {}, { 'other.md': '' })).toMatch(/^refuted.*is not there/);
  });
});

describe('large results', () => {
  it('100,000 invented items are one short list of findings', async () => {
    const many = Array.from({ length: 100_000 }, (_, index) => item(`x${index}`, 1, `x${index}`));
    const state = await judged(many);
    expect(state).toMatch(/^refuted.*and [\d,]+ more of this kind/);
    expect(state.length).toBeLessThan(20_000);
  });

  it('cost in proportion to the items of one long line', async () => {
    const cost = async (size: number): Promise<void> => {
      const values = Array.from({ length: size }, (_, index) => `https://a.org/${index}`);
      const line = values.join(' ');
      const items = values.map((value) => item(value, 1, value));
      expect(await judged(items, {}, { [path]: line })).toBe('verified');
    };
    expect(await growthOf(cost, 1_000, 8)).toBeLessThan(linear);
  });
});

describe('the kind extract', () => {
  const house = memoryHouse({ [path]: text.replace('\uFEFF', '') }, undefined);

  it('answers a closed set by code, with lines as quotes', async () => {
    const task: ExtractTask = { kind: 'extract', what: 'urls', paths: [path] };
    expect(extract.isByCode(task, true)).toBe(true);
    const draft = await extract.byCode(task, house, signal);
    expect(draft).toMatchObject({ type: 'drafted' });
    const { raw } = draft as { readonly raw: { readonly items: readonly Item[] } };
    expect(raw.items.map(({ value, line }) => `${line}:${value}`)).toEqual([
      '1:https://a.org',
      '3:https://b.org',
      '3:https://b.org',
    ]);
    expect(await judged(raw.items)).toBe('verified');
    expect(extract.answer(task, { items: [...raw.items] })).toBe(
      '3 URLs in docs/a.md: https://a.org, https://b.org.',
    );
  });

  it('finds the places of the values a model names, and drops what stands nowhere', async () => {
    const model = scriptedModel(['{"values": ["https://b.org", "https://nowhere.org", "see"]}']);
    const task = { what: 'web sites', paths: [path] };
    const delegation = { house, model, finding: undefined, onProgress: () => undefined };
    const draft = await draftDescribed(task, delegation, signal);
    expect(draft).toMatchObject({
      type: 'drafted',
      note: expect.stringContaining('1 value stands nowhere') as string,
    });
    const { raw } = draft as { readonly raw: { readonly items: readonly Item[] } };
    expect(raw.items.map(({ value, line }) => `${line}:${value}`)).toEqual([
      '3:https://b.org',
      '3:https://b.org',
      '3:see',
    ]);
  });

  it('takes a value as a whole word before it takes it as a part', () => {
    const piece = { path, from: 4, lines: ['catalog', 'a cat here'] };
    expect(placesOf('cat', piece)).toEqual([{ value: 'cat', path, line: 5, quote: 'a cat here' }]);
    expect(placesOf('atalo', piece)).toMatchObject([{ line: 4 }]);
    expect(placesOf(' ', piece)).toEqual([]);
  });
});
