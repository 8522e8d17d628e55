import type { CodeShape, Documented } from '../../core/code.ts';
import { assemble, type Leaf, type RawComment } from './assemble.ts';
import { named, walk, type GrammarName, type TreeNode } from './grammar.ts';
import { goParameters, javaParameters, pythonParameters, rustParameters } from './treeSymbols.ts';

/** The shape of a Python, Go, Rust or Java text, from its syntax tree. */
export function treeShape(grammar: GrammarName, root: TreeNode, text: string): CodeShape {
  const leaves: Leaf[] = [];
  const comments: RawComment[] = [];
  const tree: string[] = [];
  const starts = new Map<number, number>();
  let errors = 0;
  const visit = (node: TreeNode): void => {
    if (node.isError || node.isMissing) errors += 1;
    if (isComment(node)) {
      comments.push(commentOf(node, text));
      return;
    }
    if (node.childCount === 0 || isText(node)) {
      const { startIndex: start, endIndex: end } = node;
      const written = text.slice(start, end);
      tree.push(node.isNamed ? node.type : '');
      if (written.trim() === '') return;
      starts.set(start, leaves.length);
      leaves.push({ start, end, text: written, counts: true, isText: isText(node) });
      return;
    }
    tree.push(`${node.type}(`);
    for (let at = 0; at < node.childCount; at += 1) {
      const child = node.child(at);
      if (child !== null) visit(child);
    }
    tree.push(')');
  };
  visit(root);
  if (grammar === 'go') tree.push(endingsOfLines(leaves, text));
  return assemble({
    text,
    leaves,
    comments,
    tree: tree.join(' '),
    errors,
    declared: declaredIn(grammar, root, starts),
  });
}

/** Errors of a tree, each with its 1-based line. */
export function treeErrors(root: TreeNode): readonly { readonly line: number; readonly message: string }[] {
  const errors: { line: number; message: string }[] = [];
  if (!root.hasError) return errors;
  walk(root, (node) => {
    if (!node.hasError && !node.isMissing) return false;
    const line = node.startPosition.row + 1;
    if (node.isMissing) errors.push({ line, message: `${node.type} is missing` });
    else if (node.isError) errors.push({ line, message: 'this cannot be parsed' });
    return undefined;
  });
  return errors;
}

function isComment(node: TreeNode): boolean {
  return node.type === 'comment' || node.type === 'line_comment' || node.type === 'block_comment';
}

/** Strings are compared whole: what stands between their parts is content. */
export const textTypes = new Set([
  'string',
  'string_literal',
  'raw_string_literal',
  'interpreted_string_literal',
  'rune_literal',
  'char_literal',
  'character_literal',
  'text_block',
]);

function isText(node: TreeNode): boolean {
  return node.isNamed && textTypes.has(node.type);
}

/** Some grammars let a line comment take the line break with it. */
function commentOf(node: TreeNode, text: string): RawComment {
  const { startIndex: start, endIndex } = node;
  const written = text.slice(start, endIndex).replace(/[\r\n]+$/, '');
  return {
    start,
    end: start + written.length,
    doc: /^(?:\/\*\*[^*/]|\/\/\/(?!\/)|\/\/!|\/\*!)/.test(written),
  };
}

