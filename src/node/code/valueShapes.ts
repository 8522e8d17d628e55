import type ts from 'typescript';
import type { ValueShape } from '../../core/code.ts';
import type { Ts } from './parse.ts';
import type { Top } from './pureClosure.ts';

const any: ValueShape = { type: 'any' };
const number: ValueShape = { type: 'number' };
const string: ValueShape = { type: 'string' };

/** A rest parameter gets so many arguments. */
const restCount = 3;

/** What the parameters of a function take: by their types, else by what the function does with them. */
export function shapesOfParameters(ts: Ts, source: ts.SourceFile, top: Top): readonly ValueShape[] {
  const { callable } = top;
  if (callable === undefined) return [];
  return callable.parameters.flatMap((parameter): ValueShape[] => {
    const shape =
      parameter.type === undefined
        ? inferred(ts, parameter, callable)
        : shapeOfType(ts, source, parameter.type, typeParametersOf(callable), 0);
    if (parameter.dotDotDotToken !== undefined) {
      const item = shape.type === 'array' ? shape.of : shape;
      return Array.from({ length: restCount }, () => item);
    }
    const isOptional = parameter.questionToken !== undefined || parameter.initializer !== undefined;
    return [isOptional ? { type: 'union', of: [shape, shape, { type: 'undefined' }] } : shape];
  });
}

function typeParametersOf(node: ts.SignatureDeclaration): ReadonlySet<string> {
  return new Set((node.typeParameters ?? []).map((each) => each.name.text));
}

function shapeOfType(
  ts: Ts,
  source: ts.SourceFile,
  type: ts.TypeNode,
  generic: ReadonlySet<string>,
  depth: number,
): ValueShape {
  const { SyntaxKind } = ts;
  if (depth > 8) return any;
  const inner = (each: ts.TypeNode): ValueShape => shapeOfType(ts, source, each, generic, depth + 1);
  if (type.kind === SyntaxKind.NumberKeyword) return number;
  if (type.kind === SyntaxKind.StringKeyword) return string;
  if (type.kind === SyntaxKind.BooleanKeyword) return { type: 'boolean' };
  if (type.kind === SyntaxKind.UndefinedKeyword) return { type: 'undefined' };
  if (ts.isParenthesizedTypeNode(type)) return inner(type.type);
  if (ts.isTypeOperatorNode(type) && type.operator === SyntaxKind.ReadonlyKeyword) return inner(type.type);
  if (ts.isArrayTypeNode(type)) return { type: 'array', of: inner(type.elementType) };
  if (ts.isTupleTypeNode(type)) {
    return {
      type: 'tuple',
      of: type.elements.map((each) => inner(ts.isNamedTupleMember(each) ? each.type : each)),
    };
  }
  if (ts.isUnionTypeNode(type)) return { type: 'union', of: type.types.map(inner) };
  if (ts.isLiteralTypeNode(type)) return literal(ts, type.literal);
  if (ts.isTypeLiteralNode(type)) return object(ts, type.members, inner);
  if (!ts.isTypeReferenceNode(type) || !ts.isIdentifier(type.typeName)) return any;
  const name = type.typeName.text;
  // Of a type parameter every type may be taken; numbers are one.
  if (generic.has(name)) return number;
  const [first] = type.typeArguments ?? [];
  if ((name === 'Array' || name === 'ReadonlyArray') && first !== undefined)
    return { type: 'array', of: inner(first) };
  if ((name === 'Readonly' || name === 'Required') && first !== undefined) return inner(first);
  for (const node of source.statements) {
    if (ts.isTypeAliasDeclaration(node) && node.name.text === name && node.typeParameters === undefined) {
      return inner(node.type);
    }
    if (ts.isInterfaceDeclaration(node) && node.name.text === name && node.heritageClauses === undefined) {
      return object(ts, node.members, inner);
    }
  }
  return any;
}

function literal(ts: Ts, node: ts.LiteralTypeNode['literal']): ValueShape {
  if (node.kind === ts.SyntaxKind.NullKeyword) return { type: 'null' };
  if (node.kind === ts.SyntaxKind.TrueKeyword) return { type: 'literal', value: true };
  if (node.kind === ts.SyntaxKind.FalseKeyword) return { type: 'literal', value: false };
  if (ts.isStringLiteral(node)) return { type: 'literal', value: node.text };
  if (ts.isNumericLiteral(node)) return { type: 'literal', value: Number(node.text) };
  return any;
}

