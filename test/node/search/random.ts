/** A small generator of numbers that a seed repeats (mulberry32). */
export interface Random {
  /** From 0, up to but without `below`. */
  number(below: number): number;
  chance(share: number): boolean;
  pick<T>(from: readonly T[]): T;
  /** `from` to `to` items, inclusive. */
  list<T>(from: number, to: number, make: () => T): T[];
}

export function randomOf(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  };
  const number = (below: number): number => Math.floor(next() * below);
  return {
    number,
    chance: (share) => next() < share,
    pick: <T>(from: readonly T[]): T => {
      const picked = from[number(from.length)];
      if (picked === undefined) throw new Error('nothing to pick from');
      return picked;
    },
    list: (from, to, make) => Array.from({ length: from + number(to - from + 1) }, make),
  };
}
