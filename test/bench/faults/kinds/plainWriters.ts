import type { Random } from '../../../node/search/random.ts';
import { textOf, type Plain, type PlainMap } from './plainData.ts';

export type Format = 'json' | 'jsonc' | 'yaml' | 'toml' | 'csv' | 'ini' | 'env' | 'markdown-table';

/** Writes made-up data in one of the styles that people write a format in. Comments only where they are asked for. */
export function writePlain(format: Format, value: Plain, random: Random, comments: boolean): string {
  switch (format) {
    case 'json':
      return json(value, random, '', false, random.pick(['  ', '\t', '']));
    case 'jsonc':
      return json(value, random, '', comments, '  ');
    case 'yaml':
      return yaml(value, random, comments);
    case 'toml':
      return toml(value, random, comments);
    case 'csv':
      return csv(value, random);
    case 'markdown-table':
      return table(value, random);
    case 'ini':
      return ini(value, random, comments);
    case 'env':
      return env(value, random, comments);
  }
}

function scalarJson(value: Plain): string {
  if (value.t === 'num') return value.v;
  if (value.t === 'str' || value.t === 'date') return JSON.stringify(value.v);
  return value.t === 'bool' ? String(value.v) : 'null';
}

function json(value: Plain, random: Random, indent: string, comments: boolean, step: string): string {
  if (value.t !== 'list' && value.t !== 'map') return scalarJson(value);
  const deeper = `${indent}${step}`;
  const parts =
    value.t === 'list'
      ? value.items.map((one) => json(one, random, deeper, comments, step))
      : value.entries.map(
          ([key, one]) => `${JSON.stringify(key)}: ${json(one, random, deeper, comments, step)}`,
        );
  const [open, close] = value.t === 'list' ? ['[', ']'] : ['{', '}'];
  if (parts.length === 0) return `${open}${close}`;
  if (step === '') return `${open}${parts.join(', ')}${close}`;
  const lines = parts.map((part, at) => {
    const isLast = at === parts.length - 1;
    const comma = !isLast || (comments && random.chance(0.3)) ? ',' : '';
    return `${deeper}${comments && random.chance(0.3) ? '/* a "note", */ ' : ''}${part}${comma}${comments && random.chance(0.2) ? ' // why' : ''}`;
  });
  return `${open}\n${lines.join('\n')}\n${indent}${close}`;
}

/** YAML's double quotes: JSON's escapes, and the few signs that it does not print. */
function yamlQuoted(text: string): string {
  return JSON.stringify(text);
}

function yamlScalar(value: Plain, random: Random): string {
  if (value.t === 'null') return random.pick(['null', '~']);
  if (value.t === 'bool') return String(value.v);
  if (value.t === 'num') return value.v;
  if (value.t !== 'str' && value.t !== 'date') throw new Error('no scalar');
  const text = value.v;
  const isWord = /^[a-z]+(?: \d+)?$/u.test(text) && !/^(?:yes|no|on|off|true|null|y|n)$/u.test(text);
  if (isWord && random.chance(0.7)) return text;
  // The words of older versions are strings to the core schema.
  if (/^(?:yes|no|on|off)$/u.test(text) && random.chance(0.5)) return text;
  if (text === '2024-05-01' && random.chance(0.5)) return text;
  return !/[\n\r\t\\]/u.test(text) && random.chance(0.4)
    ? `'${text.replaceAll("'", "''")}'`
    : yamlQuoted(text);
}

function yaml(value: Plain, random: Random, comments: boolean): string {
  const anchors = new Map<string, string>();
  let names = 0;
  const lines: string[] = comments ? ['# made up'] : [];
  const flow = (one: Plain): string => {
    if (one.t === 'list') return `[${one.items.map(flow).join(', ')}]`;
    if (one.t === 'map')
      return `{${one.entries.map(([key, inner]) => `${yamlQuoted(key)}: ${flow(inner)}`).join(', ')}}`;
    return one.t === 'str' ? yamlQuoted(one.v) : yamlScalar(one, random);
  };
  const put = (head: string, one: Plain, indent: string): void => {
    const tail = comments && random.chance(0.2) ? ' # note' : '';
    if ((one.t === 'map' && one.entries.length > 0) || (one.t === 'list' && one.items.length > 0)) {
      const key = JSON.stringify(one);
      const known = anchors.get(key);
      if (known !== undefined) {
        lines.push(`${head} *${known}`);
        return;
      }
      if (random.chance(0.2)) {
        lines.push(`${head} ${flow(one)}${tail}`);
        return;
      }
      const name = random.chance(0.4) ? `a${names}` : undefined;
      names += 1;
      lines.push(`${head}${name === undefined ? '' : ` &${name}`}`);
      block(one, `${indent}  `);
      if (name !== undefined) anchors.set(key, name);
      return;
    }
    if (one.t === 'map' || one.t === 'list') lines.push(`${head} ${one.t === 'map' ? '{}' : '[]'}`);
    else if (one.t === 'str' && /^[a-z]+\n[a-z]+\n?$/u.test(one.v) && random.chance(0.7)) {
      lines.push(`${head} ${one.v.endsWith('\n') ? '|' : '|-'}`);
      for (const line of one.v.replace(/\n$/u, '').split('\n')) lines.push(`${indent}  ${line}`);
    } else lines.push(`${head} ${yamlScalar(one, random)}${tail}`);
  };
  const block = (one: Plain, indent: string): void => {
    if (one.t === 'list') for (const item of one.items) put(`${indent}-`, item, indent);
    if (one.t === 'map') {
      for (const [key, inner] of one.entries) {
        const name =
          /^[a-z]{2,}$/u.test(key) && !/^(?:yes|no|on|off|null|true)$/u.test(key) ? key : yamlQuoted(key);
        put(`${indent}${name}:`, inner, indent);
      }
    }
  };
  if ((value.t === 'map' && value.entries.length > 0) || (value.t === 'list' && value.items.length > 0))
    block(value, '');
  else lines.push(flow(value));
  return `${random.chance(0.2) ? '---\n' : ''}${lines.join('\n')}\n`;
}

