// npm run check: every check that needs no test runner.
import { runChecks } from './checks.ts';
import { withChildren } from './children.ts';
import { closingLine } from './tally.ts';

const counts = await withChildren((children) => runChecks(children));
process.stdout.write(`${closingLine(counts)}\n`);
process.exitCode = counts.failed > 0 ? 1 : 0;
