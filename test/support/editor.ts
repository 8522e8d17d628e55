// npm run editor [-- pattern]: builds, and runs the suite of test/editor in the real editor; with a pattern, only the
// tests whose full title matches it.
import { withChildren } from './children.ts';
import { build, runEditorSuite } from './suites.ts';
import { closingLine, noCounts, one, sum } from './tally.ts';

const [pattern] = process.argv.slice(2);
if (pattern !== undefined) process.env['COUNTERSIGN_TEST_GREP'] = pattern;
const counts = await withChildren(async (children) => {
  const built = await build(children);
  return sum([one(built), built ? await runEditorSuite(children) : noCounts]);
});
process.stdout.write(`${closingLine(counts)}\n`);
process.exitCode = counts.failed > 0 ? 1 : 0;
