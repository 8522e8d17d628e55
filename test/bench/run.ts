// Prints every benchmark's figures beside their baselines; exits with 1 where a bound is missed.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { benchWebview } from './webview.ts';

const linear = benchWebview((line) => console.log(line));
const search = spawnSync(process.execPath, [fileURLToPath(new URL('search.ts', import.meta.url))], {
  stdio: 'inherit',
});
process.exitCode = linear && search.status === 0 ? 0 : 1;
