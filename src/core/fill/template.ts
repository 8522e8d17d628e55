/** Sorts of marks that blanks are written with (contracts rule 34a), the plainest first. */
const sorts = [
  // Nothing but a blank is written so.
  { sort: '{{name}}', pattern: /\{\{[ \t]*([\p{L}_][\p{L}\p{N}_.-]*(?: [\p{L}\p{N}_.-]+)*)[ \t]*\}\}/gu },
  { sort: '${name}', pattern: /\$\{([\p{L}_][\p{L}\p{N}_.-]*)\}/gu },
  { sort: '[NAME]', pattern: /\[([\p{Lu}\p{Lo}][\p{Lu}\p{Lo}\p{N}_ -]*)\]/gu },
] as const;
const anyBrackets = /\[([\p{L}_][\p{L}\p{N}_ .-]*)\]/gu;

/** A part of a template: its own text, or a blank with the mark as it is written. `at` is where it begins. */
export type TemplatePart =
  | { readonly type: 'text'; readonly text: string; readonly at: number }
  | { readonly type: 'blank'; readonly name: string; readonly text: string; readonly at: number };

/** A template as its blanks divide it. */
export interface Template {
  /** How its blanks are written, for people. */
  readonly sort: string;
  readonly parts: readonly TemplatePart[];
  /** Names of its blanks, each once, in their order. */
  readonly names: readonly string[];
}

/**
 * The ways to read a template, the likeliest first. One sort marks a template: where several stand in it, the others
 * are taken for its text; `[NAME]` is also how links and notes are written. `isSure` says that the first reading is
 * the only one that counts.
 */
export interface TemplateReadings {
  readonly first: Template;
  readonly others: readonly Template[];
  readonly isSure: boolean;
}

/** Reads the blanks of a template; names that the task gives values for decide between several sorts. */
export function readTemplate(text: string, given: readonly string[]): TemplateReadings {
  const read = sorts
    .map(({ sort, pattern }) => partsOf(text, sort, pattern))
    .filter((template) => template.names.length > 0);
  const named =
    given.length === 0 ? [] : read.filter(({ names }) => given.every((name) => names.includes(name)));
  const [only, second] = named;
  if (only !== undefined && second === undefined) return { first: only, others: [], isSure: true };
  const [first, ...others] = read;
  if (first !== undefined) return { first, others, isSure: true };
  const bare: Template = { sort: 'none', parts: [{ type: 'text', text, at: 0 }], names: [] };
  const loose = partsOf(text, '[name]', anyBrackets);
  return loose.names.length === 0
    ? { first: bare, others: [], isSure: true }
    : { first: bare, others: [loose], isSure: false };
}

function partsOf(text: string, sort: string, pattern: RegExp): Template {
  const parts: TemplatePart[] = [];
  const names = new Set<string>();
  let at = 0;
  for (const match of text.matchAll(pattern)) {
    const [mark, name = ''] = match;
    if (isTick(text, match.index, mark)) continue;
    if (match.index > at) parts.push({ type: 'text', text: text.slice(at, match.index), at });
    parts.push({ type: 'blank', name, text: mark, at: match.index });
    names.add(name);
    at = match.index + mark.length;
  }
  if (at < text.length) parts.push({ type: 'text', text: text.slice(at), at });
  return { sort, parts, names: [...names] };
}

/** `- [X] done` is an item that is ticked off. */
function isTick(text: string, at: number, mark: string): boolean {
  return (
    /^\[x\]$/iu.test(mark) &&
    /(?:^|\n)[ \t]*(?:[-*+]|\d+\.)[ \t]+$/u.test(text.slice(Math.max(0, at - 40), at))
  );
}

/** The template with the values in the places of their blanks, literally (`$&` is two signs). */
export function fillTemplate(template: Template, values: ReadonlyMap<string, string>): string {
  return template.parts
    .map((part) => (part.type === 'text' ? part.text : (values.get(part.name) ?? part.text)))
    .join('');
}

/** The line of an offset, 1-based. */
export function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) line += 1;
  return line;
}
