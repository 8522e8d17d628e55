/** Sets that only ever grow together: which keys have to be renamed with which. */
export interface Union {
  join(a: string, b: string): void;
  /** The same for all keys of one set. */
  root(key: string): string;
}

export function openUnion(): Union {
  const parents = new Map<string, string>();
  const root = (key: string): string => {
    let at = key;
    for (let next = parents.get(at); next !== undefined; next = parents.get(at)) at = next;
    return at;
  };
  return {
    root,
    join(a, b) {
      const from = root(a);
      const to = root(b);
      if (from !== to) parents.set(from, to);
    },
  };
}
