// Plants faults into results of every kind over real sources: none may be called verified, and of the right results
// nearly all with an oracle must be. Takes `--kind <name>`, `--faults <in all>`, `--controls <in all>` and `--seed <n>`.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { verifyRow } from '../../../../src/cli/verify.ts';
import type { VerdictState } from '../../../../src/core/verdict.ts';
import { randomOf, type Random } from '../../../node/search/random.ts';
import { openTools } from '../../../support/verdicts.ts';
import { openPackages, type SourceProject } from '../packages.ts';
import type { KindFaults, KindRow, RightRow } from './kindFaults.ts';
import { kindFaults } from './table.ts';

/** What is owed: of right results with an oracle, and of all right results. */
const owed = { verifiedAtLeast: 0.95, refutedAtMost: 0.005, classesAtLeast: 10 };
const triesAtMost = 200;
const oddsAtMost = 20;

const { values } = parseArgs({
  options: {
    kind: { type: 'string' },
    faults: { type: 'string', default: '5000' },
    controls: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '1' },
  },
  // The other benches of faults take options of their own.
  strict: false,
});

type Tools = ReturnType<typeof openTools>;
type State = VerdictState | 'error';

const folder = await mkdtemp(join(tmpdir(), 'countersign-kinds-'));
try {
  process.exitCode = (await bench(folder)) ? 0 : 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function bench(into: string): Promise<boolean> {
  const projects = await openPackages(into);
  const kinds = kindFaults.filter((one) => values.kind === undefined || one.kind === values.kind);
  if (kinds.length === 0) throw new Error(`there are no faults of the kind ${String(values.kind)}`);
  using tools = openTools();
  let holds = true;
  for (const kind of kinds) {
    const share = (all: unknown): number => Math.ceil(Number(all) / kinds.length);
    holds = (await benchKind(kind, projects, share(values.controls), share(values.faults), tools)) && holds;
  }
  return holds;
}

async function benchKind(
  kind: KindFaults,
  projects: readonly SourceProject[],
  controls: number,
  faults: number,
  tools: Tools,
): Promise<boolean> {
  const started = performance.now();
  const random = randomOf(Number(values.seed));
  const odd: string[] = [];
  const right: { readonly best: RightRow['best']; readonly state: State }[] = [];
  for (let index = 0; index < controls; index += 1) {
    const row = rightRow(kind, projects, random);
    const { state, why } = await judge(row, tools);
    right.push({ best: row.best, state });
    if (state !== row.best) odd.push(`  right, ${state}: ${JSON.stringify(row.task).slice(0, 160)} ${why}`);
  }
  const counts = new Map<string, Map<State, number>>();
  for (let index = 0; index < faults; index += 1) {
    const fault = kind.classes[index % kind.classes.length];
    if (fault === undefined) throw new Error(`${kind.kind} has no class of faults`);
    const row = faultyRow(fault, kind, projects, random);
    const { state, why } = await judge(row, tools);
    const states = counts.get(fault.name) ?? new Map<State, number>();
    states.set(state, (states.get(state) ?? 0) + 1);
    counts.set(fault.name, states);
    if (state === 'verified' || state === 'error')
      odd.push(`  ${fault.name}, ${state}: ${JSON.stringify(row.task).slice(0, 160)} ${why}`);
  }
  return tell(kind, right, counts, odd, performance.now() - started);
}

function rightRow(kind: KindFaults, projects: readonly SourceProject[], random: Random): RightRow {
  for (let tries = 0; tries < triesAtMost; tries += 1) {
    const row = kind.right(random.pick(projects), random);
    if (row !== undefined) return row;
  }
  throw new Error(`${kind.kind}: no right result in ${triesAtMost} tries`);
}

function faultyRow(
  fault: KindFaults['classes'][number],
  kind: KindFaults,
  projects: readonly SourceProject[],
  random: Random,
): KindRow {
  for (let tries = 0; tries < triesAtMost; tries += 1) {
    const row = fault.plant(rightRow(kind, projects, random), random);
    if (row !== undefined) return row;
  }
  throw new Error(`${kind.kind}, ${fault.name}: no room for it in ${triesAtMost} results`);
}

async function judge(row: KindRow, tools: Tools): Promise<{ readonly state: State; readonly why: string }> {
  const { files, task, result } = row;
  const answer = await verifyRow({ id: 1, files, task, result }, tools, new AbortController().signal);
  if ('error' in answer) return { state: 'error', why: answer.error };
  const findings = answer.findings as readonly { readonly check: string; readonly message: string }[];
  const why = [...findings.map((one) => `${one.check}: ${one.message}`), ...answer.unproven].join(' | ');
  return { state: answer.state, why: why.slice(0, 300) };
}

function tell(
  kind: KindFaults,
  right: readonly { readonly best: RightRow['best']; readonly state: State }[],
  counts: ReadonlyMap<string, ReadonlyMap<State, number>>,
  odd: readonly string[],
  ms: number,
): boolean {
  const withOracle = right.filter((row) => row.best === 'verified');
  const verified = withOracle.filter((row) => row.state === 'verified').length;
  const refuted = right.filter((row) => row.state === 'refuted' || row.state === 'error').length;
  const tooGood = right.filter((row) => row.best === 'unproven' && row.state === 'verified').length;
  const escapes = [...counts.values()].reduce(
    (sum, states) => sum + (states.get('verified') ?? 0) + (states.get('error') ?? 0),
    0,
  );
  const holds =
    escapes === 0 &&
    tooGood === 0 &&
    verified >= owed.verifiedAtLeast * withOracle.length &&
    refuted <= owed.refutedAtMost * right.length &&
    counts.size >= owed.classesAtLeast;
  console.log(
    `${kind.kind}: right ${right.length}, with an oracle ${withOracle.length}, of these verified ${verified}, refuted ${refuted}, ` +
      `verified without an oracle ${tooGood}; escapes ${escapes}; ${Math.round(ms / 1000)} s${holds ? '' : '  MISSED'}`,
  );
  for (const [name, states] of counts) {
    const of = (state: State): number => states.get(state) ?? 0;
    const all = [...states.values()].reduce((sum, count) => sum + count, 0);
    console.log(
      `  ${name.padEnd(44)} ${String(all).padStart(5)}  refuted ${String(of('refuted')).padStart(5)}  unproven ${String(of('unproven')).padStart(4)}  verified ${of('verified')}`,
    );
  }
  for (const line of odd.slice(0, oddsAtMost)) console.log(line);
  return holds;
}
