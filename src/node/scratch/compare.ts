import { fork } from 'node:child_process';
import * as z from 'zod';
import type { CodeAnswer, FunctionPair } from '../../core/code.ts';
import type { Comparison } from '../../core/runs.ts';

/** Both versions of all functions have this long, in milliseconds; one that never ends is then named. */
const totalMs = 60_000;

const comparisonSchema = z.object({
  name: z.string(),
  calls: z.int().min(0),
  difference: z.object({ call: z.string(), before: z.string(), after: z.string() }).optional(),
  unable: z.string().optional(),
});
const messageSchema = z.object({ index: z.int().min(0), comparison: comparisonSchema });

/** What a program needs to start and nothing else: what is compared asks for no environment. */
const passed = ['SYSTEMROOT', 'WINDIR', 'LANG', 'LC_ALL', 'TZ', 'LD_LIBRARY_PATH', 'DYLD_LIBRARY_PATH'];

/**
 * Calls old and new versions in a process of its own, one pair after the other, each with its own time limit. The
 * process may read its own script and nothing else, where the runtime can forbid it. Never rejects.
 */
export function comparePairs(
  script: string,
  pairs: readonly FunctionPair[],
  env: Readonly<Record<string, string | undefined>>,
  signal: AbortSignal,
  limitMs = totalMs,
): Promise<CodeAnswer<readonly Comparison[]>> {
  if (pairs.length === 0) return Promise.resolve({ type: 'ok', value: [] });
  if (signal.aborted) return Promise.resolve({ type: 'unable', reason: 'cancelled' });
  return new Promise((resolve) => {
    const kept = Object.fromEntries(passed.map((name) => [name, env[name]]));
    const child = fork(script, [], {
      execPath: process.execPath,
      execArgv: permissionFlags(script),
      // An editor's own program starts as Node only with this.
      env: { ...kept, ELECTRON_RUN_AS_NODE: '1' },
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    const found = new Map<number, Comparison>();
    let words = '';
    let reason: string | undefined;
    const stop = (why: string): void => {
      reason ??= why;
      child.kill('SIGKILL');
    };
    const onAbort = (): void => stop('cancelled');
    const timer = setTimeout(() => stop(`took longer than ${limitMs / 1000} s`), limitMs);
    signal.addEventListener('abort', onAbort, { once: true });
    const settle = (answer: CodeAnswer<readonly Comparison[]>): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      resolve(answer);
    };
    child.stderr?.on('data', (chunk: Buffer) => {
      words = (words + chunk.toString('utf8')).slice(-500);
    });
    child.on('message', (raw) => {
      const message = messageSchema.safeParse(raw);
      if (!message.success) return stop('it answered something else');
      const { name, calls, difference, unable } = message.data.comparison;
      found.set(message.data.index, {
        name,
        calls,
        ...(difference === undefined ? {} : { difference }),
        ...(unable === undefined ? {} : { unable }),
      });
      if (found.size === pairs.length) child.disconnect();
    });
    child.once('error', (error) =>
      settle({ type: 'unable', reason: `no process to compare in: ${error.message}` }),
    );
    child.once('exit', () => {
      if (reason === 'cancelled') return settle({ type: 'unable', reason });
      const why = reason ?? `the process ended early ${words.trim()}`.trim();
      const all = pairs.map(
        (pair, index): Comparison => found.get(index) ?? { name: pair.name, calls: 0, unable: why },
      );
      settle({ type: 'ok', value: all });
    });
    child.send({ pairs });
  });
}

/** Node can take files, programs and threads from a process; an editor's runtime does not know the flags. */
function permissionFlags(script: string): string[] {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const isKnown = major >= 24 || (major === 23 && minor >= 5) || (major === 22 && minor >= 13);
  if (process.versions['electron'] !== undefined || !isKnown) return [];
  // A script of the sources reads the modules beside it.
  const folder = script.slice(0, Math.max(script.lastIndexOf('/'), script.lastIndexOf('\\')));
  return ['--permission', `--allow-fs-read=${folder}`, '--no-warnings'];
}
