import type { EditCheck } from './change.ts';
import { commentChecks } from './comments.ts';
import { generalChecks } from './general.ts';
import { typeChecks } from './types.ts';

/** The check of every edit ask but the renames, by the ask's id. */
export const editChecks: Readonly<Record<string, EditCheck>> = {
  ...commentChecks,
  ...generalChecks,
  ...typeChecks,
};
