import * as z from 'zod';

/** So many faults of one result are told; more say nothing more. */
const toldAtMost = 10;

/** What breaks a closed schema, in words: each fault with its place, the first ones of many (contracts rule 3). */
export function schemaFaults(error: z.ZodError): string {
  const told = z.prettifyError({ issues: error.issues.slice(0, toldAtMost) });
  const rest = error.issues.length - toldAtMost;
  return rest > 0 ? `${told}\nand ${rest.toLocaleString('en')} more` : told;
}
