import { escapeStep, type DataValue } from '../oracles/dataValue.ts';
import { wrong, type TextRead } from './textRead.ts';

/**
 * INI of contracts rule 31: keys before the first section stand at the root, one level of sections, `=`, values are
 * trimmed text. Lines that begin with `;` or `#` are comments; nothing behind a value is one.
 */
export function readIni(text: string): TextRead {
  const root = new Map<string, DataValue>();
  const places = new Map<string, number>();
  let section: { readonly name: string; readonly entries: Map<string, DataValue> } | undefined;
  let comments = 0;
  for (const [index, raw] of text.split('\n').entries()) {
    const line = raw.trim();
    const at = index + 1;
    if (line === '') continue;
    if (/^[;#]/u.test(line)) {
      comments += 1;
      continue;
    }
    if (line.startsWith('[')) {
      const name = /^\[([^\]]+)\]$/u.exec(line)?.[1]?.trim() ?? '';
      if (name === '') return wrong(at, 'this is no head of a section');
      if (root.has(name)) return wrong(at, `the name ${JSON.stringify(name)} stands twice`);
      const entries = new Map<string, DataValue>();
      root.set(name, { type: 'map', entries });
      places.set(`/${escapeStep(name)}`, at);
      section = { name, entries };
      continue;
    }
    const sign = line.indexOf('=');
    if (sign === -1) return wrong(at, 'this line is neither a section nor a key with "="');
    const key = line.slice(0, sign).trim();
    if (key === '') return wrong(at, 'no key stands before the "="');
    const entries = section?.entries ?? root;
    if (entries.has(key)) return wrong(at, `the key ${JSON.stringify(key)} stands twice`);
    entries.set(key, { type: 'string', value: line.slice(sign + 1).trim() });
    places.set(`${section === undefined ? '' : `/${escapeStep(section.name)}`}/${escapeStep(key)}`, at);
  }
  return {
    type: 'value',
    value: { type: 'map', entries: root },
    comments,
    doubts: [],
    others: new Map(),
    lineOf: (steps) => lineIn(places, steps),
  };
}

/** The line of the longest way to a value that is known. */
function lineIn(places: ReadonlyMap<string, number>, steps: readonly string[]): number | undefined {
  for (let count = steps.length; count > 0; count -= 1) {
    const line = places.get(
      steps
        .slice(0, count)
        .map((step) => `/${escapeStep(step)}`)
        .join(''),
    );
    if (line !== undefined) return line;
  }
  return undefined;
}

/**
 * An env file of contracts rule 31: `KEY=value`, optional `export`, double or single quotes, which may hold line
 * breaks; ` #` begins a comment outside of them. Readers differ in what a backslash means inside double quotes, so
 * both readings of such a value are kept.
 */
export function readEnv(text: string): TextRead {
  const entries = new Map<string, DataValue>();
  const places = new Map<string, number>();
  const others = new Map<string, string>();
  const doubts: string[] = [];
  let comments = 0;
  let at = 0;
  let line = 1;
  while (at < text.length) {
    const begun = line;
    const newline = text.indexOf('\n', at);
    const end = newline === -1 ? text.length : newline;
    const raw = text.slice(at, end);
    const written = raw.trim();
    line += 1;
    if (written === '' || written.startsWith('#')) {
      if (written !== '') comments += 1;
      at = end + 1;
      continue;
    }
    const head = /^\s*(?:export[ \t]+)?([^\s=#"']+)([ \t]*)=([ \t]*)/u.exec(raw);
    const key = head?.[1];
    if (head === null || key === undefined) return wrong(begun, 'this line is no KEY=value');
    if (entries.has(key)) return wrong(begun, `the key ${JSON.stringify(key)} stands twice`);
    const from = at + head[0].length;
    const quote = text[from];
    const isBare = quote !== '"' && quote !== "'";
    if (head[2] !== '' || (head[3] !== '' && from < end && !isComment(text, from))) {
      doubts.push(`line ${begun} has blanks beside its "="`);
    }
    const pointer = `/${escapeStep(key)}`;
    places.set(pointer, begun);
    let value: string;
    if (isBare) {
      const rest = `${head[3] === '' ? '' : ' '}${text.slice(from, end)}`;
      const sign = /[ \t]#/u.exec(rest)?.index;
      if (sign !== undefined) comments += 1;
      value = (sign === undefined ? rest : rest.slice(0, sign)).trim();
      at = end + 1;
    } else {
      const close = endOfQuoted(text, from, quote);
      if (close === -1) return wrong(begun, 'a quoted value is not closed');
      const stop = text.indexOf('\n', close);
      const after = text.slice(close + 1, stop === -1 ? text.length : stop).trim();
      if (after !== '' && !after.startsWith('#')) {
        return wrong(begun, 'something stands behind the quote that ends the value');
      }
      if (after !== '') comments += 1;
      const inner = text.slice(from + 1, close);
      value = quote === '"' ? unescaped(inner) : inner;
      if (value !== inner) others.set(pointer, inner);
      line += breaks(inner);
      at = stop === -1 ? text.length : stop + 1;
    }
    entries.set(key, { type: 'string', value });
  }
  return {
    type: 'value',
    value: { type: 'map', entries },
    comments,
    doubts,
    others,
    lineOf: (steps) => lineIn(places, steps),
  };
}

function isComment(text: string, at: number): boolean {
  return text[at] === '#';
}

function breaks(text: string): number {
  return text.split('\n').length - 1;
}

/** The place of the quote that closes; inside double quotes a backslash guards what follows it. */
function endOfQuoted(text: string, from: number, quote: string): number {
  for (let at = from + 1; at < text.length; at += 1) {
    if (quote === '"' && text[at] === '\\') at += 1;
    else if (text[at] === quote) return at;
  }
  return -1;
}

function unescaped(inner: string): string {
  const meant: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };
  return inner.replace(/\\([nrt"\\$])/gu, (_all, sign: string) => meant[sign] ?? sign);
}
