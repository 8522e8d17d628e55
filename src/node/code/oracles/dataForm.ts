import { parse as parseToml } from 'smol-toml';
import { isAlias, isMap, isPair, isScalar, isSeq, parseAllDocuments } from 'yaml';
import type { Leaf } from '../assemble.ts';
import {
  jsoncErrors,
  jsoncParts,
  jsonErrors,
  tomlErrors,
  tomlParts,
  yamlErrors,
  yamlParts,
} from '../dataShape.ts';
import { numberOf } from './decimal.ts';
import { shorten, type Written, type WrittenLeaf, type WrittenMark } from './written.ts';

/** JSON without its form: strings and numbers by value, no trailing commas. */
export function writtenJson(text: string, type: 'json' | 'jsonc'): Written {
  const { leaves: tokens, comments } = jsoncParts(text);
  const leaves: WrittenLeaf[] = [];
  const dropped: number[] = [];
  tokens.forEach((token, at) => {
    const isLast = /^[}\]]$/u.test(tokens[at + 1]?.text ?? '');
    if (token.text === ',' && isLast) dropped.push(token.start);
    else leaves.push(jsonLeaf(token, tokens[at + 1]?.text === ':'));
  });
  const errors = type === 'json' ? jsonErrors(text) : jsoncErrors(text);
  return { text, leaves, structure: [], comments, dropped, errors };
}

function jsonLeaf(token: Leaf, isKey: boolean): WrittenLeaf {
  const { start, end, text } = token;
  if (text.startsWith('"')) {
    const said = isKey ? `the key ${shorten(text)}` : `the string ${shorten(text)}`;
    return { start, end, key: `string ${stringOf(text)}`, said };
  }
  const number = /^[-\d]/u.test(text) ? numberOf(text) : undefined;
  if (number !== undefined) return { start, end, key: `number ${number}`, said: `the number ${text}` };
  return { start, end, key: `token ${text}`, said: `"${text}"` };
}

function stringOf(text: string): string {
  try {
    return String(JSON.parse(text));
  } catch (error) {
    // The parser says that it is wrong; here it only has to be comparable.
    if (error instanceof SyntaxError) return text;
    throw error;
  }
}

/** YAML without its form: the typed nodes in their order, whatever their style. */
export function writtenYaml(text: string): Written {
  const leaves: WrittenLeaf[] = [];
  const structure: WrittenMark[] = [];
  const documents = parseAllDocuments(text, { uniqueKeys: false });
  for (const document of Array.isArray(documents) ? documents : []) {
    structure.push({
      mark: `document ${document.directives?.yaml.explicit === true ? document.directives.yaml.version : ''}`,
      at: 0,
    });
    addNode(document.contents, false, leaves, structure);
  }
  const { comments } = yamlParts(text);
  return { text, leaves, structure, comments, dropped: [], errors: yamlErrors(text) };
}

function addNode(node: unknown, isKey: boolean, leaves: WrittenLeaf[], structure: WrittenMark[]): void {
  const [from = 0, to = 0] = rangeOf(node);
  if (isAlias(node)) {
    structure.push({ mark: 'leaf', at: from });
    leaves.push({ start: from, end: to, key: `alias ${node.source}`, said: `the alias *${node.source}` });
    return;
  }
  const name =
    (isMap(node) || isSeq(node) || isScalar(node)) && node.anchor !== undefined ? `&${node.anchor} ` : '';
  if (isMap(node) || isSeq(node)) {
    structure.push({ mark: `${name}${tagOf(node.tag)}${isMap(node) ? '{' : '['}`, at: from });
    for (const item of node.items) {
      if (isPair(item)) {
        addNode(item.key, true, leaves, structure);
        addNode(item.value, false, leaves, structure);
      } else addNode(item, false, leaves, structure);
    }
    structure.push({ mark: isMap(node) ? '}' : ']', at: from });
    return;
  }
  structure.push({ mark: `${name}leaf`, at: from });
  const [key, written] = scalarKey(node);
  const kind = isKey ? 'key' : key.startsWith('string') ? 'string' : 'value';
  leaves.push({ start: from, end: to, key, said: `the ${kind} ${shorten(written)}` });
}

function rangeOf(node: unknown): readonly number[] {
  return (isMap(node) || isSeq(node) || isScalar(node) || isAlias(node) ? node.range : undefined) ?? [];
}

/** Tags that the core schema gives by itself say nothing. */
function tagOf(tag: string | undefined): string {
  return tag === undefined || /^tag:yaml\.org,2002:(?:map|seq|str|int|float|bool|null)$/u.test(tag)
    ? ''
    : `${tag} `;
}

