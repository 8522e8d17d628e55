import type { CodeSet, Item } from '../../../core/extract/item.ts';
import { named, walk, type TreeNode } from '../grammar.ts';
import { onLines, type Placed } from './placed.ts';

type Found = (value: string, node: TreeNode) => void;

/** The occurrences of a set in a Python text, from its syntax tree. */
export function pythonItems(
  set: Exclude<CodeSet, 'todos' | 'exports'>,
  root: TreeNode,
  text: string,
): readonly Item[] {
  const placed: Placed[] = [];
  const found: Found = (value, node) => {
    if (!/\s/.test(value) || set === 'routes') placed.push({ value, offset: node.startIndex });
  };
  switch (set) {
    case 'imports':
      walk(root, (node) => importOf(node, found));
      break;
    case 'functions':
      for (const node of named(root)) {
        const definition = node.type === 'decorated_definition' ? node.childForFieldName('definition') : node;
        const name = definition?.type === 'function_definition' ? definition.childForFieldName('name') : null;
        if (name !== null) found(name.text, name);
      }
      break;
    case 'classes':
      walk(root, (node) => {
        const name = node.type === 'class_definition' ? node.childForFieldName('name') : null;
        if (name !== null) found(name.text, name);
        return undefined;
      });
      break;
    case 'env-vars': {
      const imported = namesFromOs(root);
      walk(root, (node) => readOf(node, imported, found));
      break;
    }
    case 'routes':
      walk(root, (node) => routeOf(node, found));
      break;
  }
  return onLines(text, placed);
}

function importOf(node: TreeNode, found: Found): undefined {
  if (node.type === 'import_statement') {
    for (const child of node.childrenForFieldName('name')) {
      const name = child?.type === 'aliased_import' ? child.childForFieldName('name') : child;
      if (name !== null) found(name.text, name);
    }
  } else if (node.type === 'import_from_statement') {
    const name = node.childForFieldName('module_name');
    if (name !== null) found(name.text, name);
  } else if (node.type === 'future_import_statement') {
    const word = node.children.find((child) => child?.text === '__future__');
    if (word !== null && word !== undefined) found(word.text, word);
  }
  return undefined;
}

function namesFromOs(root: TreeNode): ReadonlySet<string> {
  const names = new Set<string>();
  walk(root, (node) => {
    if (node.type !== 'import_from_statement' || node.childForFieldName('module_name')?.text !== 'os')
      return undefined;
    for (const child of node.childrenForFieldName('name'))
      if (child?.type === 'dotted_name') names.add(child.text);
    return undefined;
  });
  return names;
}

/** A string of one line without a prefix, and without its quotes; undefined for any other node. */
function plainString(node: TreeNode | null | undefined): string | undefined {
  if (node?.type !== 'string') return undefined;
  const match = /^(["'])(?!\1\1)([^\n]+)\1$/.exec(node.text);
  return match?.[2];
}

function readOf(node: TreeNode, imported: ReadonlySet<string>, found: Found): boolean | undefined {
  // What an f-string reads stands in a string.
  if (node.type === 'string') return false;
  const isThe = (what: TreeNode | null, name: string): boolean =>
    what?.text === `os.${name}` || (what?.text === name && imported.has(name));
  if (node.type === 'subscript') {
    const keys = node.childrenForFieldName('subscript');
    const value = keys.length === 1 ? plainString(keys[0]) : undefined;
    if (value === undefined || !isThe(node.childForFieldName('value'), 'environ')) return undefined;
    const { parent } = node;
    const isLeft = parent?.type === 'assignment' && parent.childForFieldName('left')?.id === node.id;
    const isDeleted = parent?.type === 'delete_statement';
    if (!isLeft && !isDeleted && keys[0] !== null && keys[0] !== undefined) found(value, keys[0]);
  } else if (node.type === 'call') {
    const called = node.childForFieldName('function');
    const isGet =
      called?.type === 'attribute' &&
      called.childForFieldName('attribute')?.text === 'get' &&
      isThe(called.childForFieldName('object'), 'environ');
    if (!isGet && !isThe(called, 'getenv')) return undefined;
    const first = firstArgument(node);
    const value = plainString(first);
    if (first !== undefined && value !== undefined) found(value, first);
  }
  return undefined;
}

function firstArgument(call: TreeNode): TreeNode | undefined {
  const list = call.childForFieldName('arguments');
  return list === null ? undefined : named(list).find((one) => one.type !== 'comment');
}

function routeOf(node: TreeNode, found: Found): undefined {
  if (node.type !== 'decorator') return undefined;
  const call = named(node).find((one) => one.type === 'call');
  const called = call?.childForFieldName('function');
  if (call === undefined || called?.type !== 'attribute') return undefined;
  const verb = called.childForFieldName('attribute')?.text ?? '';
  if (!/^(?:route|get|post|put|patch|delete|head|options)$/.test(verb)) return undefined;
  const first = firstArgument(call);
  const value = plainString(first);
  if (first !== undefined && value?.startsWith('/') === true) found(value, first);
  return undefined;
}
