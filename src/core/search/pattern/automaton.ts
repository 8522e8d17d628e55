import { asciiWordSet, letterSet, wordSet, type CharSet } from './charSet.ts';
import type { Look } from './node.ts';
import type { Program } from './program.ts';

/** Tells whether a stretch of a text matches. Time is linear in the text, whatever the pattern. */
export interface Automaton {
  /** `from` inclusive, `to` exclusive, in UTF-16 units: nothing outside is seen, not even by a word boundary. */
  matches(text: string, from: number, to: number): boolean;
}

/** What one side of a position is. */
const word = 1;
const asciiWord = 2;
const letter = 4;
const carriageReturn = 8;
/** A byte that is no UTF-8, which stands as a lone surrogate in a text. */
const broken = 16;
const edge = 32;

/** States that are kept, and instructions in them; beyond it the cache is emptied and filled anew. */
const atMost = { states: 4_000, instructions: 400_000 };
const unknown = 0;
const dead = 1;
const matched = 2;

interface State {
  /** Instructions to go on from, sorted, before conditions on the position are looked at. */
  readonly kernel: readonly number[];
  readonly before: number;
}

/**
 * Turns a program into an automaton whose states are made when they are first needed. A condition on a position is
 * decided one character late, when both its sides are known.
 */
export function automatonOf(program: Program): Automaton {
  const { instructions, sets, start, anchored } = program;
  const looks = instructions.some((instruction) => instruction.type === 'look');
  const classes = classesOf(sets, looks);
  const marks = new Int32Array(instructions.length);
  let round = 0;
  let states: State[] = [];
  let rows: Int32Array[] = [];
  let known = new Map<string, number>();
  let kept = 0;

  const empty: State = { kernel: [], before: 0 };
  function reset(): number {
    states = [empty, empty, empty];
    rows = [new Int32Array(0), new Int32Array(0), new Int32Array(0)];
    known = new Map();
    kept = 0;
    return stateFor([start], looks ? edge : 0);
  }

  const isFull = (): boolean => states.length > atMost.states || kept > atMost.instructions;

  function stateFor(kernel: readonly number[], before: number): number {
    const key = `${before}:${kernel.join(',')}`;
    const index = known.get(key);
    if (index !== undefined) return index;
    known.set(key, states.length);
    kept += kernel.length;
    rows.push(new Int32Array(classes.count() + 8));
    return states.push({ kernel, before }) - 1;
  }

  /** Follows splits and conditions from a state's kernel; undefined where the match is reached. */
  function closure(state: State, after: number): readonly number[] | undefined {
    round += 1;
    const stack = [...state.kernel];
    const characters: number[] = [];
    for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
      if (marks[at] === round) continue;
      marks[at] = round;
      const instruction = instructions[at];
      if (instruction === undefined) continue;
      if (instruction.type === 'match') return undefined;
      if (instruction.type === 'char') characters.push(at);
      else if (instruction.type === 'split') stack.push(...instruction.next);
      else if (holds(instruction.look, state.before, after)) stack.push(instruction.next);
    }
    return characters;
  }

  function step(index: number, characterClass: number): number {
    const state = states[index] ?? empty;
    const side = classes.side(characterClass);
    const characters = closure(state, looks ? side : 0);
    let next = matched;
    if (characters !== undefined) {
      const kernel = new Set<number>();
      for (const at of characters) {
        const instruction = instructions[at];
        if (instruction?.type === 'char' && classes.holds(characterClass, instruction.set))
          kernel.add(instruction.next);
      }
      if (!anchored) kernel.add(start);
      if (kernel.size === 0) next = dead;
      else
        next = stateFor(
          [...kernel].sort((a, b) => a - b),
          looks ? side : 0,
        );
    }
    let row = rows[index] ?? new Int32Array(0);
    if (characterClass >= row.length) {
      const longer = new Int32Array(Math.max(classes.count() + 8, row.length * 2));
      longer.set(row);
      rows[index] = longer;
      row = longer;
    }
    row[characterClass] = next;
    return next;
  }

  let first = reset();
  return {
    matches(text, from, to) {
      if (isFull()) first = reset();
      let state = first;
      for (let at = from; at < to; at += 1) {
        let unit = text.charCodeAt(at);
        if (unit >= 0xd800 && unit <= 0xdbff && at + 1 < to) {
          const low = text.charCodeAt(at + 1);
          if (low >= 0xdc00 && low <= 0xdfff) {
            unit = (unit - 0xd800) * 0x400 + (low - 0xdc00) + 0x10000;
            at += 1;
          }
        }
        const characterClass = classes.of(unit);
        const next = rows[state]?.[characterClass] ?? unknown;
        state = next === unknown ? step(state, characterClass) : next;
        if (state === matched) return true;
        if (state === dead) return false;
        if (isFull()) {
          const { kernel, before } = states[state] ?? empty;
          first = reset();
          state = stateFor(kernel, before);
        }
      }
      const next = rows[state]?.[edgeClass] ?? unknown;
      return (next === unknown ? step(state, edgeClass) : next) === matched;
    },
  };
}

