import * as z from 'zod';
import { CallFailure } from '../callFailure.ts';

/**
 * A grammar (GBNF) for the subset of JSON Schema that every constrained decoder keeps: `type`, `properties`,
 * `required`, `enum`, `const`, `items`, closed objects, `oneOf`/`anyOf`, and lengths. Keys stand in the order of the
 * schema, with one space after colon and comma; a key that is not required may be left out (small-models note,
 * section 13). Bounds of numbers are not held: the caller validates in every case. Any other keyword is refused
 * rather than ignored. Throws `CallFailure`.
 */
export function jsonGrammar(schema: unknown): string {
  const rules = new Map<string, string>();
  const add = (body: string): string => {
    for (const [name, known] of rules) if (known === body) return name;
    const name = `r${rules.size}`;
    rules.set(name, body);
    return name;
  };
  const root = ruleOf(schema, add, 0);
  const lines = [`root ::= ${root}`, ...[...rules].map(([name, body]) => `${name} ::= ${body}`)];
  return `${lines.join('\n')}\n`;
}

type Add = (body: string) => string;

const deepest = 16;
const annotations = ['$schema', 'title', 'description', 'default', 'examples', 'minimum', 'maximum'];

const nodeSchema = z.looseObject({
  type: z.union([z.string(), z.array(z.string())]).optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  required: z.array(z.string()).optional(),
  additionalProperties: z.unknown().optional(),
  enum: z.array(z.unknown()).min(1).optional(),
  const: z.unknown().optional(),
  items: z.unknown().optional(),
  oneOf: z.array(z.unknown()).min(1).optional(),
  anyOf: z.array(z.unknown()).min(1).optional(),
  minItems: z.number().int().nonnegative().optional(),
  maxItems: z.number().int().nonnegative().optional(),
  minLength: z.number().int().nonnegative().optional(),
  maxLength: z.number().int().nonnegative().optional(),
});
type Node = z.infer<typeof nodeSchema>;

const known = new Set([...Object.keys(nodeSchema.shape), ...annotations]);

function ruleOf(schema: unknown, add: Add, depth: number): string {
  const parsed = nodeSchema.safeParse(schema);
  if (!parsed.success || depth > deepest) throw unsupported('its form');
  const node = parsed.data;
  for (const keyword of Object.keys(node)) if (!known.has(keyword)) throw unsupported(`"${keyword}"`);
  if ('const' in node) return add(literal(node.const));
  if (node.enum !== undefined) return add(node.enum.map(literal).join(' | '));
  const either = node.oneOf ?? node.anyOf;
  if (either !== undefined) return add(either.map((one) => ruleOf(one, add, depth + 1)).join(' | '));
  if (Array.isArray(node.type)) {
    return add(node.type.map((type) => ruleOf({ ...node, type }, add, depth + 1)).join(' | '));
  }
  switch (node.type) {
    case 'object':
      return objectRule(node, add, depth);
    case 'array':
      return arrayRule(node, add, depth);
    case 'string':
      return stringRule(node, add);
    case 'integer':
      return add('"-"? ("0" | [1-9] [0-9]{0,15})');
    case 'number':
      return add('"-"? ("0" | [1-9] [0-9]{0,15}) ("." [0-9]{1,15})? ([eE] [-+]? [0-9]{1,3})?');
    case 'boolean':
      return add('"true" | "false"');
    case 'null':
      return add('"null"');
    default:
      throw unsupported(`type ${JSON.stringify(node.type)}`);
  }
}

/** Builds from the last key to the first: what may follow once a key stands there, and what before one does. */
function objectRule(node: Node, add: Add, depth: number): string {
  if (node.additionalProperties !== undefined && node.additionalProperties !== false) {
    throw unsupported('an open object');
  }
  const required = new Set(node.required ?? []);
  let afterOne = '';
  let afterNone = '';
  for (const [key, value] of Object.entries(node.properties ?? {}).reverse()) {
    const pair = `${literal(key)} ": " ${ruleOf(value, add, depth + 1)}`;
    const more = afterOne;
    const later = afterNone;
    const first = `${pair} ${more}`.trim();
    const next = add(`", " ${pair} ${more}`.trim());
    afterOne = required.has(key) ? next : add(`${next} | ${more === '' ? '""' : more}`);
    afterNone = required.has(key) ? add(first) : add(`${first} | ${later === '' ? '""' : later}`);
  }
  return add(`"{" ${afterNone} "}"`.replace('  ', ' '));
}

function arrayRule(node: Node, add: Add, depth: number): string {
  if (node.items === undefined) throw unsupported('an array without items');
  const item = ruleOf(node.items, add, depth + 1);
  const least = node.minItems ?? 0;
  const most = node.maxItems;
  if (most === 0) return add('"[]"');
  const rest = `(", " ${item}){${Math.max(0, least - 1)},${most === undefined ? '' : most - 1}}`;
  const filled = `"[" ${item} ${rest} "]"`;
  return add(least === 0 ? `"[]" | ${filled}` : filled);
}

/** Long repetitions are unrolled by the decoder, so a larger limit than this is left to the cap on tokens. */
const longestCounted = 256;

function stringRule(node: Node, add: Add): string {
  const character = add('[^"\\\\\\x00-\\x1F\\x7F] | "\\\\" (["\\\\/bfnrt] | "u" [0-9a-fA-F]{4})');
  const least = Math.min(node.minLength ?? 0, longestCounted);
  const most = node.maxLength !== undefined && node.maxLength <= longestCounted ? node.maxLength : '';
  return add(`"\\"" ${character}{${least},${most}} "\\""`);
}

/** A JSON value as the grammar's own text. */
function literal(value: unknown): string {
  const text = JSON.stringify(value);
  if (text === undefined) throw unsupported('a value that is not JSON');
  return `"${text.replace(/[\\"]/gu, '\\$&')}"`;
}

function unsupported(what: string): CallFailure {
  return new CallFailure('protocol-error', `this answer's schema cannot be held by a grammar: ${what}`);
}
