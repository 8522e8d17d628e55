import type { RecordedResult } from '../ledger/results.ts';
import type { VerdictState } from '../verdict.ts';
import { escaped, evidencePage, oneLine, table } from './evidence.ts';
import { sarifLog } from './sarif.ts';
import { stateWord } from './words.ts';

/** Forms of a report: for people, for programs, for tools that read findings of static analysis. */
export const reportForms = ['markdown', 'json', 'sarif'] as const;
export type ReportForm = (typeof reportForms)[number];

export interface About {
  /** Version of Countersign. */
  readonly version: string;
  /** The folder's name as people see it. */
  readonly folder: string;
  /** When it was made, ISO 8601. */
  readonly wall: string;
}

/** All verdicts of a folder in one text. Nothing is left out but what never got a result. */
export function reportOf(results: readonly RecordedResult[], form: ReportForm, about: About): string {
  switch (form) {
    case 'markdown':
      return markdown(results, about);
    case 'json':
      return `${JSON.stringify({ form: 1, countersign: about.version, folder: about.folder, made: about.wall, results }, undefined, 2)}\n`;
    case 'sarif':
      return `${JSON.stringify(sarifLog(results, about), undefined, 2)}\n`;
  }
}

const states: readonly VerdictState[] = ['verified', 'refuted', 'unproven', 'stale'];

function markdown(results: readonly RecordedResult[], about: About): string {
  const counts = states.map((state) => {
    const count = results.filter((result) => result.verdict?.state === state).length;
    return `${count} ${stateWord(state).toLowerCase()}`;
  });
  const rows = results.map(({ verdict, title, kind, worker, change }) => [
    verdict === undefined ? 'Not verified yet' : stateWord(verdict.state),
    escaped(oneLine(title)),
    kind,
    escaped(worker),
    change.type,
  ]);
  const parts = [
    `# Countersign report: ${escaped(oneLine(about.folder))}`,
    `Made ${about.wall} by Countersign ${about.version}. ${results.length === 1 ? '1 result' : `${results.length} results`}: ${counts.join(', ')}.`,
    table(['State', 'Task', 'Kind', 'Worker', 'Change'], rows),
    ...results.map((result) => evidencePage(result, 2)),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}