function object(
  ts: Ts,
  members: ts.NodeArray<ts.TypeElement>,
  inner: (type: ts.TypeNode) => ValueShape,
): ValueShape {
  const fields = members.map((member) => {
    if (!ts.isPropertySignature(member) || member.type === undefined) return undefined;
    if (!ts.isIdentifier(member.name) && !ts.isStringLiteral(member.name)) return undefined;
    return {
      name: member.name.text,
      shape: inner(member.type),
      optional: member.questionToken !== undefined,
    };
  });
  const known = fields.filter((field) => field !== undefined);
  // A method or an index cannot be made up.
  return known.length === fields.length ? { type: 'object', fields: known } : any;
}

const ofArrays = new Set(
  (
    'map filter reduce reduceRight forEach some every find findIndex findLast flat flatMap push pop shift unshift splice ' +
    'sort reverse join fill entries keys values toSorted toReversed toSpliced'
  ).split(' '),
);
const ofStrings = new Set(
  (
    'toUpperCase toLowerCase trim trimStart trimEnd split replace replaceAll charAt charCodeAt codePointAt startsWith ' +
    'endsWith padStart padEnd repeat match matchAll substring substr normalize localeCompare'
  ).split(' '),
);
const either = new Set(['length', 'slice', 'indexOf', 'lastIndexOf', 'includes', 'concat', 'at']);

/** What a parameter without a type is, by its uses; `any` where they say nothing or two things. */
function inferred(ts: Ts, parameter: ts.ParameterDeclaration, callable: ts.SignatureDeclaration): ValueShape {
  if (!ts.isIdentifier(parameter.name)) return any;
  const name = parameter.name.text;
  const found = new Set<'array' | 'string' | 'number' | 'either' | 'other'>();
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && node.text === name && node !== parameter.name) {
      const use = useOf(ts, node);
      if (use !== undefined) found.add(use);
    }
    ts.forEachChild(node, visit);
  };
  visit(callable);
  if (parameter.initializer !== undefined) {
    if (ts.isNumericLiteral(parameter.initializer)) found.add('number');
    if (ts.isStringLiteral(parameter.initializer)) found.add('string');
  }
  if (found.has('other')) return any;
  const sure = [...found].filter((use) => use !== 'either');
  if (sure.length > 1) return any;
  switch (sure[0]) {
    case 'array':
      return { type: 'array', of: number };
    case 'string':
      return string;
    case 'number':
      return found.has('either') ? any : number;
    default:
      return any;
  }
}

function useOf(ts: Ts, node: ts.Identifier): 'array' | 'string' | 'number' | 'either' | 'other' | undefined {
  const { parent } = node;
  const { SyntaxKind } = ts;
  if (ts.isPropertyAccessExpression(parent) && parent.expression === node) {
    const member = parent.name.text;
    if (ofArrays.has(member)) return 'array';
    if (ofStrings.has(member)) return 'string';
    if (either.has(member)) return 'either';
    return /^to(?:Fixed|Precision|Exponential)$/u.test(member) ? 'number' : 'other';
  }
  if (ts.isForOfStatement(parent) && parent.expression === node) return 'array';
  if (ts.isSpreadElement(parent)) return 'array';
  if (ts.isBinaryExpression(parent)) {
    const { kind } = parent.operatorToken;
    const numeric = [
      SyntaxKind.MinusToken,
      SyntaxKind.AsteriskToken,
      SyntaxKind.SlashToken,
      SyntaxKind.PercentToken,
      SyntaxKind.AsteriskAsteriskToken,
    ];
    if (numeric.includes(kind)) return 'number';
    const other = parent.left === node ? parent.right : parent.left;
    const orders = [
      SyntaxKind.LessThanToken,
      SyntaxKind.LessThanEqualsToken,
      SyntaxKind.GreaterThanToken,
      SyntaxKind.GreaterThanEqualsToken,
    ];
    const compares = [
      SyntaxKind.PlusToken,
      SyntaxKind.EqualsEqualsEqualsToken,
      SyntaxKind.ExclamationEqualsEqualsToken,
      ...orders,
    ];
    if (!compares.includes(kind)) return undefined;
    if (ts.isNumericLiteral(other) || (orders.includes(kind) && ts.isIdentifier(other))) return 'number';
    return ts.isStringLiteral(other) ? 'string' : undefined;
  }
  if (ts.isCallExpression(parent) && parent.arguments.includes(node)) {
    return parent.expression.getText().startsWith('Math.') ? 'number' : undefined;
  }
  return undefined;
}
