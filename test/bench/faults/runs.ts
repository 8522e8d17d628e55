// Right and wrong edits of the intents that need a run, in small projects whose tests run with Node: of the right ones
// nearly all must be verified, of the wrong ones none. Takes `--intent <name>` and `--count <rows of a side>`.
import { parseArgs } from 'node:util';
import { verifyRow, type VerifyAnswer } from '../../../src/cli/verify.ts';
import { editsBetween } from '../../../src/core/edit/rewrite.ts';
import { randomOf, type Random } from '../../node/search/random.ts';
import { openTools } from '../../support/verdicts.ts';
import { generalRows, sameRows, type RunRow } from './runRows.ts';
import { readSubjects, type Subject } from './subject.ts';
import { testRows } from './testRows.ts';

const verifiedAtLeast = 0.95;
const oddsAtMost = 30;
// One process for all test files: a row runs its tests up to twenty times.
const command = ['node', '--test', '--test-isolation=none'];

type Make = (subject: Subject, other: Subject, random: Random, round: number) => readonly RunRow[];
const makers: Readonly<Record<string, Make>> = {
  general: generalRows,
  test: testRows,
  'same-behaviour': sameRows,
};

const { values } = parseArgs({
  options: {
    intent: { type: 'string' },
    count: { type: 'string', default: '100' },
    jobs: { type: 'string', default: '2' },
    // After so long no further row is judged; then nothing holds.
    minutes: { type: 'string', default: '600' },
  },
  // The other benches of faults take options of their own.
  strict: false,
});
const limitMs = Number(values.minutes) * 60_000;
process.exitCode = (await bench(Number(values.count), Number(values.jobs))) ? 0 : 1;

async function bench(perSide: number, jobs: number): Promise<boolean> {
  using tools = openTools({ runChecks: true });
  let holds = true;
  for (const [intent, make] of Object.entries(makers)) {
    if (values.intent !== undefined && values.intent !== intent) continue;
    holds = (await judgeAll(intent, rowsOf(make, perSide), tools, jobs)) && holds;
  }
  return holds;
}

/** As many rows of each side, taken from all subjects in turn; no edit twice. */
function rowsOf(make: Make, perSide: number): readonly RunRow[] {
  const random = randomOf(11);
  const subjects = readSubjects();
  const rows: RunRow[] = [];
  const known = new Set<string>();
  const count = (side: RunRow['side']): number => rows.filter((row) => row.side === side).length;
  for (let round = 0; round < 4_000 && (count('right') < perSide || count('wrong') < perSide); round += 1) {
    const subject = subjects[round % subjects.length];
    if (subject === undefined) break;
    const other = random.pick(
      subjects.filter((one) => one !== subject && !one.cases.join('').includes('await')),
    );
    for (const row of make(subject, other, random, round)) {
      const key = JSON.stringify([...row.texts, row.side]);
      if (known.has(key) || count(row.side) >= perSide) continue;
      known.add(key);
      rows.push(row);
    }
  }
  return rows;
}

async function judgeAll(
  intent: string,
  rows: readonly RunRow[],
  tools: ReturnType<typeof openTools>,
  jobs: number,
): Promise<boolean> {
  const started = performance.now();
  const answers: string[] = [];
  const odd: string[] = [];
  const open = [...rows.entries()];
  const work = async (): Promise<void> => {
    for (let next = open.shift(); next !== undefined; next = open.shift()) {
      if (performance.now() - started > limitMs) return;
      const [index, row] = next;
      const answer = await judge(row, tools);
      const state = 'error' in answer ? 'error' : answer.state;
      answers[index] = state;
      if (state === 'error' || (state === 'verified') !== (row.side === 'right')) {
        if (state !== 'verified' && row.side !== 'right' && state !== 'error') continue;
        odd.push(`  ${row.side}, ${state}: ${row.what}, ${[...row.texts.keys()].join(' ')} ${whyOf(answer)}`);
      }
    }
  };
  await Promise.all(Array.from({ length: jobs }, work));
  const count = (side: RunRow['side'], state?: string): number =>
    rows.filter(
      (row, index) =>
        row.side === side &&
        answers[index] !== undefined &&
        (state === undefined || answers[index] === state),
    ).length;
  const share = count('right', 'verified') / count('right');
  const isWhole = rows.every((_row, index) => answers[index] !== undefined && answers[index] !== 'error');
  const holds = share >= verifiedAtLeast && count('wrong', 'verified') === 0 && isWhole;
  const said = (side: RunRow['side']): string =>
    `${side} ${count(side)}, verified ${count(side, 'verified')}, refuted ${count(side, 'refuted')}, unproven ${count(side, 'unproven')}`;
  const seconds = Math.round((performance.now() - started) / 1000);
  console.log(
    `${intent}: ${said('right')} (${(100 * share).toFixed(1)} %); ${said('wrong')}; beyond the tests: ${said('unseen')}; ${seconds} s${holds ? '' : '  MISSED'}`,
  );
  for (const line of odd.sort().slice(0, oddsAtMost)) console.log(line);
  return holds;
}

function judge(row: RunRow, tools: ReturnType<typeof openTools>): Promise<VerifyAnswer> {
  const edits = [...row.texts].flatMap(([path, text]) => {
    const base = row.files[path];
    return base === undefined ? [{ path, whole: text }] : editsBetween(path, base, text);
  });
  return verifyRow(
    { id: 1, files: row.files, task: { kind: 'edit', ...row.task }, result: { edits }, checks: [command] },
    tools,
    new AbortController().signal,
  );
}

function whyOf(answer: VerifyAnswer): string {
  if ('error' in answer) return answer.error;
  const findings = answer.findings as readonly { readonly check: string; readonly message: string }[];
  return [...findings.map((one) => `${one.check}: ${one.message}`), ...answer.unproven]
    .join(' | ')
    .slice(0, 500);
}
