import ts from 'typescript';
import { anyOf, bodiesOf, nodesOf, replaced, replacedNode, type Operator, type Sheet } from './operator.ts';

/** Mistakes that parse and mostly type-check: only a run that covers them shows them. None may be called verified. */
export const logic: readonly Operator[] = [
  make('a condition is negated', (sheet) => {
    const found = anyOf(sheet, nodesOf(sheet.source, ts.isIfStatement));
    if (found === undefined) return undefined;
    return replacedNode(sheet, found.expression, `!(${found.expression.getText(sheet.source)})`);
  }),
  make('a number is another', (sheet) => {
    const found = anyOf(
      sheet,
      nodesOf(sheet.source, ts.isNumericLiteral).filter((node) => !ts.isLiteralTypeNode(node.parent)),
    );
    return found === undefined ? undefined : replacedNode(sheet, found, String(Number(found.text) + 1));
  }),
  make('a text is another', (sheet) => {
    const found = anyOf(
      sheet,
      nodesOf(sheet.source, ts.isStringLiteral).filter(
        (node) => ts.isCallExpression(node.parent) || ts.isNewExpression(node.parent),
      ),
    );
    return found === undefined
      ? undefined
      : replacedNode(sheet, found, `'${found.text.replace(/['\\]/gu, '')}s'`);
  }),
  make('a call is dropped', (sheet) => {
    const found = anyOf(
      sheet,
      nodesOf(sheet.source, ts.isExpressionStatement).filter((node) => ts.isCallExpression(node.expression)),
    );
    return found === undefined ? undefined : replacedNode(sheet, found, ';');
  }),
  make('a statement stands twice', (sheet) => {
    const found = anyOf(sheet, nodesOf(sheet.source, ts.isExpressionStatement));
    return found === undefined
      ? undefined
      : replaced(sheet.text, found.end, found.end, ` ${found.getText(sheet.source)}`);
  }),
  make('arguments are swapped', (sheet) => {
    const found = anyOf(
      sheet,
      nodesOf(sheet.source, ts.isCallExpression).filter((node) => node.arguments.length >= 2),
    );
    const [first, second] = found?.arguments ?? [];
    if (first === undefined || second === undefined) return undefined;
    const [one, two] = [first.getText(sheet.source), second.getText(sheet.source)];
    if (one === two) return undefined;
    const swapped = replaced(sheet.text, second.getStart(sheet.source), second.end, one);
    return replaced(swapped, first.getStart(sheet.source), first.end, two);
  }),
  make('a type is widened to any', (sheet) => {
    const found = anyOf(
      sheet,
      nodesOf(sheet.source, ts.isParameter).filter((node) => node.type !== undefined),
    );
    return found?.type === undefined || found.type.getText(sheet.source) === 'any'
      ? undefined
      : replacedNode(sheet, found.type, 'any');
  }),
  make('an operator is another', (sheet) =>
    operator(sheet, { '+': '-', '-': '+', '*': '/', '<': '<=', '>': '>=', '<=': '<', '>=': '>' }),
  ),
  make('and becomes or', (sheet) => operator(sheet, { '&&': '||', '||': '&&' })),
  make('an equality is turned round', (sheet) =>
    operator(sheet, { '===': '!==', '!==': '===', '==': '!=', '!=': '==' }),
  ),
  make('the other branch is gone', (sheet) => {
    const found = anyOf(
      sheet,
      nodesOf(sheet.source, ts.isIfStatement).filter((node) => node.elseStatement !== undefined),
    );
    return found?.elseStatement === undefined
      ? undefined
      : replaced(sheet.text, found.thenStatement.end, found.elseStatement.end, '');
  }),
  make('the branches are swapped', (sheet) => {
    const found = anyOf(sheet, nodesOf(sheet.source, ts.isConditionalExpression));
    if (found === undefined) return undefined;
    const [yes, no] = [found.whenTrue.getText(sheet.source), found.whenFalse.getText(sheet.source)];
    if (yes === no) return undefined;
    const swapped = replaced(sheet.text, found.whenFalse.getStart(sheet.source), found.whenFalse.end, yes);
    return replaced(swapped, found.whenTrue.getStart(sheet.source), found.whenTrue.end, no);
  }),
  make('a guard is gone', (sheet) => {
    const found = anyOf(
      sheet,
      nodesOf(sheet.source, ts.isIfStatement).filter(
        (node) =>
          node.elseStatement === undefined &&
          /^\{?\s*(?:return|throw)\b/u.test(node.thenStatement.getText(sheet.source)),
      ),
    );
    return found === undefined ? undefined : replacedNode(sheet, found, '');
  }),
  make('it returns at once', (sheet) => {
    const body = anyOf(
      sheet,
      bodiesOf(sheet).filter((block) => returnsNothing(block)),
    );
    const [first] = body?.statements ?? [];
    return first === undefined
      ? undefined
      : replaced(sheet.text, first.getStart(sheet.source), first.getStart(sheet.source), 'return; ');
  }),
  make('it counts the other way', (sheet) => {
    const found = anyOf(sheet, nodesOf(sheet.source, isStep));
    if (found === undefined) return undefined;
    const text = found.getText(sheet.source);
    return replacedNode(
      sheet,
      found,
      text.includes('++') ? text.replace('++', '--') : text.replace('--', '++'),
    );
  }),
  make('a default is another', (sheet) => {
    const found = anyOf(
      sheet,
      nodesOf(sheet.source, ts.isParameter).filter(
        (node) =>
          node.initializer !== undefined &&
          /^(?:true|false|\d+)$/u.test(node.initializer.getText(sheet.source)),
      ),
    );
    const value = found?.initializer?.getText(sheet.source);
    if (found?.initializer === undefined || value === undefined) return undefined;
    const other = value === 'true' ? 'false' : value === 'false' ? 'true' : String(Number(value) + 1);
    return replacedNode(sheet, found.initializer, other);
  }),
];

function make(name: string, apply: Operator['apply']): Operator {
  return { name, class: 'logic', apply };
}

function operator(sheet: Sheet, other: Readonly<Record<string, string>>): string | undefined {
  const found = anyOf(
    sheet,
    nodesOf(sheet.source, ts.isBinaryExpression).filter(
      (node) => other[node.operatorToken.getText(sheet.source)] !== undefined,
    ),
  );
  if (found === undefined) return undefined;
  return replacedNode(sheet, found.operatorToken, other[found.operatorToken.getText(sheet.source)] ?? '');
}

function returnsNothing(block: ts.Block): boolean {
  const owner = block.parent;
  return ts.isFunctionLike(owner) && owner.type?.kind === ts.SyntaxKind.VoidKeyword;
}

function isStep(node: ts.Node): node is ts.PostfixUnaryExpression | ts.PrefixUnaryExpression {
  if (!ts.isPostfixUnaryExpression(node) && !ts.isPrefixUnaryExpression(node)) return false;
  return node.operator === ts.SyntaxKind.PlusPlusToken || node.operator === ts.SyntaxKind.MinusMinusToken;
}
