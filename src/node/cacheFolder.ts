import * as path from 'node:path';

/**
 * Where models and the runtime are kept between projects and versions: `COUNTERSIGN_CACHE`, else the folder for what
 * can be fetched again that the user (`XDG_CACHE_HOME`) or the platform names.
 */
export function cacheFolder(
  env: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform,
  home: string,
): string {
  const set = (name: string): string | undefined => (env[name] === '' ? undefined : env[name]);
  const own = set('COUNTERSIGN_CACHE');
  if (own !== undefined) return own;
  const shared = set('XDG_CACHE_HOME');
  if (shared !== undefined) return path.join(shared, 'countersign');
  if (platform === 'darwin') return path.join(home, 'Library', 'Caches', 'countersign');
  const local = set('LOCALAPPDATA');
  if (platform === 'win32' && local !== undefined) return path.join(local, 'countersign', 'Cache');
  return path.join(home, '.cache', 'countersign');
}
