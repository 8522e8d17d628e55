import type ts from 'typescript';
import type { FileChange } from '../../../core/change.ts';
import type { CodeProblem, OracleQuestion } from '../../../core/code.ts';
import type { Config } from '../configs.ts';
import { readerOf } from '../languages.ts';
import { parseSource, type Ts } from '../parse.ts';
import { coverFiles, programOf } from '../project.ts';
import { changedView } from '../types.ts';
import { pathsOf } from '../workspaces.ts';
import type { Oracle, OracleInput } from './oracle.ts';
import { shorten } from '../../../core/text.ts';

type Question = Extract<OracleQuestion, { intent: 'same-behaviour' }>;

/** What a file exports: each name with how it looks from outside, names of parameters aside. */
export type Exports = ReadonlyMap<string, { readonly looks: string; readonly line: number }>;

/**
 * What the changed files export is the same, by name and by type as the compiler sees it (design section 5). Where no
 * configuration covers a file, by name and by what its declaration says.
 */
export const exportsKept: Oracle<Question> = {
  async judge(_question, input) {
    const { ts } = await input.compiler();
    const problems: CodeProblem[] = [];
    const unsure: string[] = [];
    let compared = 0;
    for (const file of input.change.files) {
      if (readerOf(file.path).type !== 'typescript') {
        unsure.push(`what ${file.path} makes visible is not read here`);
        continue;
      }
      // A new file can take nothing away.
      if (file.operation === 'create') continue;
      const sides = await typedSides(ts, file, input);
      const before = sides?.before ?? untyped(ts, file.path, file.base);
      const after = sides?.after ?? untyped(ts, file.path, file.content);
      compared += before.size;
      problems.push(...differences(file.path, before, after));
    }
    const counts = { files: input.change.files.length, exports: compared };
    return { type: 'ok', value: { problems, unsure, saw: 'exports before and after', counts } };
  },
};

function differences(path: string, before: Exports, after: Exports): readonly CodeProblem[] {
  const problems: CodeProblem[] = [];
  for (const [name, old] of before) {
    const now = after.get(name);
    if (now === undefined) problems.push({ path, line: 1, message: `${name} is not exported any more` });
    else if (now.looks !== old.looks) {
      const message = `the type of ${name} is another: ${shorten(old.looks, 120)} before, ${shorten(now.looks, 120)} now`;
      problems.push({ path, line: now.line, message });
    }
  }
  for (const [name, now] of after) {
    if (!before.has(name))
      problems.push({ path, line: now.line, message: `${name} was not exported before` });
  }
  return problems;
}

/** By the checker, where a configuration covers the file on both sides. */
export async function typedSides(
  ts: Ts,
  file: Pick<FileChange, 'path'>,
  input: OracleInput,
): Promise<{ readonly before: Exports; readonly after: Exports } | undefined> {
  const { workspaces } = await input.compiler();
  const base = workspaces.view(input.source);
  const changed = changedView(base, input.change);
  const absolute = `${base.root}/${file.path}`;
  const created = input.change.files.filter((each) => each.operation === 'create').map((each) => each.path);
  const paths = [...new Set([...pathsOf(input.source), ...created])];
  const reaches = (config: Config, name: string): boolean =>
    programOf(workspaces.project(input.source, changed, config, 'after')).getSourceFile(name) !== undefined;
  const config = coverFiles(ts, changed, paths, [absolute], reaches).of.get(absolute);
  if (config === undefined) return undefined;
  const before = exportsIn(ts, programOf(workspaces.project(input.source, base, config, 'before')), absolute);
  const after = exportsIn(
    ts,
    programOf(workspaces.project(input.source, changed, config, 'after')),
    absolute,
  );
  return before === undefined || after === undefined ? undefined : { before, after };
}

function exportsIn(ts: Ts, program: ts.Program, path: string): Exports | undefined {
  const source = program.getSourceFile(path);
  const checker = program.getTypeChecker();
  const module = source === undefined ? undefined : checker.getSymbolAtLocation(source);
  if (source === undefined || module === undefined) return undefined;
  const found = new Map<string, { looks: string; line: number }>();
  for (const symbol of checker.getExportsOfModule(module)) {
    const isAlias = (symbol.flags & ts.SymbolFlags.Alias) !== 0;
    const target = isAlias ? checker.getAliasedSymbol(symbol) : symbol;
    const declaration = symbol.declarations?.find((each) => each.getSourceFile() === source);
    const line =
      declaration === undefined
        ? 1
        : source.getLineAndCharacterOfPosition(declaration.getStart(source)).line + 1;
    found.set(symbol.name, { looks: looksOf(ts, checker, target, source), line });
  }
  return found;
}

function looksOf(ts: Ts, checker: ts.TypeChecker, symbol: ts.Symbol, at: ts.Node): string {
  const parts: string[] = [];
  if ((symbol.flags & ts.SymbolFlags.Value) !== 0) {
    parts.push(typeLooks(ts, checker, checker.getTypeOfSymbolAtLocation(symbol, at), at));
  }
  if ((symbol.flags & ts.SymbolFlags.Type) !== 0) {
    const type = checker.getDeclaredTypeOfSymbol(symbol);
    const members = checker
      .getPropertiesOfType(type)
      .map((each) => {
        const isOptional = (each.flags & ts.SymbolFlags.Optional) !== 0;
        return `${each.name}${isOptional ? '?' : ''}: ${typeLooks(ts, checker, checker.getTypeOfSymbolAtLocation(each, at), at)}`;
      })
      .sort();
    const flags = ts.TypeFormatFlags.NoTruncation | ts.TypeFormatFlags.InTypeAlias;
    parts.push(`type ${checker.typeToString(type, at, flags)} { ${members.join('; ')} }`);
  }
  return parts.join(' & ');
}

