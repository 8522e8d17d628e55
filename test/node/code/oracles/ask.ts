import { afterAll, beforeAll } from 'vitest';
import type { OracleQuestion } from '../../../../src/core/code.ts';
import { changeOf, filesOf, never, openTestCode, type Texts } from '../project.ts';

export interface Asked {
  /** What refutes, with its place: `path:line message`. */
  readonly problems: string;
  readonly unsure: string;
  /** Why nothing was judged; empty where it was. */
  readonly unable: string;
}

/** Asks the real worker what an oracle says of a change of some files. */
export function openOracle() {
  const code = openTestCode();
  beforeAll(async () => {
    await code.symbols('warm.ts', '', never);
  }, 120_000);
  afterAll(() => code[Symbol.dispose]());
  return {
    async ask(before: Texts, after: Texts, question: OracleQuestion): Promise<Asked> {
      const answer = await code.oracle(filesOf(before), changeOf(before, after), question, never);
      if (answer.type === 'unable') return { problems: '', unsure: '', unable: answer.reason };
      const { problems, unsure } = answer.value;
      return {
        problems: problems.map((one) => `${one.path}:${one.line} ${one.message}`).join('\n'),
        unsure: unsure.join('\n'),
        unable: '',
      };
    },
    /** The files as code would have them, or the reason why code does not do it. */
    async rewrite(
      before: Texts,
      paths: readonly string[],
      question: OracleQuestion,
    ): Promise<Texts | string> {
      const answer = await code.rewrite(filesOf(before), paths, question, never);
      if (answer.type === 'unable') return answer.reason;
      return Object.fromEntries(answer.value.map((one) => [one.path, one.content]));
    },
  };
}

/** Nothing against it, and nothing left open. */
export const clean: Asked = { problems: '', unsure: '', unable: '' };
