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

/** `hidden` names what the text does not tell: of two equal texts nobody knows whether they stand for the same. */
type Outcome =
  | { readonly type: 'value'; readonly text: string; readonly hidden: string }
  | { readonly type: 'threw'; readonly text: string; readonly hidden: string; readonly isOwn: boolean }
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
  const { getOwnPropertyDescriptor, getPrototypeOf, is, isExtensible } = Object;
  const { ownKeys } = Reflect;
  const sourceOf = Function.prototype.toString;
  const errors = [Error, TypeError, RangeError, ReferenceError, SyntaxError, URIError, EvalError, AggregateError];
  const numbers = [Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array,
    Float32Array, Float64Array, BigInt64Array, BigUint64Array];
  // What stands in an object's own keys is all that tells it from another one of these.
  const open = new Set([null, ...[Object, Array, ...errors, ...numbers].map((each) => each.prototype)]);
  let hidden;
  const hide = (what) => { hidden ??= what; return what; };
  // A method or a private field makes of equal keys another thing.
  const isOpen = (value) => {
    for (let at = getPrototypeOf(value); !open.has(at); at = getPrototypeOf(at)) {
      const own = ownKeys(at);
      if (own.length !== 1 || own[0] !== 'constructor' || sourceOf.call(at.constructor).includes('#')) return false;
    }
    return true;
  };
  const write = (value, seen) => {
    if (value === null) return 'null';
    switch (typeof value) {
      case 'string': return JSON.stringify(value);
      case 'number': return is(value, -0) ? '-0' : String(value);
      case 'bigint': return String(value) + 'n';
      case 'undefined': case 'boolean': return String(value);
      case 'symbol': return hide('a symbol');
      case 'function': return hide('a function');
    }
    if (seen.includes(value)) return 'itself ' + seen.indexOf(value);
    const inner = [...seen, value];
    const isList = Array.isArray(value);
    const parts = [];
    for (const key of ownKeys(value)) {
      if (parts.length > 10000) { hide('more than 10000 values'); break; }
      if (isList ? key === 'length' : value instanceof Error && (key === 'stack' || key === 'message')) continue;
      const property = getOwnPropertyDescriptor(value, key);
      if (typeof key === 'symbol' || !('value' in property)) { parts.push(hide('a property that is worked out')); continue; }
      const label = isList && key === String(parts.length) ? '' : JSON.stringify(key) + ': ';
      parts.push((property.enumerable ? '' : 'unlisted ') + label + write(property.value, inner));
    }
    const end = isExtensible(value) ? '' : ' for good';
    const more = parts.length === 0 ? end : ' {' + parts.join(', ') + '}' + end;
    switch (getPrototypeOf(value)) {
      case Array.prototype: return '[' + parts.join(', ') + (value.length === parts.length ? '' : ', of ' + value.length) + ']' + end;
      case Object.prototype: return '{' + parts.join(', ') + '}' + end;
      case Map.prototype: return 'Map ' + write([...value], inner) + more;
      case Set.prototype: return 'Set ' + write([...value], inner) + more;
      case Date.prototype: return 'Date ' + value.getTime() + more;
      case RegExp.prototype: return String(value) + more;
    }
    if (!isOpen(value)) hide('an object with more in it than its keys');
    if (value instanceof Error) return value.name + ': ' + value.message + more;
    return (getPrototypeOf(value)?.constructor?.name ?? 'an object of nothing') + more;
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
    hidden = undefined;
    const said = (kind, text) => kind + (hidden ?? '') + '\\n' + text;
    try {
      const value = subject(...given);
      const text = write(value, []) + '\\nwith ' + write(given, []);
      return said('v', text);
    } catch (error) {
      const isOwn = !engine.some((each) => error instanceof each) || own.has(error);
      const text = write(error, []);
      return said(isOwn ? 'o' : 'e', text);
    }
  };
}
`;

function callIn(world: Context, argument: string): Outcome {
  try {
    const said: unknown = new Script(`call(() => [${argument}])`).runInContext(world, { timeout: callMs });
    if (typeof said !== 'string') return { type: 'threw', text: 'no answer', hidden: '', isOwn: false };
    const end = said.indexOf('\n');
    const [hidden, text] = [said.slice(1, end), said.slice(end + 1)];
    if (said.startsWith('v')) return { type: 'value', text, hidden };
    return { type: 'threw', text, hidden, isOwn: said.startsWith('o') };
  } catch (error) {
    // An error of that world is no instance of ours.
    if (isTimeout(error)) return { type: 'late' };
    // A stack or a memory that ran out inside.
    return { type: 'threw', text: 'it could not be called', hidden: '', isOwn: false };
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
  let hidden = '';
  for (const text of argumentsOf(pair, callsAtMost)) {
    if (performance.now() > end) break;
    const old = callIn(before, text);
    // Where the old version broke, the argument was none that it was made for.
    if (old.type === 'late') late += 1;
    if (late > 3) return { name, calls, unable: 'the old version does not end for some arguments' };
    if (old.type === 'late' || (old.type === 'threw' && !old.isOwn)) continue;
    const now = callIn(after, text);
    calls += 1;
    if (isSame(old, now)) {
      hidden ||= hiddenIn(old) || hiddenIn(now);
      continue;
    }
    const difference = { call: `${name}(${text})`, before: wordsOf(old, now), after: wordsOf(now, old) };
    if (rootShapesKnown(pair)) return { name, calls, difference };
    const unable = `it differs for ${difference.call}, whose types nothing declares: ${difference.before} before, ${difference.after} after`;
    return { name, calls, unable };
  }
  if (calls < callsAtLeast && pair.parameters.length > 0) {
    return { name, calls, unable: `only ${calls} made-up calls gave an answer` };
  }
  if (hidden !== '') return { name, calls, unable: `it gives ${hidden}, of which a call does not tell all` };
  return { name, calls };
}

function hiddenIn(outcome: Outcome): string {
  return outcome.type === 'late' ? '' : outcome.hidden;
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