function scalarKey(node: unknown): readonly [key: string, written: string] {
  if (!isScalar(node)) return ['null', 'nothing'];
  const { value, source } = node;
  const tag = tagOf(node.tag);
  if (typeof value === 'string') return [`string ${tag}${value}`, JSON.stringify(value)];
  const written = source ?? String(value);
  if (typeof value === 'number' || typeof value === 'bigint') {
    return [`number ${tag}${numberOf(written) ?? String(value)}`, written];
  }
  return [`${typeof value} ${tag}${String(value)}`, written === '' ? 'nothing' : written];
}

/** TOML without its form: keys, strings and numbers by value; a line break counts outside brackets only. */
export function writtenToml(text: string): Written {
  const { leaves: tokens, comments } = tomlParts(text);
  const leaves: WrittenLeaf[] = [];
  const structure: WrittenMark[] = [];
  const dropped: number[] = [];
  const brackets: string[] = [];
  let isValue = false;
  let end = 0;
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at];
    if (token === undefined) break;
    const isNewLine = brackets.length === 0 && (at === 0 || text.slice(end, token.start).includes('\n'));
    if (isNewLine) isValue = false;
    structure.push({ mark: isNewLine ? 'line' : '', at: token.start });
    end = token.end;
    const next = tokens[at + 1]?.text;
    if (token.text === ',' && next === ']') {
      dropped.push(token.start);
      structure.pop();
      continue;
    }
    if (!isValue || brackets.at(-1) === '{') {
      if (token.text === '=') isValue = true;
    }
    const isInKey = !isValue;
    if (isInKey) {
      const parts = tomlKeys(token);
      leaves.push(...parts);
      for (const { start } of parts.slice(1)) structure.push({ mark: '', at: start });
      continue;
    }
    if (/^[[{]$/u.test(token.text)) brackets.push(token.text);
    if (/^[\]}]$/u.test(token.text)) brackets.pop();
    // In an inline table a key follows its opening brace and every comma.
    if (token.text === '{' || (token.text === ',' && brackets.at(-1) === '{')) {
      isValue = next === '}';
      leaves.push(tomlSign(token));
      continue;
    }
    const last = lastOfNumber(tokens, at);
    const written = text.slice(token.start, tokens[last]?.end ?? token.end);
    leaves.push(tomlValue(token.start, written));
    end = token.start + written.length;
    at = last;
  }
  return { text, leaves, structure, comments, dropped, errors: tomlErrors(text) };
}

/** A number with a fraction is several tokens without a gap. */
function lastOfNumber(tokens: readonly Leaf[], from: number): number {
  const isPart = (at: number): boolean => /^[\w.:+-]+$/u.test(tokens[at]?.text ?? '');
  let last = from;
  while (isPart(last) && isPart(last + 1) && tokens[last + 1]?.start === tokens[last]?.end) last += 1;
  return last;
}

function tomlSign(token: Leaf): WrittenLeaf {
  return { start: token.start, end: token.end, key: `token ${token.text}`, said: `"${token.text}"` };
}

/** The parts of a key: a dot in a bare one parts two keys, in a quoted one it is of the key. */
function tomlKeys(token: Leaf): readonly WrittenLeaf[] {
  const { start, end, text } = token;
  if (/^[[\].=]$/u.test(text)) return [tomlSign(token)];
  if (/^["']/u.test(text)) {
    return [{ start, end, key: `key ${tomlString(text)}`, said: `the key ${shorten(text)}` }];
  }
  const found: WrittenLeaf[] = [];
  for (const { 0: part, index } of text.matchAll(/\.|[^.]+/gu)) {
    const place = { start: start + index, end: start + index + part.length };
    const key = part === '.' ? 'token .' : `key ${part}`;
    found.push({ ...place, key, said: part === '.' ? '"."' : `the key ${part}` });
  }
  return found;
}

function tomlValue(start: number, written: string): WrittenLeaf {
  const end = start + written.length;
  if (/^["']/u.test(written)) {
    return { start, end, key: `string ${tomlString(written)}`, said: `the string ${shorten(written)}` };
  }
  const number = /^[+-]?\d/u.test(written) ? numberOf(written) : undefined;
  if (number !== undefined) return { start, end, key: `number ${number}`, said: `the number ${written}` };
  return { start, end, key: `token ${written}`, said: `"${shorten(written)}"` };
}

/** The value of a TOML string by the parser of the format. */
function tomlString(written: string): string {
  try {
    const { x } = parseToml(`x = ${written}`);
    return typeof x === 'string' ? x : written;
  } catch (error) {
    if (error instanceof Error) return written;
    throw error;
  }
}
