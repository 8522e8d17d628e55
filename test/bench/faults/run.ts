// Plants the mistakes of small models into real packages and counts what the checks say of each (edits note, M5).
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { verifyRow } from '../../../src/cli/verify.ts';
import { editsBetween } from '../../../src/core/edit/rewrite.ts';
import type { VerdictState } from '../../../src/core/verdict.ts';
import { randomOf } from '../../node/search/random.ts';
import { openTools } from '../../support/verdicts.ts';
import { controls } from './controls.ts';
import { invention } from './invention.ts';
import { logic } from './logic.ts';
import { parse, type FaultClass, type Operator, type Sheet } from './operator.ts';
import { openPackages, type SourceProject } from './packages.ts';
import { leftBehind, structure } from './structure.ts';

const operators: readonly Operator[] = [...structure, ...leftBehind, ...invention, ...logic, ...controls];

/** What the checks owe each class: the share that must be refuted at least, or may be at most. */
const owed: Readonly<
  Record<FaultClass, { readonly refutedAtLeast?: number; readonly refutedAtMost?: number }>
> = {
  structure: { refutedAtLeast: 1 },
  'left behind': { refutedAtLeast: 1 },
  invention: { refutedAtLeast: 0.95 },
  logic: {},
  control: { refutedAtMost: 0.005 },
};

interface Planted {
  readonly project: SourceProject;
  readonly path: string;
  readonly operator: Operator;
  readonly text: string;
  readonly whole: boolean;
}

interface Judged extends Planted {
  readonly state: VerdictState | 'error';
  readonly by: readonly string[];
  readonly why: string;
  readonly ms: number;
}

const { values } = parseArgs({
  options: {
    faults: { type: 'string', default: '1000' },
    controls: { type: 'string', default: '300' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string' },
    verbose: { type: 'boolean', default: false },
  },
});

const folder = await mkdtemp(join(tmpdir(), 'countersign-faults-'));
try {
  process.exitCode = (await bench(folder)) ? 0 : 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function bench(into: string): Promise<boolean> {
  const projects = await openPackages(into);
  for (const project of projects) {
    console.log(`${project.name}: ${project.paths.length} files, ${project.lines} lines`);
  }
  const planted = plant(projects);
  using tools = openTools();
  const judged: Judged[] = [];
  // Project by project, so that the compiler holds one of them at a time.
  for (const [index, one] of planted.entries()) {
    judged.push(await judge(one, tools));
    if (index % 100 === 99) console.error(`  ${index + 1} of ${planted.length}`);
  }
  return tell(judged);
}

/** The same faults for the same seed: each operator in turn, each time in another file. */
function plant(projects: readonly SourceProject[]): readonly Planted[] {
  const random = randomOf(Number(values.seed));
  const planted: Planted[] = [];
  const wanted = operators.filter(({ name }) => values.only === undefined || name.includes(values.only));
  const faults = wanted.filter((one) => one.class !== 'control');
  const goods = wanted.filter((one) => one.class === 'control');
  const files = projects.flatMap((project) =>
    project.paths
      .filter((path) => (project.texts.get(path)?.split('\n').length ?? 0) >= 25)
      .map((path) => ({ project, path })),
  );
  const add = (from: readonly Operator[], count: number): void => {
    for (let made = 0, tries = 0; made < count && tries < count * 40; tries += 1) {
      const operator = from[made % from.length];
      const { project, path } = random.pick(files);
      if (operator === undefined) return;
      const text = project.texts.get(path) ?? '';
      const siblings = project.paths
        .filter(
          (other) =>
            other !== path && other.slice(0, other.lastIndexOf('/')) === path.slice(0, path.lastIndexOf('/')),
        )
        .map((other) => `./${other.slice(other.lastIndexOf('/') + 1).replace(/\.ts$/u, '')}`);
      const sheet: Sheet = { path, text, source: parse(path, text), random, siblings };
      const spoilt = operator.apply(sheet);
      const next = typeof spoilt === 'string' ? { text: spoilt } : spoilt;
      if (next === undefined || next.text === text) continue;
      planted.push({ project, path, operator, text: next.text, whole: next.whole === true });
      made += 1;
    }
  };
  add(faults, Number(values.faults));
  add(goods, Number(values.controls));
  return planted.sort((a, b) =>
    a.project.name < b.project.name ? -1 : a.project.name > b.project.name ? 1 : 0,
  );
}

async function judge(one: Planted, tools: ReturnType<typeof openTools>): Promise<Judged> {
  const { project, path, text, whole } = one;
  const base = project.texts.get(path) ?? '';
  const edits = whole ? [{ path, whole: text }] : editsBetween(path, base, text);
  const row = {
    id: 1,
    workspace: project.folder,
    task: {
      kind: 'edit',
      intent: 'general',
      instruction: 'Make the change that we talked about',
      paths: [path],
    },
    result: { edits },
  };
  const answer = await verifyRow(row, tools, new AbortController().signal);
  if ('error' in answer) return { ...one, state: 'error', by: [], why: answer.error, ms: 0 };
  const fails = answer.findings.filter(isFail);
  const by = [...new Set(fails.map((finding) => finding.check))];
  return { ...one, state: answer.state, by, why: fails[0]?.message ?? '', ms: answer.ms };
}

function isFail(finding: object): finding is { readonly check: string; readonly message: string } {
  return 'level' in finding && finding.level === 'fail';
}

/** Prints the table, beside what a check of syntax alone would have stopped; false where a bound is missed. */
function tell(judged: readonly Judged[]): boolean {
  let holds = true;
  for (const name of Object.keys(owed) as FaultClass[]) {
    const rows = judged.filter((one) => one.operator.class === name);
    if (rows.length === 0) continue;
    const refuted = rows.filter((one) => one.state === 'refuted');
    const verified = rows.filter((one) => one.state === 'verified');
    const syntax = rows.filter((one) => one.by.includes('edit.syntax'));
    const share = refuted.length / rows.length;
    const { refutedAtLeast = 0, refutedAtMost = 1 } = owed[name];
    const ok =
      share >= refutedAtLeast && share <= refutedAtMost && (name === 'control' || verified.length === 0);
    holds &&= ok && !rows.some((one) => one.state === 'error');
    console.log(
      `\n${name}: ${rows.length}, refuted ${refuted.length} (${percent(share)}), by syntax alone ${syntax.length} (${percent(syntax.length / rows.length)}), verified ${verified.length}${ok ? '' : '  MISSED'}`,
    );
    for (const operator of operators.filter((one) => one.class === name)) {
      const own = rows.filter((one) => one.operator === operator);
      if (own.length === 0) continue;
      const caught = own.filter((one) => one.state === 'refuted').length;
      console.log(`  ${String(caught).padStart(4)} of ${String(own.length).padEnd(4)} ${operator.name}`);
    }
    const odd = rows.filter((one) =>
      name === 'control' ? one.state === 'refuted' : name !== 'logic' && one.state !== 'refuted',
    );
    for (const one of values.verbose ? odd : odd.slice(0, 10)) {
      console.log(
        `      ${one.state}: ${one.operator.name}, ${one.project.name} ${one.path} ${one.by.join(' ')} ${one.why}`,
      );
    }
  }
  const times = judged.map((one) => one.ms).sort((a, b) => a - b);
  const at = (part: number): string => `${(times[Math.floor(times.length * part)] ?? 0).toFixed(0)} ms`;
  console.log(`\n${judged.length} verdicts: median ${at(0.5)}, p95 ${at(0.95)}`);
  return holds;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
