import { parseTree, type Node as JsonNode, type ParseError } from 'jsonc-parser';
import { parse as parseToml, TomlDate } from 'smol-toml';
import { isMap, isScalar, isSeq, parseDocument } from 'yaml';
import type { CodeAnswer, DataEntry } from '../../core/code.ts';
import { readerOf } from './languages.ts';

/** Every value of a data file with its pointer, in the order of the text. */
export function entriesOf(path: string, text: string): CodeAnswer<readonly DataEntry[]> {
  const found: DataEntry[] = [];
  const add: Add = (steps, value) => {
    found.push({ pointer: steps.map((step) => `/${escaped(step)}`).join(''), steps, value });
  };
  const wrong = readInto(path, text, add);
  return wrong === undefined ? { type: 'ok', value: found } : { type: 'unable', reason: `${path} ${wrong}` };
}

type Add = (steps: readonly string[], value: DataEntry['value']) => void;

/** RFC 6901, section 3. */
function escaped(step: string): string {
  return step.replaceAll('~', '~0').replaceAll('/', '~1');
}

function readInto(path: string, text: string, add: Add): string | undefined {
  switch (readerOf(path).type) {
    case 'json':
    case 'jsonc': {
      const errors: ParseError[] = [];
      const root = parseTree(text, errors, { allowTrailingComma: true });
      if (root === undefined || errors.length > 0) return 'does not parse as JSON';
      addJson(root, [], add);
      return undefined;
    }
    case 'yaml': {
      const document = parseDocument(text, { uniqueKeys: false });
      const [error] = document.errors;
      if (error !== undefined) return `does not parse as YAML: ${error.message.split('\n')[0] ?? ''}`;
      addYaml(document.contents, [], add);
      return undefined;
    }
    case 'toml':
      try {
        addPlain(parseToml(text), [], add);
        return undefined;
      } catch (error) {
        return `does not parse as TOML: ${error instanceof Error ? (error.message.split('\n')[0] ?? '') : ''}`;
      }
    default:
      return 'is no data file that is read here (JSON, YAML, TOML)';
  }
}

function addJson(node: JsonNode, steps: readonly string[], add: Add): void {
  const children = node.children ?? [];
  if (node.type === 'object') {
    if (steps.length > 0) add(steps, { holds: 'object', count: children.length });
    for (const property of children) {
      const [key, value] = property.children ?? [];
      if (key !== undefined && value !== undefined) addJson(value, [...steps, String(key.value)], add);
    }
  } else if (node.type === 'array') {
    if (steps.length > 0) add(steps, { holds: 'array', count: children.length });
    children.forEach((child, index) => addJson(child, [...steps, String(index)], add));
  } else add(steps, scalar(node.value));
}

function addYaml(node: unknown, steps: readonly string[], add: Add): void {
  if (isMap(node)) {
    if (steps.length > 0) add(steps, { holds: 'object', count: node.items.length });
    for (const { key, value } of node.items) {
      addYaml(value, [...steps, String(isScalar(key) ? key.value : key)], add);
    }
  } else if (isSeq(node)) {
    if (steps.length > 0) add(steps, { holds: 'array', count: node.items.length });
    node.items.forEach((item, index) => addYaml(item, [...steps, String(index)], add));
  } else if (isScalar(node)) add(steps, scalar(node.value));
  else add(steps, null);
}

function addPlain(value: unknown, steps: readonly string[], add: Add): void {
  if (Array.isArray(value)) {
    if (steps.length > 0) add(steps, { holds: 'array', count: value.length });
    value.forEach((item, index) => addPlain(item, [...steps, String(index)], add));
  } else if (typeof value === 'object' && value !== null && !(value instanceof TomlDate)) {
    const rows = Object.entries(value);
    if (steps.length > 0) add(steps, { holds: 'object', count: rows.length });
    for (const [key, item] of rows) addPlain(item, [...steps, key], add);
  } else add(steps, scalar(value));
}

function scalar(value: unknown): DataEntry['value'] {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') return value.toString();
  if (value instanceof TomlDate || value instanceof Date) return { holds: 'date', text: value.toISOString() };
  return JSON.stringify(value);
}
