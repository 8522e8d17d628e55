import { createScanner, parse as parseJsonc, type ParseError } from 'jsonc-parser';
import { parse as parseToml, TomlError } from 'smol-toml';
import { CST, isScalar, Lexer, LineCounter, parseAllDocuments, visit } from 'yaml';
import type { CodeShape } from '../../core/code.ts';
import { assemble, type Leaf, type RawComment } from './assemble.ts';

/** An error of a data text; lines are 1-based. */
export interface DataError {
  readonly line: number;
  readonly message: string;
}

/** Kinds of tokens as the scanner numbers them; its own names for them do not outlive its compilation. */
const kindOf = { lineComment: 12, blockComment: 13, lineBreak: 14, space: 15, end: 17 } as const;

/** Tokens and comments of a data text at their offsets; `tree` is what the tokens alone do not say. */
export interface DataParts {
  readonly leaves: readonly Leaf[];
  readonly comments: readonly RawComment[];
  readonly tree: string;
}

function shapeOfParts(text: string, parts: DataParts, errors: readonly DataError[]): CodeShape {
  return assemble({ text, ...parts, errors: errors.length, declared: new Map() });
}

/** JSON with comments: its tokens as the format's scanner gives them. */
export function jsoncShape(text: string): CodeShape {
  return shapeOfParts(text, jsoncParts(text), jsoncErrors(text));
}

export function jsoncParts(text: string): DataParts {
  const leaves: Leaf[] = [];
  const comments: RawComment[] = [];
  const scanner = createScanner(text, false);
  for (let kind = Number(scanner.scan()); kind !== kindOf.end; kind = Number(scanner.scan())) {
    const start = scanner.getTokenOffset();
    const end = start + scanner.getTokenLength();
    if (kind === kindOf.lineComment || kind === kindOf.blockComment) {
      comments.push({ start, end, doc: false });
    } else if (kind !== kindOf.space && kind !== kindOf.lineBreak) {
      leaves.push({ start, end, text: text.slice(start, end), counts: true, isText: false });
    }
  }
  return { leaves, comments, tree: '' };
}

export function jsoncErrors(text: string): readonly DataError[] {
  const errors: ParseError[] = [];
  parseJsonc(text, errors, { allowTrailingComma: true, disallowComments: false, allowEmptyContent: false });
  // A text that is no JSON at all has an error at every word of it: its lines are counted once.
  let line = 1;
  let next = text.indexOf('\n');
  return errors
    .toSorted((a, b) => a.offset - b.offset)
    .map((error) => {
      while (next !== -1 && next < error.offset) {
        line += 1;
        next = text.indexOf('\n', next + 1);
      }
      return { line, message: 'this is no JSON with comments' };
    });
}

export function jsonErrors(text: string): readonly DataError[] {
  try {
    JSON.parse(text);
    return [];
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const offset = /position (\d+)/.exec(message)?.[1];
    return [{ line: offset === undefined ? 1 : lineAt(text, Number(offset)), message }];
  }
}

/** YAML: the tokens of its own lexer; indentation is in the tree. */
export function yamlShape(text: string): CodeShape {
  return shapeOfParts(text, yamlParts(text), yamlErrors(text));
}

export function yamlParts(text: string): DataParts {
  const leaves: Leaf[] = [];
  const comments: RawComment[] = [];
  const tree: string[] = [];
  let at = 0;
  let indent = 0;
  let opened = true;
  let isScalar = false;
  for (const lexeme of new Lexer().lex(text)) {
    const type = CST.tokenType(lexeme);
    // The lexer announces scalars and documents by control characters that are not in the text.
    if (!isScalar && (type === 'scalar' || type === 'doc-mode' || type === 'flow-error-end')) {
      isScalar = type === 'scalar';
      continue;
    }
    const start = at;
    at += lexeme.length;
    if (!isScalar && type === 'comment') comments.push({ start, end: at, doc: false });
    else if (!isScalar && type === 'newline') {
      indent = 0;
      opened = true;
    } else if (!isScalar && type === 'space') {
      if (opened) indent = lexeme.length;
    } else if (type !== 'byte-order-mark') {
      if (opened) tree.push(String(indent));
      opened = lexeme.endsWith('\n');
      leaves.push({ start, end: at, text: lexeme, counts: true, isText: lexeme.includes('\n') });
    }
    isScalar = false;
  }
  return { leaves, comments, tree: tree.join(' ') };
}

