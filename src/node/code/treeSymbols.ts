import type { CodeSymbol } from '../../core/code.ts';
import { named, walk, type GrammarName, type TreeNode } from './grammar.ts';

type Kind = CodeSymbol['kind'];

/** One declaration on the way down: the node whose lines it has, and the names it stands in. */
interface Place {
  readonly whole: TreeNode;
  /** Where its lines begin, where that is before `whole`. */
  readonly first?: TreeNode;
  readonly container: string | undefined;
  /** True inside a function: only functions and classes are listed there. */
  readonly inner: boolean;
}

/** The named things of a Python, Go, Rust or Java text, from its syntax tree. */
export function treeSymbols(grammar: GrammarName, root: TreeNode): readonly CodeSymbol[] {
  const found: CodeSymbol[] = [];
  const readers = { python: readPython, go: readGo, rust: readRust, java: readJava };
  for (const node of named(root))
    readers[grammar](node, { whole: node, container: undefined, inner: false }, found);
  return found;
}

function symbol(
  name: TreeNode,
  kind: Kind,
  place: Place,
  exported: boolean,
  callable?: { readonly parameters: readonly string[]; readonly returnsValue: boolean },
): CodeSymbol {
  return {
    name: name.text,
    kind,
    ...(place.container === undefined ? {} : { container: place.container }),
    exported,
    line: (place.first ?? place.whole).startPosition.row + 1,
    endLine: lastRow(place.whole) + 1,
    nameLine: name.startPosition.row + 1,
    nameColumn: name.startPosition.column,
    parameters: callable?.parameters ?? [],
    returnsValue: callable?.returnsValue ?? false,
  };
}

/** Some grammars let a node run to the start of the next line. */
function lastRow(node: TreeNode): number {
  const { row, column } = node.endPosition;
  return column === 0 && row > node.startPosition.row ? row - 1 : row;
}

/** True where a `return` with a value stands in the body, not in a function inside it. */
function returnsIn(node: TreeNode, functions: ReadonlySet<string>): boolean {
  let found = false;
  walk(node, (one) => {
    if (found || (one !== node && functions.has(one.type))) return false;
    const isReturn = one.type === 'return_statement' || one.type === 'return_expression';
    if (isReturn && named(one).some((child) => !child.type.includes('comment'))) found = true;
    return undefined;
  });
  return found;
}

const pythonFunctions = new Set(['function_definition', 'lambda', 'class_definition']);

function readPython(node: TreeNode, place: Place, found: CodeSymbol[]): void {
  if (node.type === 'decorated_definition') {
    const inner = node.childForFieldName('definition');
    if (inner !== null) readPython(inner, { ...place, whole: node }, found);
    return;
  }
  const name = node.childForFieldName('name');
  const body = node.childForFieldName('body');
  const isPublic = (text: string): boolean => !text.startsWith('_') && !place.inner;
  if (node.type === 'function_definition' && name !== null) {
    const isMethod = place.container !== undefined && !place.inner;
    const parameters = pythonParameters(node).filter(
      (one, at) => !(isMethod && at === 0 && /^(?:self|cls)$/.test(one)),
    );
    const returnsValue = body !== null && returnsIn(body, pythonFunctions);
    const callable = { parameters, returnsValue };
    found.push(symbol(name, isMethod ? 'method' : 'function', place, isPublic(name.text), callable));
    readAll(body, { container: name.text, inner: true }, readPython, found);
  } else if (node.type === 'class_definition' && name !== null) {
    found.push(symbol(name, 'class', place, isPublic(name.text)));
    readAll(body, { container: name.text, inner: false }, readPython, found);
  } else if (node.type === 'expression_statement' && !place.inner) {
    for (const child of named(node)) {
      const left = child.type === 'assignment' ? child.childForFieldName('left') : null;
      if (left?.type !== 'identifier') continue;
      found.push(
        symbol(left, place.container === undefined ? 'variable' : 'property', place, isPublic(left.text)),
      );
    }
  } else if (
    /^(?:if|try|with|else|for|while|elif|except|finally)_/.test(node.type) ||
    node.type === 'block'
  ) {
    for (const child of named(node)) readPython(child, { ...place, whole: child }, found);
  }
}

export function pythonParameters(node: TreeNode): readonly string[] {
  const list = node.childForFieldName('parameters');
  return list === null
    ? []
    : named(list).flatMap((parameter) => {
        if (parameter.type === 'identifier') return [parameter.text];
        const name = parameter.childForFieldName('name') ?? named(parameter)[0];
        return name?.type === 'identifier'
          ? [name.text]
          : name === undefined
            ? []
            : named(name)
                .slice(0, 1)
                .map((one) => one.text);
      });
}

