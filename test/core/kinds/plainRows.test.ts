import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { verifyRow, type VerifyAnswer } from '../../../src/cli/verify.ts';
import { openTools } from '../../support/verdicts.ts';

vi.setConfig({ testTimeout: 60_000 });

const opened: { tools?: ReturnType<typeof openTools> } = {};
beforeAll(() => {
  opened.tools = openTools();
});
afterAll(() => opened.tools?.[Symbol.dispose]());

type Row = readonly [files: Readonly<Record<string, string>>, task: object, result: object];

async function answerTo([files, task, result]: Row): Promise<VerifyAnswer> {
  if (opened.tools === undefined) throw new Error('the tools are not open');
  return verifyRow({ id: 1, files, task, result }, opened.tools, new AbortController().signal);
}

async function stateOf(row: Row): Promise<string> {
  const answer = await answerTo(row);
  return 'error' in answer ? 'error' : answer.state;
}

/** A conversion of one source: a right content and wrong ones beside it. */
const conversions: readonly (readonly [
  from: string,
  to: string,
  source: string,
  contents: Readonly<Record<string, string>>,
])[] = [
  [
    'json',
    'yaml',
    '{"n": 9007199254740993}',
    {
      'n: 9007199254740993\n': 'verified',
      'n: 9007199254740992\n': 'refuted',
      'n: "9007199254740993"\n': 'refuted',
    },
  ],
  [
    'json',
    'toml',
    '{"a": 1.0, "b": 1e3}',
    { 'a = 1\nb = 1000\n': 'verified', 'a = 1.5\nb = 1000\n': 'refuted' },
  ],
  ['json', 'toml', '{"a": 1, "b": null}', { 'a = 1\n': 'refuted', 'a = 1\nb = ""\n': 'refuted' }],
  [
    'yaml',
    'json',
    'a: yes\nb: 007\nd: 2024-05-01\n',
    {
      '{"a":"yes","b":7,"d":"2024-05-01"}': 'verified',
      '{"a":true,"b":7,"d":"2024-05-01"}': 'refuted',
      '{"a":"yes","b":"007","d":"2024-05-01"}': 'refuted',
    },
  ],
  [
    'yaml',
    'json',
    'a: &x {k: 1}\nb: *x\n<<: *x\n',
    { '{"a":{"k":1},"b":{"k":1},"<<":{"k":1}}': 'verified', '{"a":{"k":1},"b":{"k":1},"k":1}': 'refuted' },
  ],
  ['yaml', 'json', 'a: 1\n---\na: 2\n', { '{"a":1}': 'unproven' }],
  ['yaml', 'json', 'a: 1\na: 2\n', { '{"a":2}': 'unproven', '{"a":2,"a":2}': 'refuted' }],
  ['yaml', 'json', '%YAML 1.1\n---\na: yes\n', { '{"a":true}': 'unproven', '{"a":"yes"}': 'unproven' }],
  ['yaml', 'toml', 'a: .inf\n', { 'a = inf\n': 'verified', 'a = -inf\n': 'refuted' }],
  ['yaml', 'toml', 'd: 2024-05-01\n', { 'd = "2024-05-01"\n': 'verified', 'd = 2024-05-01\n': 'refuted' }],
  [
    'toml',
    'json',
    'd = 1979-05-27T07:32:00Z\n',
    {
      '{"d":"1979-05-27T07:32:00Z"}': 'verified',
      '{"d":"1979-05-27T07:32:00.000Z"}': 'unproven',
      '{"d":"1979-05-27"}': 'refuted',
    },
  ],
  [
    'toml',
    'json',
    'f = 3.14159265358979323846\n',
    { '{"f":3.14159265358979323846}': 'verified', '{"f":3.141592653589793}': 'refuted' },
  ],
  [
    'jsonc',
    'json',
    '{"a": 1, // why\n}',
    { '{"a": 1}': 'verified', '{"a": 1,}': 'refuted', '{"a": 1 /* why */}': 'refuted' },
  ],
  [
    'json',
    'json',
    '{"__proto__": 1, "b": [1, 2]}',
    {
      '{"b":[1,2],"__proto__":1}': 'verified',
      '{"b":[1,2]}': 'refuted',
      '{"b":[2,1],"__proto__":1}': 'refuted',
    },
  ],
  ['json', 'yaml', '{}', { '{}\n': 'verified', '': 'refuted' }],
  ['json', 'toml', '{}', { '': 'verified', 'a = 1\n': 'refuted' }],
  [
    'csv',
    'json',
    'a,b\r\n1.50,\r\n007,true\r\n',
    {
      '[{"a":1.50,"b":null},{"a":"007","b":true}]': 'verified',
      '[{"a":1.5,"b":null},{"a":"007","b":true}]': 'refuted',
      '[{"a":1.50},{"a":"007","b":true}]': 'refuted',
      '[{"a":1.50,"b":""},{"a":7,"b":true}]': 'refuted',
    },
  ],
  [
    'json',
    'csv',
    '[{"a":"x, \\"y\\"","b":" z"}]',
    {
      'a,b\n"x, ""y"""," z"\n': 'verified',
      'a,b\n"x, ""y""", z': 'verified',
      'a,b\nx, "y", z\n': 'refuted',
      'a,b\n"x, ""y""",z\n': 'refuted',
    },
  ],
  [
    'json',
    'csv',
    '[{"a":1},{"a":2,"b":3}]',
    { 'a,b\n1,\n2,3\n': 'unproven', 'a,b\n1,0\n2,3\n': 'refuted', 'a,b\n1\n2,3\n': 'refuted' },
  ],
  [
    'csv',
    'markdown-table',
    'a,b\n1|2,x\n',
    {
      '| a | b |\n|---|---|\n| 1\\|2 | x |\n': 'verified',
      '| a | b |\n|---|---|\n| 1|2 | x |\n': 'refuted',
      '| a | b |\n| 1\\|2 | x |\n': 'refuted',
      'Here:\n\n| a | b |\n|---|---|\n| 1\\|2 | x |\n': 'refuted',
    },
  ],
  [
    'csv',
    'markdown-table',
    'a,b\n',
    { '| a | b |\n|---|---|\n': 'verified', '| a | c |\n|---|---|\n': 'refuted' },
  ],
  ['csv', 'json', 'a,b\n1\n', { '[{"a":"1","b":""}]': 'unproven' }],
  ['csv', 'json', '', { '[]': 'unproven' }],
  [
    'ini',
    'json',
    'r=1\n[s]\nk = a ; b\n; c\n',
    {
      '{"r":"1","s":{"k":"a ; b"}}': 'verified',
      '{"r":1,"s":{"k":"a ; b"}}': 'verified',
      '{"r":"1","s":{"k":"a"}}': 'refuted',
      '{"r":"1","k":"a ; b"}': 'refuted',
    },
  ],
  [
    'env',
    'json',
    'export A=1 # c\nB="x # y"\nC=\'$z\'\n',
    { '{"A":"1","B":"x # y","C":"$z"}': 'verified', '{"A":"1 # c","B":"x # y","C":"$z"}': 'refuted' },
  ],
  [
    'json',
    'env',
    '{"P":"a\\nb"}',
    { 'P="a\nb"\n': 'verified', 'P="a\\nb"\n': 'unproven', 'P=a\n': 'refuted' },
  ],
  [
    'json',
    'yaml',
    '{"a":1}',
    { '```yaml\na: 1\n```\n': 'refuted', 'a: 1\na: 1\n': 'refuted', '\uFEFFa: 1\n': 'unproven' },
  ],
];

