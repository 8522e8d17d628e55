import { describe, expect, it } from 'vitest';
import type { RunEvent } from '../../src/core/events.ts';
import { foldResults } from '../../src/core/ledger/fold.ts';
import type { RecordedResult } from '../../src/core/ledger/results.ts';
import type { Request } from '../../src/core/request.ts';
import { run } from '../../src/core/run.ts';
import { memoryHouse, scriptedModel, type MemoryHouse } from '../support/memoryHouse.ts';
import { transcriptOf } from '../support/transcript.ts';

const files = {
  'src/dates.ts':
    'export function parseDate(text: string): Date {\n  const time = Date.parse(text);\n  return new Date(time);\n}\n',
  'src/app.ts': "import { parseDate } from './dates.ts';\nexport const day = parseDate('2024-01-01');\n",
};

const ask = (text: string): Request => ({ type: 'ask', text, context: {}, via: 'chat' });

async function play(
  house: MemoryHouse,
  request: Request,
  signal = new AbortController().signal,
): Promise<RunEvent[]> {
  const from = house.events.length;
  await run(request, house, signal);
  return house.events.slice(from);
}

function newest(house: MemoryHouse): RecordedResult {
  const result = foldResults(house.events).at(-1);
  if (result === undefined) throw new Error('there is no result');
  return result;
}

describe('run, as golden transcripts', () => {
  it('finds the lines of a quoted text without a model', async () => {
    const house = memoryHouse(files, undefined);
    await play(house, ask('find "parseDate"'));
    await expect(transcriptOf(house.events)).toMatchFileSnapshot('../golden/find-literal.txt');
  });

  it('searches by the words of an ask and those of the model', async () => {
    const house = memoryHouse(
      files,
      scriptedModel(['{"words": ["parseDate", "Date.parse", "no such word"]}']),
    );
    await play(house, ask('where do we parse dates?'));
    await expect(transcriptOf(house.events)).toMatchFileSnapshot('../golden/find-words.txt');
  });

  it('answers a question with quotes that it attaches itself', async () => {
    const house = memoryHouse(files, scriptedModel(['It returns `new Date(time)` from the parsed text.']));
    await play(house, ask('what does parseDate return?'));
    await expect(transcriptOf(house.events)).toMatchFileSnapshot('../golden/read.txt');
  });

  it('refutes an answer that names what is not there, asks once more, and stops', async () => {
    const model = scriptedModel(['It calls `parseIso` first.', 'It calls `parseIso` again.']);
    const house = memoryHouse(files, model);
    await play(house, ask('what does parseDate call?'));
    await expect(transcriptOf(house.events)).toMatchFileSnapshot('../golden/read-refuted.txt');
    const again = model.requests[1]?.messages.at(-1)?.content ?? '';
    expect(again).toContain('parseIso" stands in none');
    expect(again).not.toContain('It calls');
  });

  it('declines what it does not do', async () => {
    const house = memoryHouse(files, undefined);
    for (const text of [
      '',
      'x'.repeat(100_000),
      'delete old.js',
      'make it better',
      'rename nobody to somebody',
    ]) {
      await play(house, ask(text));
    }
    await expect(transcriptOf(house.events)).toMatchFileSnapshot('../golden/declined.txt');
  });

  it('offers the two best kinds when the model is not sure', async () => {
    const unsure = { text: '{"kind": "read"}', probability: 0.5 };
    const house = memoryHouse(
      files,
      scriptedModel([unsure, { text: '{"kind": "search"}', probability: 0.4 }]),
    );
    await play(house, ask('parseDate vielleicht'));
    await expect(transcriptOf(house.events)).toMatchFileSnapshot('../golden/offered.txt');
  });

  it('does several tasks of one ask', async () => {
    const house = memoryHouse(files, scriptedModel(['It returns a `Date`.']));
    await play(house, ask('find "parseDate" and explain what parseDate returns'));
    await expect(transcriptOf(house.events)).toMatchFileSnapshot('../golden/compound.txt');
  });
});

