import type { Constraint, Exported, Subject } from '../../constraints/constraint.ts';
import { linesOf } from '../../text.ts';
import type { SummaryInput } from './asRead.ts';

/** A summary as constraints count it: its text, or the texts of its bullets together (contracts rule 36). */
export async function subjectOfSummary(
  input: SummaryInput,
  constraint: Constraint,
  signal: AbortSignal,
): Promise<Subject> {
  const { result } = input;
  const exported =
    constraint.id === 'content:exported_functions' ? await exportedNames(input, signal) : undefined;
  if (!('bullets' in result)) return { text: result.text, exported };
  const bullets = result.bullets.map((bullet) => bullet.text);
  return { text: bullets.join('\n'), bullets, exported };
}

/** Names of the exported function declarations of the file (contracts rule 38). */
async function exportedNames(
  { task, handedOut, code }: SummaryInput,
  signal: AbortSignal,
): Promise<Exported> {
  const read = handedOut.get(task.path);
  if (read?.type !== 'text') return { unknown: read === undefined ? 'the file was not read' : read.message };
  const symbols = await code.symbols(task.path, read.file.text, signal);
  if (symbols.type === 'unable') return { unknown: symbols.reason };
  const functions = symbols.value.filter(
    (symbol) => symbol.kind === 'function' && symbol.exported && symbol.container === undefined,
  );
  const lines = linesOf(read.file.text);
  const isDeclared = (line: number): boolean =>
    /\b(?:function|def|func|fn)\b/u.test((lines[line - 1] ?? '').split(/=|\(/u)[0] ?? '');
  const names = (declared: boolean): readonly string[] => [
    ...new Set(functions.filter((one) => isDeclared(one.nameLine) === declared).map((one) => one.name)),
  ];
  return { declared: names(true), values: names(false) };
}
