import type { DataValue } from '../oracles/dataValue.ts';

/** Where data does not fit into a format; `steps` are those of its pointer. */
export class Unwritable extends Error {
  readonly steps: readonly string[];
  constructor(steps: readonly string[], message: string) {
    super(message);
    this.steps = steps;
  }
}

type NumberValue = Extract<DataValue, { type: 'number' }>;

/** Digits that are written out; a power beyond them keeps its `e`. */
const digitsAtMost = 40;

/** A number as JSON writes it, of the same exact value; undefined for infinities and what is no number. */
export function jsonNumber({ exact, written }: NumberValue): string | undefined {
  if (/^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/u.test(written)) return written;
  if (exact === '0') return '0';
  const match = /^(-?)(\d+)e(-?\d+)$/u.exec(exact);
  if (match === null) return undefined;
  const [, sign = '', digits = '', powerText = '0'] = match;
  const power = Number(powerText);
  if (Math.abs(power) > digitsAtMost) return `${sign}${digits}e${powerText}`;
  if (power >= 0) return `${sign}${digits}${'0'.repeat(power)}`;
  const padded = digits.padStart(1 - power, '0');
  return `${sign}${padded.slice(0, power)}.${padded.slice(power)}`;
}

/** A string in double quotes that JSON, YAML and TOML read alike. */
export function quoted(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/gu,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** A key as formats with string keys have it: keys of YAML that are no strings are kept with a mark before them. */
export function keyText(key: string): string {
  if (!key.startsWith('\u0000')) return key;
  const exact = key.slice(1);
  return jsonNumber({ type: 'number', exact, written: '' }) ?? exact;
}
