// npm run package [-- file]: writes the VSIX.
import { join } from 'node:path';
import { withChildren } from './children.ts';
import { manifestNames, packageExtension } from './vsix.ts';
import { describeError, step } from './print.mjs';
import { root } from './tools.ts';

try {
  const { name, version } = await manifestNames();
  const file = process.argv[2] ?? join(root, `${name}-${version}.vsix`);
  await withChildren((children) => step(`Package ${file}`, () => packageExtension(children, file)));
} catch (error) {
  process.stderr.write(`${describeError(error)}\n`);
  process.exitCode = 1;
}