/** A type as text; of what can be called without the names of its parameters, which nobody outside sees. */
function typeLooks(ts: Ts, checker: ts.TypeChecker, type: ts.Type, at: ts.Node): string {
  const flags = ts.TypeFormatFlags.NoTruncation;
  const text = (each: ts.Type): string => checker.typeToString(each, at, flags);
  const calls = type.getCallSignatures();
  if (calls.length === 0 || type.getConstructSignatures().length > 0) return text(type);
  return calls
    .map((call) => {
      const parameters = call.parameters.map((each) => {
        const declaration = each.valueDeclaration;
        const isParameter = declaration !== undefined && ts.isParameter(declaration);
        const isOptional = isParameter && checker.isOptionalParameter(declaration);
        const rest = isParameter && declaration.dotDotDotToken !== undefined ? '...' : '';
        return `${rest}${text(checker.getTypeOfSymbolAtLocation(each, at))}${isOptional ? '?' : ''}`;
      });
      const generic = (call.typeParameters ?? []).map(text);
      const before = generic.length > 0 ? `<${generic.join(', ')}>` : '';
      return `${before}(${parameters.join(', ')}) => ${text(call.getReturnType())}`;
    })
    .join(' | ');
}

/** By the text alone: names, and how many arguments a function takes. */
export function untyped(ts: Ts, path: string, text: string): Exports {
  const source = parseSource(ts, path, text);
  const found = new Map<string, { looks: string; line: number }>();
  const looks = new Map<string, string>();
  const lineOf = (node: ts.Node): number =>
    source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1;
  const exported = (name: string, node: ts.Node, say = 'a name'): void => {
    found.set(name, { looks: say, line: lineOf(node) });
  };
  for (const node of source.statements) {
    const modifiers = ts.canHaveModifiers(node) ? (ts.getModifiers(node) ?? []) : [];
    const isExport = modifiers.some((each) => each.kind === ts.SyntaxKind.ExportKeyword);
    const isDefault = modifiers.some((each) => each.kind === ts.SyntaxKind.DefaultKeyword);
    if (ts.isVariableStatement(node)) {
      for (const { name, initializer } of node.declarationList.declarations) {
        for (const each of namesOf(ts, name)) {
          looks.set(each, initializer === undefined ? 'a name' : callLooks(ts, initializer));
          if (isExport) exported(each, node, looks.get(each));
        }
      }
    } else if ('name' in node && node.name !== undefined && ts.isIdentifier(node.name as ts.Node)) {
      const name = (node.name as ts.Identifier).text;
      looks.set(name, callLooks(ts, node));
      if (isExport) exported(isDefault ? 'default' : name, node, looks.get(name));
    } else if (isExport && isDefault) exported('default', node, callLooks(ts, node));
    else if (ts.isExportAssignment(node)) exported('default', node, callLooks(ts, node.expression));
    else if (ts.isExportDeclaration(node)) {
      if (node.exportClause === undefined)
        exported(`* from ${node.moduleSpecifier?.getText(source) ?? ''}`, node);
      else if (ts.isNamedExports(node.exportClause)) {
        for (const each of node.exportClause.elements) exported(each.name.text, each);
      } else exported(node.exportClause.name.text, node);
    } else if (ts.isExpressionStatement(node) && ts.isBinaryExpression(node.expression)) {
      const { left, right } = node.expression;
      const name = /^(?:module\.)?exports(?:\.([\w$]+))?$/u.exec(left.getText(source));
      if (name === null) continue;
      if (name[1] !== undefined) exported(name[1], node, callLooks(ts, right));
      else if (ts.isObjectLiteralExpression(right)) {
        for (const each of right.properties)
          if (each.name !== undefined) exported(each.name.getText(source), each);
      } else exported('module.exports', node, callLooks(ts, right));
    }
  }
  // A name in a list of exports looks as its declaration does.
  for (const [name, { line }] of found) {
    const said = looks.get(name);
    if (said !== undefined) found.set(name, { looks: said, line });
  }
  return found;
}

function namesOf(ts: Ts, name: ts.BindingName): readonly string[] {
  if (ts.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((each) => (ts.isBindingElement(each) ? namesOf(ts, each.name) : []));
}

function callLooks(ts: Ts, node: ts.Node): string {
  if (!ts.isFunctionLike(node)) return ts.isClassLike(node) ? 'a class' : 'a name';
  const parameters = node.parameters.map((each) => {
    const rest = each.dotDotDotToken === undefined ? '' : '...';
    const isOptional = each.questionToken !== undefined || each.initializer !== undefined;
    return `${rest}${each.type?.getText() ?? '_'}${isOptional ? '?' : ''}`;
  });
  const type = 'type' in node && node.type !== undefined ? `: ${(node.type as ts.Node).getText()}` : '';
  return `a function (${parameters.join(', ')})${type}`;
}
