import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ignoreRulesOf, isIgnored, type IgnoreRules } from '../../core/search/ignores.ts';
import { isNeverSearched, pathProblem } from '../../core/search/scope.ts';

/**
 * The files of a folder that a search looks into (contracts rule 19), in the order of their paths. Links are not
 * followed; what cannot be read is passed over. Blocks: it belongs into a worker.
 */
export function* walk(root: string): Generator<string> {
  const rules = new Map<string, IgnoreRules>();
  yield* visit(root, '', rules);
}

function* visit(root: string, folder: string, rules: Map<string, IgnoreRules>): Generator<string> {
  const entries = entriesOf(join(root, folder));
  if (entries.some((entry) => entry.name === '.gitignore')) {
    const text = textOf(join(root, folder, '.gitignore'));
    if (text !== undefined) rules.set(folder, ignoreRulesOf(text));
  }
  for (const entry of entries) {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (isNeverSearched(entry.name) || pathProblem(path) !== undefined) continue;
    const isFolder = entry.isDirectory();
    if (!isFolder && !entry.isFile()) continue;
    if (rules.size > 0 && isIgnored(path, isFolder, (each) => rules.get(each))) continue;
    if (isFolder) yield* visit(root, path, rules);
    else yield path;
  }
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    if (isFileError(error)) return [];
    throw error;
  }
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (isFileError(error)) return undefined;
    throw error;
  }
}

/** An error that the file system gave: no such file, no permission, a folder where a file was expected. */
export function isFileError(error: unknown): boolean {
  return error instanceof Error && 'code' in error && 'syscall' in error;
}

/** Of files given by path: those that a search looks into, by the same rules. `textOf` gives a file's text. */
export function searched(paths: readonly string[], textOf: (path: string) => string): readonly string[] {
  const rules = new Map<string, IgnoreRules>();
  for (const path of paths) {
    if (path === '.gitignore') rules.set('', ignoreRulesOf(textOf(path)));
    else if (path.endsWith('/.gitignore')) {
      rules.set(path.slice(0, -'/.gitignore'.length), ignoreRulesOf(textOf(path)));
    }
  }
  const rulesOf = (folder: string): IgnoreRules | undefined => rules.get(folder);
  return paths.filter((path) => {
    const parts = path.split('/');
    if (parts.some(isNeverSearched)) return false;
    const folders = parts.slice(0, -1).map((_part, index) => parts.slice(0, index + 1).join('/'));
    return !folders.some((folder) => isIgnored(folder, true, rulesOf)) && !isIgnored(path, false, rulesOf);
  });
}
