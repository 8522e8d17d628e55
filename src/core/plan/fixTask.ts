import type { KnownError } from '../code.ts';

/** The task to mend one error: what the compiler says is the instruction. */
export function fixOf(path: string, error: KnownError): Readonly<Record<string, unknown>> {
  return {
    kind: 'edit',
    intent: 'fix',
    instruction: `Fix the error TS${error.code} on line ${error.line}: ${error.message}`,
    paths: [path],
    target: { path, line: error.line, code: error.code },
  };
}
