import { parseTree, type Node as JsonNode, type ParseError } from 'jsonc-parser';
import { parse as parseToml, TomlDate } from 'smol-toml';
import { isAlias, isMap, isScalar, isSeq, parseAllDocuments, type Document } from 'yaml';
import { jsoncErrors, jsonErrors, tomlErrors, yamlErrors } from '../dataShape.ts';
import { numberOf } from './decimal.ts';

/** A value of a data file. Numbers are exact (contracts rule 28); keys stand in the order of the text. */
export type DataValue =
  | { readonly type: 'null' }
  | { readonly type: 'boolean'; readonly value: boolean }
  | { readonly type: 'number'; readonly exact: string; readonly written: string }
  | { readonly type: 'string'; readonly value: string }
  | { readonly type: 'date'; readonly text: string }
  | { readonly type: 'list'; readonly items: readonly DataValue[] }
  | { readonly type: 'map'; readonly entries: ReadonlyMap<string, DataValue> };

export type DataFormat = 'json' | 'jsonc' | 'yaml' | 'toml';

/** Why a text has no value, and where; `line` is 1-based. */
export interface DataProblem {
  readonly line: number;
  readonly message: string;
}

export type DataRead =
  | { readonly type: 'value'; readonly value: DataValue }
  | { readonly type: 'wrong'; readonly problem: DataProblem };

/** The value of a data text. A key that stands twice, a second document and text around the data are wrong. */
export function readData(format: DataFormat, text: string): DataRead {
  const errorsOf = { json: jsonErrors, jsonc: jsoncErrors, yaml: yamlErrors, toml: tomlErrors }[format];
  const [error] = errorsOf(text);
  if (error !== undefined) return wrong(error.line, `this does not parse: ${error.message}`);
  switch (format) {
    case 'json':
    case 'jsonc':
      return readJson(format, text);
    case 'yaml':
      return readYaml(text);
    case 'toml':
      // A key that stands twice is an error to the parser.
      return { type: 'value', value: plainValue(parseToml(text, { integersAsBigInt: true })) };
  }
}

function wrong(line: number, message: string): DataRead {
  return { type: 'wrong', problem: { line, message } };
}

/** Reading stops at what is wrong, by way of an exception of its own. */
class Unreadable extends Error {
  readonly offset: number;
  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

function readWith(text: string, read: () => DataValue): DataRead {
  try {
    return { type: 'value', value: read() };
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return wrong(text.slice(0, error.offset).split('\n').length, error.message);
  }
}

function readJson(format: 'json' | 'jsonc', text: string): DataRead {
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, {
    allowTrailingComma: format === 'jsonc',
    disallowComments: format === 'json',
  });
  if (root === undefined || errors.length > 0) return wrong(1, 'this does not parse');
  return readWith(text, () => jsonValue(root, text));
}

function jsonValue(node: JsonNode, text: string): DataValue {
  const { children = [] } = node;
  switch (node.type) {
    case 'object': {
      const entries = new Map<string, DataValue>();
      for (const property of children) {
        const [key, value] = property.children ?? [];
        if (key === undefined || value === undefined) continue;
        addEntry(entries, String(key.value), jsonValue(value, text), key.offset);
      }
      return { type: 'map', entries };
    }
    case 'array':
      return { type: 'list', items: children.map((child) => jsonValue(child, text)) };
    case 'number':
      return numberValue(text.slice(node.offset, node.offset + node.length));
    case 'string':
      return { type: 'string', value: String(node.value) };
    case 'boolean':
      return { type: 'boolean', value: node.value === true };
    default:
      return { type: 'null' };
  }
}

function addEntry(entries: Map<string, DataValue>, key: string, value: DataValue, offset: number): void {
  if (entries.has(key)) throw new Unreadable(`the key ${JSON.stringify(key)} stands twice`, offset);
  entries.set(key, value);
}

