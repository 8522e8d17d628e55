import type { KindFaults } from './kindFaults.ts';

/** The kinds that faults are planted into. A kind is one file beside this one and one line here. */
export const kindFaults: readonly KindFaults[] = [];
