import type { House } from '../ports.ts';

/**
 * Where the tests of a module stand: in the file that is there for it, else where the tests of this project are put.
 * Gives a path that may not be there yet.
 */
export async function findTestFile(
  path: string,
  all: readonly string[],
  house: House,
  signal: AbortSignal,
): Promise<string> {
  const { folder, name, extension } = partsOf(path);
  const known = all.filter((one) => isTestOf(one, name));
  const best = known
    .map((one) => ({ one, shared: sharedParts(one, path) }))
    .sort((a, b) => b.shared - a.shared || a.one.length - b.one.length)[0];
  if (best !== undefined && (await importsModule(best.one, name, house, signal))) return best.one;
  const tests = all.filter((one) => /\.(?:test|spec)\.[cm]?[jt]sx?$/u.test(one));
  const suffix = tests.filter((one) => /\.spec\./u.test(one)).length > tests.length / 2 ? 'spec' : 'test';
  const file = `${name}.${suffix}.${extension}`;
  const beside = tests.filter((one) => !/(?:^|\/)(?:tests?|__tests__)\//u.test(one)).length;
  const root = ['test', 'tests', '__tests__'].find((one) => all.some((row) => row.startsWith(`${one}/`)));
  if (root !== undefined && beside <= tests.length / 2) {
    return [root, ...folder.split('/').slice(1), file].filter((part) => part !== '').join('/');
  }
  return folder === '' ? file : `${folder}/${file}`;
}

function partsOf(path: string): {
  readonly folder: string;
  readonly name: string;
  readonly extension: string;
} {
  const slash = path.lastIndexOf('/');
  const dot = path.lastIndexOf('.');
  return {
    folder: slash === -1 ? '' : path.slice(0, slash),
    name: path.slice(slash + 1, dot),
    extension: path.slice(dot + 1),
  };
}

function isTestOf(path: string, name: string): boolean {
  const file = path.slice(path.lastIndexOf('/') + 1);
  const isNamed = [`${name}.test.`, `${name}.spec.`].some((start) => file.startsWith(start));
  return isNamed || (/(?:^|\/)(?:tests?|__tests__)\//u.test(path) && file.startsWith(`${name}.`));
}

function sharedParts(a: string, b: string): number {
  const other = new Set(b.split('/'));
  return a.split('/').filter((part) => other.has(part)).length;
}

/** A test of the same name may be of another module: it has to import one that is called so. */
async function importsModule(
  path: string,
  name: string,
  house: House,
  signal: AbortSignal,
): Promise<boolean> {
  const read = await house.files.read(path, signal);
  if (read.type !== 'text') return false;
  const imported = read.file.text.matchAll(/(?:from\s+|import\(|require\()\s*['"](\.[^'"\n]+)['"]/gu);
  return [...imported].some(([, specifier = '']) => {
    const last = specifier.slice(specifier.lastIndexOf('/') + 1);
    return last === name || last.replace(/\.[cm]?[jt]sx?$/u, '') === name;
  });
}
