import ts from 'typescript';
import {
  anyOf,
  bodiesOf,
  insertBefore,
  nodesOf,
  replaced,
  replacedNode,
  type Operator,
  type Sheet,
} from './operator.ts';

/** What small models invent most: calls, members, arguments, modules and exports that do not exist. */
export const invention: readonly Operator[] = [
  make('an unknown function is called', (sheet) => before(sheet, 'ensureValidState();')),
  make('an unknown class is made', (sheet) => before(sheet, 'const guard = new StateGuard();')),
  make('an unknown global is used', (sheet) => before(sheet, 'console.log(processEnvironment);')),
  make('an unknown module is imported', (sheet) =>
    atTop(sheet, "import { ensure } from './shared/ensure';", 'void ensure;'),
  ),
  make('an unknown package is imported', (sheet) =>
    atTop(sheet, "import { cloneDeep } from 'lodash-tools';", 'void cloneDeep;'),
  ),
  make('an unknown export is imported', (sheet) => {
    const [sibling] = sheet.siblings;
    return sibling === undefined
      ? undefined
      : atTop(sheet, `import { ensureNothing } from '${sibling}';`, 'void ensureNothing;');
  }),
  make('an import is dropped', (sheet) => {
    const found = anyOf(
      sheet,
      nodesOf(sheet.source, ts.isImportDeclaration).filter((node) => isUsed(sheet, node)),
    );
    return found === undefined
      ? undefined
      : replaced(sheet.text, found.getStart(sheet.source), found.end, '');
  }),
  make('a method is called by another name', (sheet) => {
    const found = anyOf(sheet, calledMembers(sheet));
    return found === undefined ? undefined : replacedNode(sheet, found.name, `${found.name.text}Safely`);
  }),
  make('a member of this is invented', (sheet) => {
    const found = anyOf(
      sheet,
      nodesOf(sheet.source, ts.isPropertyAccessExpression).filter(
        (node) => node.expression.kind === ts.SyntaxKind.ThisKeyword && isTypedThis(node),
      ),
    );
    return found === undefined ? undefined : replacedNode(sheet, found.name, `${found.name.text}Value`);
  }),
  make('a required argument is left out', (sheet) => {
    const found = anyOf(
      sheet,
      ownCalls(sheet).filter(({ call, required }) => call.arguments.length === required && required > 0),
    );
    const last = found?.call.arguments.at(-1);
    if (found === undefined || last === undefined) return undefined;
    const from = found.call.arguments.at(-2)?.end ?? last.getFullStart();
    return replaced(sheet.text, from, last.end, '');
  }),
  make('an argument too much is given', (sheet) => {
    const found = anyOf(
      sheet,
      ownCalls(sheet).filter(({ call, most }) => call.arguments.length === most),
    );
    if (found === undefined) return undefined;
    const more = found.call.arguments.length > 0 ? ', { overwrite: true }' : '{ overwrite: true }';
    return replaced(sheet.text, found.call.end - 1, found.call.end - 1, more);
  }),
  make('an unknown type is named', (sheet) => {
    const found = anyOf(
      sheet,
      nodesOf(sheet.source, ts.isParameter).filter((node) => node.type !== undefined),
    );
    return found?.type === undefined ? undefined : replacedNode(sheet, found.type, 'NormalizedInputOptions');
  }),
  make('a parameter has another type', (sheet) => {
    const calls = ownCalls(sheet).filter(({ types, call }) =>
      types.some((type, at) => isPlain(type) && call.arguments[at] !== undefined),
    );
    const found = anyOf(sheet, calls);
    const at =
      found?.types.findIndex((type, index) => isPlain(type) && found.call.arguments[index] !== undefined) ??
      -1;
    const argument = found?.call.arguments[at];
    return argument === undefined ? undefined : replacedNode(sheet, argument, '{ value: [1, 2] }');
  }),
  make('another type is returned', (sheet) => {
    const found = anyOf(
      sheet,
      nodesOf(sheet.source, ts.isReturnStatement).filter((node) => isPlain(returnTypeOf(node))),
    );
    return found === undefined ? undefined : replacedNode(sheet, found, "return { status: 'ok' };");
  }),
  make('None stands for null', (sheet) => {
    const found = anyOf(
      sheet,
      nodesOf(sheet.source, isNull).filter((node) => !ts.isTypeNode(node.parent)),
    );
    return found === undefined ? undefined : replacedNode(sheet, found, 'None');
  }),
  make('True stands for true', (sheet) => {
    const found = anyOf(
      sheet,
      nodesOf(sheet.source, isTrue).filter((node) => !ts.isTypeNode(node.parent)),
    );
    return found === undefined ? undefined : replacedNode(sheet, found, 'True');
  }),
  make('await stands where none may', (sheet) => {
    const found = anyOf(
      sheet,
      nodesOf(sheet.source, ts.isReturnStatement).filter(
        (node) => node.expression !== undefined && !isAsync(node),
      ),
    );
    return found?.expression === undefined
      ? undefined
      : replacedNode(sheet, found.expression, `await ${found.expression.getText(sheet.source)}`);
  }),
  make('a constant is written to', (sheet) => {
    const body = anyOf(sheet, bodiesOf(sheet));
    const statement = body?.statements.find(
      (one): one is ts.VariableStatement =>
        ts.isVariableStatement(one) && (one.declarationList.flags & ts.NodeFlags.Const) !== 0,
    );
    const name = statement?.declarationList.declarations[0]?.name;
    if (statement === undefined || name === undefined || !ts.isIdentifier(name)) return undefined;
    return replaced(sheet.text, statement.end, statement.end, `\n  ${name.text} = ${name.text};`);
  }),
];

