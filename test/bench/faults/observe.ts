import { stripTypeScriptTypes } from 'node:module';
import { createContext, Script } from 'node:vm';

/** What a call gives: a value as JavaScript would write it, or an error. */
export type Seen =
  | { readonly type: 'value'; readonly text: string }
  | { readonly type: 'threw'; readonly name: string; readonly message: string }
  | { readonly type: 'none'; readonly reason: string };

const limitMs = 500;

/** Answers calls one by one, apart from all checks: what is right and what is wrong here is told by these answers. */
export function observe(code: string, calls: readonly string[]): readonly Seen[] {
  const plain = plainOf(code);
  return calls.map((call) =>
    plain === undefined ? { type: 'none', reason: 'does not parse' } : see(plain, call),
  );
}

function plainOf(code: string): string | undefined {
  try {
    return stripTypeScriptTypes(code).replace(/^export /gmu, '');
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return undefined;
  }
}

const writer = `
const write = (value) => {
  if (Object.is(value, -0)) return '-0';
  if (value === null || ['number', 'boolean', 'undefined'].includes(typeof value)) return String(value);
  if (typeof value === 'string') return JSON.stringify(value);
  if (Array.isArray(value)) return '[' + value.map(write).join(', ') + ']';
  return '{ ' + Object.keys(value).map((key) => JSON.stringify(key) + ': ' + write(value[key])).join(', ') + ' }';
};
const threw = (error) => JSON.stringify({ type: 'threw', name: String(error?.name), message: String(error?.message) });
`;

function see(plain: string, call: string): Seen {
  const world = createContext({ said: '' }, { microtaskMode: 'afterEvaluate' });
  try {
    const text = `${plain}\n${writer}\n(async () => (${call}))().then((value) => { said = JSON.stringify({ type: 'value', text: write(value) }); }, (error) => { said = threw(error); });`;
    new Script(text).runInContext(world, { timeout: limitMs });
  } catch (error) {
    return { type: 'none', reason: error instanceof Error ? error.message : 'it broke' };
  }
  const said: unknown = world['said'];
  if (typeof said !== 'string' || said === '') return { type: 'none', reason: 'no end' };
  return JSON.parse(said) as Seen;
}
