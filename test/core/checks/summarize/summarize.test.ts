import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { verifyRow, type VerifyAnswer, type VerifyTools } from '../../../../src/cli/verify.ts';
import { systemClock } from '../../../../src/node/clock.ts';
import { openFolder } from '../../../../src/node/house.ts';
import { openScanner } from '../../../../src/node/search/scanner.ts';
import { limitsOf } from '../../../../src/core/checks/read/limits.ts';
import { memoryCode } from '../../../support/memoryHouse.ts';

const scanner = openScanner({
  workerFile: fileURLToPath(new URL('../../../../src/node/search/scanWorker.ts', import.meta.url)),
});
const at = (folder: string) =>
  openFolder({ folder, state: [], ripgrep: { packages: '' }, scanner, code: memoryCode() });
const tools: VerifyTools = {
  codeAt: () => memoryCode(),
  searchesAt: (folder) => at(folder).searches,
  filesAt: (folder) => at(folder).files,
  scanner,
  clock: systemClock(),
};
const stop = new AbortController();
afterAll(() => stop.abort());

const files = {
  'src/dates.ts':
    '\uFEFF// Dates in and out.\r\nexport const tries = 5;\r\nexport function parseDate(text: string) {\r\n  return new Date(text);\r\n}\r\nexport function formatDate(date: Date) {\r\n  return date.toISOString();\r\n}\r\n',
  'src/other.ts': 'export function parseDate() {}\n',
};
const path = 'src/dates.ts';
const parse = {
  text: '`parseDate` reads a text.',
  quotes: [{ path, line: 3, quote: 'export function parseDate(text: string) {' }],
};
const format = {
  text: '`formatDate` writes a date.',
  quotes: [{ path, line: 6, quote: 'formatDate(date: Date)' }],
};

async function judged(
  instruction: string,
  result: unknown,
  more: object = {},
): Promise<Exclude<VerifyAnswer, { error: string }>> {
  const task = { kind: 'summarize', path, instruction, ...more };
  const answer = await verifyRow({ id: 1, files, task, result }, tools, stop.signal);
  if ('error' in answer) throw new Error(answer.error);
  return answer;
}

const messages = (answer: { readonly findings: readonly object[] }): string =>
  JSON.stringify(answer.findings);

describe('summarize, bullets', () => {
  const bullets = [parse, format];

  it('verifies bullets that stand on their quotes and keep to the limits', async () => {
    const answer = await judged('Summarize src/dates.ts in at most 2 bullets, each at most 5 words.', {
      bullets,
    });
    expect(answer.state).toBe('verified');
    expect(answer.unproven).toContain('whether the quotes support the bullets');
  });

  it.each([
    ['no bullets', []],
    ['a blank bullet', [{ ...parse, text: ' ' }]],
    ['a bullet without quotes', [{ ...parse, quotes: [] }]],
    [
      'a quote of another file',
      [{ ...parse, quotes: [{ path: 'src/other.ts', line: 1, quote: 'parseDate' }] }],
    ],
    ['a quote at another line', [{ ...parse, quotes: [{ path, line: 4, quote: 'parseDate' }] }]],
    ['a quote that stands nowhere', [{ ...parse, quotes: [{ path, line: 3, quote: 'function parseTime' }] }]],
    ['an invented name', [{ ...parse, text: '`parseTime` reads a text.' }]],
    ['a number of the file that stands in no quote', [{ ...parse, text: '`parseDate` tries 5 times.' }]],
    ['a bullet too many', [parse, format, parse]],
  ])('refutes %s', async (_name, wrong) => {
    expect((await judged('Summarize src/dates.ts in at most 2 bullets.', { bullets: wrong })).state).toBe(
      'refuted',
    );
  });

  it('names the bullet', async () => {
    const answer = await judged('Summarize it.', { bullets: [parse, { ...format, quotes: [] }] });
    expect(answer.findings).toContainEqual(
      expect.objectContaining({ claim: 'b2', message: 'the bullet has no quote' }),
    );
  });

  it('counts words over all bullets together unless each is meant', async () => {
    expect((await judged('Use at most 6 words.', { bullets })).state).toBe('refuted');
    expect((await judged('Each bullet may have at most 6 words.', { bullets })).state).toBe('verified');
    expect((await judged('Use at most 8 words.', { bullets })).state).toBe('verified');
  });

  it.each([
    ['both forms', { bullets, text: 'It reads.' }],
    ['neither form', {}],
    ['an unknown key', { bullets, done: true }],
    [
      'a line that is a string',
      { bullets: [{ ...parse, quotes: [{ path, line: '3', quote: 'parseDate' }] }] },
    ],
  ])('refutes %s', async (_name, result) => {
    expect((await judged('Summarize it.', result)).state).toBe('refuted');
  });
});