export function yamlErrors(text: string): readonly DataError[] {
  const lines = new LineCounter();
  // The library looks for equal keys pair by pair, which takes minutes in a long map.
  const documents = parseAllDocuments(text, { lineCounter: lines, uniqueKeys: false });
  const errors: DataError[] = [];
  for (const document of Array.isArray(documents) ? documents : []) {
    for (const error of document.errors) {
      const message = error.message.split('\n')[0] ?? error.message;
      errors.push({ line: error.linePos?.[0].line ?? 1, message });
    }
    visit(document, {
      Map(_at, map) {
        const known = new Set<string>();
        for (const { key } of map.items) {
          if (!isScalar(key)) continue;
          const name = `${typeof key.value} ${String(key.value)}`;
          const line = lines.linePos(key.range?.[0] ?? 0).line;
          if (known.has(name)) errors.push({ line, message: `the key ${String(key.value)} stands twice` });
          known.add(name);
        }
      },
    });
  }
  return errors;
}

/** TOML: strings are texts, `#` outside them begins a comment, a line break ends a pair. */
export function tomlShape(text: string): CodeShape {
  return shapeOfParts(text, tomlParts(text), tomlErrors(text));
}

export function tomlParts(text: string): DataParts {
  const leaves: Leaf[] = [];
  const comments: RawComment[] = [];
  const tree: string[] = [];
  let at = 0;
  let opened = true;
  const add = (end: number, isText: boolean): void => {
    tree.push(opened ? '|' : '.');
    opened = false;
    leaves.push({ start: at, end, text: text.slice(at, end), counts: true, isText });
    at = end;
  };
  while (at < text.length) {
    const character = text[at] ?? '';
    const three = text.slice(at, at + 3);
    if (character === '\n') {
      opened = true;
      at += 1;
    } else if (/\s/.test(character)) at += 1;
    else if (character === '#') {
      const close = text.indexOf('\n', at);
      const end = close === -1 ? text.length : text[close - 1] === '\r' ? close - 1 : close;
      comments.push({ start: at, end, doc: false });
      at = end;
    } else if (three === '"""' || three === "'''") add(endOfToml(text, at, three), true);
    else if (character === '"' || character === "'") add(endOfToml(text, at, character), true);
    else if (/[[\]{}=,.]/.test(character)) add(at + 1, false);
    else {
      let end = at;
      while (end < text.length && !/[\s[\]{}=,#"']/.test(text[end] ?? '')) end += 1;
      add(Math.max(end, at + 1), false);
    }
  }
  return { leaves, comments, tree: tree.join('') };
}

function endOfToml(text: string, from: number, quote: string): number {
  const escapes = quote.startsWith('"');
  let at = from + quote.length;
  while (at < text.length) {
    if (escapes && text[at] === '\\') at += 2;
    else if (text.startsWith(quote, at)) {
      let end = at + quote.length;
      // A closing mark may have up to two more quotes before it.
      if (quote.length === 3) while (text[end] === quote[0] && end - at < 5) end += 1;
      return end;
    } else if (quote.length === 1 && text[at] === '\n') return at;
    else at += 1;
  }
  return text.length;
}

export function tomlErrors(text: string): readonly DataError[] {
  try {
    parseToml(text);
    return [];
  } catch (error) {
    const line = error instanceof TomlError ? error.line : 1;
    const message = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    return [{ line, message }];
  }
}

function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}
