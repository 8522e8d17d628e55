import type { RecordedResult } from '../core/ledger/results.ts';
import type { VerdictState } from '../core/verdict.ts';
import { stateWord } from '../core/report/words.ts';
import { changedFile } from './marks.ts';

const reasonAtMost = 90;

/** The status of a result in words, one line: the state, why, and where its change is. */
export function statusWords(result: RecordedResult): string {
  const { verdict } = result;
  if (verdict === undefined) return 'Not verified yet';
  const reason = clipped(reasonOf(result));
  const head = reason === '' ? stateWord(verdict.state) : `${stateWord(verdict.state)}: ${reason}`;
  switch (result.change.type) {
    case 'applied':
      if (result.change.by === 'others') return `${head} (in the working tree)`;
      return result.change.by === 'override' ? `${head} (applied by an override)` : `${head} (applied)`;
    case 'held':
      return `${head} (staged)`;
    case 'denied':
      return `${head} (refused by the gate)`;
    case 'undone':
      return result.change.left.length === 0 ? `${head} (undone)` : `${head} (undone in part)`;
    case 'discarded':
      return `${head} (discarded)`;
    case 'none':
      return head;
  }
}

/** What decided the state: the first failure, what is open, or what is proven. */
export function reasonOf(result: RecordedResult): string {
  const { verdict } = result;
  switch (verdict?.state) {
    case 'verified':
      return verdict.proves[0] ?? '';
    case 'refuted':
      return verdict.findings.find((finding) => finding.level === 'fail')?.message ?? '';
    case 'unproven':
      return verdict.unproven[0] ?? '';
    case 'stale':
      return `${changedFile(verdict) ?? 'a file'} changed since the check`;
    case undefined:
      return '';
  }
}

/** The codicon of a state; always beside its word, never alone. */
export function stateIcon(state: VerdictState | undefined): string {
  switch (state) {
    case 'verified':
      return 'pass';
    case 'refuted':
      return 'error';
    case 'unproven':
      return 'question';
    case 'stale':
      return 'history';
    case undefined:
      return 'circle-outline';
  }
}

function clipped(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length <= reasonAtMost ? line : `${line.slice(0, reasonAtMost - 1).trimEnd()}…`;
}
