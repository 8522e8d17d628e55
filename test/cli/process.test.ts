import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { tempFolder } from '../node/search/place.ts';

const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));

interface Ended {
  readonly code: number | null;
  readonly output: string;
  readonly errors: string;
}

/** Runs the command line as a process of its own, asking no model, with its records in a folder that goes away. */
async function run(args: readonly string[], input = ''): Promise<Ended> {
  using cache = tempFolder();
  return await runWith(cache.path, args, input);
}

async function runWith(cache: string, args: readonly string[], input = ''): Promise<Ended> {
  const env = { ...process.env, COUNTERSIGN_CACHE: cache };
  const child = spawn(process.execPath, [main, ...args], { stdio: 'pipe', env });
  child.stdin.end(input);
  const closed = new Promise<number | null>((resolve) => child.once('close', resolve));
  const [output, errors, code] = await Promise.all([text(child.stdout), text(child.stderr), closed]);
  return { code, output, errors };
}

const answersOf = (ended: Ended): Record<string, unknown>[] =>
  ended.output
    .split('\n')
    .flatMap((line) => (line === '' ? [] : [JSON.parse(line) as Record<string, unknown>]));

const source = {
  'src/a.ts': 'export const maxRetries = 5;\nexport function parseDate() {}\n',
  'b.ts': 'parseDate();\n',
};
const hits = [
  { path: 'b.ts', line: 1, text: 'parseDate();' },
  { path: 'src/a.ts', line: 2, text: 'export function parseDate() {}' },
];
const query = {
  pattern: 'parseDate',
  regex: false,
  word: false,
  caseSensitive: true,
  include: [],
  exclude: [],
};
const searched = {
  task: { kind: 'search', what: 'uses', pattern: 'parseDate' },
  result: { ...query, hits, total: 2 },
};
const read = {
  task: { kind: 'read', question: 'how often?', paths: ['src/a.ts'] },
  result: {
    statements: [
      { text: 'It tries 5 times.', quotes: [{ path: 'src/a.ts', line: 1, quote: 'maxRetries = 5' }] },
    ],
  },
};

