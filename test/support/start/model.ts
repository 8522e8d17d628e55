// Finds a running model server or fetches the default model, through the command line that was just built.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { print } from '../print.mjs';
import { root } from '../tools.ts';

/**
 * Runs `countersign models ensure` and gives the worker it chose, as `<kind>/<name>`. Its progress goes to this
 * process's own output. Undefined when there is no model; the reason has then been printed.
 */
export async function ensureModel(signal: AbortSignal): Promise<string | undefined> {
  print('Find or fetch a model ...');
  const child = spawn(process.execPath, [join(root, 'dist/cli.js'), 'models', 'ensure'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
    signal,
  });
  let answer = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    answer += text;
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  const worker = code === 0 ? workerOf(answer) : undefined;
  if (worker === undefined) {
    print(
      'There is no model yet. What needs none (closed searches, renames) works; to get one, run "npm start" again,',
    );
    print('or start Ollama, or use "Countersign: Select Models..." in the editor.');
  } else {
    print(`Model: ${worker}`);
  }
  return worker;
}

/** The worker in the one JSON line that the command prints. */
export function workerOf(answer: string): string | undefined {
  const parsed: unknown = JSON.parse(answer);
  if (typeof parsed !== 'object' || parsed === null || !('worker' in parsed)) return undefined;
  return typeof parsed.worker === 'string' ? parsed.worker : undefined;
}
