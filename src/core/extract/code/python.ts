import type { CodeSet, Grade, GradedItem } from '../item.ts';
import { isMember } from './scope.ts';
import { asOften, graded } from './scriptModules.ts';
import { contentOf, isText, type Token } from './token.ts';

type PythonSet = Exclude<CodeSet, 'todos' | 'exports'>;

/** Every occurrence of a set in a Python text, from its tokens without comments. */
export function pythonItems(set: PythonSet, tokens: readonly Token[]): readonly GradedItem[] {
  switch (set) {
    case 'imports':
      return imports(tokens);
    case 'functions':
      return asOften(definitions(tokens, 'def'), 'it is declared more than once');
    case 'classes':
      return asOften(definitions(tokens, 'class'), 'it is declared more than once');
    case 'env-vars':
      return envVars(tokens);
    case 'routes':
      return routes(tokens);
  }
}

const nested = 'it stands inside something else';

function imports(tokens: readonly Token[]): readonly GradedItem[] {
  const items: GradedItem[] = [];
  for (const [index, token] of tokens.entries()) {
    if (!token.isFirst || token.sort !== 'name') continue;
    const grade: Grade = token.indent === 0 ? 'must' : 'should';
    if (token.text === 'from') {
      const name = dotted(tokens, index + 1, true);
      if (name.value !== '' && isText(tokens[name.next], 'import'))
        items.push(...itemOf(tokens[index + 1], name, grade));
    } else if (token.text === 'import') {
      for (let at = index + 1; ;) {
        const name = dotted(tokens, at, false);
        if (name.value === '') break;
        items.push(...itemOf(tokens[at], name, grade));
        at = name.next + (isText(tokens[name.next], 'as') ? 2 : 0);
        if (!isText(tokens[at], ',')) break;
        at += 1;
      }
    }
  }
  return items;
}

interface Dotted {
  readonly value: string;
  readonly next: number;
  readonly isJoined: boolean;
}

/** A module's name as it is written; `isJoined` false where white space stands in it. */
function dotted(tokens: readonly Token[], from: number, isRelative: boolean): Dotted {
  let value = '';
  let at = from;
  let isJoined = true;
  for (; ; at += 1) {
    const token = tokens[at];
    const before = tokens[at - 1];
    if (token === undefined || token.isFirst) break;
    const isName = token.sort === 'name' && (at === from || isText(before, '.')) && token.text !== 'import';
    const isDot = isText(token, '.') && (isRelative || at > from);
    if (!isName && !isDot) break;
    if (at > from && before !== undefined && before.start + before.text.length !== token.start)
      isJoined = false;
    value += token.text;
  }
  return { value, next: at, isJoined };
}

function itemOf(token: Token | undefined, name: Dotted, grade: Grade): readonly GradedItem[] {
  if (token === undefined) return [];
  return name.isJoined ? [graded(token, name.value, grade, nested)] : [];
}

/** `def` at the top level only; a class anywhere (the contracts' table). */
function definitions(tokens: readonly Token[], word: 'def' | 'class'): readonly GradedItem[] {
  const items: GradedItem[] = [];
  const heads: { readonly indent: number; readonly word: string }[] = [];
  for (const [index, token] of tokens.entries()) {
    if (!token.isFirst) continue;
    while (heads.length > 0 && (heads.at(-1)?.indent ?? 0) >= token.indent) heads.pop();
    const isAsync = isText(token, 'async') && isText(tokens[index + 1], 'def');
    const head = isAsync ? tokens[index + 1] : token;
    const name = tokens[index + (isAsync ? 2 : 1)];
    if (head !== undefined && isText(head, word) && name?.sort === 'name') {
      const isInner = heads.some((one) => one.word === 'def' || one.word === 'class' || one.word === 'async');
      if (token.indent === 0) items.push(graded(name, name.text, 'must'));
      else if (word === 'class') items.push(graded(name, name.text, 'should', nested));
      else if (!isInner) items.push(graded(name, name.text, 'may', 'it stands in a block of the module'));
    }
    if (token.sort === 'name') heads.push({ indent: token.indent, word: token.text });
  }
  return items;
}

/** The names read through `os.environ` and `os.getenv`. */
function envVars(tokens: readonly Token[]): readonly GradedItem[] {
  const items: GradedItem[] = [];
  const bare = importedFromOs(tokens);
  for (const [index, token] of tokens.entries()) {
    if (token.sort === 'string' && /^[a-z]*[ft]/i.test(token.text)) items.push(...inFormatted(token));
    const isEnviron = isText(token, 'environ') || isText(token, 'getenv');
    if (!isEnviron) {
      if (bare.aliases.has(token.text) && token.sort === 'name' && !isMember(tokens, index)) {
        const why = 'it is read through another name of the environment';
        items.push(
          ...readAt(tokens, index, index + 1).map((item): GradedItem => ({ ...item, grade: 'may', why })),
        );
      }
      continue;
    }
    const isOs =
      isText(tokens[index - 1], '.') && isText(tokens[index - 2], 'os') && !isMember(tokens, index - 2);
    const first = isOs ? index - 2 : index;
    if (!isOs && isMember(tokens, index)) continue;
    const found = isText(token, 'getenv')
      ? calledAt(tokens, index + 1, 'must')
      : readAt(tokens, first, index + 1);
    const why = 'it is read through an imported name';
    const held = bare.names.has(token.text) ? 'should' : 'unlikely';
    items.push(
      ...found.map((item): GradedItem =>
        isOs || item.grade === 'may' ? item : { ...item, grade: held, why },
      ),
    );
    const looked = isText(tokens[first - 1], 'in')
      ? tokens[first - (isText(tokens[first - 2], 'not') ? 3 : 2)]
      : undefined;
    const value = contentOf(looked);
    if (isText(token, 'environ') && looked !== undefined && value !== undefined && value !== '')
      items.push(graded(looked, value, 'may', 'it is looked for, not read'));
  }
  return items;
}

