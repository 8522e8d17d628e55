import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RunEvent } from '../../src/core/events.ts';
import type { Completion, Model, ModelFailure } from '../../src/core/model.ts';
import type { AskContext } from '../../src/core/request.ts';
import { run } from '../../src/core/run.ts';
import type { Ask, PackageName } from './ask.ts';
import { allAsks } from './asks/all.ts';
import { lineOf, measure, type Ground, type Outcome } from './judge.ts';
import { openWorkshop, type Workshop } from './house.ts';
import { chosen, optionsOf, usage, type Options } from './options.ts';
import { sourcesOf, workCopy } from './packages.ts';
import { hashOfCode, readRecords, writeRecords, type AskRecord } from './records.ts';
import { closing, lineOfAsk } from './report.ts';
import { storyOf } from './tries.ts';
import { openWorker, type Worker } from './worker.ts';

const root = join(import.meta.dirname, '..', '..');

/**
 * The evaluation with a real small model: every ask end to end over a fresh copy of a real package, then the gold.
 * It reports and does not gate: exit 1 only where it could not run, 2 for a wrong command line.
 */
async function main(): Promise<number> {
  let options: Options;
  let asks: readonly Ask[];
  try {
    options = optionsOf(process.argv.slice(2), join(root, 'test', '.out', 'model.json'));
    asks = chosen(allAsks, options);
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n${usage}`);
    return 2;
  }
  const abort = new AbortController();
  const stop = (): void => abort.abort();
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  try {
    const outcomes = await runAll(asks, options, abort.signal);
    say(`\n${closing(outcomes)}`);
    if (outcomes.length === asks.length) return 0;
    say(
      `\nNot all: ${outcomes.length} of ${asks.length} asks are counted. The same command goes on from here.`,
    );
    return options.score ? 0 : 1;
  } catch (error) {
    console.error(
      `The evaluation could not run: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    );
    return 1;
  } finally {
    process.removeListener('SIGINT', stop);
    process.removeListener('SIGTERM', stop);
  }
}

async function runAll(
  asks: readonly Ask[],
  options: Options,
  signal: AbortSignal,
): Promise<readonly Outcome[]> {
  const code = await hashOfCode(root, ['src/core', 'src/node', 'test/model/asks']);
  const grounds = new Map<PackageName, Ground>();
  const worker = options.score ? undefined : await openReopened(options, signal);
  using workshop = openWorkshop(root, process.env);
  try {
    const name = worker?.current.model.id ?? '';
    const kept = options.fresh ? [] : await readRecords(options.out, code, name, options.score);
    const records = new Map(kept.map((record) => [record.id, record]));
    const outcomes: Outcome[] = [];
    for (const ask of asks) {
      if (signal.aborted) break;
      const ground = grounds.get(ask.package) ?? (await groundOf(ask.package));
      grounds.set(ask.package, ground);
      let record = records.get(ask.id);
      if (record === undefined) {
        if (worker === undefined) continue;
        record = await runSound(ask, ground, worker, workshop, signal);
        if (signal.aborted) break;
        records.set(ask.id, record);
        await writeRecords(options.out, { code, worker: name, records: [...records.values()] });
      }
      const outcome = await measure(ask, storyOf(record.events), ground, record.seconds);
      outcomes.push(outcome);
      say(lineOfAsk(outcomes.length, asks.length, outcome));
    }
    return outcomes;
  } finally {
    for (const ground of grounds.values()) await rm(dirname(ground.folder), { recursive: true, force: true });
    await worker?.current.close();
  }
}

function say(line: string): void {
  console.log(line);
}

async function groundOf(name: PackageName): Promise<Ground> {
  const sources = await sourcesOf(name);
  const texts = new Map([...sources].map(([path, bytes]) => [path, bytes.toString('utf8')]));
  return { folder: await workCopy(name, sources), texts };
}

/** Failures that the ask itself brings about: they count as its result. */
const answers: ReadonlySet<ModelFailure> = new Set(['incomplete', 'too-big', 'context-too-small']);