describe('transform', () => {
  for (const [from, to, source, contents] of conversions) {
    for (const [content, state] of Object.entries(contents)) {
      it(`${JSON.stringify(source)} of ${from} as ${to}: ${JSON.stringify(content)} is ${state}`, async () => {
        const task = { kind: 'transform', from, to, path: 'data.x' };
        expect(await stateOf([{ 'data.x': source }, task, { content }])).toBe(state);
      });
    }
  }

  it('applies the edits that are asked for, in their order', async () => {
    const pointerEdits = [
      { op: 'add', pointer: '/b', value: [1] },
      { op: 'add', pointer: '/b/-', value: 2 },
      { op: 'remove', pointer: '/a' },
    ];
    const task = { kind: 'transform', from: 'json', to: 'yaml', path: 'a.json', pointerEdits };
    const files = { 'a.json': '{"a":1}' };
    expect(await stateOf([files, task, { content: 'b: [1, 2]\n' }])).toBe('verified');
    expect(await stateOf([files, task, { content: 'a: 1\n' }])).toBe('refuted');
  });

  it('names the place and the line, and cuts the list of a thousand differences', async () => {
    const source = JSON.stringify(Array.from({ length: 1000 }, (_, at) => at));
    const content = JSON.stringify(
      Array.from({ length: 1000 }, (_, at) => at + 1),
      undefined,
      1,
    );
    const task = { kind: 'transform', from: 'json', to: 'json', path: 'a.json' };
    const answer = await answerTo([{ 'a.json': source }, task, { content }]);
    if ('error' in answer) throw new Error(answer.error);
    expect(answer.findings).toHaveLength(21);
    expect(answer.findings[0]).toMatchObject({
      message: '/0 should be the number 0, but is the number 1 (line 2 of the content)',
    });
    expect(answer.findings[20]).toMatchObject({ message: 'and 980 more places differ' });
  });

  it('bounds aliases that grow past all data', async () => {
    const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]'];
    for (let at = 1; at < 12; at += 1)
      lines.push(`a${at}: &a${at} [${Array.from({ length: 10 }, () => `*a${at - 1}`).join(', ')}]`);
    const task = { kind: 'transform', from: 'yaml', to: 'json', path: 'a.yml' };
    expect(await stateOf([{ 'a.yml': `${lines.join('\n')}\n` }, task, { content: '{}' }])).toBe('unproven');
  });

  it('takes no task with a format or a pointer that is none', async () => {
    const files = { 'a.json': '{}' };
    const task = { kind: 'transform', from: 'json', to: 'xml', path: 'a.json' };
    expect(await stateOf([files, task, { content: '' }])).toBe('error');
    const bad = { ...task, to: 'yaml', pointerEdits: [{ op: 'remove', pointer: 'a' }] };
    expect(await stateOf([files, bad, { content: '' }])).toBe('error');
  });
});

