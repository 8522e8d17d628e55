import ts from 'typescript';
import { anyOf, indentOf, insertBefore, nodesOf, replaced, replacedNode, type Sheet } from './operator.ts';

/** One way to write the same in other words; undefined where it finds no place. */
export interface Restructuring {
  readonly name: string;
  apply(sheet: Sheet): string | undefined;
}

export const restructurings: readonly Restructuring[] = [
  { name: 'a local has another name', apply: renameLocal },
  {
    name: 'a ternary becomes an if',
    apply(sheet) {
      const found = anyOf(
        sheet,
        nodesOf(sheet.source, ts.isReturnStatement).filter(
          (node) => node.expression !== undefined && ts.isConditionalExpression(node.expression),
        ),
      );
      const value = found?.expression;
      if (found === undefined || value === undefined || !ts.isConditionalExpression(value)) return undefined;
      const indent = indentOf(sheet, found);
      const [test, yes, no] = [value.condition, value.whenTrue, value.whenFalse].map((node) =>
        node.getText(sheet.source),
      );
      return replacedNode(
        sheet,
        found,
        `if (${test}) {\n${indent}  return ${yes};\n${indent}}\n${indent}return ${no};`,
      );
    },
  },
  {
    name: 'an if that returns becomes a ternary',
    apply(sheet) {
      const pairs = nodesOf(sheet.source, ts.isBlock).flatMap((block) => {
        const [first, last] = block.statements.slice(-2);
        const yes = first === undefined ? undefined : returnedBy(first);
        if (first === undefined || !ts.isIfStatement(first) || last === undefined) return [];
        if (!ts.isReturnStatement(last) || last.expression === undefined || yes === undefined) return [];
        return [{ first, last, yes, no: last.expression }];
      });
      const found = anyOf(sheet, pairs);
      if (found === undefined) return undefined;
      const { first, last, yes, no } = found;
      const text = `return ${first.expression.getText(sheet.source)} ? ${yes.getText(sheet.source)} : ${no.getText(sheet.source)};`;
      return replaced(sheet.text, first.getStart(sheet.source), last.end, text);
    },
  },
  {
    name: 'a template becomes a sum of texts',
    apply(sheet) {
      const found = anyOf(sheet, nodesOf(sheet.source, ts.isTemplateExpression));
      if (found === undefined) return undefined;
      const parts = found.templateSpans.flatMap((span) => [
        `String(${span.expression.getText(sheet.source)})`,
        ...(span.literal.text === '' ? [] : [quoted(span.literal.text)]),
      ]);
      const sum = [...(found.head.text === '' ? [] : [quoted(found.head.text)]), ...parts].join(' + ');
      const isAlone = ts.isReturnStatement(found.parent) || ts.isVariableDeclaration(found.parent);
      return replacedNode(sheet, found, isAlone ? sum : `(${sum})`);
    },
  },
  {
    name: 'a loop becomes a call of forEach',
    apply(sheet) {
      const found = anyOf(
        sheet,
        nodesOf(sheet.source, ts.isForOfStatement).filter((node) => !leaves(node.statement)),
      );
      if (found === undefined || !ts.isVariableDeclarationList(found.initializer)) return undefined;
      const [name] = found.initializer.declarations;
      if (name === undefined || !ts.isBlock(found.statement)) return undefined;
      const list = found.expression.getText(sheet.source);
      const text = `[...${list}].forEach((${name.getText(sheet.source)}) => ${found.statement.getText(sheet.source)});`;
      return replacedNode(sheet, found, text);
    },
  },
  {
    name: 'a number gets a name',
    apply(sheet) {
      const found = anyOf(sheet, nodesOf(sheet.source, ts.isNumericLiteral).filter(isInBody));
      const statement = found === undefined ? undefined : functionOf(found);
      if (found === undefined || statement === undefined || sheet.text.includes('fixedNumber'))
        return undefined;
      const named = replacedNode(sheet, found, 'fixedNumber');
      const at = statement.getFullStart() + leadOf(sheet, statement);
      return replaced(named, at, at, `const fixedNumber = ${found.text};\n\n`);
    },
  },
  {
    name: 'a condition gets a name',
    apply(sheet) {
      const found = anyOf(
        sheet,
        nodesOf(sheet.source, ts.isIfStatement).filter(
          (node) => ts.isBlock(node.parent) && !/undefined|null|typeof/u.test(node.getText(sheet.source)),
        ),
      );
      if (found === undefined || sheet.text.includes('isSo')) return undefined;
      const test = found.expression.getText(sheet.source);
      const named = replacedNode(sheet, found.expression, 'isSo');
      return insertBefore({ ...sheet, text: named }, found, `const isSo = ${test};`);
    },
  },
  {
    name: 'the branches stand the other way round',
    apply(sheet) {
      const found = anyOf(
        sheet,
        nodesOf(sheet.source, ts.isIfStatement).filter(
          (node) =>
            node.elseStatement !== undefined &&
            ts.isBlock(node.elseStatement) &&
            !/undefined/u.test(node.expression.getText(sheet.source)),
        ),
      );
      if (found?.elseStatement === undefined) return undefined;
      const [test, yes, no] = [found.expression, found.thenStatement, found.elseStatement].map((node) =>
        node.getText(sheet.source),
      );
      return replacedNode(sheet, found, `if (!(${test})) ${no} else ${yes}`);
    },
  },
  {
    name: 'an arrow gets a body',
    apply(sheet) {
      const found = anyOf(
        sheet,
        nodesOf(sheet.source, ts.isArrowFunction).filter(
          (node) => !ts.isBlock(node.body) && !ts.isParenthesizedExpression(node.body),
        ),
      );
      if (found === undefined) return undefined;
      return replacedNode(sheet, found.body, `{ return ${found.body.getText(sheet.source)}; }`);
    },
  },
  {
    name: 'what is returned gets a name',
    apply(sheet) {
      const found = anyOf(
        sheet,
        nodesOf(sheet.source, ts.isReturnStatement).filter(
          (node) =>
            node.expression !== undefined &&
            ts.isBlock(node.parent) &&
            !ts.isObjectLiteralExpression(node.expression) &&
            !ts.isIdentifier(node.expression),
        ),
      );
      if (found?.expression === undefined || /\banswer\b/u.test(sheet.text)) return undefined;
      const value = found.expression.getText(sheet.source);
      return insertBefore(
        { ...sheet, text: replacedNode(sheet, found, 'return answer;') },
        found,
        `const answer = ${value};`,
      );
    },
  },
  {
    name: 'a comparison is turned round',
    apply(sheet) {
      const turn: Readonly<Record<string, string>> = { '<': '>', '>': '<', '<=': '>=', '>=': '<=' };
      const found = anyOf(
        sheet,
        nodesOf(sheet.source, ts.isBinaryExpression).filter(
          (node) => turn[node.operatorToken.getText(sheet.source)] !== undefined,
        ),
      );
      if (found === undefined) return undefined;
      const [left, sign, right] = [found.left, found.operatorToken, found.right].map((node) =>
        node.getText(sheet.source),
      );
      return replacedNode(sheet, found, `${right} ${turn[sign ?? ''] ?? ''} ${left}`);
    },
  },
];

