import { chmodSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { locateRipgrep } from '../../../src/node/search/locate.ts';
import { tempFolder, type TempFolder } from './place.ts';

const { platform, arch } = process;
const name = platform === 'win32' ? 'rg.exe' : 'rg';

function put(folder: TempFolder, path: string): string {
  folder.write(path, '#!/bin/sh\n');
  chmodSync(join(folder.path, path), 0o755);
  return join(folder.path, path);
}

describe('locateRipgrep', () => {
  it('takes the setting, the editor, PATH and the packages in this order', () => {
    using folder = tempFolder();
    using searched = tempFolder();
    const places = {
      setting: join(folder.path, 'own', name),
      editorRoot: join(folder.path, 'editor'),
      path: ['', 'relative', join(folder.path, 'bin')].join(delimiter),
      packages: join(folder.path, 'modules'),
    };
    const locate = () => locateRipgrep(places, searched.path, platform, arch);
    expect(locate()).toBeUndefined();
    const packaged = put(folder, `modules/@vscode/ripgrep-${platform}-${arch}/bin/${name}`);
    expect(locate()).toEqual({ file: packaged, from: 'package' });
    const onPath = put(folder, `bin/${name}`);
    expect(locate()).toEqual({ file: onPath, from: 'PATH' });
    const older = put(folder, `editor/node_modules.asar.unpacked/@vscode/ripgrep/bin/${name}`);
    expect(locate()).toEqual({ file: older, from: 'editor' });
    const newer = put(
      folder,
      `editor/node_modules/@vscode/ripgrep-universal/bin/${platform}-${arch}/${name}`,
    );
    expect(locate()).toEqual({ file: newer, from: 'editor' });
    const own = put(folder, `own/${name}`);
    expect(locate()).toEqual({ file: own, from: 'setting' });
  });

  it('passes over what is no program', () => {
    using folder = tempFolder({ [`bin/${name}/x`]: '' });
    expect(locateRipgrep({ path: join(folder.path, 'bin') }, '/elsewhere', platform, arch)).toBeUndefined();
  });

  it('takes nothing from PATH that stands in the searched folder', () => {
    using folder = tempFolder();
    const file = put(folder, `node_modules/.bin/${name}`);
    const path = join(folder.path, 'node_modules', '.bin');
    expect(locateRipgrep({ path }, folder.path, platform, arch)).toBeUndefined();
    expect(locateRipgrep({ path }, join(folder.path, 'other'), platform, arch)).toEqual({
      file,
      from: 'PATH',
    });
  });
});
