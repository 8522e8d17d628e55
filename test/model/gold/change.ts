import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, extname, join } from 'node:path';
import { promisify } from 'node:util';
import { build, type Loader } from 'esbuild';
import ts from 'typescript';

/** A staged edit as the gold sees it: a pristine copy of the package, and the new text of each changed file. */
export interface Edited {
  readonly folder: string;
  readonly before: ReadonlyMap<string, string>;
  readonly after: ReadonlyMap<string, string>;
}

export type Judgement = { readonly right: true } | { readonly right: false; readonly why: string };

/** Says whether an edit is what was asked and nothing else. */
export type EditCheck = (edited: Edited) => Promise<Judgement>;

export const right: Judgement = { right: true };
export const wrong = (why: string): Judgement => ({ right: false, why });

/** The old and new text where exactly `path` changed; else why not. */
export function onlyChanged(
  edited: Edited,
  path: string,
): { readonly old: string; readonly now: string } | { readonly why: string } {
  const changed = [...edited.after.keys()].filter(
    (name) => edited.after.get(name) !== edited.before.get(name),
  );
  if (changed.length === 0) return { why: 'nothing changed' };
  const other = changed.find((name) => name !== path);
  if (other !== undefined) return { why: `${other} changed too` };
  const old = edited.before.get(path);
  const now = edited.after.get(path);
  if (old === undefined || now === undefined)
    throw new Error(`gold names ${path}, which is not in the package`);
  return { old, now };
}

/** Tokens of a script without comments and white space, as the parser sees them (templates, regular expressions). */
export function tokensOf(
  path: string,
  text: string,
): readonly { readonly kind: string; readonly text: string }[] {
  return leavesOf(path, text).map(({ node, from }) => ({
    kind: ts.SyntaxKind[node.kind],
    text: text.slice(from, node.end),
  }));
}

/** Comments of a script in order, as they stand. */
export function commentsOf(path: string, text: string): readonly string[] {
  const comments: string[] = [];
  let at = 0;
  for (const { node, from } of leavesOf(path, text)) {
    comments.push(...(text.slice(at, from).match(/\/\*[\s\S]*?\*\/|\/\/[^\n]*/g) ?? []));
    at = node.end;
  }
  return comments;
}

interface Leaf {
  readonly node: ts.Node;
  readonly from: number;
}

function leavesOf(path: string, text: string): readonly Leaf[] {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, false);
  const leaves: Leaf[] = [];
  const visit = (node: ts.Node): void => {
    if (node.kind >= ts.SyntaxKind.FirstJSDocNode && node.kind <= ts.SyntaxKind.LastJSDocNode) return;
    const children = node.getChildren(file);
    if (children.length > 0) children.forEach(visit);
    else if (node.kind !== ts.SyntaxKind.SyntaxList) leaves.push({ node, from: node.getStart(file, false) });
  };
  visit(file);
  return leaves;
}

/** Index of the one line of `lines` that holds `text`, from index `start` on; a gold that names no line is an error. */
export function lineWith(lines: readonly string[], text: string, start = 0): number {
  const index = lines.findIndex((line, at) => at >= start && line.includes(text));
  if (index === -1) throw new Error(`no line holds ${JSON.stringify(text)}`);
  return index;
}

/** Why lines outside the region from `first` to `last` changed; undefined where none did. */
export function outsideChanged(old: string, now: string, first: string, last: string): string | undefined {
  const before = old.split('\n');
  const after = now.split('\n');
  const from = lineWith(before, first);
  const rest = before.slice(lineWith(before, last, from) + 1);
  const same = (a: readonly string[], b: readonly string[]): boolean => a.join('\n') === b.join('\n');
  if (!same(before.slice(0, from), after.slice(0, from))) return 'something changed above the place';
  if (after.length < from + rest.length || !same(rest, after.slice(after.length - rest.length))) {
    return 'something changed below the place';
  }
  return undefined;
}

/**
 * The value of an expression at the end of the changed module, where all its names are in scope, as JSON. Runs in
 * a process of its own with a time limit: the code under test was written by a model.
 */
export async function evaluate(edited: Edited, path: string, expression: string): Promise<unknown> {
  const text = edited.after.get(path) ?? edited.before.get(path);
  if (text === undefined) throw new Error(`${path} is not in the package`);
  const loader: Loader = extname(path) === '.ts' ? 'ts' : 'js';
  const bundle = await build({
    stdin: {
      contents: `${text}\n;globalThis.probed = () => (${expression});\n`,
      resolveDir: join(edited.folder, dirname(path)),
      sourcefile: path,
      loader,
    },
    footer: { js: 'process.stdout.write(JSON.stringify(globalThis.probed()));' },
    bundle: true,
    write: false,
    platform: 'node',
    format: 'cjs',
    logLevel: 'silent',
    // A name that the new text no longer has must fail where it is used, not be taken from elsewhere.
    tsconfigRaw: { compilerOptions: { target: 'es2022' } },
  });
  const code = bundle.outputFiles[0]?.text ?? '';
  const folder = await mkdtemp(join(tmpdir(), 'countersign-gold-'));
  try {
    const file = join(folder, 'probe.cjs');
    await writeFile(file, code);
    const { stdout } = await promisify(execFile)(process.execPath, [file], {
      timeout: 10_000,
      env: {},
      cwd: folder,
    });
    return JSON.parse(stdout) as unknown;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Judges by what the changed module does: the value of `expression` must be `expected`. */
export async function behaves(
  edited: Edited,
  path: string,
  expression: string,
  expected: unknown,
): Promise<Judgement> {
  try {
    const got = JSON.stringify(await evaluate(edited, path, expression));
    const wanted = JSON.stringify(expected);
    return got === wanted ? right : wrong(`${short(expression)} is ${short(got)}, not ${short(wanted)}`);
  } catch (error) {
    return wrong(`it does not run: ${error instanceof Error ? error.message.slice(0, 300) : String(error)}`);
  }
}

function short(text: string): string {
  return text.length > 160 ? `${text.slice(0, 159)}\u2026` : text;
}
