import { classify } from './classify.ts';
import { extractFaults } from './extract.ts';
import { fill } from './fill.ts';
import type { KindFaults } from './kindFaults.ts';
import { read } from './read.ts';
import { refactor } from './refactor.ts';
import { search } from './search.ts';
import { summarize } from './summarize.ts';
import { transform } from './transform.ts';

/** The kinds that faults are planted into. A kind is one file beside this one and one line here. */
export const kindFaults: readonly KindFaults[] = [
  transform,
  fill,
  classify,
  extractFaults,
  read,
  refactor,
  search,
  summarize,
];
