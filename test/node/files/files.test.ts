import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { ftruncateSync, openSync, closeSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { FileRead, Files } from '../../../src/core/ports.ts';
import { folderFiles } from '../../../src/node/files/folder.ts';
import { memoryFiles } from '../../../src/node/files/memory.ts';
import { withUnsaved } from '../../../src/node/files/unsaved.ts';
import { never, tempFolder, type TempFolder } from '../search/place.ts';

const sha256 = (bytes: string | Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const noList = (): Promise<readonly string[]> => Promise.resolve([]);
const open = (folder: TempFolder): Files => folderFiles(folder.path, noList);
const reason = (read: FileRead): string => (read.type === 'refused' ? read.reason : 'text');

/** Texts that come out as they are, but for the byte order mark, which is kept apart. */
const texts: readonly (readonly [string, string])[] = [
  ['empty', ''],
  ['LF', 'a\nb\n'],
  ['CRLF', 'a\r\nb\r\n'],
  ['no final newline', 'a\nb'],
  ['a mark', '\ufeffa\n'],
  ['nothing but a mark', '\ufeff'],
  ['a mark within', 'a\ufeffb'],
  ['Chinese', '日期\n解析😀\n'],
  ['odd line ends', 'a\u2028b\vc\fd\re'],
  ['a long line', 'x'.repeat(1_000_000)],
];

/** Opens files with these texts, and hands them to a test. */
type With = (texts: Record<string, string>, test: (files: Files) => Promise<void>) => Promise<void>;

const places: readonly (readonly [string, With])[] = [
  [
    'a folder',
    async (texts, test) => {
      using folder = tempFolder(texts);
      await test(open(folder));
    },
  ],
  ['memory', (texts, test) => test(memoryFiles('memory', texts))],
];

describe.each(places)('files of %s', (_name, withFiles) => {
  it.each(texts)('read %s', async (_kind, text) => {
    const bom = text.startsWith('\ufeff');
    const file = { text: bom ? text.slice(1) : text, bom, sha256: sha256(text), unsaved: false };
    await withFiles({ 'src/a.txt': text }, async (files) => {
      expect(await files.read('src/a.txt', never)).toEqual({
        type: 'text',
        file: { path: 'src/a.txt', ...file },
      });
    });
  });

  it('refuse what is missing, binary or too big', async () => {
    const most = 2 * 1024 * 1024;
    const texts = { 'nul.bin': 'a\0b', 'big.txt': 'x'.repeat(most + 1), 'fits.txt': 'x'.repeat(most) };
    await withFiles(texts, async (files) => {
      expect(reason(await files.read('no.txt', never))).toBe('missing');
      expect(reason(await files.read('constructor', never))).toBe('missing');
      expect(reason(await files.read('nul.bin', never))).toBe('binary');
      expect(reason(await files.read('big.txt', never))).toBe('too-big');
      expect(reason(await files.read('fits.txt', never))).toBe('text');
    });
  });
});

describe('files of a folder', () => {
  it.each(['', '/etc/passwd', '../a', 'a/../../b', './a', 'a//b', 'a/', 'a\\b', 'C:/a', 'a\0b'])(
    'refuse the path %j',
    async (path) => {
      using folder = tempFolder({ a: '' });
      expect(reason(await open(folder).read(path, never))).toBe('bad-path');
    },
  );

  it('refuse text that is not UTF-8, and say so', async () => {
    using folder = tempFolder({
      'latin.txt': Buffer.from([0x63, 0x61, 0x66, 0xe9]),
      'cut.txt': Buffer.from([0xe4, 0xb8]),
      'surrogate.txt': Buffer.from([0xed, 0xa0, 0x80]),
      'wide.txt': Buffer.from('\ufeffa', 'utf16le'),
    });
    for (const path of ['latin.txt', 'cut.txt', 'surrogate.txt', 'wide.txt']) {
      expect(await open(folder).read(path, never)).toMatchObject({
        type: 'refused',
        reason: 'not-utf8',
        message: expect.stringContaining('UTF-8'),
      });
    }
  });

  it('refuse a file of 50 MB at once', async () => {
    using folder = tempFolder({ 'big.bin': '' });
    const descriptor = openSync(join(folder.path, 'big.bin'), 'r+');
    ftruncateSync(descriptor, 50 * 1024 * 1024);
    closeSync(descriptor);
    const read = await open(folder).read('big.bin', never);
    expect(read).toMatchObject({ reason: 'too-big', message: expect.stringContaining('50.0 MiB') });
  });

  it('follow a link inside the folder, and none that leads out of it', async () => {
    using outside = tempFolder({ 'secret.txt': 'secret' });
    using folder = tempFolder({ 'src/a.txt': 'a' });
    symlinkSync('src/a.txt', join(folder.path, 'in.txt'));
    symlinkSync(join(outside.path, 'secret.txt'), join(folder.path, 'out.txt'));
    symlinkSync(outside.path, join(folder.path, 'away'));
    symlinkSync('/dev/zero', join(folder.path, 'zero'));
    const files = open(folder);
    expect(await files.read('in.txt', never)).toMatchObject({ type: 'text', file: { text: 'a' } });
    for (const path of ['out.txt', 'away/secret.txt', 'zero']) {
      expect(reason(await files.read(path, never))).toBe('outside');
    }
  });

  it('read through a root that is itself a link', async () => {
    using folder = tempFolder({ 'real/a.txt': 'a' });
    symlinkSync(join(folder.path, 'real'), join(folder.path, 'link'));
    const files = folderFiles(join(folder.path, 'link'), noList);
    expect(reason(await files.read('a.txt', never))).toBe('text');
  });

  it.skipIf(process.platform === 'win32')('refuse folders and pipes without waiting for them', async () => {
    using folder = tempFolder({ 'src/a.txt': 'a' });
    execFileSync('mkfifo', [join(folder.path, 'pipe')]);
    const files = open(folder);
    expect(reason(await files.read('src', never))).toBe('not-a-file');
    expect(reason(await files.read('pipe', never))).toBe('not-a-file');
    expect(reason(await files.read('src/a.txt/b', never))).toBe('missing');
  });

  it('end with their signal', async () => {
    using folder = tempFolder({ 'a.txt': 'a' });
    expect(await open(folder).read('a.txt', AbortSignal.abort())).toMatchObject({
      type: 'refused',
      message: 'cancelled',
    });
  });
});

describe('files in memory', () => {
  it('list what a search would look into', async () => {
    const files = memoryFiles('memory', {
      'b.ts': '',
      'a.log': '',
      '.gitignore': '*.log',
      'node_modules/c.js': '',
      '.git/x': '',
    });
    expect(await files.list(never)).toEqual(['.gitignore', 'b.ts']);
  });
});

describe('withUnsaved', () => {
  it('lets an unsaved text stand for its file, with its own hash', async () => {
    using folder = tempFolder({ 'a.txt': '\ufeffdisk', 'b.txt': 'disk', 'c.bin': '\0' });
    const unsaved = new Map([
      ['a.txt', 'typed'],
      ['new.txt', 'fresh'],
      ['c.bin', 'typed'],
      ['../out.txt', 'typed'],
    ]);
    const files = withUnsaved(open(folder), (path) => unsaved.get(path));
    expect(await files.read('a.txt', never)).toEqual({
      type: 'text',
      file: { path: 'a.txt', text: 'typed', bom: true, sha256: sha256('typed'), unsaved: true },
    });
    expect(await files.read('b.txt', never)).toMatchObject({ file: { text: 'disk', unsaved: false } });
    expect(await files.read('new.txt', never)).toMatchObject({
      file: { text: 'fresh', bom: false, unsaved: true },
    });
    expect(reason(await files.read('c.bin', never))).toBe('binary');
    expect(reason(await files.read('../out.txt', never))).toBe('bad-path');
    unsaved.set('b.txt', 'x'.repeat(3 * 1024 * 1024));
    expect(reason(await files.read('b.txt', never))).toBe('too-big');
  });
});
