// Prints every benchmark's figures beside their baselines; exits with 1 where a bound is missed.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { benchWebview } from './webview.ts';

const linear = benchWebview((line) => console.log(line));
/** The others are processes of their own, so that none is measured beside what another has left running. */
const held = ['search.ts', 'engine.ts', 'rows.ts', 'verdict.ts', 'activation.ts'].map((file) => {
  const script = fileURLToPath(new URL(file, import.meta.url));
  return spawnSync(process.execPath, [script], { stdio: 'inherit' }).status === 0;
});
process.exitCode = linear && held.every(Boolean) ? 0 : 1;