function readAll(
  body: TreeNode | null,
  place: Omit<Place, 'whole'>,
  read: (node: TreeNode, place: Place, found: CodeSymbol[]) => void,
  found: CodeSymbol[],
): void {
  if (body === null) return;
  for (const child of named(body)) read(child, { ...place, whole: child }, found);
}

const goFunctions = new Set(['func_literal']);

function readGo(node: TreeNode, place: Place, found: CodeSymbol[]): void {
  const isPublic = (text: string): boolean => /^\p{Lu}/u.test(text);
  const name = node.childForFieldName('name');
  if ((node.type === 'function_declaration' || node.type === 'method_declaration') && name !== null) {
    const body = node.childForFieldName('body');
    const returnsValue =
      body === null ? node.childForFieldName('result') !== null : returnsIn(body, goFunctions);
    const callable = { parameters: goParameters(node), returnsValue };
    const receiver = node.childForFieldName('receiver');
    const owner =
      receiver === null
        ? undefined
        : /([\p{L}_][\p{L}\p{N}_]*)(?:\[[^\]]*\])?\s*\)$/u.exec(receiver.text)?.[1];
    const kind = receiver === null ? 'function' : 'method';
    found.push(symbol(name, kind, { ...place, container: owner }, isPublic(name.text), callable));
    return;
  }
  if (node.type === 'type_declaration') {
    const specs = named(node).filter((one) => one.type === 'type_spec' || one.type === 'type_alias');
    for (const spec of specs) {
      const specName = spec.childForFieldName('name');
      const type = spec.childForFieldName('type');
      if (specName === null) continue;
      const whole = specs.length === 1 ? node : spec;
      const kind =
        type?.type === 'struct_type' ? 'class' : type?.type === 'interface_type' ? 'interface' : 'type';
      found.push(symbol(specName, kind, { ...place, whole }, isPublic(specName.text)));
      if (type !== null) goMembers(type, specName.text, isPublic, found);
    }
  } else if (node.type === 'const_declaration' || node.type === 'var_declaration') {
    const specs: TreeNode[] = [];
    walk(node, (one) => {
      if (one.type !== 'const_spec' && one.type !== 'var_spec') return undefined;
      specs.push(one);
      return false;
    });
    for (const spec of specs) {
      const whole = specs.length === 1 ? node : spec;
      for (const one of spec.childrenForFieldName('name')) {
        if (one !== null && one.type === 'identifier') {
          found.push(symbol(one, 'variable', { ...place, whole }, isPublic(one.text)));
        }
      }
    }
  }
}

function goMembers(
  type: TreeNode,
  container: string,
  isPublic: (text: string) => boolean,
  found: CodeSymbol[],
): void {
  walk(type, (one) => {
    if (one.type !== 'field_declaration' && one.type !== 'method_elem') return undefined;
    const place = { whole: one, container, inner: false };
    for (const name of one.childrenForFieldName('name')) {
      if (name === null) continue;
      const isMethod = one.type === 'method_elem';
      const callable = isMethod
        ? { parameters: goParameters(one), returnsValue: one.childForFieldName('result') !== null }
        : undefined;
      found.push(symbol(name, isMethod ? 'method' : 'property', place, isPublic(name.text), callable));
    }
    return false;
  });
}

export function goParameters(node: TreeNode): readonly string[] {
  const list = node.childForFieldName('parameters');
  return list === null
    ? []
    : named(list).flatMap((one) =>
        one.childrenForFieldName('name').flatMap((name) => (name === null ? [] : [name.text])),
      );
}

const rustFunctions = new Set(['function_item', 'closure_expression', 'async_block']);

