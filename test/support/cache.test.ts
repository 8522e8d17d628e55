import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cacheFolder, ensureCached } from './cache.ts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'countersign-cache-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

describe('cache', () => {
  it('makes a folder once', async () => {
    let built = 0;
    const build = async (folder: string) => {
      built++;
      await writeFile(join(folder, 'tool'), 'whole');
    };
    const first = await ensureCached(root, 'tool-1.0.0', build);
    expect(await ensureCached(root, 'tool-1.0.0', build)).toBe(first);
    expect(built).toBe(1);
    expect(await readFile(join(first, 'tool'), 'utf8')).toBe('whole');
  });

  it('does not count a build that failed, and builds again', async () => {
    const failing = ensureCached(root, 'tool', async (folder) => {
      await writeFile(join(folder, 'half'), '');
      throw new Error('the network went away');
    });
    await expect(failing).rejects.toThrow('the network went away');
    expect(await readdir(root)).toEqual([]);
    const folder = await ensureCached(root, 'tool', (partial) => writeFile(join(partial, 'tool'), ''));
    expect(await readdir(folder)).toEqual(['tool']);
  });

  it('removes what a process left that is gone, and nothing of one that runs', async () => {
    const gone = join(root, '.partial-4194304-tool');
    const running = join(root, `.partial-${process.ppid}-tool`);
    await Promise.all([mkdir(gone), mkdir(running)]);
    await ensureCached(root, 'other', () => Promise.resolve());
    expect([existsSync(gone), existsSync(running)]).toEqual([false, true]);
  });

  it('takes the folder that is asked for, else the one of the platform', () => {
    expect(cacheFolder({ COUNTERSIGN_CACHE: '/a', XDG_CACHE_HOME: '/b' }, 'linux')).toBe('/a');
    expect(cacheFolder({ COUNTERSIGN_CACHE: '', XDG_CACHE_HOME: '/b' }, 'linux')).toBe(
      join('/b', 'countersign'),
    );
    expect(cacheFolder({}, 'linux')).toBe(join(homedir(), '.cache', 'countersign'));
    expect(cacheFolder({}, 'darwin')).toBe(join(homedir(), 'Library', 'Caches', 'countersign'));
  });
});
