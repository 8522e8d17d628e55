import type { Grade, GradedItem } from '../item.ts';
import { beginsStatement, endsValue, isMember, type Scope } from './scope.ts';
import { contentOf, isText, type Token } from './token.ts';

const inTemplate = 'it stands in a template, whose code may not count';

export function graded(token: Token, value: string, grade: Grade, why = ''): GradedItem {
  const { line } = token;
  if (token.isInTemplate) return { value, line, grade: 'may', why: inTemplate };
  return { value, line, grade, ...(grade === 'must' ? {} : { why }) };
}

/** The modules that a script names: static imports, `export ... from`, and `require` at the top level. */
export function scriptImports(tokens: readonly Token[], scopes: readonly Scope[]): readonly GradedItem[] {
  const items: GradedItem[] = [];
  const add = (token: Token | undefined, grade: Grade, why?: string): void => {
    const value = contentOf(token);
    if (token !== undefined && value !== undefined && value !== '')
      items.push(graded(token, value, grade, why));
  };
  for (const [index, token] of tokens.entries()) {
    if (token.sort !== 'name' || isMember(tokens, index)) continue;
    const next = tokens[index + 1];
    if (token.text === 'import' && !isText(next, '(') && !isText(next, '.') && !isText(next, ':')) {
      const found = clauseModule(tokens, index + 1);
      if (found === undefined) continue;
      const isInner = token.depth > 0;
      if (found.isRequire) add(found.token, isInner ? 'may' : 'should', 'it is an import by require');
      else add(found.token, isInner ? 'may' : 'must', 'it stands inside a block');
    } else if (token.text === 'export' && (isText(next, '*') || isText(next, '{') || isText(next, 'type'))) {
      const found = clauseModule(tokens, index + 1);
      if (found !== undefined && !found.isRequire)
        add(found.token, token.depth > 0 ? 'may' : 'must', 'it stands inside a block');
    } else if (token.text === 'require' && isText(next, '(')) {
      addRequire(tokens, index, scopes[index], add);
    }
  }
  return items;
}

type Add = (token: Token | undefined, grade: Grade, why?: string) => void;

function addRequire(tokens: readonly Token[], index: number, scope: Scope | undefined, add: Add): void {
  const argument = tokens[index + 2];
  const behind = tokens[index + 3];
  if (argument === undefined || !(isText(behind, ')') || isText(behind, ','))) return;
  const equals = tokens[index - 1];
  const isImport =
    isText(equals, '=') && (isText(tokens[index - 3], 'import') || isText(tokens[index - 4], 'import'));
  if (isImport || scope === undefined || scope.inFunction) return;
  if (argument.sort === 'template') return;
  if (scope.inBlock) add(argument, 'may', 'it stands inside a block');
  else add(argument, 'must');
}

/** The module string of an import or export clause. */
function clauseModule(
  tokens: readonly Token[],
  from: number,
): { readonly token: Token; readonly isRequire: boolean } | undefined {
  const first = tokens[from];
  if (first?.sort === 'string') return { token: first, isRequire: false };
  for (let at = from; at < tokens.length; at += 1) {
    const token = tokens[at];
    const before = tokens[at - 1];
    if (token === undefined) return undefined;
    if (token.sort === 'string') {
      if (isText(before, 'from')) return { token, isRequire: false };
      if (!isText(before, '{') && !isText(before, ',') && !isText(before, 'as')) return undefined;
    } else if (isText(token, '=')) {
      const argument = tokens[at + 3];
      const isRequire = isText(tokens[at + 1], 'require') && isText(tokens[at + 2], '(');
      return isRequire && argument !== undefined ? { token: argument, isRequire } : undefined;
    } else if (token.sort === 'sign' && !/^[{},*]$/.test(token.text)) return undefined;
    else if (token.sort !== 'sign' && token.sort !== 'name') return undefined;
    else if (isText(token, 'export') || (isText(token, 'import') && at > from)) return undefined;
  }
  return undefined;
}

/** The names that a script exports, each as often as it is exported. */
export function scriptExports(tokens: readonly Token[], scopes: readonly Scope[]): readonly GradedItem[] {
  const items: GradedItem[] = [];
  for (const [index, token] of tokens.entries()) {
    if (token.sort !== 'name') continue;
    if (token.text === 'export' && !isMember(tokens, index) && !isText(tokens[index + 1], ':')) {
      const found = exported(tokens, index + 1);
      const why = 'it stands inside a block';
      items.push(
        ...(token.depth > 0 ? found.map((item): GradedItem => ({ ...item, grade: 'may', why })) : found),
      );
    } else if (token.text === 'exports') items.push(...commonExports(tokens, index, scopes[index]));
    else if (token.text === 'defineProperty' && isText(tokens[index + 2], 'exports')) {
      const property = tokens[index + 4];
      const value = contentOf(property);
      if (property !== undefined && value !== undefined && value !== '')
        items.push(graded(property, value, 'unlikely', 'it is defined, not exported by name'));
    }
  }
  return asOften(items, 'it is exported more than once');
}

