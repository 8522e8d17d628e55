import picomatch from 'picomatch';

/**
 * Whether a relative path is in the scope of include and exclude globs (contracts rule 18): the whole path, `**`
 * over folders, `*` within a name, braces, dot files too; a glob without `/` matches at any depth, and a glob that
 * matches a folder takes what is in it, as in ripgrep.
 */
export function scopeOf(include: readonly string[], exclude: readonly string[]): (path: string) => boolean {
  const included = include.map(matcherOf);
  const excluded = exclude.map(matcherOf);
  return (path) =>
    (included.length === 0 || included.some((matches) => matches(path))) &&
    !excluded.some((matches) => matches(path));
}

function matcherOf(glob: string): (path: string) => boolean {
  const plain = glob.replace(/^\//, '').replace(/\/$/, '');
  const anywhere = !glob.replace(/\/$/, '').includes('/');
  const options = { dot: true, nonegate: true, noextglob: true } as const;
  const self = picomatch(anywhere ? `**/${plain}` : plain, options);
  const below = picomatch(anywhere ? `**/${plain}/**` : `${plain}/**`, options);
  return (path) => self(path) || below(path);
}
