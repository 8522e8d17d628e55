import {
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Copy } from '../../../src/node/scratch/copy.ts';
import { CopyRefused } from '../../../src/node/scratch/refused.ts';
import { tempFolder } from '../search/place.ts';

const limits = { bytes: 1e6, files: 1_000, ignoredBytes: 1_000, never: [] };
const none = new Map<string, string | null>();

const project = {
  'src/a.ts': 'export const a = 1;\r\n',
  'src/中文.ts': '\uFEFFexport const b = 2;',
  'empty.txt': '',
  '.gitignore': 'dist/\nbig/\n*.log\n',
  'dist/a.js': 'built',
  'big/x.bin': new Uint8Array(5_000),
  'node_modules/dep/index.js': 'module.exports = 1;\n',
  'node_modules/dep/.git/HEAD': 'x',
  '.git/HEAD': 'ref: refs/heads/main\n',
  'debug.log': 'a log',
};

function open(limit = limits) {
  const source = tempFolder(project);
  const target = tempFolder();
  const copy = new Copy(source.path, join(target.path, 'work'), limit);
  const at = (path: string): string => join(target.path, 'work', path);
  return {
    source,
    copy,
    at,
    text: (path: string) => readFileSync(at(path), 'utf8'),
    [Symbol.dispose]() {
      source[Symbol.dispose]();
      target[Symbol.dispose]();
    },
  };
}

