import type { Ask } from '../ask.ts';
import { compoundAsks } from './compound.ts';
import { commentAsks, generalAsks, renameAsks, typeAsks } from './edit.ts';
import { readAsks } from './read.ts';
import { closedAsks, findAsks } from './search.ts';
import { unclearAsks } from './unclear.ts';

/** Every ask of the evaluation, in the order it is run: asks about one package stand together within a kind. */
export const allAsks: readonly Ask[] = [
  ...closedAsks,
  ...findAsks,
  ...readAsks,
  ...commentAsks,
  ...generalAsks,
  ...typeAsks,
  ...renameAsks,
  ...unclearAsks,
  ...compoundAsks,
];
