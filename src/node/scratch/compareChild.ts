import { createContext, Script, type Context } from 'node:vm';
import { argumentsOf, rootShapesKnown, type MadePair } from './madeUp.ts';
import type { Comparison } from '../../core/runs.ts';

// A process that calls two versions of a function with the same made-up arguments and tells where they differ. What
// it runs has been found to be without imports and side effects; it is given a world without either all the same.

const callsAtMost = 400;
const callMs = 300;
const pairMs = 8_000;
/** With fewer calls that count nothing is said. */
const callsAtLeast = 20;

type Outcome =
  | { readonly type: 'value'; readonly text: string }
  | { readonly type: 'threw'; readonly text: string; readonly isOwn: boolean }
  | { readonly type: 'late' };

/** A world of its own: the language and nothing of the machine, and no text that becomes code. */
function openWorld(program: string): Context {
  const nothing: object = { __proto__: null };
  const world = createContext(nothing, {
    codeGeneration: { strings: false, wasm: false },
    microtaskMode: 'afterEvaluate',
  });
  new Script(driver).runInContext(world);
  new Script(`'use strict'; globalThis.subject = (() => { ${program} })();`).runInContext(world, {
    timeout: callMs,
  });
  return world;
}

/**
 * Runs inside the world, so that no object of ours is ever seen there: evaluates the arguments, calls, and writes
 * the value, the arguments as they are afterwards, or the error as text.
 */
const driver = `
delete globalThis.console;
delete globalThis.WebAssembly;
{
  const { create, getPrototypeOf, keys, is } = Object;
  const write = (value, seen) => {
    if (value === null) return 'null';
    switch (typeof value) {
      case 'string': return JSON.stringify(value);
      case 'number': return is(value, -0) ? '-0' : String(value);
      case 'bigint': return String(value) + 'n';
      case 'undefined': case 'boolean': return String(value);
      case 'symbol': return 'a symbol';
      case 'function': return 'a function';
    }
    if (seen.includes(value)) return 'itself';
    const inner = [...seen, value];
    if (Array.isArray(value)) {
      const parts = [];
      for (let at = 0; at < Math.min(value.length, 10000); at += 1) parts.push(at in value ? write(value[at], inner) : 'nothing');
      return '[' + parts.join(', ') + ']';
    }
    if (value instanceof Map) return 'Map ' + write([...value], inner);
    if (value instanceof Set) return 'Set ' + write([...value], inner);
    if (value instanceof Date) return 'Date ' + value.getTime();
    if (value instanceof RegExp) return String(value);
    if (value instanceof Error) return value.name + ': ' + value.message;
    const name = getPrototypeOf(value)?.constructor?.name;
    const parts = keys(value).map((key) => JSON.stringify(key) + ': ' + write(value[key], inner));
    return (name === undefined || name === 'Object' ? '' : name + ' ') + '{' + parts.join(', ') + '}';
  };
  const engine = [TypeError, RangeError, ReferenceError, SyntaxError, URIError, EvalError];
  const own = new WeakSet();
  for (const kind of engine) {
    // What the code throws by its own \`throw\` is told apart from what the language throws.
    globalThis[kind.name] = new Proxy(kind, {
      construct(target, args, made) { const error = Reflect.construct(target, args, made); own.add(error); return error; },
      apply(target, self, args) { const error = Reflect.apply(target, self, args); own.add(error); return error; },
    });
  }
  globalThis.call = (made) => {
    const given = made();
    try {
      const value = subject(...given);
      return 'v' + write(value, []) + '\\nwith ' + write(given, []);
    } catch (error) {
      const isOwn = !engine.some((each) => error instanceof each) || own.has(error);
      return (isOwn ? 'o' : 'e') + write(error, []);
    }
  };
}
`;

function callIn(world: Context, text: string): Outcome {
  try {
    const said: unknown = new Script(`call(() => [${text}])`).runInContext(world, { timeout: callMs });
    if (typeof said !== 'string') return { type: 'threw', text: 'no answer', isOwn: false };
    if (said.startsWith('v')) return { type: 'value', text: said.slice(1) };
    return { type: 'threw', text: said.slice(1), isOwn: said.startsWith('o') };
  } catch (error) {
    // An error of that world is no instance of ours.
    if (isTimeout(error)) return { type: 'late' };
    // A stack or a memory that ran out inside.
    return { type: 'threw', text: 'it could not be called', isOwn: false };
  }
}

function isTimeout(error: unknown): boolean {
  return (
    typeof error === 'object' &&
    error !== null &&
    'code' in error &&
    error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT'
  );
}

function compare(pair: MadePair): Comparison {
  const { name } = pair;
  let before: Context;
  let after: Context;
  try {
    before = openWorld(pair.before);
    after = openWorld(pair.after);
  } catch (error) {
    const reason =
      typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : 'unknown';
    return { name, calls: 0, unable: `it cannot be run alone: ${reason}` };
  }
  const end = performance.now() + pairMs;
  let calls = 0;
  let late = 0;
  for (const text of argumentsOf(pair, callsAtMost)) {
    if (performance.now() > end) break;
    const old = callIn(before, text);
    // Where the old version broke, the argument was none that it was made for.
    if (old.type === 'late') late += 1;
    if (late > 3) return { name, calls, unable: 'the old version does not end for some arguments' };
    if (old.type === 'late' || (old.type === 'threw' && !old.isOwn)) continue;
    const now = callIn(after, text);
    calls += 1;
    if (isSame(old, now)) continue;
    const difference = { call: `${name}(${text})`, before: wordsOf(old, now), after: wordsOf(now, old) };
    if (rootShapesKnown(pair)) return { name, calls, difference };
    const unable = `it differs for ${difference.call}, whose types nothing declares: ${difference.before} before, ${difference.after} after`;
    return { name, calls, unable };
  }
  if (calls < callsAtLeast && pair.parameters.length > 0) {
    return { name, calls, unable: `only ${calls} made-up calls gave an answer` };
  }
  return { name, calls };
}

function isSame(old: Outcome, now: Outcome): boolean {
  if (old.type !== now.type) return false;
  return old.type === 'late' || now.type === 'late' || old.text === now.text;
}

/** In words; what became of the arguments only where that is what differs. */
function wordsOf(outcome: Outcome, other: Outcome): string {
  if (outcome.type === 'late') return 'no end';
  const [value = '', given = ''] = outcome.text.split(/\nwith (?=\[)/u);
  const isSame = other.type === 'value' && other.text.endsWith(`\nwith ${given}`);
  const text = given === '' || isSame ? value : `${value}, with ${given} left behind`;
  const short = text.length > 200 ? `${text.slice(0, 199)}\u2026` : text;
  return outcome.type === 'threw' ? `throws ${short}` : short;
}

process.on('message', (message: { readonly pairs: readonly MadePair[] }) => {
  for (const [index, pair] of message.pairs.entries()) {
    process.send?.({ index, comparison: compare(pair) });
  }
});
