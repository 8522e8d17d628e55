// npm test: build, checks, unit tests, the suite in the real editor, end to end. A failure does not stop what follows;
// the last line is the sum.
import { runChecks } from './checks.ts';
import { withChildren, type Children } from './children.ts';
import { describeError, print } from './print.mjs';
import { build, notRun, runEditorSuite, runVitest } from './suites.ts';
import { closingLine, one, sum, type Counts } from './tally.ts';

const groups = [
  { name: 'checks', needsBuild: false, run: runChecks },
  { name: 'unit', needsBuild: false, run: (children: Children) => runVitest(children, 'unit') },
  { name: 'editor', needsBuild: true, run: runEditorSuite },
  { name: 'end to end', needsBuild: true, run: (children: Children) => runVitest(children, 'e2e') },
];

const counts = await withChildren(runAll);
process.stdout.write(`${closingLine(counts)}\n`);
process.exitCode = counts.failed > 0 ? 1 : 0;

async function runAll(children: Children): Promise<Counts> {
  const built = await build(children);
  const rows: { name: string; counts: Counts }[] = [{ name: 'build', counts: one(built) }];
  for (const { name, run, needsBuild } of groups) {
    print(`${name} ...`);
    const counted =
      needsBuild && !built ? notRun(name, 'the build failed') : await guarded(name, run, children);
    print(`${name}: ${closingLine(counted)}`);
    rows.push({ name, counts: counted });
  }
  process.stdout.write('\n');
  for (const row of rows) process.stdout.write(`${row.name.padEnd(10)} ${closingLine(row.counts)}\n`);
  process.stdout.write('\n');
  return sum(rows.map((row) => row.counts));
}

/** A group that cannot run at all (no browser, no network) is a failure with its reason, not the end of the run. */
async function guarded(
  name: string,
  run: (children: Children) => Promise<Counts>,
  children: Children,
): Promise<Counts> {
  try {
    return await run(children);
  } catch (error) {
    return notRun(name, describeError(error));
  }
}