/** The same model, with somebody told how each call ended. */
function overheard(model: Model, hear: (completion: Completion) => void): Model {
  return {
    id: model.id,
    label: model.label,
    digest: model.digest,
    location: model.location,
    get contextTokens() {
      return model.contextTokens;
    },
    complete: async (request, onProgress, signal) => {
      const completion = await model.complete(request, onProgress, signal);
      hear(completion);
      return completion;
    },
  };
}

/** An ask that a server or a host spoilt says nothing about the model: it is run again, this often in all. */
const triesAtMost = 3;

/**
 * Runs one ask until no call failed for reasons outside the model's answer. Throws where it does not get that far.
 */
async function runSound(
  ask: Ask,
  ground: Ground,
  worker: Reopened,
  workshop: Workshop,
  signal: AbortSignal,
): Promise<AskRecord> {
  for (let attempt = 1; ; attempt += 1) {
    let failed: string | undefined;
    const heard = overheard(worker.current.model, (completion) => {
      if (completion.type === 'failed' && !answers.has(completion.failure)) failed = completion.message;
    });
    const record = await runAsk(ask, ground, heard, workshop, signal);
    if (failed === undefined || signal.aborted) return record;
    if (attempt === triesAtMost) throw new Error(`${ask.id}: the model could not be asked: ${failed}`);
    say(`${ask.id}: ${failed} (once more)`);
    await worker.reopen();
  }
}

/** The worker of a run, which is opened anew where a call failed. */
interface Reopened {
  readonly current: Worker;
  reopen(): Promise<void>;
}

async function openReopened(options: Options, signal: AbortSignal): Promise<Reopened> {
  const open = (): Promise<Worker> => openWorker(root, options.worker, process.env, say, signal);
  let current = await open();
  return {
    get current() {
      return current;
    },
    reopen: async () => {
      await current.close();
      current = await open();
    },
  };
}

/** Runs one ask over a copy of its own. Live text is left out of the record. */
async function runAsk(
  ask: Ask,
  ground: Ground,
  model: Model,
  workshop: Workshop,
  signal: AbortSignal,
): Promise<AskRecord> {
  const folder = await workCopy(ask.package, await sourcesOf(ask.package));
  try {
    const events: RunEvent[] = [];
    const append = (event: RunEvent): Promise<void> => {
      if (event.type !== 'progress') events.push(event);
      return Promise.resolve();
    };
    const house = await workshop.house(folder, model, { append });
    // A house that sees nothing declines everything, and that would count as right for some asks.
    if ((await house.files.list(signal)).length === 0)
      throw new Error(`no file of ${ask.package} can be seen`);
    const started = performance.now();
    const request = { type: 'ask', text: ask.text, context: contextOf(ask, ground), via: 'cli' } as const;
    await run(request, house, signal);
    return { id: ask.id, seconds: (performance.now() - started) / 1000, events };
  } finally {
    await rm(dirname(folder), { recursive: true, force: true });
  }
}

function contextOf(ask: Ask, ground: Ground): AskContext {
  const { activePath, selection, symbol } = ask.from ?? {};
  const range =
    selection === undefined
      ? undefined
      : {
          path: selection.from.path,
          line: lineOf(selection.from, ground),
          endLine: endOf(selection.to, ground, selection.from),
        };
  return {
    ...(activePath === undefined ? {} : { activePath }),
    ...(range === undefined ? {} : { selection: range }),
    ...(symbol === undefined ? {} : { symbol }),
  };
}

/** The first line at or below the start that holds the end's text: a closing brace stands on many lines. */
function endOf(
  to: { readonly path: string; readonly text: string },
  ground: Ground,
  from: { readonly path: string; readonly text: string },
): number {
  const start = lineOf(from, ground);
  const lines = (ground.texts.get(to.path) ?? '').split('\n');
  const found = lines.findIndex((line, index) => index + 1 > start && line.includes(to.text));
  if (found === -1)
    throw new Error(`${to.path}: ${JSON.stringify(to.text)} does not stand below line ${start}`);
  return found + 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = await main();
