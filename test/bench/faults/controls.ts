import ts from 'typescript';
import {
  anyOf,
  bodiesOf,
  indentOf,
  insertBefore,
  nodesOf,
  replaced,
  replacedNode,
  type Operator,
  type Sheet,
} from './operator.ts';

/** Right edits of many sorts: none may be refuted. */
export const controls: readonly Operator[] = [
  make('a line comment comes', (sheet) => {
    const body = anyOf(sheet, bodiesOf(sheet));
    const statement = body === undefined ? undefined : anyOf(sheet, body.statements);
    return statement === undefined ? undefined : insertBefore(sheet, statement, '// Kept simple on purpose.');
  }),
  make('a doc comment comes', (sheet) => {
    const found = anyOf(
      sheet,
      nodesOf(sheet.source, ts.isFunctionDeclaration).filter(
        (node) => sheet.text.slice(node.getFullStart(), node.getStart(sheet.source)).trim() === '',
      ),
    );
    return found === undefined
      ? undefined
      : insertBefore(sheet, found, '/** What callers outside of this file need. */');
  }),
  make('blank lines come', (sheet) => {
    const body = anyOf(sheet, bodiesOf(sheet));
    const statement = body?.statements[1];
    return statement === undefined
      ? undefined
      : replaced(sheet.text, statement.getFullStart(), statement.getFullStart(), '\n\n');
  }),
  make('a local name is another', (sheet) => {
    const found = anyOf(sheet, localNames(sheet));
    if (found === undefined) return undefined;
    return found.places
      .toSorted((a, b) => b - a)
      .reduce((text, at) => replaced(text, at, at + found.name.length, `${found.name}Here`), sheet.text);
  }),
  make('a result gets a name', (sheet) => {
    const found = anyOf(
      sheet,
      nodesOf(sheet.source, ts.isReturnStatement).filter(
        (node) =>
          ts.isBlock(node.parent) &&
          node.expression !== undefined &&
          isCallOfAnother(sheet, node.expression) &&
          !/\boutcome\b/u.test(sheet.text),
      ),
    );
    if (found?.expression === undefined) return undefined;
    const type = returnTypeOf(found);
    // Without the expected type in sight a literal may become wider.
    if (type !== undefined) return undefined;
    return replacedNode(
      sheet,
      found,
      `const outcome = ${found.expression.getText(sheet.source)};\n${indentOf(sheet, found)}return outcome;`,
    );
  }),
  make('braces come', (sheet) => {
    const found = anyOf(
      sheet,
      nodesOf(sheet.source, ts.isIfStatement).filter(
        (node) => !ts.isBlock(node.thenStatement) && node.elseStatement === undefined,
      ),
    );
    if (found === undefined) return undefined;
    return replacedNode(sheet, found.thenStatement, `{ ${found.thenStatement.getText(sheet.source)} }`);
  }),
  make('parentheses come', (sheet) => {
    const found = anyOf(sheet, nodesOf(sheet.source, ts.isIfStatement));
    if (found === undefined) return undefined;
    return replacedNode(sheet, found.expression, `(${found.expression.getText(sheet.source)})`);
  }),
  make(
    'a function comes',
    ({ text }) =>
      `${text.trimEnd()}\n\nexport function describeThisModule(): string {\n  return 'one of many';\n}\n`,
  ),
  make('a constant comes', (sheet) => {
    const [first] = sheet.source.statements.filter((one) => !ts.isImportDeclaration(one));
    return first === undefined
      ? undefined
      : insertBefore(sheet, first, 'const revisionOfThisFile = 2;\nvoid revisionOfThisFile;\n');
  }),
  make('a guard comes', (sheet) => {
    const body = anyOf(
      sheet,
      bodiesOf(sheet).filter(
        (block) => ts.isFunctionLike(block.parent) && block.parent.type?.kind === ts.SyntaxKind.VoidKeyword,
      ),
    );
    const [first] = body?.statements ?? [];
    return first === undefined ? undefined : insertBefore(sheet, first, 'if (Date.now() < 0) return;');
  }),
  make('a branch is written as a ternary would be', (sheet) => {
    const found = anyOf(
      sheet,
      nodesOf(sheet.source, ts.isReturnStatement).filter(
        (node) =>
          ts.isBlock(node.parent) &&
          node.expression !== undefined &&
          ts.isConditionalExpression(node.expression),
      ),
    );
    const expression = found?.expression;
    if (found === undefined || expression === undefined || !ts.isConditionalExpression(expression))
      return undefined;
    const [condition, yes, no] = [expression.condition, expression.whenTrue, expression.whenFalse].map(
      (node) => node.getText(sheet.source),
    );
    const indent = indentOf(sheet, found);
    return replacedNode(
      sheet,
      found,
      `if (${condition}) {\n${indent}  return ${yes};\n${indent}}\n${indent}return ${no};`,
    );
  }),
  make('a parameter that may be left out comes', (sheet) => {
    const found = anyOf(
      sheet,
      nodesOf(sheet.source, ts.isFunctionDeclaration).filter(
        (node) =>
          node.body !== undefined &&
          node.name !== undefined &&
          isOnlyOne(sheet, node) &&
          node.parameters.every((one) => one.dotDotDotToken === undefined && one.questionToken === undefined),
      ),
    );
    if (found?.body === undefined) return undefined;
    const last = found.parameters.at(-1);
    const open = last?.end ?? sheet.text.indexOf('(', found.name?.end ?? 0) + 1;
    return replaced(sheet.text, open, open, last === undefined ? 'isQuiet = false' : ', isQuiet = false');
  }),
];

