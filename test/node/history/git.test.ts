import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { gitHistory } from '../../../src/node/history/git.ts';

const isGitHere = (() => {
  try {
    execFileSync('git', ['--version']);
    return true;
  } catch {
    console.warn('history: skipped, there is no git on PATH');
    return false;
  }
})();

const never = new AbortController().signal;
const path = process.env['PATH'] ?? '';
let folder = '';

beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'countersign-history-')));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function git(...args: readonly string[]): void {
  const own = ['-c', 'user.name=a', '-c', 'user.email=a@example.org', '-c', 'commit.gpgsign=false'];
  execFileSync('git', [...own, ...args], { cwd: folder, stdio: 'ignore' });
}

async function put(name: string, text: string | Buffer): Promise<void> {
  await mkdir(dirname(join(folder, name)), { recursive: true });
  await writeFile(join(folder, name), text);
}

async function changed(against: 'HEAD' | 'index' = 'HEAD', at = folder): Promise<unknown> {
  const answer = await gitHistory(at, path).changes(against, never);
  if (answer.type === 'unable') return answer;
  const files = answer.files.map((file) => [file.path, file.base?.text ?? null]);
  return { files, skipped: answer.skipped };
}

describe.skipIf(!isGitHere)('gitHistory', () => {
  it('tells what is modified, new and deleted since the commit, with the committed text', async () => {
    git('init', '-q');
    await put('a.ts', 'a\n');
    await put('gone.ts', 'gone\n');
    await put('same.ts', 'same\n');
    await put('.gitignore', 'out/\n');
    git('add', '-A');
    git('commit', '-q', '-m', 'one');
    await put('a.ts', 'b\n');
    await put('src/n\u00e9w \u{1f600}.ts', 'new\n');
    await put('out/x.js', 'ignored\n');
    await rm(join(folder, 'gone.ts'));
    expect(await changed()).toEqual({
      files: [
        ['a.ts', 'a\n'],
        ['gone.ts', 'gone\n'],
        ['src/n\u00e9w \u{1f600}.ts', null],
      ],
      skipped: [],
    });
  });

  it('compares with the index where that is asked', async () => {
    git('init', '-q');
    await put('a.ts', 'a\n');
    git('add', '-A');
    git('commit', '-q', '-m', 'one');
    await put('a.ts', 'b\n');
    git('add', '-A');
    expect(await changed('index')).toEqual({ files: [], skipped: [] });
    await put('a.ts', 'c\n');
    expect(await changed('index')).toEqual({ files: [['a.ts', 'b\n']], skipped: [] });
    expect(await changed('HEAD')).toEqual({ files: [['a.ts', 'a\n']], skipped: [] });
  });

  it('works in a folder below the top, and sees that folder only', async () => {
    git('init', '-q');
    await put('a.ts', 'a\n');
    await put('sub/b.ts', 'b\n');
    git('add', '-A');
    git('commit', '-q', '-m', 'one');
    await put('a.ts', '2\n');
    await put('sub/b.ts', '2\n');
    await put('sub/c.ts', '2\n');
    expect(await changed('HEAD', join(folder, 'sub'))).toEqual({
      files: [
        ['b.ts', 'b\n'],
        ['c.ts', null],
      ],
      skipped: [],
    });
  });

  it('takes everything for new before the first commit', async () => {
    git('init', '-q');
    await put('a.ts', 'a\n');
    git('add', 'a.ts');
    await put('b.ts', 'b\n');
    expect(await changed()).toEqual({
      files: [
        ['a.ts', null],
        ['b.ts', null],
      ],
      skipped: [],
    });
  });

  it('keeps links and binary files out, and says so; a file in conflict stands once', async () => {
    git('init', '-q', '-b', 'main');
    await put('a.ts', 'a\n');
    await put('b.bin', Buffer.from([0, 1, 2]));
    await symlink('a.ts', join(folder, 'link.ts'));
    git('add', '-A');
    git('commit', '-q', '-m', 'one');
    git('checkout', '-q', '-b', 'side');
    await put('a.ts', 'side\n');
    git('commit', '-q', '-am', 'two');
    git('checkout', '-q', 'main');
    await put('a.ts', 'main\n');
    git('commit', '-q', '-am', 'three');
    expect(() => git('merge', 'side')).toThrow('Command failed');
    await put('b.bin', Buffer.from([0, 3]));
    await rm(join(folder, 'link.ts'));
    await symlink('b.bin', join(folder, 'link.ts'));
    const answer = await changed();
    expect(answer).toMatchObject({ files: [['a.ts', 'main\n']] });
    expect(answer).toMatchObject({
      skipped: [expect.stringContaining('link.ts'), expect.stringContaining('b.bin')],
    });
  });

  it('runs nothing that the settings of the repository name', async () => {
    git('init', '-q');
    await put('a.ts', 'a\n');
    await put('.gitattributes', '*.ts diff=evil\n');
    git('add', '-A');
    git('commit', '-q', '-m', 'one');
    const evil = `touch ${join(folder, 'ran')}; cat`;
    git('config', 'core.fsmonitor', evil);
    git('config', 'diff.evil.textconv', evil);
    git('config', 'diff.evil.command', evil);
    git('config', 'diff.external', evil);
    await put('a.ts', 'b\n');
    expect(await changed()).toEqual({ files: [['a.ts', 'a\n']], skipped: [] });
  });

  it('runs no filter that the repository names, and says of which it cannot keep off', async () => {
    git('init', '-q');
    await put('a.ts', 'a\n');
    await put('.gitattributes', '*.ts filter=evil.one\n');
    git('add', '-A');
    git('commit', '-q', '-m', 'one');
    await put('a.ts', 'b\n');
    const ran = `${folder}-ran`;
    git('config', 'filter.evil.one.clean', `touch ${ran}; cat`);
    git('config', 'filter.evil.one.required', 'true');
    expect(await changed()).toEqual({ files: [['a.ts', 'a\n']], skipped: [] });
    expect(existsSync(ran)).toBe(false);
    // The same setting does run where nothing takes it away.
    git('diff', 'HEAD');
    expect(existsSync(ran)).toBe(true);
    await rm(ran);
    git('config', 'filter.a=b.clean', 'cat');
    expect(await changed()).toMatchObject({ type: 'unable', reason: expect.stringContaining('"a=b"') });
  });

  it('fetches nothing that a partial clone lacks', async () => {
    git('init', '-q');
    await put('a.ts', 'a\n');
    git('add', '-A');
    git('commit', '-q', '-m', 'one');
    const id = execFileSync('git', ['rev-parse', 'HEAD:a.ts'], { cwd: folder }).toString().trim();
    await rm(join(folder, '.git', 'objects', id.slice(0, 2), id.slice(2)));
    const ran = `${folder}-ran`;
    git('config', 'core.repositoryFormatVersion', '1');
    git('config', 'extensions.partialClone', 'origin');
    git('config', 'remote.origin.url', folder);
    git('config', 'remote.origin.promisor', 'true');
    git('config', 'remote.origin.uploadpack', `touch ${ran}; false`);
    git('config', 'protocol.file.allow', 'always');
    await put('a.ts', 'b\n');
    await changed();
    expect(existsSync(ran)).toBe(false);
    expect(() => git('cat-file', '-p', id)).toThrow('Command failed');
    expect(existsSync(ran)).toBe(true);
    await rm(ran);
  });

  it('says why there is nothing to compare with, and what to do', async () => {
    expect(await changed()).toMatchObject({
      type: 'unable',
      reason: expect.stringContaining('no git repository'),
      next: expect.stringContaining('git init'),
    });
    await put('bin/git', '#!/bin/sh\ntouch ran\n');
    const only = gitHistory(folder, join(folder, 'bin'));
    expect(await only.changes('HEAD', never)).toMatchObject({
      type: 'unable',
      reason: expect.stringContaining('no program "git"'),
    });
  });
});
