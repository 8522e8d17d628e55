// How long a verdict on a proposed edit takes in a project of forty thousand lines, beside the compiler by itself.
import { spawn } from 'node:child_process';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { verifyRow } from '../../src/cli/verify.ts';
import { editsBetween } from '../../src/core/edit/rewrite.ts';
import { randomOf } from '../node/search/random.ts';
import { controls } from './faults/controls.ts';
import { logic } from './faults/logic.ts';
import { parse, type Sheet } from './faults/operator.ts';
import { openPackages } from './faults/packages.ts';
import { openTools } from '../support/verdicts.ts';

/** Milliseconds, warm (issue: verdict on a proposed edit). */
const bounds = { median: 150, p95: 500 };
const verdicts = 500;
const compilerRuns = 3;

const root = await mkdtemp(join(tmpdir(), 'countersign-verdict-'));
try {
  process.exitCode = (await bench(root)) ? 0 : 1;
} finally {
  await rm(root, { recursive: true, force: true });
}

interface Project {
  readonly folder: string;
  readonly texts: ReadonlyMap<string, string>;
  readonly lines: number;
}

/** Packages side by side, and the largest once more: one project, one configuration, forty thousand lines and more. */
async function layOut(into: string): Promise<Project> {
  const packages = await openPackages(join(into, 'packages'));
  const folder = join(into, 'project');
  const texts = new Map<string, string>();
  let lines = 0;
  const [first] = packages;
  const copies = first === undefined ? packages : [...packages, { ...first, name: `${first.name}-again` }];
  for (const { name, folder: from, texts: own, lines: count } of copies) {
    await cp(join(from, 'src'), join(folder, 'src', name), { recursive: true });
    for (const [path, text] of own) texts.set(path.replace(/^src\//u, `src/${name}/`), text);
    lines += count;
  }
  const [any] = packages;
  if (any !== undefined) await cp(join(any.folder, 'tsconfig.json'), join(folder, 'tsconfig.json'));
  await writeFile(join(folder, 'package.json'), '{"private":true}\n');
  return { folder, texts, lines };
}

async function bench(into: string): Promise<boolean> {
  const project = await layOut(into);
  console.log(`${project.texts.size} files, ${project.lines} lines`);
  const compiler: number[] = [];
  for (let run = 0; run < compilerRuns; run += 1) compiler.push(await compile(project.folder));
  using tools = openTools();
  const stall = watchStalls();
  const cold = performance.now();
  for (let index = -1; (await judge(project, index, tools)) === undefined;) index -= 1;
  const coldMs = performance.now() - cold;
  const longest = stall.longest();
  const times: number[] = [];
  const heaps: number[] = [];
  for (let index = 1; times.length < verdicts; index += 1) {
    const ms = await judge(project, index, tools);
    if (ms === undefined) continue;
    times.push(ms);
    if (times.length % 50 === 0) heaps.push(process.memoryUsage().rss / 1024 / 1024);
  }
  times.sort((a, b) => a - b);
  const at = (part: number): number =>
    times[Math.min(times.length - 1, Math.floor(times.length * part))] ?? NaN;
  const median = compiler.sort((a, b) => a - b)[Math.floor(compiler.length / 2)] ?? NaN;
  const half = heaps[Math.floor(heaps.length / 2)] ?? NaN;
  const last = heaps.at(-1) ?? NaN;
  const isFast = at(0.5) < bounds.median && at(0.95) < bounds.p95;
  const isFlat = last < half * 1.15;
  console.log(`the compiler by itself, whole project: ${median.toFixed(0)} ms (median of ${compilerRuns})`);
  console.log(
    `cold: the first verdict after ${coldMs.toFixed(0)} ms; the caller was never held longer than ${longest.toFixed(0)} ms`,
  );
  console.log(
    `warm: ${times.length} verdicts, median ${at(0.5).toFixed(0)} ms, p95 ${at(0.95).toFixed(0)} ms, longest ${at(1).toFixed(0)} ms; ${(median / at(0.5)).toFixed(0)} times faster than the compiler${isFast ? '' : `  MISSED (median below ${bounds.median}, p95 below ${bounds.p95})`}`,
  );
  console.log(
    `memory of the process: ${heaps.map((one) => one.toFixed(0)).join(', ')} MiB after every 50 verdicts${isFlat ? '' : '  MISSED (grows)'}`,
  );
  return isFast && isFlat;
}

/** One verdict on a small edit of a file taken by chance; undefined where the operators find no place in it. */
async function judge(
  { folder, texts }: Project,
  index: number,
  tools: ReturnType<typeof openTools>,
): Promise<number | undefined> {
  const random = randomOf(index + 1_000_000);
  const path = random.pick([...texts.keys()]);
  const text = texts.get(path) ?? '';
  const operator = random.pick([...controls, ...logic]);
  const sheet: Sheet = { path, text, source: parse(path, text), random, siblings: [] };
  const spoilt = operator.apply(sheet);
  const next = typeof spoilt === 'string' ? spoilt : spoilt?.text;
  if (next === undefined || next === text) return undefined;
  const row = {
    id: index,
    workspace: folder,
    task: { kind: 'edit', intent: 'general', instruction: 'Make the change', paths: [path] },
    result: { edits: editsBetween(path, text, next) },
  };
  const answer = await verifyRow(row, tools, new AbortController().signal);
  if ('error' in answer) throw new Error(answer.error);
  return answer.ms;
}

/** The compiler as a script would call it. */
function compile(folder: string): Promise<number> {
  const tsc = join(createRequire(import.meta.url).resolve('typescript'), '../../bin/tsc');
  const started = performance.now();
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [tsc, '--noEmit', '-p', folder], { stdio: 'ignore' });
    child.on('error', reject);
    child.on('close', () => resolve(performance.now() - started));
  });
}

/** The longest time between two turns of this thread's loop: what a caller would feel. */
function watchStalls(): { longest(): number } {
  let last = performance.now();
  let most = 0;
  const timer = setInterval(() => {
    const now = performance.now();
    most = Math.max(most, now - last);
    last = now;
  }, 1);
  return {
    longest() {
      clearInterval(timer);
      return most;
    },
  };
}