function make(name: string, apply: Operator['apply']): Operator {
  return { name, class: 'control', apply };
}

/** A call of what this file does not declare: else the compiler may come round to where it began, and say so. */
function isCallOfAnother(sheet: Sheet, node: ts.Expression): boolean {
  if (!ts.isCallExpression(node) || !ts.isIdentifier(node.expression)) return false;
  const name = node.expression.text;
  const declared = nodesOf(sheet.source, ts.isIdentifier).filter((one) => one.text === name);
  return declared.every(
    (one) => !ts.isFunctionDeclaration(one.parent) && !ts.isVariableDeclaration(one.parent),
  );
}

function isOnlyOne(sheet: Sheet, node: ts.FunctionDeclaration): boolean {
  const rows = nodesOf(sheet.source, ts.isFunctionDeclaration).filter(
    (one) => one.name?.text === node.name?.text,
  );
  const uses = nodesOf(sheet.source, ts.isIdentifier).filter((one) => one.text === node.name?.text);
  // As a callback, another parameter would be filled by whoever calls it.
  const isCallback = uses.some(
    (one) => one !== node.name && !(ts.isCallExpression(one.parent) && one.parent.expression === one),
  );
  return (
    rows.length === 1 && !isCallback && (ts.getCombinedModifierFlags(node) & ts.ModifierFlags.Export) === 0
  );
}

function returnTypeOf(node: ts.Node): ts.TypeNode | undefined {
  let at: ts.Node | undefined = node.parent;
  while (at !== undefined && !ts.isFunctionLike(at)) at = at.parent;
  return at !== undefined && ts.isFunctionLike(at) ? at.type : undefined;
}

/** Constants of a function whose name stands nowhere else in the file, but as a whole name inside it. */
function localNames(sheet: Sheet): readonly { readonly name: string; readonly places: readonly number[] }[] {
  const identifiers = nodesOf(sheet.source, ts.isIdentifier);
  return nodesOf(sheet.source, ts.isVariableDeclaration).flatMap((node) => {
    const { name } = node;
    if (!ts.isIdentifier(name) || node.parent.parent.parent === sheet.source) return [];
    const all = identifiers.filter((one) => one.text === name.text);
    const declared = all.filter((one) => ts.isVariableDeclaration(one.parent) && one.parent.name === one);
    const isPlain = all.every(
      (one) =>
        !ts.isShorthandPropertyAssignment(one.parent) &&
        !ts.isBindingElement(one.parent) &&
        !ts.isParameter(one.parent) &&
        !(ts.isPropertyAccessExpression(one.parent) && one.parent.name === one) &&
        !(ts.isPropertyAssignment(one.parent) && one.parent.name === one) &&
        !ts.isTypeElement(one.parent) &&
        !ts.isClassElement(one.parent) &&
        !ts.isImportSpecifier(one.parent),
    );
    if (declared.length !== 1 || !isPlain || all.length < 2) return [];
    return [{ name: name.text, places: all.map((one) => one.getStart(sheet.source)) }];
  });
}
