import { globOf, type BadGlob, type Glob } from './glob.ts';
import { pathRuleOf } from './ignores.ts';

/** Which paths a query looks at, as its globs say (contracts rule 18). */
export interface Scope {
  readonly type: 'ok';
  includes(path: string): boolean;
}

/** Folders and files of these names are never searched, whatever a query includes (contracts rule 19). */
export function isNeverSearched(name: string): boolean {
  return name === '.git' || name === 'node_modules';
}

/**
 * The scope of `include` and `exclude`. Empty lists mean everything and nothing. As in ripgrep, a glob that matches
 * a folder excludes all in it but includes nothing of it, and `!` before an included glob excludes it.
 */
export function scopeOf(include: readonly string[], exclude: readonly string[]): Scope | BadGlob {
  const wanted = include.filter((glob) => !glob.startsWith('!'));
  const unwanted = [...exclude, ...include.flatMap((glob) => (glob.startsWith('!') ? [glob.slice(1)] : []))];
  const inside = wanted.map(ruleOf);
  const outside = unwanted.map(ruleOf);
  const bad = [...inside, ...outside].find((rule) => rule.type === 'bad');
  if (bad?.type === 'bad') return bad;
  const matches = (rule: Rule | BadGlob, path: string, isFolder: boolean): boolean =>
    rule.type === 'ok' && (isFolder || !rule.foldersOnly) && rule.matches(path);
  return {
    type: 'ok',
    includes(path) {
      if (outside.length > 0) {
        for (let end = path.indexOf('/'); end > 0; end = path.indexOf('/', end + 1)) {
          const folder = path.slice(0, end);
          if (outside.some((rule) => matches(rule, folder, true))) return false;
        }
        if (outside.some((rule) => matches(rule, path, false))) return false;
      }
      return wanted.length === 0 || inside.some((rule) => matches(rule, path, false));
    },
  };
}

type Rule = Glob & { readonly foldersOnly: boolean };

function ruleOf(text: string): Rule | BadGlob {
  const { glob, foldersOnly } = pathRuleOf(text, false);
  const matcher = globOf(glob);
  return matcher.type === 'ok' ? { ...matcher, foldersOnly } : matcher;
}

/** What is wrong with a path as contracts rule 2 wants it, or undefined. */
export function pathProblem(path: string): string | undefined {
  if (path === '') return 'the path is empty';
  if (path.includes('\0')) return 'the path holds a NUL';
  if (path.includes('\\')) return 'the path holds a backslash; folders are parted by /';
  if (path.startsWith('/')) return 'the path begins with /; it must be relative to the folder';
  if (/^[A-Za-z]:/.test(path)) return 'the path names a drive; it must be relative to the folder';
  const parts = path.split('/');
  if (parts.includes('')) return 'the path has an empty part';
  if (parts.includes('.') || parts.includes('..')) return 'the path holds . or ..';
  return undefined;
}
