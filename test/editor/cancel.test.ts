import { strict as assert } from 'node:assert';
import { describe, it } from 'mocha';
import type { RunEvent } from '../../src/core/events.ts';
import { commands, settings } from '../../src/editor/ids.ts';
import {
  bytes,
  close,
  forever,
  hangUp,
  head,
  latch,
  say,
  stall,
  thinkFor,
  type Script,
} from '../support/scriptedServer.ts';
import { event, setStage, setting } from './stage.ts';

const source = 'export function parseDate(text: string): Date {\n  return new Date(text);\n}\n';
const files = { 'src/dates.ts': source };
const words = 'Turns a text into a date.';

describe('cancel', () => {
  const stages: readonly RunEvent['type'][] = ['asked', 'planned', 'delegated', 'drafted', 'judged', 'held'];
  for (const stageName of stages) {
    it(`right after the event ${stageName} ends the run at once and writes nothing`, async () => {
      await using stage = await setStage({ files, answer: () => words });
      await stage.show('src/dates.ts', 2, 4);
      using _stopping = stopAt(stage.session, stageName);
      const report = await stage.run(commands.documentSymbol);
      // What is staged already has nothing left that could be cancelled.
      assert.equal(report.outcome, 'cancelled');
      assert.equal(stage.session.running, 0);
      assert.deepEqual(await stage.bytes('src/dates.ts'), Buffer.from(source));
      assert.equal(stage.session.events.at(-1)?.type, 'ended');
    });
  }

  for (const stageName of ['asked', 'planned', 'drafted', 'judged'] as const) {
    it(`of an approved write right after the event ${stageName} leaves the file as it is`, async () => {
      await using stage = await setStage({ files, answer: () => words });
      await stage.show('src/dates.ts', 2, 4);
      const result = stage.result(await stage.run(commands.documentSymbol));
      assert.equal(result.change.type, 'held');
      using _stopping = stopAt(stage.session, stageName);
      const report = await stage.run(commands.applyChange, { task: result.task });
      assert.equal(report.outcome, 'cancelled');
      assert.deepEqual(await stage.bytes('src/dates.ts'), Buffer.from(source));
      assert.notEqual(stage.session.result(result.task)?.change.type, 'applied');
    });
  }

  it('while the server is silent closes the connection', async () => {
    await using stage = await setStage({ files, answer: () => [stall()] });
    await stage.show('src/dates.ts', 2, 4);
    const running = stage.run(commands.documentSymbol);
    const request = await stage.firstTurn();
    stage.session.stop();
    assert.equal((await running).outcome, 'cancelled');
    await request.closed;
  });

  it('in the middle of an endless answer closes the connection', async () => {
    await using stage = await setStage({ files, answer: () => [say('Turns '), stall()] });
    await stage.show('src/dates.ts', 2, 4);
    const running = stage.run(commands.documentSymbol);
    const request = await stage.firstTurn();
    await new Promise<void>((resolve) => {
      const listening = stage.session.onEvent((row) => {
        if (row.type !== 'progress' || row.waiting) return;
        listening.dispose();
        resolve();
      });
    });
    stage.session.stop();
    assert.equal((await running).outcome, 'cancelled');
    await request.closed;
  });

  it('of a run that waits behind another one leaves the other alone', async () => {
    const gate = latch();
    await using stage = await setStage({ files, answer: () => [thinkFor(gate.opened), say(words)] });
    await stage.show('src/dates.ts', 2, 4);
    const first = stage.run(commands.documentSymbol);
    await stage.firstTurn();
    const second = stage.run(commands.documentSymbol);
    const waiting = await new Promise<string>((resolve) => {
      const listening = stage.session.onEvent((row) => {
        if (row.type !== 'progress' || !row.waiting || !row.text.includes('ahead')) return;
        listening.dispose();
        resolve(row.run);
      });
    });
    stage.session.stop(waiting);
    assert.equal((await second).outcome, 'cancelled');
    gate.open();
    assert.equal((await first).results.at(-1)?.state, 'verified');
    assert.equal(stage.turns.length, 1);
  });
});

describe('a model server', () => {
  const faults: readonly (readonly [string, Script])[] = [
    ['that talks garbage', [bytes('{"message": {"cont\u0000\u0000 ]]'), close()]],
    ['that hangs up in the middle', [say('Turns '), hangUp()]],
    ['that sends elsewhere', [head({ status: 307, headers: { location: 'http://127.0.0.1:1/' } }), close()]],
    ['that never ends', [forever('again and again ')]],
  ];
  for (const [name, script] of faults) {
    it(`${name} ends the task in words, with nothing staged`, async () => {
      await using stage = await setStage({ files, answer: () => script });
      await stage.show('src/dates.ts', 2, 4);
      const report = await stage.run(commands.documentSymbol);
      assert.equal(report.outcome, 'failed');
      assert.ok(report.reason.length > 10, report.reason);
      assert.deepEqual(namesOfClasses(stage.session.events), []);
      assert.deepEqual(report.results, []);
      assert.deepEqual(await stage.bytes('src/dates.ts'), Buffer.from(source));
    });
  }

  it('that went down is said with what to do, and code still answers', async () => {
    await using stage = await setStage({ files });
    await setting(settings.ollamaEndpoint, 'http://127.0.0.1:1');
    try {
      await stage.api.models.look();
      assert.equal(stage.api.models.health.type, 'missing');
      await stage.show('src/dates.ts', 2, 4);
      const report = await stage.run(commands.documentSymbol);
      assert.equal(report.outcome, 'failed');
      assert.match(report.reason, /Ollama does not answer .*ollama serve/);
      assert.deepEqual(namesOfClasses(stage.session.events), []);
      const found = await stage.run(commands.find, { pattern: 'parseDate' });
      assert.deepEqual(
        found.results.map((row) => row.state),
        ['verified'],
      );
    } finally {
      await setting(settings.ollamaEndpoint, stage.server.url);
    }
  });

  it('that is slow shows its text as it comes, and its answer counts', async () => {
    const gate = latch();
    await using stage = await setStage({
      files,
      answer: () => [say('Turns a text '), thinkFor(gate.opened), say('into a date.')],
    });
    await stage.show('src/dates.ts', 2, 4);
    const texts: string[] = [];
    const listening = stage.session.onEvent((row) => {
      if (row.type !== 'progress' || row.waiting) return;
      texts.push(row.text);
      gate.open();
    });
    const report = await stage.run(commands.documentSymbol);
    listening.dispose();
    assert.equal(texts.join(''), words);
    assert.deepEqual(
      report.results.map((row) => row.state),
      ['verified'],
    );
    await event(stage.session, 'held');
  });
});

/** What an error looks like that was turned into text with its class: nothing for people to read. */
function namesOfClasses(value: unknown): readonly string[] {
  return JSON.stringify(value).match(/\b[A-Z]\w*(?:Failure|Error)\b/g) ?? [];
}

/** Stops all runs at the first event of that sort, in the same turn. */
function stopAt(
  session: { onEvent: (act: (row: RunEvent) => void) => { dispose(): void }; stop(): void },
  type: RunEvent['type'],
): Disposable {
  const listening = session.onEvent((row) => {
    if (row.type === type) session.stop();
  });
  return { [Symbol.dispose]: () => listening.dispose() };
}