function readRust(node: TreeNode, at: Place, found: CodeSymbol[]): void {
  const place = { ...at, first: firstAttribute(node) };
  const name = node.childForFieldName('name');
  const body = node.childForFieldName('body');
  const exported = named(node).some((one) => one.type === 'visibility_modifier');
  const simple: Readonly<Record<string, Kind>> = {
    struct_item: 'class',
    union_item: 'class',
    enum_item: 'enum',
    trait_item: 'interface',
    type_item: 'type',
    associated_type: 'type',
    const_item: 'variable',
    static_item: 'variable',
    macro_definition: 'function',
  };
  const kind = simple[node.type];
  if ((node.type === 'function_item' || node.type === 'function_signature_item') && name !== null) {
    const type = node.childForFieldName('return_type');
    const returnsValue = type !== null && type.text !== '()' && type.text !== '!';
    const callable = { parameters: rustParameters(node), returnsValue };
    const isMethod = place.container !== undefined && !place.inner;
    found.push(symbol(name, isMethod ? 'method' : 'function', place, exported, callable));
    if (body !== null) {
      walk(body, (one) => {
        if (!rustFunctions.has(one.type)) return undefined;
        if (one.type === 'function_item') {
          readRust(one, { whole: one, container: name.text, inner: true }, found);
        }
        return false;
      });
    }
    return;
  }
  if (kind !== undefined && name !== null) {
    found.push(symbol(name, kind, place, exported));
    if (node.type === 'trait_item') readAll(body, { container: name.text, inner: false }, readRust, found);
    else if (body !== null) rustMembers(body, name.text, found);
  } else if (node.type === 'impl_item') {
    const type = node.childForFieldName('type')?.text.replace(/<.*$/s, '').trim();
    readAll(body, { container: type, inner: false }, readRust, found);
  } else if (node.type === 'mod_item' && name !== null) {
    readAll(body, { container: name.text, inner: true }, readRust, found);
  }
}

/** Attributes stand before their item as siblings; they belong to it. */
function firstAttribute(item: TreeNode): TreeNode {
  let first = item;
  while (first.previousSibling?.type === 'attribute_item') first = first.previousSibling;
  return first;
}

function rustMembers(body: TreeNode, container: string, found: CodeSymbol[]): void {
  for (const member of named(body)) {
    const name = member.childForFieldName('name');
    if (name === null || (member.type !== 'field_declaration' && member.type !== 'enum_variant')) continue;
    const exported = named(member).some((one) => one.type === 'visibility_modifier');
    found.push(symbol(name, 'property', { whole: member, container, inner: false }, exported));
  }
}

export function rustParameters(node: TreeNode): readonly string[] {
  const list = node.childForFieldName('parameters');
  return list === null
    ? []
    : named(list).flatMap((one) => {
        const pattern = one.childForFieldName('pattern');
        return pattern?.type === 'identifier' ? [pattern.text] : [];
      });
}

const javaKinds: Readonly<Record<string, Kind>> = {
  class_declaration: 'class',
  record_declaration: 'class',
  interface_declaration: 'interface',
  annotation_type_declaration: 'interface',
  enum_declaration: 'enum',
};

function readJava(node: TreeNode, place: Place, found: CodeSymbol[]): void {
  const name = node.childForFieldName('name');
  const body = node.childForFieldName('body');
  const modifiers = named(node).find((one) => one.type === 'modifiers')?.text ?? '';
  const exported = /\bpublic\b/.test(modifiers);
  const kind = javaKinds[node.type];
  if (kind !== undefined && name !== null) {
    found.push(symbol(name, kind, place, exported));
    readAll(body, { container: name.text, inner: false }, readJava, found);
  } else if (node.type === 'method_declaration' && name !== null) {
    const returnsValue = node.childForFieldName('type')?.type !== 'void_type';
    found.push(symbol(name, 'method', place, exported, { parameters: javaParameters(node), returnsValue }));
  } else if (node.type === 'constructor_declaration' && name !== null) {
    found.push(
      symbol(name, 'method', place, exported, { parameters: javaParameters(node), returnsValue: false }),
    );
  } else if (node.type === 'field_declaration' || node.type === 'constant_declaration') {
    for (const declarator of named(node)) {
      const declared =
        declarator.type === 'variable_declarator' ? declarator.childForFieldName('name') : null;
      if (declared !== null) found.push(symbol(declared, 'property', place, exported));
    }
  } else if (node.type === 'enum_constant' && name !== null) {
    found.push(symbol(name, 'property', place, true));
  } else if (node.type === 'enum_body_declarations') {
    for (const child of named(node)) readJava(child, { ...place, whole: child }, found);
  }
}

export function javaParameters(node: TreeNode): readonly string[] {
  const list = node.childForFieldName('parameters');
  if (list === null) return [];
  return named(list).flatMap((one) => {
    const direct = one.childForFieldName('name');
    if (direct !== null) return [direct.text];
    const declarator = named(one).find((child) => child.type === 'variable_declarator');
    const name = declarator?.childForFieldName('name');
    return name === null || name === undefined ? [] : [name.text];
  });
}
