import type { GradedItem } from '../item.ts';
import { endsValue, isMember } from './scope.ts';
import { asOften, graded } from './scriptModules.ts';
import { isText, type Token } from './token.ts';

const nested = 'it is declared inside something else';
const often = 'it is declared more than once';
const expression = 'it is an expression, not a declaration';

/** The names of function declarations, at any depth. */
export function scriptFunctions(tokens: readonly Token[]): readonly GradedItem[] {
  return asOften(declared(tokens, 'function'), often);
}

/** The names of class declarations, at any depth. */
export function scriptClasses(tokens: readonly Token[]): readonly GradedItem[] {
  return asOften(declared(tokens, 'class'), often);
}

function declared(tokens: readonly Token[], word: 'function' | 'class'): readonly GradedItem[] {
  const items: GradedItem[] = [];
  for (const [index, token] of tokens.entries()) {
    if (token.sort !== 'name') continue;
    if (/^(?:const|let|var)$/.test(token.text)) items.push(...assigned(tokens, index, word));
    if (token.text !== word || isMember(tokens, index)) continue;
    const name = isText(tokens[index + 1], '*') ? tokens[index + 2] : tokens[index + 1];
    if (name?.sort !== 'name' || /^(?:extends|implements)$/.test(name.text)) continue;
    switch (startOf(tokens, index)) {
      case 'declaration':
        items.push(
          token.depth > 0 ? graded(name, name.text, 'should', nested) : graded(name, name.text, 'must'),
        );
        break;
      case 'expression':
        items.push(graded(name, name.text, beginsLine(tokens, index) ? 'may' : 'unlikely', expression));
        break;
      case 'unknown':
        items.push(graded(name, name.text, 'may', 'it may be a declaration or an expression'));
    }
  }
  return items;
}

/** Whether a statement begins at the word, or at the modifiers before it. */
function startOf(tokens: readonly Token[], index: number): 'declaration' | 'expression' | 'unknown' {
  let at = index;
  while (/^(?:async|abstract|declare)$/.test(tokens[at - 1]?.text ?? '') && tokens[at - 1]?.sort === 'name')
    at -= 1;
  const before = tokens[at - 1];
  const token = tokens[at];
  if (before === undefined || token === undefined) return 'declaration';
  if (before.sort === 'name') {
    if (/^(?:export|default|else|do)$/.test(before.text)) return 'declaration';
    if (isDecorator(tokens, at - 1)) return 'declaration';
    return token.line > before.line && endsValue(before) ? 'declaration' : 'expression';
  }
  if (isText(before, ':')) return 'unknown';
  if (isText(before, ';') || isText(before, '}') || isText(before, '{')) {
    return isText(before, '{') && isObject(tokens, at - 1) ? 'expression' : 'declaration';
  }
  if (isText(before, ')')) {
    return token.line > before.line || isDecorated(tokens, at - 1) ? 'declaration' : 'unknown';
  }
  return token.line > before.line && endsValue(before) ? 'declaration' : 'expression';
}

/** An expression that begins a line looks like a declaration to a reader who goes by lines. */
function beginsLine(tokens: readonly Token[], index: number): boolean {
  let at = index;
  while (isText(tokens[at - 1], 'async')) at -= 1;
  return tokens[at - 1]?.line !== tokens[at]?.line;
}

