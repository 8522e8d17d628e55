import type { DataValue } from '../oracles/dataValue.ts';
import { jsonNumber, keyText, quoted, Unwritable } from './scalars.ts';

type Steps = readonly string[];

/** JSON with an indentation of two; what YAML and TOML alone can say is refused. */
export function writeJson(value: DataValue): readonly string[] {
  return jsonText(value, '', []).split('\n');
}

function jsonText(value: DataValue, indent: string, steps: Steps): string {
  const inner = `${indent}  `;
  switch (value.type) {
    case 'map': {
      if (value.entries.size === 0) return '{}';
      const rows = [...value.entries].map(([key, one]) => {
        const name = keyText(key);
        return `${inner}${JSON.stringify(name)}: ${jsonText(one, inner, [...steps, name])}`;
      });
      return `{\n${rows.join(',\n')}\n${indent}}`;
    }
    case 'list': {
      if (value.items.length === 0) return '[]';
      const rows = value.items.map((one, at) => `${inner}${jsonText(one, inner, [...steps, String(at)])}`);
      return `[\n${rows.join(',\n')}\n${indent}]`;
    }
    case 'number': {
      const number = jsonNumber(value);
      if (number === undefined) throw new Unwritable(steps, `JSON has no number ${value.written}`);
      return number;
    }
    case 'string':
      return JSON.stringify(value.value);
    case 'date':
      return JSON.stringify(value.text);
    case 'boolean':
      return String(value.value);
    case 'null':
      return 'null';
  }
}

/** YAML in block style; a string that would be read as something else stands in quotes. */
export function writeYaml(value: DataValue): readonly string[] {
  const lines: string[] = [];
  if (isHolding(value)) yamlInto(value, '', lines);
  else lines.push(yamlScalar(value));
  return lines;
}

function isHolding(value: DataValue): boolean {
  return (
    (value.type === 'map' && value.entries.size > 0) || (value.type === 'list' && value.items.length > 0)
  );
}

function yamlInto(value: DataValue, indent: string, lines: string[]): void {
  if (value.type === 'map') {
    for (const [key, one] of value.entries) yamlEntry(`${indent}${yamlKey(key)}:`, one, indent, lines);
  } else if (value.type === 'list') {
    for (const one of value.items) {
      if (!isHolding(one)) {
        yamlEntry(`${indent}-`, one, indent, lines);
        continue;
      }
      const from = lines.length;
      yamlInto(one, `${indent}  `, lines);
      // The first line of what the item holds stands behind its dash.
      lines[from] = `${indent}- ${(lines[from] ?? '').slice(indent.length + 2)}`;
    }
  }
}

function yamlEntry(head: string, value: DataValue, indent: string, lines: string[]): void {
  if (isHolding(value)) {
    lines.push(head);
    yamlInto(value, `${indent}  `, lines);
    return;
  }
  const block = value.type === 'string' ? blockOf(value.value) : undefined;
  if (block === undefined) lines.push(`${head} ${yamlScalar(value)}`);
  else {
    lines.push(`${head} ${block.mark}`);
    for (const line of block.lines) lines.push(line === '' ? '' : `${indent}  ${line}`);
  }
}

/** A text of several lines as people write it, where nothing of it could be lost by that. */
function blockOf(text: string): { readonly mark: string; readonly lines: readonly string[] } | undefined {
  const isPlain =
    /^[\t\n\u0020-\u007e\u00a0-\u2027\u202a-\ud7ff\ue000-\ufdff\ufe00-\ufefe\uff00-\ufffd]*$/u.test(text);
  if (!isPlain || !/^[^\s#].*\n/u.test(text) || /[ \t](?:\n|$)/u.test(text) || /\n\n+$/u.test(text))
    return undefined;
  const isEnded = text.endsWith('\n');
  const lines = (isEnded ? text.slice(0, -1) : text).split('\n');
  if (lines.length < 2 || lines.some((line) => line.startsWith('\t'))) return undefined;
  return { mark: isEnded ? '|' : '|-', lines };
}

function yamlKey(key: string): string {
  // A key of the short form ends within 1024 characters (YAML 1.2.2, section 7.4.2).
  if (key.length > 500)
    throw new Unwritable([key.slice(0, 40)], 'a key of YAML is not written here at that length');
  if (!key.startsWith('\u0000')) return yamlString(key);
  const text = keyText(key);
  // A list or a map as a key is kept in a spelling that only compares.
  if (!/^(?:-?[\d.]+(?:e-?\d+)?|true|false|null|-?\.?inf|\.?nan)$/u.test(text)) {
    throw new Unwritable([text], 'a key that is a list or a map is not written here');
  }
  return /inf|nan/u.test(text) ? text.replace(/inf|nan/u, '.$&') : text;
}

function yamlScalar(value: DataValue): string {
  switch (value.type) {
    case 'map':
      return '{}';
    case 'list':
      return '[]';
    case 'null':
      return 'null';
    case 'boolean':
      return String(value.value);
    case 'number':
      return jsonNumber(value) ?? value.exact.replace(/inf|nan/u, '.$&');
    case 'date':
      return yamlString(value.text);
    case 'string':
      return yamlString(value.value);
  }
}

/** A text that needs no quotes in YAML: nothing of its syntax, and no number, boolean or null to any version of it. */
function yamlString(text: string): string {
  const isSafe =
    /^[\p{L}_/](?:[\p{L}\p{N}_./@+ -]*[\p{L}\p{N}_./@+-])?$/u.test(text) &&
    !/^(?:true|false|yes|no|on|off|null|y|n|inf|nan)$/iu.test(text) &&
    text.length <= 200;
  return isSafe ? text : quoted(text);
}