/** Go ends a statement where a line ends behind these tokens, and a comment with a line break in it ends one too. */
const goEnds = /^(?:[\p{L}_][\p{L}\p{N}_]*|[\d.][\w.]*|["`'].*|\+\+|--|[)\]}])$/su;
const goGoesOn = new Set(
  'case chan const default defer else for func go goto if import interface map package range select struct switch type var'.split(
    ' ',
  ),
);

function endingsOfLines(leaves: readonly Leaf[], text: string): string {
  let ends = '';
  for (let at = 1; at < leaves.length; at += 1) {
    const before = leaves[at - 1];
    const after = leaves[at];
    if (before === undefined || after === undefined) continue;
    if (!goEnds.test(before.text) || goGoesOn.has(before.text)) continue;
    ends += text.slice(before.end, after.start).includes('\n') ? '|' : '.';
  }
  return ends;
}

const neverCallable = {
  parameters: [],
  unnamedParameters: 0,
  returns: 'not-callable',
  canThrow: true,
} as const;

const declaring: Readonly<Record<GrammarName, ReadonlySet<string>>> = {
  python: new Set(['function_definition', 'class_definition', 'decorated_definition']),
  go: new Set([
    'function_declaration',
    'method_declaration',
    'type_declaration',
    'const_declaration',
    'var_declaration',
  ]),
  rust: new Set([
    'function_item',
    'function_signature_item',
    'struct_item',
    'enum_item',
    'trait_item',
    'type_item',
    'const_item',
    'static_item',
    'mod_item',
    'impl_item',
    'attribute_item',
  ]),
  java: new Set([
    'method_declaration',
    'constructor_declaration',
    'class_declaration',
    'interface_declaration',
    'enum_declaration',
    'record_declaration',
    'field_declaration',
  ]),
};

function declaredIn(
  grammar: GrammarName,
  root: TreeNode,
  starts: ReadonlyMap<number, number>,
): ReadonlyMap<number, Documented> {
  const declared = new Map<number, Documented>();
  walk(root, (node) => {
    const index = declaring[grammar].has(node.type) ? starts.get(node.startIndex) : undefined;
    if (index !== undefined && !declared.has(index)) declared.set(index, documentedOf(grammar, node));
    return undefined;
  });
  return declared;
}

function documentedOf(grammar: GrammarName, given: TreeNode): Documented {
  const node = itemOf(given);
  const name = node.childForFieldName('name')?.text ?? '';
  switch (grammar) {
    case 'python': {
      if (node.type !== 'function_definition') return { name, ...neverCallable };
      const parameters = pythonParameters(node);
      return { name, parameters, unnamedParameters: 0, returns: 'unknown', canThrow: true };
    }
    case 'go': {
      if (!/^(?:function|method)_declaration$/.test(node.type)) return { name, ...neverCallable };
      const returns = node.childForFieldName('result') === null ? 'nothing' : 'value';
      return { name, parameters: goParameters(node), unnamedParameters: 0, returns, canThrow: true };
    }
    case 'rust': {
      if (!node.type.startsWith('function')) return { name, ...neverCallable };
      const type = node.childForFieldName('return_type');
      const returns = type === null || type.text === '()' || type.text === '!' ? 'nothing' : 'value';
      return { name, parameters: rustParameters(node), unnamedParameters: 0, returns, canThrow: true };
    }
    case 'java':
      return { name, ...javaFacts(node) };
  }
}

/** A decorated definition is the definition; a Rust item stands behind its attributes. */
function itemOf(node: TreeNode): TreeNode {
  if (node.type === 'decorated_definition') return node.childForFieldName('definition') ?? node;
  let item = node;
  while (item.type === 'attribute_item') {
    let next = item.nextSibling;
    while (next !== null && isComment(next)) next = next.nextSibling;
    if (next === null) return node;
    item = next;
  }
  return item;
}

function javaFacts(node: TreeNode): Omit<Documented, 'name'> {
  const isMethod = node.type === 'method_declaration';
  const isConstructor = node.type === 'constructor_declaration';
  if (!isMethod && !isConstructor) {
    const parameters = node.type === 'record_declaration' ? javaParameters(node) : [];
    return { ...neverCallable, parameters };
  }
  const nothing = isConstructor || node.childForFieldName('type')?.type === 'void_type';
  const body = node.childForFieldName('body');
  let canThrow = body === null || named(node).some((child) => child.type === 'throws');
  if (body !== null) {
    walk(body, (inner) => {
      if (
        /^(?:throw_statement|method_invocation|object_creation_expression|method_reference|explicit_constructor_invocation)$/.test(
          inner.type,
        )
      ) {
        canThrow = true;
      }
      return undefined;
    });
  }
  return {
    parameters: [...javaParameters(node), ...javaTypeParameters(node)],
    unnamedParameters: 0,
    returns: nothing ? 'nothing' : 'value',
    canThrow,
  };
}

/** Javadoc names type parameters as `<T>`. */
function javaTypeParameters(node: TreeNode): readonly string[] {
  const list = node.childForFieldName('type_parameters');
  return list === null
    ? []
    : named(list).flatMap((one) =>
        named(one)
          .slice(0, 1)
          .map((name) => `<${name.text}>`),
      );
}
