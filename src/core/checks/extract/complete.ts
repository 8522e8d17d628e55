import type { Check, CheckOutcome } from '../../check.ts';
import { isClosedSet, setWords, type ClosedSet, type GradedItem } from '../../extract/item.ts';
import { firstReading, secondReading } from '../../extract/recognise.ts';
import type { ExtractResult, ExtractTask } from '../../kinds/extract.ts';
import { shorten } from '../../text.ts';
import type { Evidence, Finding } from '../../verdict.ts';
import { compareItems, type Given, type Objection } from './compare.ts';

type Fault = Omit<Finding, 'check' | 'level'>;

/** Of thousands of differences the first ones say enough. */
export const faultsAtMost = 50;

/**
 * Reads every file again, by two ways that share nothing, and compares both ways: nothing is missing and nothing is
 * made up (contracts rule 23). Only what both readings hold against the result refutes it; where they differ, or the
 * table leaves something open that the verdict hangs on, nobody knows, and the reason says what.
 */
export const itemsAreAll: Check<ExtractTask, ExtractResult> = {
  id: 'extract.complete',
  title: 'the items are all of them and nothing else',
  required: true,
  timeoutMs: 60_000,
  async run(input, signal): Promise<CheckOutcome> {
    const { what, paths } = input.task;
    if (!isClosedSet(what)) {
      const reason = 'what a description means, and whether more of it stands there, no code can count';
      return { type: 'unable', reason, evidence: [] };
    }
    const given = byPath(input.result);
    const faults: Fault[] = [];
    const unable: string[] = [];
    const evidence: Evidence[] = [];
    for (const path of new Set(paths)) {
      const read = input.handedOut.get(path);
      if (read === undefined || read.type === 'refused') {
        unable.push(`${path}: ${read === undefined ? 'it was not read' : read.message}`);
        continue;
      }
      const { text, sha256 } = read.file;
      const second = secondReading(what, path, text);
      const first = await firstReading(what, path, text, input.code, signal);
      if (first.type === 'unable' || second.type === 'unable') {
        unable.push(first.type === 'unable' ? first.reason : second.type === 'unable' ? second.reason : '');
        continue;
      }
      const mine = given.get(path) ?? [];
      const sure = first.value.map((item): GradedItem => ({ ...item, grade: 'must' }));
      const answer = weigh(compareItems(mine, sure), compareItems(mine, second.value), what, path);
      faults.push(...answer.faults);
      if (answer.open !== undefined) unable.push(answer.open);
      const counts = { reported: mine.length, found: first.value.length };
      evidence.push({
        saw: `${path}, read again by two ways: ${told(first.value.length, what)}`,
        path,
        sha256,
        counts,
      });
    }
    for (const [path, items] of given) {
      if (!paths.includes(path)) faults.push(...items.map((one) => outside(path, one)));
    }
    if (faults.length > 0) return { type: 'fail', findings: capped(faults), evidence };
    const [reason] = unable;
    if (reason === undefined) return { type: 'pass', evidence };
    const more = unable.length > 1 ? `, and the same of ${unable.length - 1} more files` : '';
    return { type: 'unable', reason: `${reason}${more}`, evidence };
  },
};

/** "3 dates". */
export function told(count: number, what: ClosedSet): string {
  return `${count.toLocaleString('en')} ${setWords[what][count === 1 ? 0 : 1]}`;
}

/** The first faults, and how many there are beside them. */
export function capped(faults: readonly Fault[]): readonly Fault[] {
  const rest = faults.length - faultsAtMost;
  if (rest <= 0) return faults;
  return [
    ...faults.slice(0, faultsAtMost),
    { message: `and ${rest.toLocaleString('en')} more of this kind` },
  ];
}

function byPath(result: ExtractResult): ReadonlyMap<string, readonly Given[]> {
  const given = new Map<string, Given[]>();
  for (const [index, { path, line, value, quote }] of result.items.entries()) {
    const list = given.get(path) ?? [];
    if (list.length === 0) given.set(path, list);
    list.push({ index, line, value, lines: quote.split('\n').length });
  }
  return given;
}

interface Weighed {
  readonly faults: readonly Fault[];
  readonly open: string | undefined;
}

/** Both readings against it: refuted. Neither: fine. Anything else: open, with what it hangs on. */
function weigh(
  first: readonly Objection[],
  second: readonly Objection[],
  what: ClosedSet,
  path: string,
): Weighed {
  const hard = [first, second].map((side) => side.filter((one) => one.type !== 'open'));
  const [byFirst = [], bySecond = []] = hard;
  if (byFirst.length > 0 && bySecond.length > 0) {
    const shared = new Set(byFirst.map(nameOf));
    const both = bySecond.filter((one) => shared.has(nameOf(one)));
    const faults = (both.length > 0 ? both : bySecond).map((one) => faultOf(one, what, path));
    return { faults, open: undefined };
  }
  const open = second.find((one) => one.type === 'open') ?? byFirst[0] ?? bySecond[0];
  return { faults: [], open: open === undefined ? undefined : doubt(open, path) };
}

function nameOf({ type, value, line }: Objection): string {
  return `${type}:${line}:${value}`;
}

function claimOf(index: number | undefined): { readonly claim?: string } {
  if (index === undefined) return {};
  return { claim: index < 100 ? `i${index + 1}` : 'rest' };
}

function faultOf(one: Objection, what: ClosedSet, path: string): Fault {
  const [word] = setWords[what];
  const value = shorten(one.value, 80);
  const where = `${path}:${one.line}`;
  const at = { ...claimOf(one.index), path, ...(one.line >= 1 ? { line: one.line } : {}) };
  return one.type === 'missing'
    ? {
        ...at,
        message: `${where} has the ${word} "${value}", which is not reported as often as it stands there`,
      }
    : {
        ...at,
        message: `"${value}" is no ${word} at ${where}, or is reported more often than it stands there`,
      };
}

function doubt(one: Objection, path: string): string {
  const value = shorten(one.value, 80);
  const why = one.why === '' ? 'two ways of reading differ' : one.why;
  return `"${value}" at ${path}:${one.line} can sensibly be counted or not: ${why}`;
}

function outside(path: string, one: Given): Fault {
  return {
    ...claimOf(one.index),
    message: `${path} is no file of this task, so nothing can be taken from it`,
  };
}
