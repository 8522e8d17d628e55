import type { Check } from '../../check.ts';
import type { ReadResult, ReadTask } from '../../kinds/read.ts';
import type { Finding } from '../../verdict.ts';
import { isBacked, tokensOf } from '../sentence.ts';

/** Names, numbers and paths of a statement stand whole in its own quotes (contracts rules 12 and 13). */
export const tokensBacked: Check<ReadTask, ReadResult> = {
  id: 'read.tokens',
  title: 'names, numbers and paths stand in the quotes',
  required: true,
  timeoutMs: 5_000,
  run({ result }) {
    const findings: Omit<Finding, 'check' | 'level'>[] = [];
    let count = 0;
    for (const [index, statement] of result.statements.entries()) {
      const tokens = tokensOf(statement.text);
      count += tokens.length;
      for (const token of tokens) {
        if (isBacked(token, statement.quotes)) continue;
        findings.push({
          claim: `s${index + 1}`,
          message: `"${token}" stands in none of the statement's quotes`,
        });
      }
    }
    const evidence = [{ saw: `${count} names, numbers and paths`, counts: { tokens: count } }];
    if (findings.length > 0) return Promise.resolve({ type: 'fail', findings, evidence });
    return Promise.resolve({ type: 'pass', evidence });
  },
};