function make(name: string, apply: Operator['apply']): Operator {
  return { name, class: 'invention', apply };
}

function before(sheet: Sheet, line: string): string | undefined {
  const body = anyOf(sheet, bodiesOf(sheet));
  const statement = body === undefined ? undefined : anyOf(sheet, body.statements);
  return statement === undefined ? undefined : insertBefore(sheet, statement, line);
}

function atTop(sheet: Sheet, line: string, use: string): string | undefined {
  const [first] = sheet.source.statements;
  const body = anyOf(sheet, bodiesOf(sheet));
  const [statement] = body?.statements ?? [];
  if (first === undefined || statement === undefined) return undefined;
  const used = insertBefore(sheet, statement, use);
  const at = first.getStart(sheet.source);
  return replaced(used, at, at, `${line}\n`);
}

/** An import whose names the code uses as values. */
function isUsed(sheet: Sheet, node: ts.ImportDeclaration): boolean {
  const names = node.importClause?.namedBindings;
  if (names === undefined || !ts.isNamedImports(names) || node.importClause?.phaseModifier !== undefined)
    return false;
  const rest = replaced(sheet.text, node.getStart(sheet.source), node.end, '');
  return names.elements.some((one) =>
    new RegExp(`\\b${one.name.text}\\b`, 'u').test(rest.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gmu, '')),
  );
}

/** Calls of methods whose object has a type that is written down: a parameter, this, or a name made by new. */
function calledMembers(
  sheet: Sheet,
): readonly (ts.PropertyAccessExpression & { readonly name: ts.Identifier })[] {
  return nodesOf(sheet.source, ts.isCallExpression).flatMap((call) => {
    const callee = call.expression;
    if (!ts.isPropertyAccessExpression(callee) || !ts.isIdentifier(callee.name)) return [];
    const isMath =
      ts.isIdentifier(callee.expression) &&
      /^(?:Object|Array|Math|Promise|JSON|Reflect)$/u.test(callee.expression.text);
    const isOwn = callee.expression.kind === ts.SyntaxKind.ThisKeyword && isTypedThis(callee);
    return isMath || isOwn ? [callee as ts.PropertyAccessExpression & { readonly name: ts.Identifier }] : [];
  });
}

/** Inside a class, so that the type of `this` is known. */
function isTypedThis(node: ts.Node): boolean {
  let at: ts.Node | undefined = node.parent;
  while (at !== undefined && !ts.isClassLike(at)) {
    if (ts.isFunctionDeclaration(at) || ts.isFunctionExpression(at) || ts.isObjectLiteralExpression(at))
      return false;
    at = at.parent;
  }
  return at !== undefined;
}

interface OwnCall {
  readonly call: ts.CallExpression;
  readonly required: number;
  readonly most: number;
  readonly types: readonly (ts.TypeNode | undefined)[];
}

/** Calls of functions that this file declares once, with what they take. */
function ownCalls(sheet: Sheet): readonly OwnCall[] {
  const declared = new Map<string, ts.FunctionDeclaration[]>();
  for (const node of nodesOf(sheet.source, ts.isFunctionDeclaration)) {
    if (node.name === undefined) continue;
    declared.set(node.name.text, [...(declared.get(node.name.text) ?? []), node]);
  }
  return nodesOf(sheet.source, ts.isCallExpression).flatMap((call): OwnCall[] => {
    if (!ts.isIdentifier(call.expression)) return [];
    const rows = declared.get(call.expression.text) ?? [];
    const [only] = rows;
    if (only === undefined || rows.length !== 1 || call.arguments.some(ts.isSpreadElement)) return [];
    const { parameters } = only;
    if (parameters.some((one) => one.dotDotDotToken !== undefined || isThisParameter(one))) return [];
    const required = parameters.filter(
      (one) => one.questionToken === undefined && one.initializer === undefined,
    ).length;
    return [{ call, required, most: parameters.length, types: parameters.map((one) => one.type) }];
  });
}

function isThisParameter(node: ts.ParameterDeclaration): boolean {
  return ts.isIdentifier(node.name) && node.name.text === 'this';
}

/** A type that nothing else fits: a text, a number, a truth value. */
function isPlain(type: ts.TypeNode | undefined): boolean {
  const kinds = [ts.SyntaxKind.StringKeyword, ts.SyntaxKind.NumberKeyword, ts.SyntaxKind.BooleanKeyword];
  return type !== undefined && kinds.includes(type.kind);
}

function returnTypeOf(node: ts.Node): ts.TypeNode | undefined {
  let at: ts.Node | undefined = node.parent;
  while (at !== undefined && !ts.isFunctionLike(at)) at = at.parent;
  return at !== undefined && ts.isFunctionLike(at) ? at.type : undefined;
}

function isAsync(node: ts.Node): boolean {
  let at: ts.Node | undefined = node.parent;
  while (at !== undefined && !ts.isFunctionLike(at)) at = at.parent;
  return at === undefined || (ts.getCombinedModifierFlags(at) & ts.ModifierFlags.Async) !== 0;
}

function isNull(node: ts.Node): node is ts.NullLiteral {
  return node.kind === ts.SyntaxKind.NullKeyword;
}

function isTrue(node: ts.Node): node is ts.TrueLiteral {
  return node.kind === ts.SyntaxKind.TrueKeyword;
}