describe('run', () => {
  it('records every word of the model as live text only', async () => {
    const house = memoryHouse(files, scriptedModel(['It returns a `Date`.']));
    await play(house, ask('what does parseDate return?'));
    expect(house.events.filter((event) => event.type === 'progress')).toHaveLength(1);
  });

  it('does nothing in a folder that is not trusted', async () => {
    const model = scriptedModel([]);
    const house = memoryHouse(files, model, { trusted: false });
    const events = await play(house, ask('what does parseDate return?'));
    expect(events.map((event) => event.type)).toEqual(['asked', 'declined', 'ended']);
    expect(model.requests).toEqual([]);
  });

  it('says why there is no worker', async () => {
    const events = await play(memoryHouse(files, undefined), ask('what does parseDate return?'));
    expect(events).toContainEqual(
      expect.objectContaining({ type: 'fell', reason: 'No local model answers.' }),
    );
    expect(events.at(-1)).toMatchObject({ type: 'ended', outcome: 'failed' });
  });

  it('finds by the words of the ask where no model answers', async () => {
    const house = memoryHouse(files, undefined);
    await play(house, ask('where do we parse dates?'));
    expect(newest(house).verdict?.state).toBe('verified');
  });

  it('ends as failed, with the reason, when something of ours breaks', async () => {
    const house = memoryHouse(files, undefined, {
      models: () => {
        throw new Error('a bug');
      },
    });
    const events = await play(house, ask('what does parseDate return?'));
    expect(events.at(-1)).toMatchObject({
      type: 'ended',
      outcome: 'failed',
      reason: 'internal error: a bug',
    });
  });

  it.each(['add a doc comment to parseDate', 'rename parseDate to readDate'])(
    'names the file that is not read where a name is not found: %s',
    async (text) => {
      const house = memoryHouse(files, undefined);
      const message = 'the file is not UTF-8 text; save it as UTF-8 first';
      const unread: MemoryHouse['files'] = {
        ...house.files,
        read: () => Promise.resolve({ type: 'refused', reason: 'unreadable', message }),
      };
      const events = await play({ ...house, files: unread }, ask(text));
      expect(events.find((event) => event.type === 'declined')?.reason).toContain(
        `src/dates.ts seems to declare it, and is not read: ${message}`,
      );
    },
  );

  it('ends as done where another try falls behind a verdict', async () => {
    const house = memoryHouse(files, scriptedModel(['It calls `parseIso` first.', '']));
    const events = await play(house, ask('what does parseDate call?'));
    expect(events.flatMap((event) => (event.type === 'judged' ? event.verdict.state : []))).toEqual([
      'refuted',
    ]);
    expect(events.map((event) => event.type)).toContain('fell');
    expect(events.at(-1)).toMatchObject({ type: 'ended', outcome: 'done' });
  });

  it('records that a change was cleared, and by whom, before it is written', async () => {
    const piece = files['src/dates.ts'].replace('Date.parse(text)', 'Date.parse(text.trim())');
    const house = memoryHouse(files, scriptedModel([piece, piece]));
    await play(house, ask('make `parseDate` trim the text'));
    const result = newest(house);
    if (result.change.type !== 'held') throw new Error(`the change is ${result.change.type}`);
    const recorded: string[] = [];
    const writer: MemoryHouse['writer'] = {
      write: (cleared, signal) => {
        recorded.push(...house.events.flatMap((event) => (event.type === 'cleared' ? event.by : [])));
        return house.writer.write(cleared, signal);
      },
      undo: (cleared, signal) => house.writer.undo(cleared, signal),
    };
    const approval = { hash: result.change.hash, override: true };
    await play({ ...house, writer }, { type: 'apply', result, approval, via: 'chat' });
    expect(recorded).toEqual(['override']);
    expect(newest(house).change).toMatchObject({ type: 'applied', by: 'override' });
  });

  it('verifies a search again, and refutes it when a line came', async () => {
    const house = memoryHouse(files, undefined);
    await play(house, ask('find "parseDate"'));
    const before = newest(house);
    await play(house, { type: 'verify', result: before, via: 'codelens' });
    expect(newest(house).verdict?.state).toBe('verified');
    house.texts.set('src/new.ts', 'parseDate();\n');
    await play(house, { type: 'verify', result: before, via: 'codelens' });
    expect(newest(house)).toMatchObject({ task: before.task, verdict: { state: 'refuted' } });
    expect(newest(house).verdict?.findings[0]?.message).toContain('src/new.ts:1 matches and is not reported');
  });

  it.each([0, 1, 2, 3, 4, 5, 6, 7, 8])(
    'can be cancelled at event %i and then does nothing more',
    async (at) => {
      const controller = new AbortController();
      const house = memoryHouse(files, scriptedModel(['It returns a `Date`.']));
      const append = house.log.append.bind(house.log);
      const stopping = {
        ...house,
        log: {
          async append(event: RunEvent): Promise<void> {
            await append(event);
            if (house.events.length === at + 1) controller.abort();
          },
        },
      };
      await run(ask('what does parseDate return?'), stopping, controller.signal);
      const types = house.events.map((event) => event.type);
      expect(types.filter((type) => type === 'ended')).toHaveLength(1);
      const last = house.events.at(-1);
      const done = at >= types.length - 1;
      if (!done) expect(last).toMatchObject({ outcome: 'cancelled' });
      expect(house.written).toEqual([]);
    },
  );
});
