import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openLink, type Link } from '../../../src/node/code/link.ts';
import { changeOf, filesOf, never, openTestCode } from './project.ts';

const folder = mkdtempSync(join(tmpdir(), 'countersign-link-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A worker that does what the path of a question says. */
const script = join(folder, 'worker.mjs');
beforeAll(() =>
  writeFileSync(
    script,
    `import { parentPort } from 'node:worker_threads';
let count = 0;
parentPort.on('message', ({ id, question, cancelled }) => {
  count += 1;
  if (question.path === 'throw') throw new Error('broken on purpose');
  if (question.path === 'exit') process.exit(3);
  if (question.path === 'spin') for (;;) ;
  if (question.path === 'wait') {
    const flag = new Int32Array(cancelled);
    while (Atomics.load(flag, 0) === 0) ;
  }
  if (question.path === 'fill') {
    const rows = [];
    for (;;) rows.push(new Array(1e6).fill(rows.length));
  }
  parentPort.postMessage({ id, answer: { type: 'ok', value: [{ name: question.path, count }] } });
});
`,
  ),
);

function ask(link: Link, path: string, signal: AbortSignal = never) {
  return link.ask({ ask: 'symbols', path, text: '' }, signal);
}

const data = { libFolder: '', grammarFolder: '' };

describe('the link to the worker', () => {
  it('answers, and is unable after a crash, with a fresh worker at the next question', async () => {
    const link = openLink(script, data);
    expect(await ask(link, 'a')).toMatchObject({ value: [{ name: 'a', count: 1 }] });
    expect(await ask(link, 'b')).toMatchObject({ value: [{ name: 'b', count: 2 }] });
    const [broken, behind] = await Promise.all([ask(link, 'throw'), ask(link, 'c')]);
    expect(broken).toMatchObject({ type: 'unable', reason: 'the code worker ended: broken on purpose' });
    expect(behind.type).toBe('unable');
    expect(await ask(link, 'd')).toMatchObject({ value: [{ name: 'd', count: 1 }] });
    expect(await ask(link, 'exit')).toMatchObject({ type: 'unable' });
    expect(await ask(link, 'e')).toMatchObject({ value: [{ name: 'e', count: 1 }] });
    link.dispose();
  });

  it('settles at once when it is stopped, and keeps a worker that notices', async () => {
    const link = openLink(script, data);
    await ask(link, 'a');
    const stop = new AbortController();
    const waiting = ask(link, 'wait', stop.signal);
    stop.abort();
    expect(await waiting).toEqual({ type: 'unable', reason: 'cancelled' });
    expect(await ask(link, 'b')).toMatchObject({ value: [{ name: 'b', count: 3 }] });
    expect(await ask(link, 'c', AbortSignal.abort())).toEqual({ type: 'unable', reason: 'cancelled' });
    link.dispose();
  });

  it('ends a worker that does not notice, and starts a fresh one', async () => {
    const link = openLink(script, data, 50);
    await ask(link, 'a');
    const stop = new AbortController();
    const spinning = ask(link, 'spin', stop.signal);
    const behind = ask(link, 'b');
    stop.abort();
    expect(await spinning).toEqual({ type: 'unable', reason: 'cancelled' });
    expect(await behind).toMatchObject({ reason: 'the code worker did not stop in time' });
    expect(await ask(link, 'c')).toMatchObject({ value: [{ name: 'c', count: 1 }] });
    link.dispose();
  });

  it('is unable without its file and after its end', async () => {
    const link = openLink(join(folder, 'none.mjs'), data);
    expect(await ask(link, 'a')).toMatchObject({ type: 'unable' });
    link.dispose();
    expect(await ask(link, 'a')).toEqual({ type: 'unable', reason: 'the code worker is closed' });
  });
});

describe('the real worker', () => {
  it('is unable where a library or a grammar is missing, and says so', async () => {
    const code = openTestCode();
    const answer = await code.symbols('a.xyz', 'x', never);
    expect(answer).toMatchObject({ type: 'unable' });
    code[Symbol.dispose]();
    expect(await code.symbols('a.ts', 'x', never)).toMatchObject({ type: 'unable' });
  });

  it('does not read a text that is too big', async () => {
    const code = openTestCode();
    expect(await code.symbols('a.ts', 'x'.repeat(2 * 1024 * 1024 + 1), never)).toMatchObject({
      type: 'unable',
      reason: 'the text is too big to be parsed here',
    });
    code[Symbol.dispose]();
  });

  it('stops a check of types between two files', async () => {
    const code = openTestCode();
    const texts = { 'tsconfig.json': '{}', 'a.ts': 'export const one = 1;\n' };
    const stop = new AbortController();
    const asked = code.types(
      filesOf(texts),
      changeOf(texts, { 'a.ts': 'export const two = 1;\n' }),
      undefined,
      stop.signal,
    );
    stop.abort();
    expect(await asked).toEqual({ type: 'unable', reason: 'cancelled' });
    expect((await code.symbols('a.ts', 'const x = 1;', never)).type).toBe('ok');
    code[Symbol.dispose]();
  });
});