/** Items whose value stands there several times: whether each time counts is not quite sure. */
export function asOften(items: readonly GradedItem[], why: string): readonly GradedItem[] {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(item.value, (counts.get(item.value) ?? 0) + 1);
  return items.map((item) =>
    item.grade === 'must' && (counts.get(item.value) ?? 0) > 1 ? { ...item, grade: 'should', why } : item,
  );
}

const typeWords = new Set(['interface', 'type', 'enum', 'namespace', 'module']);

function exported(tokens: readonly Token[], from: number): readonly GradedItem[] {
  let at = from;
  const first = tokens[at];
  if (first === undefined) return [];
  if (isText(first, 'default')) return [graded(first, 'default', 'must')];
  if (isText(first, '*')) {
    const name = tokens[at + 2];
    if (isText(tokens[at + 1], 'as') && name !== undefined) return nameItem(name, 'must');
    return [graded(first, '*', 'unlikely', 'a star names nothing')];
  }
  if (isText(first, 'type') && (isText(tokens[at + 1], '{') || isText(tokens[at + 1], '*'))) at += 1;
  if (isText(tokens[at], '*')) {
    const name = tokens[at + 2];
    return isText(tokens[at + 1], 'as') && name !== undefined ? nameItem(name, 'must') : [];
  }
  if (isText(tokens[at], '{')) return listed(tokens, at + 1);
  if (isText(first, 'as')) {
    const name = tokens[at + 2];
    return name === undefined ? [] : [graded(name, name.text, 'may', 'it names a global')];
  }
  if (isText(first, 'import')) {
    const name = tokens[at + 1];
    return name === undefined ? [] : [graded(name, name.text, 'should', 'it is another name of an import')];
  }
  while (/^(?:async|abstract|declare)$/.test(tokens[at]?.text ?? '')) at += 1;
  const word = tokens[at];
  const next = tokens[at + 1];
  if (word === undefined || next === undefined || word.sort !== 'name') return [];
  if (word.text === 'const' && isText(next, 'enum')) return named(tokens[at + 2], 'should');
  if (/^(?:const|let|var|using)$/.test(word.text)) return declarators(tokens, at + 1);
  if (word.text === 'function') return named(isText(next, '*') ? tokens[at + 2] : next, 'must');
  if (word.text === 'class') return named(next, 'must');
  return typeWords.has(word.text) ? named(next, 'should') : [];
}

function named(token: Token | undefined, grade: Grade): readonly GradedItem[] {
  return token?.sort === 'name'
    ? [graded(token, token.text, grade, 'it is the name of a type or a namespace')]
    : [];
}

function nameItem(token: Token, grade: Grade): readonly GradedItem[] {
  const value = token.sort === 'string' ? contentOf(token) : token.sort === 'name' ? token.text : undefined;
  if (value === undefined || value === '') return [];
  return [
    graded(token, value, token.sort === 'string' ? 'should' : grade, 'its name is written as a string'),
  ];
}

/** `{ a, b as c, type T }`: of each element the last name. */
function listed(tokens: readonly Token[], from: number): readonly GradedItem[] {
  const items: GradedItem[] = [];
  for (let at = from; at < tokens.length; at += 1) {
    const token = tokens[at];
    if (token === undefined) break;
    if (isText(token, ',') || isText(token, '}')) {
      const last = tokens[at - 1];
      if (last !== undefined && (last.sort === 'name' || last.sort === 'string'))
        items.push(...nameItem(last, 'must'));
      if (isText(token, '}')) break;
    } else if (token.sort === 'sign') break;
  }
  return items;
}

/** The names that `const`, `let` or `var` declares, up to where the statement ends. */
function declarators(tokens: readonly Token[], from: number): readonly GradedItem[] {
  const items: GradedItem[] = [];
  let at = from;
  const depth = tokens[from]?.depth ?? 0;
  for (;;) {
    const binding = bound(tokens, at);
    items.push(...binding.items);
    at = nextDeclarator(tokens, binding.next, depth);
    if (at === -1) return items;
  }
}

/** The index behind the comma that parts two declarators; -1 where the statement ends before one. */
function nextDeclarator(tokens: readonly Token[], from: number, depth: number): number {
  let angles = 0;
  for (let at = from; at < tokens.length; at += 1) {
    const token = tokens[at];
    const before = tokens[at - 1];
    if (token === undefined || token.depth < depth) return -1;
    if (token.depth > depth) continue;
    if (isText(token, ';') || (at > from && beginsStatement(token, before))) return -1;
    if (isText(token, '<') && opensTypes(token, before)) angles += 1;
    else if (isText(token, '>') && angles > 0) angles -= 1;
    else if (isText(token, ',') && angles === 0) return at + 1;
  }
  return -1;
}