/** `["X"]` or `.get("X")` behind `os.environ`; other methods and writes are open. */
function readAt(tokens: readonly Token[], first: number, at: number): readonly GradedItem[] {
  if (isText(tokens[at], '[')) {
    const key = tokens[at + 1];
    const value = contentOf(key);
    if (key === undefined || value === undefined || value === '' || !isText(tokens[at + 2], ']')) return [];
    const isWritten = isText(tokens[at + 3], '=') || isText(tokens[first - 1], 'del');
    return [isWritten ? graded(key, value, 'may', 'it is written, not read') : graded(key, value, 'must')];
  }
  if (!isText(tokens[at], '.')) return [];
  const method = tokens[at + 1]?.text ?? '';
  if (method === 'get') return calledAt(tokens, at + 2, 'must');
  return /^(?:pop|setdefault|__getitem__)$/.test(method) ? calledAt(tokens, at + 2, 'may') : [];
}

function calledAt(tokens: readonly Token[], at: number, grade: 'must' | 'may'): readonly GradedItem[] {
  if (!isText(tokens[at], '(')) return [];
  const isKeyword = isText(tokens[at + 1], 'key') && isText(tokens[at + 2], '=');
  const key = tokens[at + (isKeyword ? 3 : 1)];
  const value = contentOf(key);
  if (key === undefined || value === undefined || value === '') return [];
  const next = tokens[at + (isKeyword ? 4 : 2)];
  if (!isText(next, ')') && !isText(next, ',')) return [];
  return [
    isKeyword
      ? graded(key, value, 'may', 'it is read in an unusual way')
      : graded(key, value, grade, 'it is read in an unusual way'),
  ];
}

/** What an f-string reads is code in a string. */
function inFormatted(token: Token): readonly GradedItem[] {
  const found = token.text.matchAll(/os\.(?:environ(?:\.get\(|\[)|getenv\()\s*(["'])([^"'\n]+)\1/g);
  return [...found].flatMap((match): GradedItem[] => {
    const line = token.line + (token.text.slice(0, match.index).match(/\n/g)?.length ?? 0);
    return [
      {
        value: match[2] ?? '',
        line,
        grade: 'may',
        why: 'it stands in an f-string, whose code may not count',
      },
    ];
  });
}

function importedFromOs(tokens: readonly Token[]): {
  readonly names: ReadonlySet<string>;
  readonly aliases: ReadonlySet<string>;
} {
  const names = new Set<string>();
  const aliases = new Set<string>();
  for (const [index, token] of tokens.entries()) {
    if (
      isText(token, 'from') &&
      token.isFirst &&
      isText(tokens[index + 1], 'os') &&
      isText(tokens[index + 2], 'import')
    ) {
      for (let at = index + 3; at < tokens.length && tokens[at]?.isFirst !== true; at += 1) {
        const name = tokens[at];
        if (name?.sort === 'name' && isText(tokens[at + 1], 'as')) aliases.add(tokens[at + 2]?.text ?? '');
        else if (name?.sort === 'name') names.add(name.text);
      }
    }
    const isWhole =
      isText(token, 'environ') && (tokens[index + 1] === undefined || tokens[index + 1]?.isFirst === true);
    const name = tokens[index - 4];
    if (isWhole && isText(tokens[index - 3], '=') && name?.sort === 'name') aliases.add(name.text);
  }
  return { names, aliases };
}

const verbs = /^(?:route|get|post|put|patch|delete|head|options|websocket|api_route)$/;

/** `@app.route("/x")` and the like; a call that is no decorator hardly registers a route. */
function routes(tokens: readonly Token[]): readonly GradedItem[] {
  const items: GradedItem[] = [];
  for (const [index, token] of tokens.entries()) {
    if (token.sort !== 'name' || !isText(tokens[index - 1], '.') || !isText(tokens[index + 1], '(')) continue;
    const isAdded = /^(?:add_url_rule|add_api_route|add_route|add_get|add_post)$/.test(token.text);
    if (!verbs.test(token.text) && !isAdded) continue;
    const isKeyword = /^(?:path|rule)$/.test(tokens[index + 2]?.text ?? '') && isText(tokens[index + 3], '=');
    const path = tokens[index + (isKeyword ? 4 : 2)];
    const next = tokens[index + (isKeyword ? 5 : 3)];
    const value = contentOf(path);
    if (path === undefined || value === undefined || value === '') continue;
    if (!isText(next, ',') && !isText(next, ')')) continue;
    let on = index - 2;
    while (isText(tokens[on - 1], '.')) on -= 2;
    if (!isText(tokens[on - 1], '@')) {
      if (!value.startsWith('/')) continue;
      items.push(graded(path, value, isAdded ? 'may' : 'unlikely', 'no decorator registers it'));
    } else if (!value.startsWith('/')) {
      items.push(graded(path, value, 'unlikely', 'it does not begin with a slash'));
    } else if (isKeyword || token.text === 'websocket' || token.text === 'api_route') {
      items.push(graded(path, value, 'may', 'it is registered in an unusual way'));
    } else items.push(graded(path, value, 'must'));
  }
  return items;
}
