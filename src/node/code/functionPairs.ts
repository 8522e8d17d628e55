import type ts from 'typescript';
import type { ChangeSet, FileChange } from '../../core/change.ts';
import type { FunctionPair, FunctionPairs } from '../../core/code.ts';
import { readerOf } from './languages.ts';
import { parseSource, type Ts } from './parse.ts';
import { closureOf, topsOf, type Closure, type Top } from './pureClosure.ts';
import { shapesOfParameters } from './valueShapes.ts';

/**
 * The functions of changed files that can be called on their own before and after the change: what they need stands
 * in the same file, and neither they nor it touch anything outside. Of a file that exports something only what it
 * exports is compared, with all that it needs.
 */
export function functionPairs(ts: Ts, change: ChangeSet): FunctionPairs {
  const found = change.files.map((file) => pairsOfFile(ts, file));
  return { pairs: found.flatMap((each) => each.pairs), others: found.flatMap((each) => each.others) };
}

function pairsOfFile(ts: Ts, file: FileChange): FunctionPairs {
  if (readerOf(file.path).type !== 'typescript' || file.operation === 'create')
    return { pairs: [], others: [] };
  const before = parseSource(ts, file.path, file.base);
  const after = parseSource(ts, file.path, file.content);
  const olds = topsOf(ts, before);
  const news = topsOf(ts, after);
  const pairs: FunctionPair[] = [];
  const others: { path: string; name: string; reason: string }[] = [];
  const hasExports = [...news.values()].some((top) => top.exported);
  for (const [name, old] of olds) {
    const now = news.get(name);
    if (now === undefined || !now.callable || !old.callable) continue;
    if (hasExports && !now.exported) continue;
    const one = closureOf(ts, before, olds, name);
    const two = closureOf(ts, after, news, name);
    if (textOf(one, before) === textOf(two, after)) continue;
    const reason = whyNot(one) ?? whyNot(two);
    if (reason !== undefined) others.push({ path: file.path, name, reason });
    else pairs.push(pairOf(ts, file.path, name, old, before, after, one, two));
  }
  return { pairs, others };
}

function whyNot(closure: Closure): string | undefined {
  return closure.problems[0];
}

function textOf(closure: Closure, source: ts.SourceFile): string {
  return closure.members.map((member) => member.node.getText(source)).join('\n');
}

function pairOf(
  ts: Ts,
  path: string,
  name: string,
  old: Top,
  before: ts.SourceFile,
  after: ts.SourceFile,
  one: Closure,
  two: Closure,
): FunctionPair {
  return {
    path,
    name,
    lines: linesOf(two, after),
    linesBefore: linesOf(one, before),
    before: programOf(ts, path, name, one, before),
    after: programOf(ts, path, name, two, after),
    parameters: shapesOfParameters(ts, before, old),
    literals: [...new Set([...literalsOf(ts, one), ...literalsOf(ts, two)])].slice(0, 60),
  };
}

function linesOf(closure: Closure, source: ts.SourceFile): readonly (readonly [number, number])[] {
  return closure.members.map(({ node }) => [
    source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1,
    source.getLineAndCharacterOfPosition(node.end).line + 1,
  ]);
}

/** The declarations without their `export`, as JavaScript, and the function given back at the end. */
function programOf(ts: Ts, path: string, name: string, closure: Closure, source: ts.SourceFile): string {
  const text = closure.members.map((member) => withoutExport(ts, member.node, source)).join('\n');
  const compilerOptions: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    removeComments: true,
  };
  const fileName = /x$/iu.test(path) ? 'pair.tsx' : 'pair.ts';
  const { outputText } = ts.transpileModule(text, { compilerOptions, fileName });
  return `${outputText.replace(/^export \{\};?\s*$/mu, '')}\nreturn ${name};`;
}

function withoutExport(ts: Ts, node: ts.Node, source: ts.SourceFile): string {
  const modifiers = ts.canHaveModifiers(node) ? (ts.getModifiers(node) ?? []) : [];
  const last = modifiers.findLast(
    (each) => each.kind === ts.SyntaxKind.ExportKeyword || each.kind === ts.SyntaxKind.DefaultKeyword,
  );
  return source.text.slice(last?.end ?? node.getStart(source), node.end);
}

function literalsOf(ts: Ts, closure: Closure): readonly (string | number)[] {
  const found: (string | number)[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isNumericLiteral(node)) found.push(Number(node.text.replaceAll('_', '')));
    else if (ts.isStringLiteralLike(node) && node.text.length < 60) found.push(node.text);
    ts.forEachChild(node, visit);
  };
  for (const { node } of closure.members) visit(node);
  return found.filter((each) => typeof each === 'string' || Number.isFinite(each));
}
