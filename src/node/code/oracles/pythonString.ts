/**
 * A Python string by its value: prefix in lower case, quotes and escapes read. Of a formatted string only prefix and
 * quotes are form, since code stands in it.
 */
export function pythonString(written: string): string {
  const match = /^([a-z]*)("""|'''|"|')([^]*)\2$/iu.exec(written);
  if (match === null) return written;
  const [, letters = '', , content = ''] = match;
  const prefix = letters.toLowerCase();
  const body = content.replaceAll('\r\n', '\n');
  const isRaw = prefix.includes('r');
  const isBytes = prefix.includes('b');
  if (/[ft]/u.test(prefix)) return `${[...prefix].sort().join('')} ${body}`;
  return `${isBytes ? 'b' : ''} ${isRaw ? body : unescaped(body, isBytes)}`;
}

const simple: Readonly<Record<string, string>> = {
  '\n': '',
  '\\': '\\',
  "'": "'",
  '"': '"',
  a: '\u0007',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

function unescaped(body: string, isBytes: boolean): string {
  const escape = /\\(?:([0-7]{1,3})|x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|([^]))/gu;
  return body.replace(
    escape,
    (all, octal?: string, hex?: string, short?: string, long?: string, one?: string) => {
      if (one !== undefined) return simple[one] ?? all;
      if (octal !== undefined) return String.fromCodePoint(Number.parseInt(octal, 8));
      // In bytes `\u` is no escape.
      if (isBytes && hex === undefined) return all;
      const code = Number.parseInt(hex ?? short ?? long ?? '', 16);
      return code <= 0x10ffff ? String.fromCodePoint(code) : all;
    },
  );
}
