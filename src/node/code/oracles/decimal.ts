/**
 * The exact decimal value of a number as data formats and programs write it, in one spelling: digits, `e` and the
 * power of ten (`1.50` and `15e-1` are both `15e-1`). Undefined where the text is no decimal number.
 */
export function decimalOf(text: string): string | undefined {
  const match = /^([+-]?)(\d*)(?:\.(\d*))?(?:e([+-]?\d+))?$/iu.exec(text.replaceAll('_', ''));
  if (match === null) return undefined;
  const [, sign = '', whole = '', fraction = '', power = '0'] = match;
  if (whole === '' && fraction === '') return undefined;
  const digits = (whole + fraction).replace(/^0+/u, '');
  const bare = digits.replace(/0+$/u, '');
  if (bare === '') return '0';
  // A power beyond any sensible one stays as it is written: it is compared, never computed.
  const exponent = BigInt(power) - BigInt(fraction.length) + BigInt(digits.length - bare.length);
  return `${sign === '-' ? '-' : ''}${bare}e${exponent}`;
}

/** As `decimalOf`, and whole numbers with a prefix for their base (`0x`, `0o`, `0b`) as well. */
export function numberOf(text: string): string | undefined {
  const based = /^([+-]?)(0[xob][\da-f_]+)$/iu.exec(text);
  if (based === null) return decimalOf(text);
  const [, sign = '', digits = ''] = based;
  try {
    return decimalOf(`${sign}${BigInt(digits.replaceAll('_', '').toLowerCase())}`);
  } catch (error) {
    // Digits that the base does not have.
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
