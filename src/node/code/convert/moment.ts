/**
 * One spelling for the dates and times of TOML that mean the same: `T`, `t` or a blank between, `Z` for an offset of
 * nothing, no zeros at the end of a fraction. Undefined where a text is no such date or time.
 */
export function momentOf(text: string): string | undefined {
  const match =
    /^(?:(\d{4}-\d\d-\d\d)(?:[Tt ](\d\d:\d\d)(:\d\d)?(?:\.(\d+))?(Z|z|[+-]\d\d:\d\d)?)?|(\d\d:\d\d)(:\d\d)?(?:\.(\d+))?)$/u.exec(
      text,
    );
  if (match === null) return undefined;
  const [, day = '', clock = match[6], seconds = match[7] ?? ':00', fraction = match[8] ?? '', offset] =
    match;
  if (clock === undefined) return day;
  const rest = fraction.replace(/0+$/u, '');
  if (offset === undefined) return `${day} ${clock}${seconds}.${rest}`;
  const time = Date.parse(`${day}T${clock}${seconds}${offset.toUpperCase()}`);
  return Number.isNaN(time) ? `${day} ${clock}${seconds}.${rest}${offset}` : `at ${time}.${rest}`;
}
