import { homedir } from 'node:os';
import { basename, join } from 'node:path';
import { foldResults } from '../core/ledger/fold.ts';
import { reportOf, type ReportForm } from '../core/report/report.ts';
import { cacheFolder } from '../node/cacheFolder.ts';
import { systemClock } from '../node/clock.ts';
import { openLedger } from '../node/ledger/ledger.ts';

export interface ReportOptions {
  readonly folder: string;
  readonly form: ReportForm;
  readonly version: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * The verdicts that the command line recorded for a folder, as one text. An editor keeps its record in its own storage,
 * and reports from there.
 */
export async function reportOfFolder(
  { folder, form, version, env }: ReportOptions,
  tell: (words: string) => void,
): Promise<string> {
  const ledger = await openLedger({
    storage: join(cacheFolder(env, process.platform, homedir()), 'state', 'ledger'),
    workspace: folder,
    onProblem: (message) => tell(`${message}\n`),
  });
  try {
    const results = foldResults(await ledger.load());
    return reportOf(results, form, { version, folder: basename(folder), wall: systemClock().wall() });
  } finally {
    await ledger.close();
  }
}