/** Whether `<` opens a list of types rather than compares: directly behind a name, or where no value can end. */
function opensTypes(token: Token, before: Token | undefined): boolean {
  if (before === undefined || before.text === 'async') return true;
  if (before.sort === 'sign') return !/^[)\]}]$/.test(before.text);
  return before.sort === 'name' && before.start + before.text.length === token.start;
}

/** The names of one binding: a name, or a pattern that takes something apart. */
function bound(
  tokens: readonly Token[],
  from: number,
): { readonly items: readonly GradedItem[]; readonly next: number } {
  const first = tokens[from];
  if (first?.sort === 'name') return { items: [graded(first, first.text, 'must')], next: from + 1 };
  if (first === undefined || !(isText(first, '{') || isText(first, '[')))
    return { items: [], next: from + 1 };
  const items: GradedItem[] = [];
  const open = ['pattern'];
  let at = from + 1;
  for (; at < tokens.length && open.length > 0; at += 1) {
    const token = tokens[at];
    if (token === undefined) break;
    const inside = open.at(-1);
    const before = tokens[at - 1];
    const next = tokens[at + 1];
    if (token.sort === 'sign' && /^[{[(]$/.test(token.text)) {
      const isPattern =
        inside === 'pattern' && (isText(before, ':') || isText(before, ',') || isText(before, '['));
      const isKey =
        isText(token, '[') && !isText(before, ':') && !isText(before, '[') && isKeyBracket(tokens, at);
      open.push(isPattern && !isKey ? 'pattern' : 'value');
    } else if (token.sort === 'sign' && /^[}\])]$/.test(token.text)) {
      while (open.at(-1) === 'default') open.pop();
      open.pop();
    } else if (isText(token, ',') && inside === 'default') open.pop();
    else if (isText(token, '=') && inside === 'pattern') open.push('default');
    else if (token.sort === 'name' && inside === 'pattern' && !isText(next, ':')) {
      items.push(graded(token, token.text, 'must'));
    }
  }
  return { items, next: at };
}

/** Whether a bracket in a pattern is a computed key: a colon stands behind it. */
function isKeyBracket(tokens: readonly Token[], at: number): boolean {
  const depth = tokens[at]?.depth ?? 0;
  for (let end = at + 1; end < tokens.length; end += 1) {
    if (isText(tokens[end], ']') && tokens[end]?.depth === depth) return isText(tokens[end + 1], ':');
  }
  return false;
}

/** `exports.x = ...`, `module.exports.x = ...` and `module.exports = { x }`, in a statement of their own. */
function commonExports(
  tokens: readonly Token[],
  index: number,
  scope: Scope | undefined,
): readonly GradedItem[] {
  const isModule = isText(tokens[index - 1], '.') && isText(tokens[index - 2], 'module');
  const start = isModule ? index - 2 : index;
  if (isMember(tokens, start)) return [];
  const before = tokens[start - 1];
  const token = tokens[start];
  const opens =
    token !== undefined &&
    (before === undefined ||
      isText(before, ';') ||
      isText(before, '}') ||
      isText(before, '=') ||
      (token.line > before.line && endsValue(before)));
  if (!opens || scope === undefined) return [];
  const grade: Grade = scope.inFunction || scope.inBlock ? 'may' : 'should';
  const why = 'CommonJS has no exports by name';
  const name = tokens[index + 2];
  if (isText(tokens[index + 1], '.') && name?.sort === 'name' && isText(tokens[index + 3], '=')) {
    return [graded(name, name.text, grade, why)];
  }
  if (isText(tokens[index + 1], '[') && name?.sort === 'string' && isText(tokens[index + 4], '=')) {
    const value = contentOf(name);
    return value === undefined || value === '' ? [] : [graded(name, value, 'may', why)];
  }
  if (isModule && isText(tokens[index + 1], '=') && isText(tokens[index + 2], '{'))
    return keysOf(tokens, index + 3, grade, why);
  return [];
}

/** The keys of an object literal, its spreads and computed ones left out. */
function keysOf(tokens: readonly Token[], from: number, grade: Grade, why: string): readonly GradedItem[] {
  const items: GradedItem[] = [];
  const depth = tokens[from]?.depth ?? 0;
  let isKey = true;
  for (let at = from; at < tokens.length; at += 1) {
    const token = tokens[at];
    if (token === undefined || token.depth < depth) break;
    if (token.depth > depth) continue;
    if (isText(token, ',')) isKey = true;
    else if (isKey && (token.sort === 'name' || token.sort === 'string')) {
      const next = tokens[at + 1];
      const isModifier =
        /^(?:get|set|async)$/.test(token.text) && (next?.sort === 'name' || next?.sort === 'string');
      if (isModifier) continue;
      const value = token.sort === 'string' ? contentOf(token) : token.text;
      if (value !== undefined && value !== '') items.push(graded(token, value, grade, why));
      isKey = false;
    } else if (!isText(token, '*')) isKey = false;
  }
  return items;
}