describe('fill', () => {
  const files = { 'a.txt': 'first\nport 80 and 8080\n' };
  const quoted = { name: 'p', value: '80', path: 'a.txt', line: 2, quote: 'port 80' };
  const task = {
    kind: 'fill',
    template: 'P={{p}}{{n}}\r\n{{p}}',
    paths: ['a.txt'],
    values: { n: '$&{{p}}' },
  };
  const blanks = [quoted, { name: 'n', value: '$&{{p}}' }];
  const content = 'P=80$&{{p}}\r\n80';
  const rows: readonly (readonly [string, object, string])[] = [
    ['a filled template', { content, blanks }, 'verified'],
    ['a line feed at the end', { content: `${content}\n`, blanks }, 'refuted'],
    ['other line endings', { content: content.replace('\r', ''), blanks }, 'refuted'],
    [
      'values that only together make the content',
      { content: 'P=80$&{{p}}\r\n80', blanks: [{ ...quoted, value: '80$' }, blanks[1]] },
      'refuted',
    ],
    ['a given value that was filled again', { content: 'P=80$&80\r\n80', blanks }, 'refuted'],
    ['a given value with a quote', { content, blanks: [quoted, { ...quoted, ...blanks[1] }] }, 'refuted'],
    ['a quote without its line', { content, blanks: [{ ...quoted, line: undefined }, blanks[1]] }, 'refuted'],
    ['a quote at another line', { content, blanks: [{ ...quoted, line: 1 }, blanks[1]] }, 'refuted'],
    ['a line that is none', { content, blanks: [{ ...quoted, line: 0 }, blanks[1]] }, 'refuted'],
    ['a blank listed twice', { content, blanks: [...blanks, quoted] }, 'refuted'],
    ['a blank that is not listed', { content, blanks: [quoted] }, 'refuted'],
  ];
  it.each(rows)('%s', async (_name, result, state) => {
    expect(await stateOf([files, task, result])).toBe(state);
  });

  it('takes one sort of marks, and leaves open what only another one explains', async () => {
    const mixed = { kind: 'fill', template: '{{a}} [NOTE] - [X] done', paths: [], values: { a: 'v' } };
    const filled = { content: 'v [NOTE] - [X] done', blanks: [{ name: 'a', value: 'v' }] };
    expect(await stateOf([{}, mixed, filled])).toBe('verified');
    expect(await stateOf([{}, mixed, { ...filled, content: 'v note - [X] done' }])).toBe('refuted');
    const other = { kind: 'fill', template: '{{a}} [NOTE]', paths: ['a.txt'] };
    const note = { ...quoted, name: 'NOTE' };
    expect(await stateOf([files, other, { content: '{{a}} 80', blanks: [note] }])).toBe('unproven');
    const loose = { kind: 'fill', template: 'x[i] = 1', paths: [] };
    expect(await stateOf([{}, loose, { content: 'x[i] = 1', blanks: [] }])).toBe('unproven');
  });
});

