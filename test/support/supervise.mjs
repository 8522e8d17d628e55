// Runs one program, and ends it with all that it started when standard input ends: `node supervise.mjs program args...`.
//
// The other end of that input is held by the process that started this one and by nobody else, so it ends when that
// process ends it or is gone for whatever reason, a SIGKILL included. The program leads a process group of its own that
// its children are born in; on Windows, which has none, they are ended by their tree.
import { spawn, spawnSync } from 'node:child_process';
import { constants } from 'node:os';

const graceMs = 3_000;
const lookMs = 25;
const windows = process.platform === 'win32';
const [command, ...args] = process.argv.slice(2);
if (command === undefined) throw new Error('usage: node supervise.mjs program [argument...]');

const child = spawn(command, args, {
  stdio: ['ignore', 'inherit', 'inherit'],
  detached: !windows,
  windowsHide: true,
});
child.on('error', (error) => {
  process.stderr.write(`${command}: ${error.message}\n`);
  process.exit(127);
});
child.on('exit', (code, signal) => {
  void endGroup().then(() => process.exit(code ?? 128 + (signal === null ? 0 : constants.signals[signal])));
});
process.stdin
  .on('end', () => void endGroup())
  .on('error', () => void endGroup())
  .resume();

/** Ends what is left of the group, first politely; resolves when nothing is. */
async function endGroup() {
  if (windows) {
    spawnSync('taskkill', ['/pid', String(child.pid), '/T', '/F'], { windowsHide: true });
    return;
  }
  signalGroup('SIGTERM');
  const from = Date.now();
  // A group tells nobody when its last process ends, so it is looked at. What even SIGKILL does not remove is a process
  // that has ended and that nobody collects.
  while (signalGroup(0) && Date.now() - from < 2 * graceMs) {
    if (Date.now() - from > graceMs) signalGroup('SIGKILL');
    await new Promise((resolve) => {
      setTimeout(resolve, lookMs);
    });
  }
}

/**
 * Sends a signal to the group, and says whether there was anybody to get it.
 *
 * @param {NodeJS.Signals | 0} signal
 */
function signalGroup(signal) {
  if (child.pid === undefined) return false;
  try {
    process.kill(-child.pid, signal);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ESRCH') return false;
    throw error;
  }
}
