import { parseArgs } from 'node:util';
import type { Ask } from './ask.ts';

export interface Options {
  readonly only: readonly string[];
  readonly kinds: readonly string[];
  readonly limit: number;
  readonly out: string;
  readonly worker: string | undefined;
  readonly fresh: boolean;
  /** Only applies the gold to what the out file holds; no model is asked. */
  readonly score: boolean;
}

export const usage = `npm run test:model -- [options]
  --only ID,ID     only these asks
  --kind KIND,...  only asks of these kinds: find closed read comments general types rename unclear compound
  --limit N        the first N of them, spread over the kinds
  --out FILE       where events are kept; asks that stand there from the same code are not run again
  --worker ID      the model to ask, as "countersign models" names it
  --fresh          run everything again
  --score          ask nobody: apply the gold to what the file holds`;

/** Reads the command line. Throws, with the reason, where it cannot be used. */
export function optionsOf(argv: readonly string[], defaultOut: string): Options {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      only: { type: 'string' },
      kind: { type: 'string' },
      limit: { type: 'string' },
      out: { type: 'string' },
      worker: { type: 'string' },
      fresh: { type: 'boolean' },
      score: { type: 'boolean' },
    },
  });
  const list = (text: string | undefined): readonly string[] =>
    (text ?? '').split(',').filter((word) => word !== '');
  const limit = values.limit === undefined ? Number.POSITIVE_INFINITY : Number(values.limit);
  if (Number.isNaN(limit) || limit < 1) throw new Error('--limit takes a number of asks');
  return {
    only: list(values.only),
    kinds: list(values.kind),
    limit,
    out: values.out ?? defaultOut,
    worker: values.worker,
    fresh: values.fresh ?? false,
    score: values.score ?? false,
  };
}

/** The asks that the options name, in the order of `all`. Throws for an id or a kind that is none. */
export function chosen(all: readonly Ask[], options: Options): readonly Ask[] {
  const unknownId = options.only.find((id) => !all.some((ask) => ask.id === id));
  if (unknownId !== undefined) throw new Error(`there is no ask "${unknownId}"`);
  const unknownKind = options.kinds.find((kind) => !all.some((ask) => ask.gold.type === kind));
  if (unknownKind !== undefined) throw new Error(`there is no ask of the kind "${unknownKind}"`);
  const fitting = all.filter(
    (ask) =>
      (options.only.length === 0 || options.only.includes(ask.id)) &&
      (options.kinds.length === 0 || options.kinds.includes(ask.gold.type)),
  );
  return spread(fitting, options.limit);
}

/** At most `limit` asks, the kinds by turns, so that a short run sees every kind. */
function spread(asks: readonly Ask[], limit: number): readonly Ask[] {
  if (asks.length <= limit) return asks;
  const byKind = Map.groupBy(asks, (ask) => ask.gold.type);
  const kept = new Set<Ask>();
  for (let turn = 0; kept.size < limit; turn += 1) {
    for (const group of byKind.values()) {
      const ask = group[turn];
      if (ask !== undefined && kept.size < limit) kept.add(ask);
    }
  }
  return asks.filter((ask) => kept.has(ask));
}
