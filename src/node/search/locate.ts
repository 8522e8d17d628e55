import { join } from 'node:path';
import { isProgram, onPath } from '../programs.ts';

/** Where ripgrep may be: the person's setting, the editor's folder, PATH, and a folder with installed packages. */
export interface RipgrepPlaces {
  readonly setting?: string;
  readonly editorRoot?: string;
  readonly path?: string;
  readonly packages?: string;
}

export interface Ripgrep {
  readonly file: string;
  readonly from: 'setting' | 'editor' | 'PATH' | 'package';
}

/**
 * The first ripgrep that can be started, in the order of design section 10; undefined where there is none, which
 * is no error: the scanner does the work then. A program that stands in the searched folder itself is none of ours:
 * whoever wrote the folder could have put it there and on PATH.
 */
export function locateRipgrep(
  places: RipgrepPlaces,
  searched: string,
  platform: NodeJS.Platform,
  arch: string,
): Ripgrep | undefined {
  const name = platform === 'win32' ? 'rg.exe' : 'rg';
  const candidates: Ripgrep[] = [];
  if (places.setting !== undefined && places.setting !== '')
    candidates.push({ file: places.setting, from: 'setting' });
  if (places.editorRoot !== undefined) {
    // The editor has moved it: first the layout of today, then the ones before.
    const modules = ['node_modules', 'node_modules.asar.unpacked'];
    const inside = [
      `@vscode/ripgrep-universal/bin/${platform}-${arch}`,
      `@vscode/ripgrep-${platform}-${arch}/bin`,
      '@vscode/ripgrep/bin',
    ];
    for (const folder of modules) {
      for (const rest of inside)
        candidates.push({ file: join(places.editorRoot, folder, rest, name), from: 'editor' });
    }
  }
  for (const file of onPath('rg', places.path ?? '', searched, platform)) {
    candidates.push({ file, from: 'PATH' });
  }
  if (places.packages !== undefined) {
    candidates.push({
      file: join(places.packages, `@vscode/ripgrep-${platform}-${arch}`, 'bin', name),
      from: 'package',
    });
  }
  return candidates.find((candidate) => isProgram(candidate.file));
}