function quoted(text: string): string {
  return `'${text.replace(/[\\']/gu, '\\$&').replaceAll('\n', '\\n')}'`;
}

function returnedBy(node: ts.Statement): ts.Expression | undefined {
  if (!ts.isIfStatement(node) || node.elseStatement !== undefined) return undefined;
  const inner = ts.isBlock(node.thenStatement) ? node.thenStatement.statements : [node.thenStatement];
  const [only] = inner;
  return inner.length === 1 && only !== undefined && ts.isReturnStatement(only) ? only.expression : undefined;
}

/** Whether something in a loop ends it, or waits: no call could stand for it. */
function leaves(body: ts.Node): boolean {
  return nodesOf(body, isLeaving).length > 0;
}

function isLeaving(node: ts.Node): node is ts.Node {
  return (
    ts.isReturnStatement(node) ||
    ts.isBreakOrContinueStatement(node) ||
    ts.isAwaitExpression(node) ||
    ts.isYieldExpression(node)
  );
}

function isInBody(node: ts.Node): boolean {
  for (let at = node.parent; at !== undefined; at = at.parent) {
    if (ts.isTypeNode(at) || ts.isParameter(at) || ts.isTupleTypeNode(at)) return false;
    if (ts.isBlock(at)) return true;
  }
  return false;
}

function functionOf(node: ts.Node): ts.FunctionDeclaration | undefined {
  for (let at = node.parent; at !== undefined; at = at.parent) {
    if (ts.isFunctionDeclaration(at) && ts.isSourceFile(at.parent)) return at;
  }
  return undefined;
}

/** Blank lines in front of a statement; its comment belongs to it. */
function leadOf(sheet: Sheet, node: ts.Node): number {
  return /^\s*/u.exec(sheet.text.slice(node.getFullStart()))?.[0].length ?? 0;
}

function renameLocal(sheet: Sheet): string | undefined {
  const found = anyOf(
    sheet,
    nodesOf(sheet.source, ts.isVariableDeclaration).filter(
      (node) => ts.isIdentifier(node.name) && isInBody(node),
    ),
  );
  if (found === undefined || !ts.isIdentifier(found.name)) return undefined;
  const name = found.name.text;
  const to = `my${name.charAt(0).toUpperCase()}${name.slice(1)}`;
  const uses = nodesOf(sheet.source, ts.isIdentifier).filter((node) => node.text === name);
  const isPlain = uses.every(
    ({ parent }) => !ts.isShorthandPropertyAssignment(parent) && !ts.isBindingElement(parent),
  );
  if (!isPlain || sheet.text.includes(to)) return undefined;
  return uses
    .filter(
      (node) =>
        !(ts.isPropertyAccessExpression(node.parent) && node.parent.name === node) &&
        !ts.isPropertyAssignment(node.parent) &&
        !ts.isPropertySignature(node.parent),
    )
    .reduceRight((text, node) => replaced(text, node.getStart(sheet.source), node.end, to), sheet.text);
}
