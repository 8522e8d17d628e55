import { directivesOf } from '../../../core/checks/edit/directives.ts';
import type { FileChange } from '../../../core/change.ts';
import type { CodeAnswer, CodeProblem, CodeShape, OracleReport } from '../../../core/code.ts';
import { languageOf, readerOf } from '../languages.ts';
import { commentDifference, differenceOf } from './difference.ts';
import { formatText } from './formatter.ts';
import type { Oracle, OracleInput } from './oracle.ts';
import { writtenProgram } from './program.ts';
import { writtenSheet } from './sheet.ts';
import { writtenTree } from './tree.ts';
import type { Written } from './written.ts';

/** Only the form changes (contracts rule 50): what is left without it is the same, before and after. */
export const format: Oracle<{ readonly intent: 'format' }> = {
  async judge(_question, input) {
    const problems: CodeProblem[] = [];
    const unsure: string[] = [];
    let leaves = 0;
    let comments = 0;
    for (const file of input.change.files) {
      const judged = await judgeFile(file, input);
      problems.push(...judged.problems.map((one) => ({ path: file.path, ...one })));
      unsure.push(...judged.unsure.map((reason) => `${file.path}: ${reason}`));
      leaves += judged.leaves;
      comments += judged.comments;
    }
    const saw = 'the texts before and after, without white space and what else is form';
    const value: OracleReport = { problems, unsure, saw, counts: { tokens: leaves, comments } };
    return { type: 'ok', value };
  },
  async rewrite(_question, input) {
    const value: { path: string; content: string }[] = [];
    for (const [path, text] of input.texts) {
      const content = await formatText(path, text, input);
      if (content.type === 'unable') return { type: 'unable', reason: `${path}: ${content.reason}` };
      if (content.value !== text) value.push({ path, content: content.value });
    }
    return { type: 'ok', value };
  },
};

interface Judged {
  readonly problems: readonly { readonly line: number; readonly message: string }[];
  readonly unsure: readonly string[];
  readonly leaves: number;
  readonly comments: number;
}

async function judgeFile(file: FileChange, input: OracleInput): Promise<Judged> {
  const { path, base, content } = file;
  const none = { leaves: 0, comments: 0 };
  if (file.operation === 'create') {
    return { ...none, problems: [{ line: 1, message: 'a new file is no change of form' }], unsure: [] };
  }
  const before = await writtenOf(path, base, input);
  if (before.type === 'unable') return { ...none, problems: [], unsure: [before.reason] };
  const now = await writtenOf(path, content, input);
  if (now.type === 'unable') return { ...none, problems: [], unsure: [now.reason] };
  const old = before.value;
  const fresh = now.value;
  const counts = { leaves: fresh.leaves.length, comments: fresh.comments.length };
  if (fresh.errors.length > old.errors.length) {
    const [first] = fresh.errors;
    const message = `the text no longer parses: ${first?.message ?? ''}`;
    return { ...counts, problems: [{ line: first?.line ?? 1, message }], unsure: [] };
  }
  const [broken] = old.errors;
  const difference = differenceOf(old, fresh);
  const isIndented = path.endsWith('.py') || path.endsWith('.pyi');
  const comment = difference === undefined ? commentDifference(old, fresh, isIndented) : undefined;
  const problems = [difference, comment].filter((one) => one !== undefined);
  // What a parser made of a broken text is a guess, so that equal texts prove nothing.
  if (broken !== undefined) {
    return { ...counts, problems, unsure: [`it does not parse before the change: ${broken.message}`] };
  }
  if (problems.length > 0) return { ...counts, problems, unsure: [] };
  const obeyed = await directives(path, old, fresh, input);
  return { ...counts, problems: obeyed.problems, unsure: obeyed.unsure };
}

async function writtenOf(path: string, text: string, input: OracleInput): Promise<CodeAnswer<Written>> {
  const reader = readerOf(path);
  switch (reader.type) {
    case 'typescript':
      return { type: 'ok', value: writtenProgram((await input.compiler()).ts, path, text) };
    case 'grammar': {
      const { grammar } = reader;
      const value = await input.grammars.withTree(grammar, text, (tree) =>
        writtenTree(grammar, tree.rootNode, text),
      );
      return { type: 'ok', value };
    }
    case 'css':
      return { type: 'ok', value: writtenSheet(text, reader.lineComments) };
    case 'none':
      return {
        type: 'unable',
        reason: 'no parser here reads this kind of file, so its form cannot be told from its content',
      };
    default: {
      const data = await import('./dataForm.ts');
      if (reader.type === 'yaml') return { type: 'ok', value: data.writtenYaml(text) };
      if (reader.type === 'toml') return { type: 'ok', value: data.writtenToml(text) };
      return { type: 'ok', value: data.writtenJson(text, reader.type) };
    }
  }
}

/** A directive for the next line holds for what stands there: it may not lose that line, nor some of what is on it. */
async function directives(
  path: string,
  before: Written,
  now: Written,
  input: OracleInput,
): Promise<Pick<Judged, 'problems' | 'unsure'>> {
  const none = { problems: [], unsure: [] };
  if (before.comments.length === 0) return none;
  const was = await input.shape(path, before.text);
  const is = await input.shape(path, now.text);
  if (was.type === 'unable' || is.type === 'unable') return none;
  const language = languageOf(path)?.name;
  const old = directivesOf(was.value, language);
  const fresh = directivesOf(is.value, language);
  const problems: { line: number; message: string }[] = [];
  const unsure: string[] = [];
  fresh.forEach((directive, at) => {
    const base = old[at];
    if (base === undefined) return;
    const [distance, baseDistance] = [distanceOf(directive.place), distanceOf(base.place)];
    if (distance !== baseDistance) {
      const message = `\`${directive.text}\` holds for the next line, and another line follows it now`;
      problems.push({ line: directive.line, message });
    } else if (
      distance !== undefined &&
      lineBelow(is.value, directive.line + distance) !== lineBelow(was.value, base.line + distance)
    ) {
      unsure.push(
        `\`${directive.text}\` in line ${directive.line} holds for one line, which holds other code now`,
      );
    }
  });
  return { problems, unsure };
}

function distanceOf(place: string): number | undefined {
  const match = /\+(-?\d+)$/u.exec(place);
  return match === null ? undefined : Number(match[1]);
}

/** The words on a line; separators and quotes are form. */
function lineBelow(shape: CodeShape, line: number): string {
  return shape.tokens
    .filter((token, at) => shape.tokenLines[at] === line && !/^[;,()]$/u.test(token))
    .map((token) => token.replace(/["'`]/gu, '"'))
    .join(' ');
}
