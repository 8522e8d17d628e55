import type { DataValue } from '../oracles/dataValue.ts';
import { jsonNumber, keyText, quoted, Unwritable } from './scalars.ts';

type Steps = readonly string[];
type MapValue = Extract<DataValue, { type: 'map' }>;

/** TOML: the values of a table before its tables, as the format wants it. */
export function writeToml(value: DataValue): readonly string[] {
  if (value.type !== 'map') throw new Unwritable([], 'a TOML document is a table of keys, and this is none');
  const lines: string[] = [];
  tableInto(value, [], [], lines);
  if (lines[0] === '') lines.shift();
  return lines;
}

function tableInto(table: MapValue, path: Steps, steps: Steps, lines: string[]): void {
  const later: (readonly [string, DataValue])[] = [];
  for (const [key, value] of table.entries) {
    const name = keyText(key);
    if (value.type === 'map' || isTableList(value)) later.push([name, value]);
    else lines.push(`${tomlKey(name, steps)} = ${tomlValue(value, [...steps, name])}`);
  }
  for (const [name, value] of later) {
    const head = [...path, tomlKey(name, steps)];
    const here = [...steps, name];
    if (value.type === 'map') {
      lines.push('', `[${head.join('.')}]`);
      tableInto(value, head, here, lines);
    } else if (value.type === 'list') {
      value.items.forEach((item, at) => {
        lines.push('', `[[${head.join('.')}]]`);
        if (item.type === 'map') tableInto(item, head, [...here, String(at)], lines);
      });
    }
  }
}

function isTableList(value: DataValue): boolean {
  return value.type === 'list' && value.items.length > 0 && value.items.every((item) => item.type === 'map');
}

function tomlKey(name: string, steps: Steps): string {
  return /^[A-Za-z0-9_-]+$/u.test(name) ? name : tomlString(name, [...steps, name]);
}

function tomlString(text: string, steps: Steps): string {
  if (!text.isWellFormed()) throw new Unwritable(steps, 'TOML holds no half of a surrogate pair');
  return quoted(text);
}

const integersBetween = { least: -(2n ** 63n), most: 2n ** 63n - 1n };

function tomlValue(value: DataValue, steps: Steps): string {
  switch (value.type) {
    case 'null':
      throw new Unwritable(steps, 'TOML has no null');
    case 'boolean':
      return String(value.value);
    case 'string':
      return tomlString(value.value, steps);
    case 'date':
      return value.text;
    case 'list':
      return `[${value.items.map((item, at) => tomlValue(item, [...steps, String(at)])).join(', ')}]`;
    case 'map': {
      const entries = [...value.entries].map(([key, inner]) => {
        const name = keyText(key);
        return `${tomlKey(name, steps)} = ${tomlValue(inner, [...steps, name])}`;
      });
      return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
    }
    case 'number': {
      const number = jsonNumber(value);
      if (number === undefined) return value.exact;
      const isInteger = /^-?\d+$/u.test(number);
      if (isInteger && (BigInt(number) < integersBetween.least || BigInt(number) > integersBetween.most)) {
        throw new Unwritable(steps, `TOML holds no integer of more than 64 bits, and this is ${number}`);
      }
      return number;
    }
  }
}