describe('summarize, text', () => {
  const text = '`parseDate` reads a text. `formatDate` writes a date.';

  it('verifies a text whose names stand in the file and whose limits are kept', async () => {
    expect((await judged('Summarize src/dates.ts in two sentences.', { text })).state).toBe('verified');
    expect(
      (await judged('Summarize it; say that `caching` is for later.', { text: 'No `caching` yet.' })).state,
    ).not.toBe('refuted');
    expect((await judged('Summarize it.', { text: 'src/dates.ts tries 5 times.' })).state).toBe('verified');
  });

  it.each([
    ['blank text', '  \n'],
    ['an invented name', 'It calls `parseTime`.'],
    ['part of a name', 'It calls `parseDat`.'],
    ['an invented number', 'It tries 7 times.'],
    ['an invented path', 'It is used by src/main.ts.'],
  ])('refutes %s', async (_name, wrong) => {
    expect((await judged('Summarize it.', { text: wrong })).state).toBe('refuted');
  });

  it.each([
    ['Summarize it in at most 8 words.', text, 'It is `parseDate` and it is `formatDate` and more.'],
    ['Summarize it in exactly 2 sentences.', text, '`parseDate` reads.'],
    ['Sum it up, mention `formatDate`.', text, '`parseDate` reads.'],
    ['Sum it up without commas.', text, 'It reads, it writes.'],
    ['Do not use the word date.', 'It reads and it writes.', 'It reads a date.'],
    ['Summarize it and end with "That is all."', `${text} That is all.`, text],
    ['Summarize it and start with "In short".', `In short, ${text}`, text],
    ['Write it in 2 paragraphs.', 'It reads.\n\nIt writes.', 'It reads.'],
    ['Give a title wrapped in double angular brackets.', '<<Dates>>\nIt reads.', 'It reads.'],
    ['Summarize it in JSON.', '{"summary": "It reads."}', 'It reads.'],
    ['Mention every exported function.', text, '`parseDate` reads a text.'],
    [
      'Summarize it in German.',
      'Es liest das Datum und gibt es in der Form aus, die man braucht.',
      'It reads the date and gives it to whoever has asked for it.',
    ],
    ['Use at most 2 lines.', 'It reads.\nIt writes.', 'It reads.\nIt writes.\nIt ends.'],
  ])('holds a text to: %s', async (instruction, right, wrong) => {
    expect((await judged(instruction, { text: right })).state).toBe('verified');
    const answer = await judged(instruction, { text: wrong });
    expect(answer.state).toBe('refuted');
    expect(messages(answer)).toContain('is not kept');
  });

  it('says which of two competing goals was dropped', async () => {
    const instruction = 'Write at least 12 words but under 3 sentences.';
    const short = await judged(instruction, { text });
    expect(short.state).toBe('refuted');
    expect(messages(short)).toContain('at least 12 words');
    expect(messages(short)).not.toContain('under 3 sentences');
    const long = await judged(instruction, {
      text: `${text} It is short. So it is, in all ways that count.`,
    });
    expect(messages(long)).toContain('under 3 sentences');
    expect(messages(long)).not.toContain('at least 12 words');
  });

  it.each([
    'Give a comprehensive but concise summary.',
    'Summarize it in a friendly tone.',
    'Summarize it for beginners.',
  ])('leaves open what nobody can check: %s', async (instruction) => {
    const answer = await judged(instruction, { text });
    expect(answer.state).toBe('unproven');
    expect(messages(answer)).toContain('no code can tell');
  });

  it('leaves open what hangs on how one counts', async () => {
    const keyword = await judged('Include the word "form".', { text });
    expect(keyword.state).toBe('unproven');
    expect(messages(keyword)).toContain('it hangs on how one counts');
    // The same word stands whole here.
    expect((await judged('Include the word "form".', { text: 'It is a form.' })).state).toBe('verified');
  });

  it('takes no claimed work for done', async () => {
    const answer = await judged('Summarize it.', { text: `${text} I verified every line.` });
    expect(answer.state).toBe('unproven');
    expect(messages(answer)).toContain('receipt');
  });

  it('answers a malformed task with an error', async () => {
    const row = { id: 7, files, task: { kind: 'summarize', instruction: 'Sum up.' }, result: { text } };
    expect(await verifyRow(row, tools, stop.signal)).toMatchObject({
      id: 7,
      error: expect.any(String) as string,
    });
  });

  it('cannot be judged where the file is not there', async () => {
    expect((await judged('Summarize it.', { text }, { path: 'src/gone.ts' })).state).not.toBe('verified');
  });
});

describe('limitsOf', () => {
  it.each([
    ['What does parseDate return, in one sentence?', 'Answer in one sentence.'],
    ['Explain parseDate in at most 20 words.', 'Answer in at most 20 words.'],
    ['How is it called? Answer in German.', 'Answer in German.'],
    ['What does parseDate do?', ''],
    ['Which words does the list of five words hold?', ''],
    ['How many sentences are in one paragraph?', ''],
  ])('%s', (question, limits) => {
    expect(limitsOf(question)).toBe(limits);
  });
});

describe('read, with a limit', () => {
  const statements = [parse, format].map(({ text, quotes }) => ({ text, quotes }));
  const read = async (question: string): Promise<string> => {
    const row = { id: 1, files, task: { kind: 'read', question, paths: [path] }, result: { statements } };
    const answer = await verifyRow(row, tools, stop.signal);
    return 'error' in answer ? answer.error : answer.state;
  };

  it('is held to it', async () => {
    expect(await read('What is in there?')).toBe('verified');
    expect(await read('What is in there, in two sentences?')).toBe('verified');
    expect(await read('What is in there, in one sentence?')).toBe('refuted');
  });
});
