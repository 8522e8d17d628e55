import type { FunctionPair, ValueShape } from '../../core/code.ts';

export type MadePair = FunctionPair;

/** Numbers that are the same each time, so that a run can be made again. */
function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Whether something says of every parameter what it takes; else a difference may be one that nobody can see. */
export function rootShapesKnown(pair: FunctionPair): boolean {
  return pair.parameters.every(isKnown);
}

function isKnown(shape: ValueShape): boolean {
  switch (shape.type) {
    case 'any':
      return false;
    case 'array':
      return isKnown(shape.of);
    case 'tuple':
    case 'union':
      return shape.of.every(isKnown);
    case 'object':
      return shape.fields.every((field) => isKnown(field.shape));
    default:
      return true;
  }
}

/** Lists of arguments as JavaScript text: simple values first, then ever more mixed ones. */
export function* argumentsOf(pair: FunctionPair, count: number): Generator<string> {
  const random = randomOf(0x5eed);
  const pick = <T>(values: readonly T[]): T | undefined => values[Math.floor(random() * values.length)];
  const numbers = pair.literals.filter((each) => typeof each === 'number');
  const strings = pair.literals.filter((each) => typeof each === 'string');
  const edges = [...new Set(numbers.flatMap((each) => [each, each - 1, each + 1, -each, each + 0.5]))];

  const number = (): string => {
    const kind = random();
    if (kind < 0.35 && edges.length > 0) return written(pick(edges) ?? 0);
    if (kind < 0.6) return written(pick([0, 1, 2, -1, 3, 10, 100]) ?? 0);
    if (kind < 0.8) return written(Math.floor((random() - 0.4) * 200));
    if (kind < 0.93) return written(Math.round((random() - 0.5) * 1e5) / 100);
    return written(pick([Number.NaN, Infinity, -Infinity, -0, 0.1, 2 ** 31, 2 ** 53, 1e21, -2.5]) ?? 0);
  };
  const letters = Array.from('abcXYZ 019_-.,:/@äß\u00e9\u4e2d\n\t');
  const word = (): string =>
    Array.from({ length: 1 + Math.floor(random() * 6) }, () => pick(letters) ?? 'a').join('');
  const string = (): string => {
    const kind = random();
    if (kind < 0.15) return '""';
    if (kind < 0.45 && strings.length > 0) {
      const found = pick(strings) ?? '';
      const made = pick([
        found,
        found.toUpperCase(),
        `${found}${word()}`,
        `${word()}${found}`,
        `${word()}${found}${word()}`,
      ]);
      return JSON.stringify(made ?? found);
    }
    if (kind < 0.7)
      return JSON.stringify(
        pick(['a', ' ', 'abc', 'Hello World', '0', '12', '1.5', ' x ', 'a,b,c', 'a-b_c', 'true']) ?? '',
      );
    return JSON.stringify(word());
  };
  const anything = (depth: number): string => {
    const kind = random();
    if (kind < 0.3) return number();
    if (kind < 0.6) return string();
    if (kind < 0.7) return random() < 0.5 ? 'true' : 'false';
    if (kind < 0.75) return 'null';
    if (kind < 0.8) return 'undefined';
    if (depth > 2) return '[]';
    return kind < 0.92
      ? list(() => anything(depth + 1))
      : `{ a: ${anything(depth + 1)}, b: ${anything(depth + 1)} }`;
  };
  const list = (item: () => string): string => {
    const length = pick([0, 1, 1, 2, 3, 5, 9]) ?? 0;
    const items = Array.from({ length }, item);
    // Equal values side by side are where sorting and counting go wrong.
    if (items.length > 1 && random() < 0.3) items[items.length - 1] = items[0] ?? '0';
    return `[${items.join(', ')}]`;
  };
  const value = (shape: ValueShape, depth: number): string => {
    switch (shape.type) {
      case 'number':
        return number();
      case 'string':
        return string();
      case 'boolean':
        return random() < 0.5 ? 'true' : 'false';
      case 'null':
      case 'undefined':
        return shape.type;
      case 'literal':
        return typeof shape.value === 'number' ? written(shape.value) : JSON.stringify(shape.value);
      case 'array':
        return depth > 4 ? '[]' : list(() => value(shape.of, depth + 1));
      case 'tuple':
        return `[${shape.of.map((each) => value(each, depth + 1)).join(', ')}]`;
      case 'object': {
        const fields = shape.fields.filter((field) => !field.optional || random() < 0.6);
        return `{ ${fields.map((field) => `[${JSON.stringify(field.name)}]: ${value(field.shape, depth + 1)}`).join(', ')} }`;
      }
      case 'union':
        return value(pick(shape.of) ?? { type: 'undefined' }, depth);
      case 'any':
        return anything(depth);
    }
  };
  for (let made = 0; made < count; made += 1) {
    yield pair.parameters.map((shape) => value(shape, 0)).join(', ');
    if (pair.parameters.length === 0) return;
  }
}

function written(value: number): string {
  return Object.is(value, -0) ? '-0' : value < 0 ? `(${value})` : String(value);
}
