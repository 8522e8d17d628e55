import type { CodeAnswer, OracleQuestion, OracleReport, Rewritten } from '../../../core/code.ts';
import { data } from './data.ts';
import { exportsKept } from './exportsKept.ts';
import { exportsLost } from './exportsLost.ts';
import { fix } from './fix.ts';
import { format } from './format.ts';
import { imports } from './imports.ts';
import type { Oracle, OracleInput, RewriteInput } from './oracle.ts';
import { remove } from './remove.ts';
import { silencing } from './silencing.ts';
import { types } from './types.ts';

type Oracles = {
  readonly [Name in OracleQuestion['intent']]?: Oracle<Extract<OracleQuestion, { intent: Name }>>;
};

const oracles: Oracles = {
  format,
  data,
  imports,
  types,
  fix,
  remove,
  silencing,
  exports: exportsLost,
  'same-behaviour': exportsKept,
};

/** The oracle of an intent; the table's type says that it takes the question of that intent. */
function oracleOf(question: OracleQuestion): Oracle<OracleQuestion> | undefined {
  return oracles[question.intent];
}

/** Judges a change by the oracle of its declared intent. */
export async function judgeChange(
  question: OracleQuestion,
  input: OracleInput,
): Promise<CodeAnswer<OracleReport>> {
  const oracle = oracleOf(question);
  if (oracle === undefined)
    return { type: 'unable', reason: `nothing here judges the intent ${question.intent}` };
  return oracle.judge(question, input);
}

/** Makes the change of an intent by code alone, where that is possible. */
export async function rewriteTexts(
  question: OracleQuestion,
  input: RewriteInput,
): Promise<CodeAnswer<readonly Rewritten[]>> {
  const oracle = oracleOf(question);
  if (oracle?.rewrite === undefined) {
    return { type: 'unable', reason: `no tool here makes a change of the intent ${question.intent}` };
  }
  return oracle.rewrite(question, input);
}