describe('classify', () => {
  const items = [
    { id: 'a', text: 'it crashes' },
    { id: 'b', text: 'add a mode' },
  ];
  const task = { kind: 'classify', items, labels: ['bug', 'feature'] };
  const [a, b] = [
    { id: 'a', label: 'bug', quote: 'crashes' },
    { id: 'b', label: 'feature' },
  ];
  const tickets = { 'tickets.txt': 'it crashes\r\n\r\n  add a mode\r\n' };
  const lines = [
    { id: '1', text: 'it crashes' },
    { id: '3', text: 'add a mode' },
  ] as const;
  const [one, three] = lines;
  const lined = { ...task, items: lines, path: 'tickets.txt' };
  const swapped = [
    { id: '1', text: three.text },
    { id: '3', text: one.text },
  ];
  const beyond = [one, { id: '9', text: three.text }];
  const numbered = [
    { id: '1', label: 'bug' },
    { id: '3', label: 'feature' },
  ];
  const farther = [
    { id: '1', label: 'bug' },
    { id: '9', label: 'feature' },
  ];
  const rows: readonly (readonly [string, object, object, string])[] = [
    ['all labels', task, { labels: [b, a] }, 'verified'],
    ['one missing', task, { labels: [a] }, 'refuted'],
    ['one twice', task, { labels: [a, b, b] }, 'refuted'],
    ['a label in another case', task, { labels: [a, { ...b, label: 'Feature' }] }, 'refuted'],
    ['a quote of another item', task, { labels: [a, { ...b, quote: 'crashes' }] }, 'refuted'],
    ['a blank quote', task, { labels: [a, { ...b, quote: ' ' }] }, 'refuted'],
    ['two items of one id', { ...task, items: [...items, items[0]] }, { labels: [a, b] }, 'error'],
    ['a label twice in the task', { ...task, labels: ['bug', 'bug'] }, { labels: [a, b] }, 'error'],
    ['lines of a file', lined, { labels: numbered }, 'verified'],
    ['lines of a file that are other lines', { ...lined, items: swapped }, { labels: numbered }, 'refuted'],
    ['a line that the file does not have', { ...lined, items: beyond }, { labels: farther }, 'refuted'],
    ['lines of no file', { ...lined, path: 'none.txt' }, { labels: numbered }, 'unproven'],
    ['names for lines', { ...task, path: 'tickets.txt' }, { labels: [a, b] }, 'error'],
    [
      'a second run that agrees',
      { ...task, secondRun: true },
      {
        labels: [a, b],
        second: [
          { id: 'b', label: 'feature' },
          { id: 'a', label: 'bug' },
        ],
      },
      'verified',
    ],
    [
      'a second run that does not',
      { ...task, secondRun: true },
      {
        labels: [a, b],
        second: [
          { id: 'b', label: 'bug' },
          { id: 'a', label: 'bug' },
        ],
      },
      'unproven',
    ],
    ['no second run', { ...task, secondRun: true }, { labels: [a, b] }, 'unproven'],
    [
      'half a second run',
      { ...task, secondRun: true },
      { labels: [a, b], second: [{ id: 'a', label: 'bug' }] },
      'refuted',
    ],
  ];
  it.each(rows)('%s', async (_name, asked, result, state) => {
    expect(await stateOf([tickets, asked, result])).toBe(state);
  });

  it('tells the first of 100,000 faults, and how many there are', async () => {
    const labels = Array.from({ length: 100_000 }, (_, at) => ({ id: `x${at}`, label: 'bug' }));
    const answer = await answerTo([{}, task, { labels }]);
    if ('error' in answer) throw new Error(answer.error);
    expect([answer.state, answer.findings.length]).toEqual(['refuted', 51]);
  });
});
