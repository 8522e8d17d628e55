import { globOf, type Glob } from './glob.ts';

/** What the rules of one folder say of a path: left out, kept although another rule leaves it out, or nothing. */
export type IgnoreDecision = 'ignore' | 'keep' | undefined;

/** The rules of one `.gitignore`. */
export interface IgnoreRules {
  /** `path` is relative to the folder of the rules. */
  decide(path: string, isFolder: boolean): IgnoreDecision;
}

/** A line of a `.gitignore`, or a glob of a query: what it matches, and whether it takes that back. */
export interface PathRule {
  readonly glob: string;
  readonly negated: boolean;
  readonly foldersOnly: boolean;
}

/** Reads a `.gitignore` as ripgrep does (contracts rule 19). A line that is no glob counts for nothing. */
export function ignoreRulesOf(text: string): IgnoreRules {
  const lines = text.replace(/^\ufeff/, '').split('\n');
  const rules = lines.flatMap((line): (PathRule & { readonly matcher: Glob })[] => {
    const rule = ruleOfLine(line.endsWith('\r') ? line.slice(0, -1) : line);
    if (rule === undefined) return [];
    const matcher = globOf(bytesOf(rule.glob));
    return matcher.type === 'ok' ? [{ ...rule, matcher }] : [];
  });
  rules.reverse();
  return {
    decide(path, isFolder) {
      const bytes = bytesOf(path);
      const rule = rules.find((each) => (isFolder || !each.foldersOnly) && each.matcher.matches(bytes));
      if (rule === undefined) return undefined;
      return rule.negated ? 'keep' : 'ignore';
    },
  };
}

/** Comments and empty lines are no rules; blanks at the end count only behind a backslash. */
function ruleOfLine(line: string): PathRule | undefined {
  if (line.startsWith('#')) return undefined;
  const text = line.endsWith('\\ ') ? line : line.trimEnd();
  if (text === '') return undefined;
  if (text.startsWith('\\!') || text.startsWith('\\#')) {
    return anchor(text.slice(1), false, false);
  }
  const negated = text.startsWith('!');
  return pathRuleOf(negated ? text.slice(1) : text, negated);
}

/** The rule that a glob stands for: one without a slash holds at any depth, one with a slash from the top. */
export function pathRuleOf(glob: string, negated: boolean): PathRule {
  return glob.startsWith('/') ? anchor(glob.slice(1), negated, true) : anchor(glob, negated, false);
}

function anchor(glob: string, negated: boolean, fromTop: boolean): PathRule {
  const foldersOnly = glob.endsWith('/');
  const name = foldersOnly ? glob.slice(0, -1).replace(/\\$/, '') : glob;
  const floats = !fromTop && !name.includes('/');
  const deep = floats && name !== '**' && !name.startsWith('**/') ? `**/${name}` : name;
  return { glob: deep.endsWith('/**') ? `${deep}/*` : deep, negated, foldersOnly };
}

/**
 * Whether a path is left out by the rules of its folders. `rulesOf` takes a folder, '' for the top one. Deeper rules
 * come before higher ones, and in one file later lines before earlier ones. A folder above that is left out must
 * have been looked at before: what stands in it is never asked about.
 */
export function isIgnored(
  path: string,
  isFolder: boolean,
  rulesOf: (folder: string) => IgnoreRules | undefined,
): boolean {
  for (let folder = folderOf(path); ; folder = folderOf(folder)) {
    const inFolder = folder === '' ? path : path.slice(folder.length + 1);
    const decision = rulesOf(folder)?.decide(inFolder, isFolder);
    if (decision !== undefined) return decision === 'ignore';
    if (folder === '') return false;
  }
}

/** The folder that a path stands in, '' for the top one. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/** ripgrep and git match names byte by byte: a text whose characters are the bytes of its UTF-8. */
function bytesOf(text: string): string {
  if (/^[\x00-\x7f]*$/.test(text)) return text;
  let bytes = '';
  for (const character of text.toWellFormed()) {
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x80) bytes += character;
    else if (code < 0x800) bytes += String.fromCharCode(0xc0 | (code >> 6), 0x80 | (code & 63));
    else if (code < 0x10000)
      bytes += String.fromCharCode(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
    else
      bytes += String.fromCharCode(
        0xf0 | (code >> 18),
        0x80 | ((code >> 12) & 63),
        0x80 | ((code >> 6) & 63),
        0x80 | (code & 63),
      );
  }
  return bytes;
}