describe('countersign verify -', () => {
  it('answers rows in order, bad ones among them, and ends with 0', async () => {
    using workspace = tempFolder(source);
    const rows = [
      { id: 'files', files: source, ...searched },
      'this is not JSON',
      { id: 'workspace', workspace: workspace.path, ...searched },
      {
        id: 'dropped',
        files: source,
        task: searched.task,
        result: { ...query, hits: hits.slice(1), total: 1 },
      },
      { id: 'read', files: source, ...read, extra: true },
      { id: 'no place', ...read },
      { id: 'two places', files: source, workspace: workspace.path, ...read },
      { id: 'unknown kind', files: source, task: { kind: 'dance' }, result: {} },
      { id: 'bad task', files: source, task: { kind: 'read' }, result: {} },
      { id: 'bad path', files: { '../a': '' }, ...read },
      { id: 'file and folder', files: { a: '', 'a/b': '' }, ...read },
      { id: 'relative', workspace: 'here', ...read },
      { id: 'checks', files: source, ...read, checks: [['rm', '-rf', '/']] },
    ];
    const input = rows.map((row) => (typeof row === 'string' ? row : JSON.stringify(row))).join('\n');
    const ended = await run(['verify', '-'], input);
    expect(ended).toMatchObject({ code: 0, errors: '' });
    const answers = answersOf(ended);
    const said = answers.map((answer) => [answer['id'], answer['state'] ?? 'error']);
    expect(said).toEqual([
      ['files', 'verified'],
      [null, 'error'],
      ['workspace', 'verified'],
      ['dropped', 'refuted'],
      ['read', 'verified'],
      ['no place', 'error'],
      ['two places', 'error'],
      ['unknown kind', 'error'],
      ['bad task', 'error'],
      ['bad path', 'error'],
      ['file and folder', 'error'],
      ['relative', 'error'],
      ['checks', 'verified'],
    ]);
    expect(answers[3]).toMatchObject({ findings: [{ check: 'search.hits', path: 'b.ts', line: 1 }] });
    expect(answers[0]).toMatchObject({ findings: [], unproven: [], ms: expect.any(Number) });
    expect(answers[0]?.['proves']).toContain('their number is 2');
  }, 60_000);

  it('streams: an answer comes before the input ends', async () => {
    const child = spawn(process.execPath, [main, 'verify', '-'], { stdio: ['pipe', 'pipe', 'inherit'] });
    const closed = new Promise<number | null>((resolve) => child.once('close', resolve));
    const chunks = child.stdout[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
    for (const id of [1, 2]) {
      child.stdin.write(`${JSON.stringify({ id, files: source, ...read })}\n`);
      const { value } = (await chunks.next()) as { value: Buffer };
      expect(JSON.parse(value.toString('utf8'))).toMatchObject({ id, state: 'verified' });
    }
    child.stdin.end();
    expect(await closed).toBe(0);
  }, 60_000);

  it('holds no more than its reader takes, and judges 20,000 lines', async () => {
    const lines = Array.from({ length: 20_000 }, (_, index) => `const value${index} = 1;`);
    const many = lines.map((line, index) => ({ path: 'big.ts', line: index + 1, text: line }));
    const row = (id: string, some: typeof many) => ({
      id,
      files: { 'big.ts': lines.join('\n') },
      task: { kind: 'search', what: 'values' },
      result: { ...query, pattern: 'value', hits: some, total: some.length },
    });
    const ended = await run(
      ['verify', '-'],
      `${JSON.stringify(row('all', many))}\n${JSON.stringify(row('one less', many.slice(1)))}\n`,
    );
    expect(answersOf(ended).map((answer) => answer['state'])).toEqual(['verified', 'refuted']);
  }, 120_000);

  it('is no error where nothing comes', async () => {
    expect(await run(['verify', '-'])).toEqual({ code: 0, output: '', errors: '' });
  }, 30_000);
});

describe('countersign report', () => {
  it('prints what earlier commands recorded for the folder, in each form', async () => {
    using workspace = tempFolder(source);
    using cache = tempFolder();
    const at = ['--folder', workspace.path];
    const nothing = await runWith(cache.path, ['report', ...at]);
    expect([nothing.code, nothing.output]).toEqual([0, expect.stringContaining('0 results')]);
    await runWith(cache.path, ['find', 'parseDate', ...at, '--ollama', '']);
    const page = await runWith(cache.path, ['report', ...at]);
    expect(page.output).toContain('1 result: 1 verified');
    const log = await runWith(cache.path, ['report', '--format', 'sarif', ...at]);
    expect(JSON.parse(log.output)).toMatchObject({
      version: '2.1.0',
      runs: [{ results: [{ ruleId: 'verdict', kind: 'pass' }] }],
    });
    const data = await runWith(cache.path, ['report', '--format', 'json', ...at]);
    expect(JSON.parse(data.output)).toMatchObject({ results: [{ kind: 'search' }] });
  });
});

describe('countersign find', () => {
  it('prints the lines, and ends with 0 where all of them are verified', async () => {
    using workspace = tempFolder(source);
    const ended = await run(['find', 'parseDate', '--folder', workspace.path, '--ollama', '']);
    expect(ended.output).toMatch(/verified: 2 lines match/);
    expect(ended.output).toMatch(/b\.ts:1: parseDate\(\);/);
    expect(ended.code).toBe(0);
  }, 60_000);

  it('writes a rename that is verified, and says it once', async () => {
    using place = tempFolder({
      'a.ts': 'export function total(): number {\n  return 1;\n}\n',
      'tsconfig.json': '{ "compilerOptions": { "strict": true, "types": [], "noEmit": true } }',
    });
    const ask = ['ask', 'rename total to sum', '--folder', place.path, '--ollama', ''];
    const shown = await run(ask);
    expect([shown.code, shown.output.includes('--apply writes it')]).toEqual([0, true]);
    const written = await run([...ask, '--apply']);
    expect([written.code, written.output.match(/^verified/gmu)?.length]).toEqual([0, 1]);
    expect(written.output).toContain('written: a.ts');
    expect(written.output).not.toContain('--apply');
    expect(await readFile(join(place.path, 'a.ts'), 'utf8')).toContain('function sum()');
  }, 60_000);

  it('prints events as JSON lines', async () => {
    using workspace = tempFolder(source);
    const ended = await run(['find', 'parseDate', '--json', '--folder', workspace.path, '--ollama', '']);
    const types = answersOf(ended).map((event) => event['type']);
    expect(types).toEqual(['asked', 'planned', 'delegated', 'drafted', 'judged', 'ended']);
  }, 60_000);

  it('says that an empty folder holds nothing', async () => {
    using workspace = tempFolder();
    const ended = await run(['find', 'parseDate', '--folder', workspace.path, '--ollama', '']);
    expect(ended.code).toBe(1);
    expect(ended.output).toMatch(/holds no file/);
  }, 60_000);
});

describe('bad usage', () => {
  it.each([
    [[], /which command/],
    [['dance'], /no command "dance"/],
    [['verify'], /standard input/],
    [['verify', 'rows.jsonl'], /standard input/],
    [['apply'], /standard input/],
    [['path'], /standard input/],
    [['find'], /needs a text/],
    [['report', 'x'], /takes no text/],
    [['report', '--format', 'html'], /takes markdown, json, sarif/],
    [['report', '--folder', '/no/such/folder'], /is no folder/],
    [['find', 'x', '--folder', '/no/such/folder'], /is no folder/],
    [['models', 'eat'], /"list" or "ensure"/],
    [['find', 'x', '--colour'], /colour/],
  ] as const)(
    '%j ends with 2 and says why',
    async (args, words) => {
      const ended = await run(args);
      expect(ended.code).toBe(2);
      expect(ended.output).toBe('');
      expect(ended.errors).toMatch(words);
      expect(ended.errors).toMatch(/Usage: countersign/);
    },
    30_000,
  );

  it('is not asking for help or the version', async () => {
    expect(await run(['--help'])).toMatchObject({
      code: 0,
      errors: '',
      output: expect.stringContaining('Usage'),
    });
    expect(await run(['--version'])).toMatchObject({
      code: 0,
      output: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
    });
  }, 30_000);
});