describe('a copy of a workspace', () => {
  it('holds every file byte for byte, dependencies and small build output too, and no version control', () => {
    using place = open();
    const { notes } = place.copy.bring(none, true);
    for (const path of [
      'src/a.ts',
      'src/中文.ts',
      'empty.txt',
      'dist/a.js',
      'node_modules/dep/index.js',
      'debug.log',
    ]) {
      expect(readFileSync(place.at(path))).toEqual(readFileSync(join(place.source.path, path)));
    }
    expect(existsSync(place.at('.git'))).toBe(false);
    expect(existsSync(place.at('node_modules/dep/.git'))).toBe(false);
    expect(existsSync(place.at('big'))).toBe(false);
    expect(notes.join('\n')).toMatch(/\.git is not in the copy/);
    expect(notes.join('\n')).toMatch(/big is ignored by git and holds more than/);
    expect(statSync(place.at('.')).mode & 0o777).toBe(0o700);
  });

  it('shares no file with the workspace', () => {
    using place = open();
    place.copy.bring(none, true);
    for (const path of ['src/a.ts', 'node_modules/dep/index.js']) {
      const mine = statSync(place.at(path));
      expect([mine.nlink, mine.ino === statSync(join(place.source.path, path)).ino]).toEqual([1, false]);
    }
  });

  it('writes nothing where nothing changed, and only what did', () => {
    using place = open();
    expect(place.copy.bring(none, true).written).toBeGreaterThan(5);
    expect(place.copy.bring(none, true).written).toBe(0);
    place.source.write('src/a.ts', 'export const a = 22;\n');
    rmSync(join(place.source.path, 'empty.txt'));
    expect(place.copy.bring(none, true).written).toBe(1);
    expect(place.text('src/a.ts')).toBe('export const a = 22;\n');
    expect(existsSync(place.at('empty.txt'))).toBe(false);
  });

  it('lays texts over it, and takes them away again', () => {
    using place = open();
    const texts = new Map<string, string | null>([
      ['src/a.ts', 'changed'],
      ['new/deep/b.ts', 'new'],
      ['empty.txt', null],
    ]);
    place.copy.bring(texts, true);
    expect([place.text('src/a.ts'), place.text('new/deep/b.ts'), existsSync(place.at('empty.txt'))]).toEqual([
      'changed',
      'new',
      false,
    ]);
    place.copy.bring(none, false);
    expect(place.text('src/a.ts')).toBe(project['src/a.ts']);
    expect([existsSync(place.at('new')), existsSync(place.at('empty.txt'))]).toEqual([false, true]);
  });

  it('restores what a run changed, made and removed, whatever times it gave it', () => {
    using place = open();
    place.copy.bring(none, true);
    const before = statSync(place.at('src/a.ts'));
    writeFileSync(place.at('src/a.ts'), 'export const a = 9;\r\n');
    // The same size and the same time of change as before.
    utimesSync(place.at('src/a.ts'), before.atime, before.mtime);
    copyFileSync(place.at('src/a.ts'), place.at('src/a.ts.tmp'));
    rmSync(place.at('node_modules/dep/index.js'));
    mkdirSync(place.at('made'));
    writeFileSync(place.at('made/x'), 'x');
    expect(statSync(place.at('src/a.ts')).size).toBe(before.size);
    place.copy.bring(none, false);
    expect(place.text('src/a.ts')).toBe(project['src/a.ts']);
    expect(place.text('node_modules/dep/index.js')).toBe(project['node_modules/dep/index.js']);
    expect([existsSync(place.at('made')), existsSync(place.at('src/a.ts.tmp'))]).toEqual([false, false]);
  });

  it('writes through no link that a run put in place of a folder or a file', () => {
    using place = open();
    place.copy.bring(none, true);
    // The run leads the copy's folder, and one of its files, to the user's own.
    rmSync(place.at('src'), { recursive: true });
    symlinkSync(join(place.source.path, 'src'), place.at('src'));
    rmSync(place.at('empty.txt'));
    symlinkSync(join(place.source.path, 'debug.log'), place.at('empty.txt'));
    place.copy.bring(
      new Map([
        ['src/a.ts', 'proposed'],
        ['empty.txt', 'proposed'],
      ]),
      false,
    );
    expect(readFileSync(join(place.source.path, 'src/a.ts'), 'utf8')).toBe(project['src/a.ts']);
    expect(readFileSync(join(place.source.path, 'debug.log'), 'utf8')).toBe('a log');
    expect(lstatSync(place.at('src')).isSymbolicLink()).toBe(false);
    expect([place.text('src/a.ts'), place.text('empty.txt')]).toEqual(['proposed', 'proposed']);
  });

  it('clears nothing behind a link that a run put in place of the copy itself', () => {
    using place = open();
    using mine = tempFolder({ 'precious.txt': 'mine' });
    place.copy.bring(none, true);
    rmSync(place.at(''), { recursive: true });
    symlinkSync(mine.path, place.at('').replace(/[\\/]$/u, ''));
    place.copy.bring(none, false);
    expect(readFileSync(join(mine.path, 'precious.txt'), 'utf8')).toBe('mine');
    expect(existsSync(join(mine.path, 'src'))).toBe(false);
    expect(place.text('src/a.ts')).toBe(project['src/a.ts']);
  });

  it('keeps links that lead inside, copies files that lie outside, and leaves out folders that do', () => {
    using outside = tempFolder({ 'secret.txt': 'outside', 'lib/x.ts': 'x' });
    using place = open();
    const link = (to: string, path: string): void => symlinkSync(to, join(place.source.path, path));
    link('a.ts', 'src/inside.ts');
    link(join(place.source.path, 'src'), 'absolute');
    link(join(outside.path, 'secret.txt'), 'file.txt');
    link(join(outside.path, 'lib'), 'lib');
    link('nowhere', 'dangling');
    link('.git/HEAD', 'head');
    const { notes } = place.copy.bring(none, true);
    expect(readlinkSync(place.at('src/inside.ts'))).toBe('a.ts');
    expect(readlinkSync(place.at('absolute'))).toBe('src');
    expect([lstatSync(place.at('file.txt')).isFile(), place.text('file.txt')]).toEqual([true, 'outside']);
    expect(['lib', 'dangling', 'head'].map((path) => existsSync(place.at(path)))).toEqual([
      false,
      false,
      false,
    ]);
    expect(notes.join('\n')).toMatch(/link lib leads to a folder outside/);
    expect(notes.join('\n')).toMatch(/link dangling leads nowhere/);
    // A text for a path behind a link goes where the link leads, in the copy.
    place.copy.bring(new Map([['absolute/a.ts', 'through']]), false);
    expect(place.text('src/a.ts')).toBe('through');
    expect(readFileSync(join(place.source.path, 'src/a.ts'), 'utf8')).toBe(project['src/a.ts']);
  });

  it('is refused above a limit of bytes or of files, and says which', () => {
    using bytes = open({ ...limits, bytes: 20 });
    expect(() => bytes.copy.bring(none, true)).toThrow(/more than 0 MB/);
    using files = open({ ...limits, files: 3 });
    expect(() => files.copy.bring(none, true)).toThrow(/more than 3 files/);
  });

  it('is refused where the disk is full', () => {
    using source = tempFolder({ 'a.txt': 'a', 'b.txt': 'b' });
    using target = tempFolder();
    const full = Object.assign(new Error('no space left'), { code: 'ENOSPC' });
    const copy = new Copy(source.path, join(target.path, 'work'), limits, (from, to) => {
      if (from.endsWith('b.txt')) throw full;
      copyFileSync(from, to);
    });
    expect(() => copy.bring(none, true)).toThrow(CopyRefused);
    expect(() => copy.bring(none, true)).toThrow(/no room on the disk/);
  });

  it('holds only the texts where there is no folder', () => {
    using target = tempFolder();
    const copy = new Copy(undefined, join(target.path, 'work'), limits);
    copy.bring(new Map([['a/b.js', 'x']]), true);
    expect(readFileSync(join(target.path, 'work/a/b.js'), 'utf8')).toBe('x');
    expect(() =>
      copy.bring(
        new Map([
          ['a', 'file'],
          ['a/b.js', 'x'],
        ]),
        true,
      ),
    ).toThrow(/would stand in it/);
  });
});