function numberValue(written: string): DataValue {
  const named = /^([+-]?)\.?(inf|nan)$/iu.exec(written);
  const name = named?.[2]?.toLowerCase();
  const sign = named?.[1] === '-' && name !== 'nan' ? '-' : '';
  const exact = name === undefined ? (numberOf(written) ?? written) : `${sign}${name}`;
  return { type: 'number', exact, written };
}

function readYaml(text: string): DataRead {
  const documents = parseAllDocuments(text, { uniqueKeys: false });
  const list = Array.isArray(documents) ? documents : [];
  const [document, second] = list;
  if (second !== undefined) {
    const at = second.range[0];
    return wrong(text.slice(0, at).split('\n').length, 'a second document begins here');
  }
  if (document === undefined) return { type: 'value', value: { type: 'null' } };
  const walk: YamlWalk = { document, left: nodesAtMost, known: new Map() };
  return readWith(text, () => yamlValue(walk, document.contents, []));
}

/** Values of a text with its aliases written out: more than this is no data that anybody edits by hand. */
const nodesAtMost = 1_000_000;

interface YamlWalk {
  readonly document: Document;
  left: number;
  /** Values that an alias may mean again, with how many nodes each has. */
  readonly known: Map<unknown, { readonly value: DataValue; readonly nodes: number }>;
}

/** Aliases are resolved; one that holds itself, or so many that the value grows past all bounds, are refused. */
function yamlValue(walk: YamlWalk, node: unknown, open: readonly unknown[]): DataValue {
  spend(walk, 1, node);
  if (isAlias(node)) {
    const target = node.resolve(walk.document);
    if (target === undefined || open.includes(target)) {
      throw new Unreadable(`the alias *${node.source} cannot be resolved`, offsetOf(node));
    }
    const known = walk.known.get(target);
    if (known !== undefined) spend(walk, known.nodes, node);
    return known?.value ?? yamlValue(walk, target, open);
  }
  const before = walk.left;
  const value = yamlPlain(walk, node, open);
  const hasAnchor = (isMap(node) || isSeq(node) || isScalar(node)) && node.anchor !== undefined;
  if (hasAnchor) walk.known.set(node, { value, nodes: before - walk.left + 1 });
  return value;
}

function spend(walk: YamlWalk, nodes: number, node: unknown): void {
  walk.left -= nodes;
  if (walk.left < 0) throw new Unreadable('its aliases make it too big to be compared', offsetOf(node));
}

function yamlPlain(walk: YamlWalk, node: unknown, open: readonly unknown[]): DataValue {
  if (isMap(node)) {
    const entries = new Map<string, DataValue>();
    for (const { key, value } of node.items) {
      const name = keyOf(yamlValue(walk, key, [...open, node]));
      addEntry(entries, name, yamlValue(walk, value, [...open, node]), offsetOf(key));
    }
    return { type: 'map', entries };
  }
  if (isSeq(node)) {
    return { type: 'list', items: node.items.map((item) => yamlValue(walk, item, [...open, node])) };
  }
  if (!isScalar(node)) return { type: 'null' };
  const { value, source } = node;
  if (typeof value === 'string') return { type: 'string', value };
  if (typeof value === 'boolean') return { type: 'boolean', value };
  if (typeof value === 'number' || typeof value === 'bigint') return numberValue(source ?? String(value));
  if (value === null || value === undefined) return { type: 'null' };
  throw new Unreadable(`a value of the type ${node.tag ?? 'unknown'} is not compared here`, offsetOf(node));
}

function offsetOf(node: unknown): number {
  if (isMap(node) || isSeq(node) || isScalar(node) || isAlias(node)) return node.range?.[0] ?? 0;
  return 0;
}

/** A key that is no string is not the string that is spelled alike. */
function keyOf(key: DataValue): string {
  return key.type === 'string' ? key.value : `\u0000${canonical(key)}`;
}