function tomlKey(key: string): string {
  return /^[A-Za-z0-9_-]+$/u.test(key) ? key : JSON.stringify(key);
}

function tomlValue(value: Plain, random: Random, comments: boolean): string {
  switch (value.t) {
    case 'list':
      return `[${value.items.map((one) => tomlValue(one, random, comments)).join(', ')}${value.items.length > 0 && random.chance(0.2) ? ',' : ''}]`;
    case 'map':
      return `{${value.entries.map(([key, one]) => ` ${tomlKey(key)} = ${tomlValue(one, random, comments)}`).join(',')} }`;
    case 'str':
      return !/[\n\r\t']/u.test(value.v) && random.chance(0.4) ? `'${value.v}'` : JSON.stringify(value.v);
    case 'num':
      return comments && /^\d{4,}$/u.test(value.v) && random.chance(0.2)
        ? value.v.replace(/(\d)(\d{3})$/u, '$1_$2')
        : value.v;
    case 'date':
      return value.v;
    case 'bool':
      return String(value.v);
    case 'null':
      throw new Error('TOML has no null');
  }
}

function toml(value: Plain, random: Random, comments: boolean): string {
  const lines: string[] = [];
  const into = (one: PlainMap, path: readonly string[]): void => {
    const later: (readonly [string, PlainMap])[] = [];
    for (const [key, inner] of one.entries) {
      if (inner.t === 'map' && random.chance(0.7)) later.push([key, inner]);
      else
        lines.push(
          `${tomlKey(key)} = ${tomlValue(inner, random, comments)}${comments && random.chance(0.3) ? ' # "note"' : ''}`,
        );
    }
    for (const [key, inner] of later) {
      const here = [...path, tomlKey(key)];
      lines.push('', `[${here.join('.')}]`);
      into(inner, here);
    }
  };
  if (value.t !== 'map') throw new Error('TOML is a table');
  into(value, []);
  return `${lines.join('\n')}\n`;
}

function rowsOf(value: Plain): readonly (readonly string[])[] {
  if (value.t !== 'list') throw new Error('no sheet');
  const maps = value.items.map((one) => {
    if (one.t !== 'map') throw new Error('no row');
    return one.entries;
  });
  return [
    (maps[0] ?? []).map(([key]) => key),
    ...maps.map((entries) => entries.map(([, one]) => textOf(one))),
  ];
}

function csv(value: Plain, random: Random): string {
  const ending = random.pick(['\n', '\n', '\r\n']);
  const lines = rowsOf(value).map((cells) =>
    cells
      .map((cell) =>
        /[",\r\n]/u.test(cell) || random.chance(0.2) || cells.length === 1
          ? `"${cell.replaceAll('"', '""')}"`
          : cell,
      )
      .join(','),
  );
  return lines.join(ending) + (random.chance(0.8) ? ending : '');
}

function table(value: Plain, random: Random): string {
  const bare = random.chance(0.2);
  const line = (cells: readonly string[]): string =>
    bare && cells.length > 1 && cells[0] !== '' && cells.at(-1) !== ''
      ? cells.join(' | ')
      : `| ${cells.join(' | ')} |`;
  const rows = rowsOf(value).map((cells) => cells.map((cell) => cell.replaceAll('|', '\\|')));
  const dashes = (rows[0] ?? []).map(() => random.pick(['---', ':---', ':-:', '-----']));
  const [header = [], ...rest] = rows;
  return `${[header, dashes, ...rest].map(line).join('\n')}\n`;
}

function ini(value: Plain, random: Random, comments: boolean): string {
  if (value.t !== 'map') throw new Error('no sections');
  const gap = random.pick(['=', ' = ']);
  const lines: string[] = comments ? ['; made up'] : [];
  const line = ([key, one]: readonly [string, Plain]): string => `${key}${gap}${textOf(one)}`;
  for (const entry of value.entries) if (entry[1].t !== 'map') lines.push(line(entry));
  for (const [name, one] of value.entries) {
    if (one.t !== 'map') continue;
    lines.push('', `[${name}]`, ...(comments ? ['# note'] : []), ...one.entries.map(line));
  }
  return `${lines.join('\n')}\n`;
}

function env(value: Plain, random: Random, comments: boolean): string {
  if (value.t !== 'map') throw new Error('no pairs');
  const lines = value.entries.map(([key, one]) => {
    const text = textOf(one);
    const isBare = text.trim() === text && !/\s#|^["'#]|[\r\n]/u.test(text) && random.chance(0.6);
    const tail = comments && random.chance(0.3) ? ' # note' : '';
    const head = `${random.chance(0.2) ? 'export ' : ''}${key}=`;
    if (isBare) return `${head}${text}${tail}`;
    return !text.includes("'") ? `${head}'${text}'${tail}` : `${head}"${text}"${tail}`;
  });
  return `${[...(comments ? ['# made up'] : []), ...lines].join('\n')}\n`;
}
