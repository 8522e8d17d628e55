// Finds a running model server or fetches the default model, through the command line that was just built.
import { join } from 'node:path';
import type { Children } from '../children.ts';
import { print } from '../print.mjs';
import { root } from '../tools.ts';

/**
 * Runs `countersign models ensure`, prints what it says, and gives the worker it chose, as `<kind>/<name>`. Undefined
 * when there is no model; the reason has then been printed, and the editor is of use without one.
 */
export async function ensureModel(children: Children): Promise<string | undefined> {
  print('Find or fetch a model ...');
  let worker: string | undefined;
  await children.start(process.execPath, [join(root, 'dist/cli.js'), 'models', 'ensure'], {
    cwd: root,
    onLine: (line) => {
      const chosen = workerOf(line);
      if (chosen === undefined) print(`  ${line}`);
      else worker = chosen;
    },
  }).ended;
  if (worker === undefined) {
    print(
      'There is no model yet. What needs none (closed searches, renames) works. To get one, run "npm start" again,',
    );
    print('start Ollama, or use "Countersign: Select Models..." in the editor.');
  } else {
    print(`Model: ${worker}`);
  }
  return worker;
}

/** The worker that a line names, when the line is the command's answer and not a word on how it is getting on. */
export function workerOf(line: string): string | undefined {
  if (!line.startsWith('{')) return undefined;
  const parsed: unknown = JSON.parse(line);
  if (typeof parsed !== 'object' || parsed === null || !('worker' in parsed)) return undefined;
  return typeof parsed.worker === 'string' ? parsed.worker : undefined;
}