function plainValue(value: unknown): DataValue {
  if (Array.isArray(value)) return { type: 'list', items: value.map(plainValue) };
  if (value instanceof TomlDate) return { type: 'date', text: value.toISOString() };
  switch (typeof value) {
    case 'string':
      return { type: 'string', value };
    case 'boolean':
      return { type: 'boolean', value };
    case 'number':
      return numberValue(Number.isNaN(value) ? 'nan' : String(value).replace('Infinity', 'inf'));
    case 'bigint':
      return numberValue(String(value));
    case 'object': {
      if (value === null) return { type: 'null' };
      const entries = Object.entries(value).map(([key, inner]) => [key, plainValue(inner)] as const);
      return { type: 'map', entries: new Map(entries) };
    }
    default:
      return { type: 'null' };
  }
}

/** A value that came as JSON with the task. */
export function givenValue(value: unknown): DataValue {
  return plainValue(value);
}

/** A spelling that two values share exactly where they are equal; the order of keys is none of it (rule 32). */
export function canonical(value: DataValue): string {
  switch (value.type) {
    case 'null':
      return 'null';
    case 'boolean':
      return String(value.value);
    case 'number':
      return value.exact;
    case 'string':
      return JSON.stringify(value.value);
    case 'date':
      return `date ${value.text}`;
    case 'list':
      return `[${value.items.map(canonical).join(',')}]`;
    case 'map': {
      const entries = [...value.entries].sort(([a], [b]) => (a < b ? -1 : 1));
      return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner)}`).join(',')}}`;
    }
  }
}

/** The pointers at which two values differ, with what stands there; at most `most` of them. */
export function valueDifferences(
  wanted: DataValue,
  is: DataValue,
  most: number,
  pointer = '',
): readonly ValueDifference[] {
  if (wanted.type === 'map' && is.type === 'map') {
    const found: ValueDifference[] = [];
    for (const key of new Set([...wanted.entries.keys(), ...is.entries.keys()])) {
      if (found.length >= most) break;
      const [a, b] = [wanted.entries.get(key), is.entries.get(key)];
      const at = `${pointer}/${escapeStep(key.replace(/^\u0000/u, ''))}`;
      if (a === undefined || b === undefined) found.push({ pointer: at, wanted: a, is: b });
      else found.push(...valueDifferences(a, b, most - found.length, at));
    }
    return found;
  }
  if (wanted.type === 'list' && is.type === 'list') {
    const found: ValueDifference[] = [];
    const count = Math.max(wanted.items.length, is.items.length);
    for (let at = 0; at < count && found.length < most; at += 1) {
      const [a, b] = [wanted.items[at], is.items[at]];
      const here = `${pointer}/${at}`;
      if (a === undefined || b === undefined) found.push({ pointer: here, wanted: a, is: b });
      else found.push(...valueDifferences(a, b, most - found.length, here));
    }
    return found;
  }
  return canonical(wanted) === canonical(is) ? [] : [{ pointer, wanted, is }];
}

export interface ValueDifference {
  readonly pointer: string;
  readonly wanted: DataValue | undefined;
  readonly is: DataValue | undefined;
}

/** RFC 6901, section 3. */
export function escapeStep(step: string): string {
  return step.replaceAll('~', '~0').replaceAll('/', '~1');
}

/** A value as a person reads it, cut short. */
export function saidValue(value: DataValue | undefined): string {
  const text = value === undefined ? 'nothing' : saidWhole(value);
  return text.length > 60 ? `${text.slice(0, 59)}\u2026` : text;
}

function saidWhole(value: DataValue): string {
  switch (value.type) {
    case 'number':
      return value.written;
    case 'date':
      return `the date ${value.text}`;
    case 'list':
      return `[${value.items.map(saidWhole).join(', ')}]`;
    case 'map':
      return `{${[...value.entries].map(([key, inner]) => `${key}: ${saidWhole(inner)}`).join(', ')}}`;
    default:
      return canonical(value);
  }
}
