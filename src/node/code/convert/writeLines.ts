import type { DataValue } from '../oracles/dataValue.ts';
import { textOf } from './compare.ts';
import { keyText, Unwritable } from './scalars.ts';

type Steps = readonly string[];

/** A sheet as texts: the header, then the rows; all rows have the same keys, and every cell one value. */
function sheetOf(value: DataValue, columns: readonly string[] | undefined, format: string): readonly Row[] {
  if (value.type !== 'list') throw new Unwritable([], `${format} holds a list of records, and this is none`);
  const [first] = value.items;
  if (first === undefined) {
    if (columns === undefined) throw new Unwritable([], 'an empty list has no keys that a header could name');
    return [{ cells: columns, steps: [] }];
  }
  const names = first.type === 'map' ? [...first.entries.keys()] : [];
  const known = new Set(names);
  const rows: Row[] = [{ cells: names.map(keyText), steps: [] }];
  value.items.forEach((item, at) => {
    const steps = [String(at)];
    if (item.type !== 'map' || item.entries.size === 0) {
      throw new Unwritable(steps, `a row of ${format} is a record with keys, and this is none`);
    }
    const cells = names.map((name) => {
      const cell = item.entries.get(name);
      const here = [...steps, keyText(name)];
      if (cell === undefined) throw new Unwritable(here, 'this row lacks a key that the first one has');
      return scalarText(cell, here, `a cell of ${format}`);
    });
    const more = [...item.entries.keys()].find((name) => !known.has(name));
    if (more !== undefined) throw new Unwritable([...steps, keyText(more)], 'the first row has no such key');
    rows.push({ cells, steps });
  });
  return rows;
}

interface Row {
  readonly cells: readonly string[];
  readonly steps: Steps;
}

function scalarText(value: DataValue, steps: Steps, place: string): string {
  if (value.type === 'list' || value.type === 'map') {
    throw new Unwritable(
      steps,
      `${place} holds one value, and this is ${value.type === 'list' ? 'a list' : 'an object'}`,
    );
  }
  return textOf(value);
}

export function writeCsv(value: DataValue, columns: readonly string[] | undefined): readonly string[] {
  return sheetOf(value, columns, 'CSV').map(({ cells }) => {
    const written = cells.map((cell) => (/[",\r\n]/u.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell));
    // A row of one empty cell would be an empty line.
    return written.length === 1 && written[0] === '' ? '""' : written.join(',');
  });
}

export function writeTable(value: DataValue, columns: readonly string[] | undefined): readonly string[] {
  const rows = sheetOf(value, columns, 'a Markdown table');
  const lines = rows.map(({ cells, steps }) => {
    const written = cells.map((cell, at) => {
      const here = steps.length === 0 ? [cell] : [...steps, rows[0]?.cells[at] ?? ''];
      if (/[\r\n]/u.test(cell)) throw new Unwritable(here, 'a cell of a Markdown table holds no line break');
      if (cell.trim() !== cell)
        throw new Unwritable(here, 'a Markdown table trims its cells, and this begins or ends with blanks');
      return cell.replaceAll('|', '\\|');
    });
    return `| ${written.join(' | ')} |`;
  });
  const [header = ''] = lines;
  const dashes = (rows[0]?.cells ?? []).map(() => '---');
  return [header, `| ${dashes.join(' | ')} |`, ...lines.slice(1)];
}

/** INI: the keys of the root before the first section. */
export function writeIni(value: DataValue): readonly string[] {
  if (value.type !== 'map')
    throw new Unwritable([], 'an INI file holds keys and sections, and this is neither');
  const lines: string[] = [];
  const sections: string[] = [];
  for (const [key, one] of value.entries) {
    const name = keyText(key);
    if (one.type === 'map') {
      if (name.trim() !== name || name === '' || /[\]\r\n]/u.test(name)) {
        throw new Unwritable([name], 'no section of an INI file can be called so');
      }
      sections.push('', `[${name}]`);
      for (const [inner, leaf] of one.entries) sections.push(iniLine(keyText(inner), leaf, [name]));
    } else lines.push(iniLine(name, one, []));
  }
  const all = [...lines, ...sections];
  return all[0] === '' ? all.slice(1) : all;
}

function iniLine(key: string, value: DataValue, steps: Steps): string {
  const here = [...steps, key];
  const text = scalarText(value, here, 'a key of an INI file');
  if (key.trim() !== key || key === '' || /^[;#[]|[=\r\n]/u.test(key)) {
    throw new Unwritable(here, 'no key of an INI file can be called so');
  }
  if (text.trim() !== text || /[\r\n]/u.test(text)) {
    throw new Unwritable(here, 'an INI file trims its values and holds no line break in them');
  }
  return `${key}=${text}`;
}

export function writeEnv(value: DataValue): readonly string[] {
  if (value.type !== 'map') throw new Unwritable([], 'an env file holds keys with values, and this is none');
  return [...value.entries].map(([key, one]) => {
    const name = keyText(key);
    const text = scalarText(one, [name], 'a variable');
    if (!/^[A-Za-z_][\w.-]*$/u.test(name)) throw new Unwritable([name], 'no variable can be called so');
    if (/^[\p{L}\p{N}_./:@%+,=-]*$/u.test(text)) return `${name}=${text}`;
    // Single quotes mean what stands in them; double ones do so only without a backslash.
    if (!text.includes("'")) return `${name}='${text}'`;
    if (!/["\\$`]/u.test(text)) return `${name}="${text}"`;
    throw new Unwritable(
      [name],
      'readers of env files differ in how both quotes, or a backslash beside a quote, are written',
    );
  });
}
