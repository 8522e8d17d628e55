import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { Children } from './children.ts';

const children = new Children();
afterEach(() => children[Symbol.asyncDispose]());

/** A program that starts a second one, says both process ids, and lets neither SIGTERM nor time end it. */
const stubborn = `
  const { spawn } = require('node:child_process');
  const wait = 'process.on("SIGTERM", () => {}); setInterval(() => {}, 1000); console.log("up")';
  const second = spawn(process.execPath, ['-e', wait], { stdio: ['ignore', 'pipe', 'inherit'] });
  process.on('SIGTERM', () => {});
  second.stdout.once('data', () => console.log([process.pid, second.pid].join(' ')));
`;

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

describe('children', () => {
  it('gives the exit code and the last lines of both outputs', async () => {
    const script = 'console.log("out"); console.error("err"); process.exitCode = 3';
    const { code, tail } = await children.start(process.execPath, ['-e', script]).ended;
    expect(code).toBe(3);
    expect(tail.split('\n').sort()).toEqual(['err', 'out']);
  });

  it('gives 127 for a program that is not there', async () => {
    const { code, tail } = await children.start('no-such-program-here', []).ended;
    expect(code).toBe(127);
    expect(tail).toContain('no-such-program-here');
  });

  it('ends a program and what it started, even if both ignore SIGTERM', async () => {
    let running: ReturnType<Children['start']> | undefined;
    const pids = await new Promise<number[]>((resolve) => {
      running = children.start(process.execPath, ['-e', stubborn], {
        onLine: (line) => resolve(line.split(' ').map(Number)),
      });
    });
    expect(pids.map(isAlive)).toEqual([true, true]);
    await running?.end();
    expect(pids.map(isAlive)).toEqual([false, false]);
  });

  it('leaves nothing running when this process is killed', async () => {
    const url = JSON.stringify(join(import.meta.dirname, 'children.ts'));
    const script = `
      import { Children } from ${url};
      new Children().start(process.execPath, ['-e', ${JSON.stringify(stubborn)}], { onLine: console.log });
    `;
    const parent = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = (await once(createInterface({ input: parent.stdout }), 'line')) as [string];
    const pids = line.split(' ').map(Number);
    expect(pids.map(isAlive)).toEqual([true, true]);
    parent.kill('SIGKILL');
    await expect.poll(() => pids.map(isAlive), { timeout: 15_000 }).toEqual([false, false]);
  });
});
