import * as path from 'node:path';

/**
 * Where models and the runtime are kept between projects and versions: `COUNTERSIGN_CACHE`, else the folder for
 * caches that the platform or its user names. Relative values are ignored, as the XDG rules ask.
 */
export function cacheFolder(
  env: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform,
  home: string,
): string {
  const own = env['COUNTERSIGN_CACHE'];
  if (own !== undefined && path.isAbsolute(own)) return own;
  const xdg = env['XDG_CACHE_HOME'];
  if (xdg !== undefined && path.isAbsolute(xdg)) return path.join(xdg, 'countersign');
  if (platform === 'darwin') return path.join(home, 'Library', 'Caches', 'countersign');
  if (platform === 'win32')
    return path.join(env['LOCALAPPDATA'] ?? path.join(home, 'AppData', 'Local'), 'countersign');
  return path.join(home, '.cache', 'countersign');
}
