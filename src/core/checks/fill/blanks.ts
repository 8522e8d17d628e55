import type { Check } from '../../check.ts';
import type { FillResult, FillTask } from '../../kinds/fill.ts';
import type { Finding } from '../../verdict.ts';
import { readingFor } from './reading.ts';
import { capped, claimId } from '../many.ts';

/**
 * The blanks are those of the template, each filled once, none invented; a given value is used as given and carries
 * no quote, any other carries its path, line and quote (contracts rule 34a).
 */
export const blanksFilled: Check<FillTask, FillResult> = {
  id: 'fill.blanks',
  title: 'every blank is filled and none is invented',
  required: true,
  timeoutMs: 10_000,
  run({ task, result }) {
    const { template, doubt } = readingFor(task, result);
    const given = new Map(Object.entries(task.values ?? {}));
    const wanted = new Map(
      template.parts.flatMap((part) => (part.type === 'blank' ? [[part.name, part.text]] : [])),
    );
    const seen = new Set<string>();
    const findings: Omit<Finding, 'check' | 'level'>[] = [];
    for (const [index, blank] of result.blanks.entries()) {
      const { name, value } = blank;
      const fault = (message: string): void => void findings.push({ claim: claimId('b', index), message });
      const mark = wanted.get(name);
      if (mark === undefined) fault(`the template has no blank called "${name}"`);
      if (seen.has(name)) fault(`the blank "${name}" is listed more than once`);
      seen.add(name);
      if (value === '') fault(`the blank "${name}" has no value`);
      const own = given.get(name);
      const parts = [blank.path, blank.line, blank.quote].filter((part) => part !== undefined).length;
      if (own !== undefined) {
        if (value !== own) {
          fault(`the value of "${name}" is ${JSON.stringify(value)}, and ${JSON.stringify(own)} is given`);
        }
        if (parts > 0) fault(`the value of "${name}" is given, so it carries no quote`);
      } else {
        if (parts < 3) fault(`the value of "${name}" is not given, so it needs a path, a line and a quote`);
        if (value === mark) fault(`the blank "${name}" is left as it is`);
      }
    }
    for (const name of template.names) {
      if (!seen.has(name)) findings.push({ message: `the blank "${name}" is not filled` });
    }
    const counts = { blanks: template.names.length, filled: seen.size };
    const evidence = [{ saw: `the blanks of the template, written as ${template.sort}`, counts }];
    if (findings.length > 0) {
      return Promise.resolve({ type: 'fail', findings: capped(findings), evidence });
    }
    if (doubt !== undefined) {
      return Promise.resolve({
        type: 'unable',
        reason: `the template can be read in two ways: ${doubt}`,
        evidence,
      });
    }
    const unused = [...given.keys()].filter((name) => !wanted.has(name));
    const notes = unused
      .slice(0, 5)
      .map((name) => ({ message: `a value is given for "${name}", which is no blank` }));
    return Promise.resolve({ type: 'pass', evidence, notes });
  },
};
