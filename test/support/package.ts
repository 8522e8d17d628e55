// npm run package [-- file]: writes the VSIX.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { withChildren } from './children.ts';
import { buildForProduction, manifestNames, problemsOfPackage, writePackage } from './vsix.ts';
import { Advice, describeError, step } from './print.mjs';
import { root } from './tools.ts';

try {
  const { name, version } = await manifestNames();
  const file = process.argv[2] ?? join(root, `${name}-${version}.vsix`);
  await withChildren(async (children) => {
    // What an older build left may not slip into the package.
    await rm(join(root, 'dist'), { recursive: true, force: true });
    await step('Build', () => buildForProduction(children));
    const problems = await problemsOfPackage(children);
    if (problems.length > 0) throw new Advice(problems.join('\n'));
    await step(`Write ${file}`, () => writePackage(children, root, file));
  });
} catch (error) {
  process.stderr.write(`${describeError(error)}\n`);
  process.exitCode = 1;
}