/** A brace behind a sign that an expression must follow. */
function isObject(tokens: readonly Token[], index: number): boolean {
  const before = tokens[index - 1];
  return before?.sort === 'sign' && /^(?:[=(,:?[]|&&|\|\||\?\?)$/.test(before.text);
}

function isDecorator(tokens: readonly Token[], index: number): boolean {
  let at = index;
  while (isText(tokens[at - 1], '.')) at -= 2;
  return isText(tokens[at - 1], '@');
}

/** `@name(...)` on the line of what it decorates. */
function isDecorated(tokens: readonly Token[], close: number): boolean {
  const depth = tokens[close]?.depth ?? 0;
  for (let at = close - 1; at > 0 && close - at < 200; at -= 1) {
    if (isText(tokens[at], '(') && tokens[at]?.depth === depth) return isDecorator(tokens, at - 1);
  }
  return false;
}

/** `const name = function`, `const name = (...) =>`, `const name = class`: no declarations by the letter. */
function assigned(
  tokens: readonly Token[],
  index: number,
  word: 'function' | 'class',
): readonly GradedItem[] {
  const name = tokens[index + 1];
  if (name?.sort !== 'name') return [];
  const depth = name.depth;
  let at = index + 2;
  if (isText(tokens[at], ':')) {
    const limit = at + 60;
    while (at < tokens.length && at < limit && !(isText(tokens[at], '=') && tokens[at]?.depth === depth))
      at += 1;
  }
  if (!isText(tokens[at], '=')) return [];
  at += 1;
  if (isText(tokens[at], 'async')) at += 1;
  const first = tokens[at];
  const isIt =
    isText(first, word) ||
    (word === 'function' && (isText(first, '(') || isText(first, '<') || isText(tokens[at + 1], '=>')));
  return isIt ? [graded(name, name.text, 'unlikely', expression)] : [];
}

/** The names read through `process.env` and `import.meta.env`. */
export function scriptEnvVars(tokens: readonly Token[]): readonly GradedItem[] {
  const items: GradedItem[] = [];
  const aliases = aliasesIn(tokens);
  for (const [index, token] of tokens.entries()) {
    if (token.sort !== 'name') continue;
    if (token.text === 'process') items.push(...throughProcess(tokens, index));
    else if (token.text === 'import') items.push(...throughMeta(tokens, index));
    else if (aliases.has(token.text) && !isMember(tokens, index)) {
      const why = 'it is read through another name of the environment';
      items.push(
        ...membersAt(tokens, index, index + 1).map((item): GradedItem => ({ ...item, grade: 'may', why })),
      );
      items.push(...takenApart(tokens, index, index + 1, 'may', why));
    }
  }
  return items;
}

function throughProcess(tokens: readonly Token[], index: number): readonly GradedItem[] {
  const before = tokens[index - 1];
  const isGlobal =
    isMember(tokens, index) && /^(?:globalThis|window|global)$/.test(tokens[index - 2]?.text ?? '');
  const byKey = isText(tokens[index + 1], '[') && /^["']env["']$/.test(tokens[index + 2]?.text ?? '');
  const isPlain = isText(tokens[index + 1], '.') && isText(tokens[index + 2], 'env');
  const isOptional = isText(tokens[index + 1], '?.') && isText(tokens[index + 2], 'env');
  if (!byKey && !isPlain && !isOptional) return [];
  const behind = index + (byKey ? 4 : 3);
  const why = 'it is read in an unusual way';
  const hold = (item: GradedItem): GradedItem => {
    if (byKey || (isMember(tokens, index) && !isGlobal)) return { ...item, grade: 'may', why };
    if (item.grade === 'must' && (isOptional || isGlobal)) return { ...item, grade: 'should', why };
    return item;
  };
  const first = isGlobal ? index - 2 : index;
  const items = membersAt(tokens, first, behind).map(hold);
  items.push(
    ...membersAt(tokens, first, behindCast(tokens, behind)).map((item): GradedItem => ({
      ...item,
      grade: 'may',
      why,
    })),
  );
  items.push(...takenApart(tokens, first, behind, 'should', 'it is taken out of the environment').map(hold));
  const named = before !== undefined && isText(before, 'in') ? tokens[index - 2] : undefined;
  if (named?.sort === 'string') {
    const value = named.text.slice(1, -1);
    if (value !== '') items.push(graded(named, value, 'may', 'it is looked for, not read'));
  }
  return items;
}

/** Behind `process.env!` and `(process.env as Env)`; past the end where nothing of the kind stands there. */
function behindCast(tokens: readonly Token[], behind: number): number {
  if (isText(tokens[behind], '!')) return behind + 1;
  const isCast =
    isText(tokens[behind], 'as') || isText(tokens[behind], 'satisfies') || isText(tokens[behind], ')');
  if (!isCast) return tokens.length;
  const depth = tokens[behind]?.depth ?? 0;
  for (let at = behind; at < behind + 30; at += 1) {
    if (isText(tokens[at], ')') && (tokens[at]?.depth ?? 0) < depth) return at + 1;
    if (isText(tokens[at], ')') && at === behind) return at + 1;
  }
  return tokens.length;
}

function throughMeta(tokens: readonly Token[], index: number): readonly GradedItem[] {
  const [dot, meta, again, env] = tokens.slice(index + 1, index + 5);
  const isEnv =
    isText(dot, '.') &&
    isText(meta, 'meta') &&
    (isText(again, '.') || isText(again, '?.')) &&
    isText(env, 'env');
  if (!isEnv) return [];
  const items = [...membersAt(tokens, index, index + 5)];
  items.push(...takenApart(tokens, index, index + 5, 'should', 'it is taken out of the environment'));
  return items.map((item) =>
    isText(again, '?.') && item.grade === 'must'
      ? { ...item, grade: 'should', why: 'it is read in an unusual way' }
      : item,
  );
}

/** `.NAME` or `["NAME"]` behind the environment; `first` is the token that the whole expression begins with. */
function membersAt(tokens: readonly Token[], first: number, behind: number): GradedItem[] {
  const sign = tokens[behind];
  const isOptional = isText(sign, '?.');
  const opens = isText(sign, '[') ? behind : isOptional && isText(tokens[behind + 1], '[') ? behind + 1 : -1;
  if (opens !== -1) {
    const key = tokens[opens + 1];
    if (key === undefined || !isText(tokens[opens + 2], ']')) return [];
    if (key.sort === 'template' && !key.text.includes('${') && key.text.length > 2)
      return [graded(key, key.text.slice(1, -1), 'may', 'its name is a template')];
    if (key.sort !== 'string' || key.text.length < 3) return [];
    return [used(tokens, first, opens + 3, graded(key, key.text.slice(1, -1), ...optional(isOptional)))];
  }
  const name = tokens[behind + 1];
  if (!(isText(sign, '.') || isOptional) || name?.sort !== 'name') return [];
  return [used(tokens, first, behind + 2, graded(name, name.text, ...optional(isOptional)))];
}

function optional(is: boolean): readonly ['must' | 'should', string] {
  return is ? ['should', 'it is read in an unusual way'] : ['must', ''];
}

/** A variable that is written or deleted is not read. */
function used(tokens: readonly Token[], first: number, behind: number, item: GradedItem): GradedItem {
  const isWritten = isText(tokens[behind], '=') || isText(tokens[first - 1], 'delete');
  return isWritten && item.grade !== 'may' ? { ...item, grade: 'may', why: 'it is written, not read' } : item;
}

/** `const { A, B: b } = process.env`. */
function takenApart(
  tokens: readonly Token[],
  first: number,
  behind: number,
  grade: 'should' | 'may',
  why: string,
): readonly GradedItem[] {
  const next = tokens[behind];
  if (isText(next, '.') || isText(next, '?.') || isText(next, '[') || isText(next, '(')) return [];
  if (!isText(tokens[first - 1], '=') || !isText(tokens[first - 2], '}')) return [];
  const depth = tokens[first - 2]?.depth ?? 0;
  let open = first - 3;
  while (open >= 0 && !(isText(tokens[open], '{') && tokens[open]?.depth === depth)) open -= 1;
  const items: GradedItem[] = [];
  let isKey = true;
  for (let at = open + 1; at < first - 2; at += 1) {
    const token = tokens[at];
    if (token === undefined || token.depth !== depth + 1) continue;
    if (isText(token, ',')) isKey = true;
    else if (isKey) {
      if (token.sort === 'name') items.push(graded(token, token.text, grade, why));
      else if (token.sort === 'string' && token.text.length > 2)
        items.push(graded(token, token.text.slice(1, -1), grade, why));
      isKey = false;
    }
  }
  return items;
}

/** Names that stand for the whole environment in this file. */
function aliasesIn(tokens: readonly Token[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const [index, token] of tokens.entries()) {
    if (isText(token, 'env') && isText(tokens[index - 1], '.')) {
      const start = isText(tokens[index - 2], 'process')
        ? index - 2
        : isText(tokens[index - 2], 'meta')
          ? index - 4
          : -1;
      const next = tokens[index + 1];
      const name = tokens[start - 2];
      const isWhole = !isText(next, '.') && !isText(next, '?.') && !isText(next, '[');
      if (start > 1 && isWhole && isText(tokens[start - 1], '=') && name?.sort === 'name') {
        const typed = isText(tokens[start - 3], '.')
          ? tokens[start - 6]
          : isText(tokens[start - 3], ':')
            ? tokens[start - 4]
            : name;
        names.add(typed?.sort === 'name' ? typed.text : name.text);
      }
    }
    const isProcess = token.sort === 'string' && /^["'](?:node:)?process["']$/.test(token.text);
    if (isProcess && isText(tokens[index - 1], 'from')) {
      for (let at = index - 2; at >= 0 && index - at < 40 && !isText(tokens[at], 'import'); at -= 1) {
        if (isText(tokens[at], 'env'))
          names.add(isText(tokens[at + 1], 'as') ? (tokens[at + 2]?.text ?? 'env') : 'env');
      }
    }
  }
  return names;
}
