import { homedir } from 'node:os';
import { join } from 'node:path';
import type { RunEvent } from '../core/events.ts';
import { foldResults } from '../core/ledger/fold.ts';
import type { RecordedResult } from '../core/ledger/results.ts';
import type { House, ModelList } from '../core/ports.ts';
import type { Request } from '../core/request.ts';
import { searchResultSchema } from '../core/kinds/search.ts';
import { run } from '../core/run.ts';
import { cacheFolder } from '../node/cacheFolder.ts';
import type { OpenCode } from '../node/code/open.ts';
import { openFolder } from '../node/house.ts';
import { openScanner } from '../node/search/scanner.ts';
import { openLedger } from '../node/ledger/ledger.ts';
import { openNodeWriter } from '../node/writer/writer.ts';
import type { Assets } from './assets.ts';
import { keyOfLine, linesOfEvent } from './words.ts';

export interface AskOptions {
  readonly folder: string;
  readonly json: boolean;
  /** Write what was verified. What was not is never written from here. */
  readonly apply: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
}

export interface AskParts {
  readonly assets: Assets;
  readonly code: OpenCode;
  models(signal: AbortSignal): Promise<ModelList>;
  /** Answers go here, one line each. */
  print(line: string): void;
  /** Live words and problems. */
  tell(words: string): void;
}

/**
 * Runs one request in a folder, as the editor would, and prints what happens. Gives 0 when every task ended
 * verified, 1 when one did not.
 */
export async function askInFolder(
  request: Request,
  options: AskOptions,
  parts: AskParts,
  signal: AbortSignal,
): Promise<number> {
  const state = join(cacheFolder(options.env, process.platform, homedir()), 'state');
  const ledger = await openLedger({
    storage: join(state, 'ledger'),
    workspace: options.folder,
    onProblem: (message) => parts.tell(`${message}\n`),
  });
  const writer = await openNodeWriter({
    root: options.folder,
    journal: join(state, 'journal'),
    onProblem: (message) => parts.tell(`${message}\n`),
  });
  const events: RunEvent[] = [];
  let isApplying = false;
  const texts = new Map<string, string>();
  const folder = openFolder({
    folder: options.folder,
    state: [state],
    ripgrep: {
      ...(options.env['PATH'] === undefined ? {} : { path: options.env['PATH'] }),
      packages: parts.assets.packages,
    },
    scanner: openScanner({ workerFile: parts.assets.scanWorker }),
    code: parts.code.at(options.folder),
  });
  const house: House = {
    ...folder,
    writer,
    trusted: true,
    models: (abort) => parts.models(abort),
    log: {
      async append(event) {
        if (event.type === 'progress') {
          if (!options.json) parts.tell(event.waiting ? `${event.text}\n` : event.text);
          return;
        }
        events.push(event);
        if (event.type === 'drafted') rememberLines(event.result, texts);
        await ledger.append(event);
        if (options.json) parts.print(JSON.stringify(event));
        else if (isWorthSaying(event, options.apply, isApplying))
          for (const line of linesOfEvent(event, texts)) parts.print(line);
      },
    },
  };
  await run(request, house, signal);
  if (options.apply) {
    isApplying = true;
    for (const result of foldResults(events)) await applyVerified(result, house, signal);
  }
  await ledger.close();
  return isAllVerified(events) ? 0 : 1;
}

/** While what was verified is being applied, its verdict has been printed; and what is applied is not said to wait. */
function isWorthSaying(event: RunEvent, apply: boolean, isApplying: boolean): boolean {
  if (apply && !isApplying && event.type === 'held') return event.missing.length > 0;
  return !isApplying || !['planned', 'delegated', 'drafted', 'judged'].includes(event.type);
}

/** The texts of a search's lines, so that they can be printed beside their places. */
function rememberLines(result: unknown, texts: Map<string, string>): void {
  const parsed = searchResultSchema.safeParse(result);
  for (const hit of parsed.success ? parsed.data.hits : [])
    texts.set(keyOfLine(hit.path, hit.line), hit.text);
}

async function applyVerified(result: RecordedResult, house: House, signal: AbortSignal): Promise<void> {
  const { change } = result;
  if (change.type !== 'held' || change.missing.length > 0) return;
  const approval = { hash: change.hash, override: false };
  await run({ type: 'apply', result, approval, via: 'cli' }, house, signal);
}

function isAllVerified(events: readonly RunEvent[]): boolean {
  const results = foldResults(events);
  const isDone = events.every((event) => event.type !== 'ended' || event.outcome === 'done');
  const isClean = events.some((event) => event.type === 'planned' && event.tasks.length === 0);
  return (
    isDone &&
    (isClean || results.length > 0) &&
    results.every((result) => result.verdict?.state === 'verified')
  );
}