/** Class of the text's end, and of a byte that is no UTF-8: no set holds them. */
const edgeClass = 0;
const brokenClass = 1;

interface Classes {
  of(codePoint: number): number;
  holds(characterClass: number, set: number): boolean;
  side(characterClass: number): number;
  count(): number;
}

/** Sorts characters into classes that no set of the pattern and no condition tells apart. Made as they are met. */
function classesOf(sets: readonly CharSet[], looks: boolean): Classes {
  const members: (readonly boolean[])[] = [sets.map(() => false), sets.map(() => false)];
  const sides: number[] = [edge, broken];
  const bySignature = new Map<string, number>();
  const ascii = new Int32Array(128).fill(-1);
  const pages = new Map<number, Int32Array>();

  function make(codePoint: number): number {
    if (codePoint >= 0xd800 && codePoint <= 0xdfff) return brokenClass;
    const holds = sets.map((set) => set.has(codePoint));
    const side = looks ? sideOf(codePoint) : 0;
    const signature = `${side}:${holds.map((held) => (held ? '1' : '0')).join('')}`;
    const known = bySignature.get(signature);
    if (known !== undefined) return known;
    bySignature.set(signature, members.length);
    sides.push(side);
    return members.push(holds) - 1;
  }

  return {
    of(codePoint) {
      if (codePoint < 128) {
        const known = ascii[codePoint] ?? -1;
        if (known >= 0) return known;
        const made = make(codePoint);
        ascii[codePoint] = made;
        return made;
      }
      const number = codePoint >> 8;
      let page = pages.get(number);
      if (page === undefined) {
        page = new Int32Array(256).fill(-1);
        pages.set(number, page);
      }
      const known = page[codePoint & 255] ?? -1;
      if (known >= 0) return known;
      const made = make(codePoint);
      page[codePoint & 255] = made;
      return made;
    },
    holds: (characterClass, set) => members[characterClass]?.[set] === true,
    side: (characterClass) => sides[characterClass] ?? 0,
    count: () => members.length,
  };
}

function sideOf(codePoint: number): number {
  return (
    (wordSet.has(codePoint) ? word : 0) |
    (asciiWordSet.has(codePoint) ? asciiWord : 0) |
    (letterSet.has(codePoint) ? letter : 0) |
    (codePoint === 0x0d ? carriageReturn : 0)
  );
}

/** Whether a condition holds between two sides. */
function holds(look: Look, before: number, after: number): boolean {
  const bit = look.startsWith('ascii-') ? asciiWord : word;
  const left = (before & bit) !== 0;
  const right = (after & bit) !== 0;
  /** Beside a byte that is no UTF-8, ripgrep holds no negated condition of Unicode for true. */
  const sound = bit === asciiWord || ((before | after) & broken) === 0;
  switch (look) {
    case 'start':
      return (before & edge) !== 0;
    case 'end':
      return (after & edge) !== 0;
    case 'start-cr':
      return (before & (edge | carriageReturn)) !== 0;
    case 'end-cr':
      return (after & (edge | carriageReturn)) !== 0;
    case 'boundary':
    case 'ascii-boundary':
      return left !== right;
    case 'no-boundary':
    case 'ascii-no-boundary':
      return left === right && sound;
    case 'word-start':
    case 'ascii-word-start':
      return !left && right;
    case 'word-end':
    case 'ascii-word-end':
      return left && !right;
    case 'word-start-half':
    case 'ascii-word-start-half':
      return !left && (bit === asciiWord || (before & broken) === 0);
    case 'word-end-half':
    case 'ascii-word-end-half':
      return !right && (bit === asciiWord || (after & broken) === 0);
    case 'apart-before':
      return (before & letter) === 0;
    case 'apart-after':
      return (after & letter) === 0;
  }
}
