// Plants faults into published packages, judges right and wrong edits of two intents in them, and of the intents that need
// a run in small projects. Fetches the packages through npm once; takes an hour on two quiet cores.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const held = ['faults/run.ts', 'faults/kinds/run.ts', 'faults/intents.ts', 'faults/runs.ts'].map((file) => {
  const script = fileURLToPath(new URL(file, import.meta.url));
  return spawnSync(process.execPath, [script, ...process.argv.slice(2)], { stdio: 'inherit' }).status === 0;
});
process.exitCode = held.every(Boolean) ? 0 : 1;
