import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { programOf, runCommand, type CommandOutcome } from '../../../src/node/scratch/command.ts';
import { never, tempFolder } from '../search/place.ts';

const node = process.execPath;
const env = { PATH: process.env['PATH'] ?? '', HOME: '/nowhere' };
const run = (
  script: string,
  cwd: string,
  more: { timeoutMs?: number; graceMs?: number } = {},
  signal = never,
) => runCommand([node, '-e', script], { cwd, env, timeoutMs: 60_000, graceMs: 50, ...more }, signal);

function ended(outcome: CommandOutcome): Extract<CommandOutcome, { type: 'ended' }> {
  if (outcome.type !== 'ended') throw new Error(JSON.stringify(outcome));
  return outcome;
}

/** Waits until a file is there, as a process of ours has said that it would write it. */
async function whenThere(file: string): Promise<string> {
  for (;;) {
    if (existsSync(file) && readFileSync(file, 'utf8') !== '') return readFileSync(file, 'utf8');
    await new Promise((resolve) => setImmediate(resolve));
  }
}

function isAlive(pid: number): boolean {
  if (!existsSync(`/proc/${pid}/stat`)) return false;
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  return !/^\s*[ZX]/.test(stat.slice(stat.lastIndexOf(')') + 1));
}

describe('a command', () => {
  it('runs without a shell, with nothing to read, and says how it ended', async () => {
    using place = tempFolder();
    const fine = ended(
      await runCommand(
        [node, '-e', 'console.log(process.argv.slice(1).join("|"))', '$(touch x)', '; touch y', '*'],
        { cwd: place.path, env, timeoutMs: 60_000 },
        never,
      ),
    );
    expect([fine.end, fine.text.trim()]).toEqual([{ type: 'exited', code: 0 }, '$(touch x)|; touch y|*']);
    expect(readdirSync(place.path)).toEqual([]);
    expect(ended(await run('process.exit(7)', place.path)).end).toEqual({ type: 'exited', code: 7 });
    expect(ended(await run('process.kill(process.pid, "SIGKILL")', place.path)).end).toEqual({
      type: 'signalled',
      signal: 'SIGKILL',
    });
    expect(
      ended(await run('process.stdin.on("end", () => console.log("no input")).resume()', place.path)).text,
    ).toBe('no input\n');
  });

  it('that is not there says so', async () => {
    using place = tempFolder();
    const outcome = await runCommand(['no-such-program'], { cwd: place.path, env, timeoutMs: 1_000 }, never);
    expect(outcome).toEqual({
      type: 'unstartable',
      reason: 'there is no program "no-such-program" on the PATH of this machine',
    });
    expect(await runCommand([], { cwd: place.path, env, timeoutMs: 1_000 }, never)).toMatchObject({
      type: 'unstartable',
    });
  });

  it('that never ends and hears no signal is ended at its time limit', async () => {
    using place = tempFolder();
    const outcome = ended(
      await run('process.on("SIGTERM", () => {}); setInterval(() => {}, 1000)', place.path, {
        timeoutMs: 300,
      }),
    );
    expect(outcome.end).toEqual({ type: 'timed-out', afterMs: 300 });
  });

  it('is ended with all that it started, when it is cancelled', async () => {
    using place = tempFolder();
    const stop = new AbortController();
    // A child in its group, one in a group of its own, and one that outlives its parent.
    const script = `
      const { spawn } = require('node:child_process');
      const fs = require('node:fs');
      const stay = ['-e', 'process.on("SIGTERM", () => {}); setInterval(() => {}, 1000)'];
      const a = spawn(process.execPath, stay, { stdio: 'ignore' });
      const b = spawn(process.execPath, stay, { stdio: 'ignore', detached: true });
      const c = spawn(process.execPath, ['-e', \`
        const { spawn } = require('node:child_process');
        const d = spawn(process.execPath, \${JSON.stringify(stay)}, { stdio: 'ignore', detached: true });
        require('node:fs').writeFileSync('orphan', String(d.pid));
        d.unref();
      \`]);
      c.on('exit', () => fs.writeFileSync('pids', [a.pid, b.pid, process.pid].join(' ')));
      setInterval(() => {}, 1000);
    `;
    const running = run(script, place.path, {}, stop.signal);
    const pids = (await whenThere(join(place.path, 'pids'))).split(' ').map(Number);
    pids.push(Number(await whenThere(join(place.path, 'orphan'))));
    expect(pids.map(isAlive)).toEqual([true, true, true, true]);
    stop.abort();
    expect(await running).toEqual({ type: 'cancelled' });
    expect(pids.map(isAlive)).toEqual([false, false, false, false]);
  }, 60_000);

  it('leaves nothing running behind it when it ends well', async () => {
    using place = tempFolder();
    const script = `
      const { spawn } = require('node:child_process');
      const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'inherit', detached: true });
      require('node:fs').writeFileSync('pid', String(child.pid));
      child.unref();
    `;
    const outcome = ended(await run(script, place.path));
    expect(outcome.end).toEqual({ type: 'exited', code: 0 });
    expect(isAlive(Number(readFileSync(join(place.path, 'pid'), 'utf8')))).toBe(false);
  }, 60_000);

  it('that multiplies is ended, every one of it', async () => {
    using place = tempFolder();
    const script = `
      const { spawn } = require('node:child_process');
      const { appendFileSync, writeFileSync } = require('node:fs');
      for (let i = 0; i < 12; i += 1) {
        const child = spawn('sleep', ['1000'], { stdio: 'ignore', detached: i % 2 === 0 });
        appendFileSync('pids', child.pid + ' ');
        child.unref();
      }
      setInterval(() => {}, 1000);
    `;
    const outcome = ended(await run(script, place.path, { timeoutMs: 1_500 }));
    expect(outcome.end.type).toBe('timed-out');
    const pids = readFileSync(join(place.path, 'pids'), 'utf8').trim().split(' ').map(Number);
    expect(pids.length).toBe(12);
    expect(pids.filter(isAlive)).toEqual([]);
  }, 60_000);

  it('that prints 100 MB is counted and not kept', async () => {
    using place = tempFolder();
    const script = `
      const line = 'x'.repeat(1023) + '\\n';
      const block = line.repeat(1024);
      console.log('the first');
      let left = 100;
      const more = () => { if (left-- > 0) process.stdout.write(block, more); else console.log('the last'); };
      more();
    `;
    const outcome = ended(await run(script, place.path));
    expect(outcome.bytes).toBe(100 * 1024 * 1024 + 'the first\nthe last\n'.length);
    expect(outcome.text.length).toBeLessThan(1.5 * 1024 * 1024);
    expect([outcome.text.startsWith('the first\n'), outcome.text.endsWith('the last\n')]).toEqual([
      true,
      true,
    ]);
    expect(outcome.text).toMatch(/\[\d+ bytes left out\]/);
  }, 60_000);

  it('is not started where it was cancelled before', async () => {
    using place = tempFolder();
    const outcome = await run(
      'require("node:fs").writeFileSync("x", "")',
      place.path,
      {},
      AbortSignal.abort(),
    );
    expect([outcome, readdirSync(place.path)]).toEqual([{ type: 'cancelled' }, []]);
  });
});

describe('on Windows', () => {
  it('npm is started by its script, and other batch files are refused', () => {
    using place = tempFolder({
      'node_modules/npm/bin/npm-cli.js': '',
      'node.exe': '',
      'yarn.cmd': '',
      'go.exe': '',
    });
    const at = { Path: place.path };
    const script = join(place.path, 'node_modules', 'npm', 'bin', 'npm-cli.js');
    expect(programOf(['npm', 'test'], at, 'win32')).toEqual([join(place.path, 'node.exe'), script, 'test']);
    expect(programOf(['yarn', 'test'], at, 'win32')).toMatch(/batch file/);
    expect(programOf(['go', 'test'], at, 'win32')).toEqual(['go', 'test']);
    expect(programOf(['yarn', 'test'], at, 'linux')).toEqual(['yarn', 'test']);
  });
});
