// How many rows a second `countersign verify -` answers, for the kinds that need no type checker: right results and faulty
// ones over real sources, through the built command line. The baseline reads the same rows and writes them back.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { randomOf } from '../node/search/random.ts';
import type { KindFaults, KindRow } from './faults/kinds/kindFaults.ts';
import { kindFaults } from './faults/kinds/table.ts';
import { openPackages, type SourceProject } from './faults/packages.ts';

const rowsAKind = 300;
const owedASecond = 200;

/** Reads rows and writes them back, in a process of its own. */
const echoing =
  "import { createInterface } from 'node:readline'; for await (const line of createInterface({ input: process.stdin })) console.log(JSON.stringify(JSON.parse(line)));";

const command = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
if (!existsSync(command)) throw new Error('there is no dist/cli.js: run npm run build first');
const folder = await mkdtemp(join(tmpdir(), 'countersign-rows-'));
try {
  process.exitCode = (await bench(await openPackages(folder))) ? 0 : 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function bench(projects: readonly SourceProject[]): Promise<boolean> {
  let holds = true;
  const all: string[] = [];
  for (const kind of kindFaults.filter((one) => one.kind !== 'refactor')) {
    const lines = rowsOf(kind, projects).map((row, id) => JSON.stringify({ id, ...row }));
    all.push(...lines);
    const { seconds } = await answered(['verify', '-'], lines);
    // What the process needs to start is no matter of the kind.
    const { seconds: start } = await answered(['verify', '-'], lines.slice(0, 1));
    const rate = (lines.length - 1) / Math.max(0.001, seconds - start);
    holds = holds && rate >= owedASecond;
    console.log(
      `${kind.kind.padEnd(10)} ${lines.length} rows, ${Math.round(rate)} a second${rate < owedASecond ? '  MISSED' : ''}`,
    );
  }
  const { seconds } = await answered(['verify', '-'], all);
  const echo = await run(process.execPath, ['--input-type=module', '-e', echoing], all);
  console.log(
    `all kinds: ${all.length} rows in ${seconds.toFixed(1)} s, ${Math.round(all.length / seconds)} a second with the start; reading and writing them alone ${Math.round(all.length / echo.seconds)} a second`,
  );
  return holds;
}

/** Half of them right, half with a fault. */
function rowsOf(kind: KindFaults, projects: readonly SourceProject[]): readonly KindRow[] {
  const random = randomOf(7);
  const rows: KindRow[] = [];
  for (let tries = 0; rows.length < rowsAKind && tries < 100 * rowsAKind; tries += 1) {
    const right = kind.right(random.pick(projects), random);
    if (right === undefined) continue;
    const { files, task, result } = right;
    const row =
      rows.length % 2 === 0 ? { files, task, result } : random.pick(kind.classes).plant(right, random);
    if (row !== undefined) rows.push(row);
  }
  return rows;
}

async function answered(args: readonly string[], lines: readonly string[]) {
  const ended = await run(process.execPath, [command, ...args], lines);
  if (ended.answers !== lines.length) throw new Error(`${lines.length} rows, and ${ended.answers} answers`);
  return ended;
}

async function run(
  program: string,
  args: readonly string[],
  lines: readonly string[],
): Promise<{ readonly seconds: number; readonly answers: number }> {
  const started = performance.now();
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  let answers = 0;
  child.stdout.on('data', (chunk: Buffer) => {
    for (const byte of chunk) if (byte === 0x0a) answers += 1;
  });
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
  child.stdin.end(`${lines.join('\n')}\n`);
  await closed;
  return { seconds: (performance.now() - started) / 1000, answers };
}
