import type { CodeAnswer, CodeProblem, OracleReport } from '../../../core/code.ts';
import type { FileChange } from '../../../core/change.ts';
import { compareEmitted, isDeclarations, isScript, said } from './emission.ts';
import type { Oracle, OracleInput } from './oracle.ts';
import { changedComments, directiveProblems, pairTokens, shapesOf, type Shapes } from './remarks.ts';
import { openSides, unreadReason } from './sides.ts';
import { onceEach } from '../problems.ts';

type Question = { readonly intent: 'types' };

/** Only types change: the JavaScript that the project's own settings make of it is the same (rule 53). */
export const types: Oracle<Question> = { judge };

async function judge(
  _question: Question,
  { source, change, compiler, cancelled }: OracleInput,
): Promise<CodeAnswer<OracleReport>> {
  for (const { path } of change.files) {
    const reason = unreadReason(path, 'the types');
    if (reason !== undefined) return { type: 'unable', reason };
  }
  const tools = await compiler();
  const { ts } = tools;
  const problems: CodeProblem[] = [];
  const unsure: string[] = [];
  const texts = new Map<string, Shapes>();
  let typed = 0;
  for (const file of change.files) {
    const shapes = shapesOf(ts, file.path, file.base, file.content);
    texts.set(file.path, shapes);
    problems.push(...directiveProblems(shapes), ...commentProblems(shapes));
    if (isScript(file.path)) problems.push(...scriptProblems(shapes));
    if (changesTypes(file, shapes)) typed += 1;
  }
  const paths = change.files.map((file) => file.path);
  const sides = openSides(tools, source, change, paths);
  const emitted = compareEmitted(ts, sides, change.files, texts, cancelled);
  problems.push(...emitted.problems);
  unsure.push(...emitted.unsure);
  if (typed === 0) unsure.push('no type changed');
  for (const path of sides.uncovered) unsure.push(`${path}: no tsconfig.json covers it`);
  const declarations = paths.filter(isDeclarations).length;
  const saw =
    declarations === 0
      ? 'the JavaScript that the compiler writes, before and after'
      : `the JavaScript that the compiler writes, before and after; of declaration files (${declarations}) it writes none`;
  return {
    type: 'ok',
    value: {
      problems: onceEach(problems, (one) => `${one.path}:${one.message}`),
      unsure: [...new Set(unsure)],
      saw,
      counts: { files: emitted.files },
    },
  };
}

/** In TypeScript other tokens than those at the end of things; in JavaScript a doc comment with a tag. */
function changesTypes(file: FileChange, shapes: Shapes): boolean {
  if (file.operation === 'create') return true;
  if (isScript(file.path)) {
    const { gone, added } = changedComments(shapes);
    return [...gone, ...added].some((one) => one.doc && carriesTypes(one.text));
  }
  const real = (tokens: readonly string[]): string =>
    tokens.filter((token) => token !== ';' && token !== ',').join(' ');
  return real(shapes.old.tokens) !== real(shapes.fresh.tokens);
}

const typeTag =
  /@(?:type|param|arg|argument|returns?|typedef|callback|prop|property|template|this|extends|augments|implements|satisfies|overload|enum|import|class|constructor|throws|yields|public|private|protected|readonly|override)\b/u;

function carriesTypes(text: string): boolean {
  return typeTag.test(text);
}

/** Comments stay. A doc comment that carries types may change, while what it says beside them stays. */
function commentProblems(shapes: Shapes): readonly CodeProblem[] {
  const { path, fresh } = shapes;
  const { gone, added } = changedComments(shapes);
  const words = new Set(added.flatMap((one) => proseOf(one.text)));
  return gone.flatMap((comment) => {
    const isTyped = comment.doc && carriesTypes(comment.text);
    if (isTyped && proseOf(comment.text).every((word) => words.has(word))) return [];
    const line = Math.min(comment.line, fresh.lineStates.length || 1);
    const text = comment.text.replace(/\s+/gu, ' ');
    const said = text.length > 50 ? `${text.slice(0, 49)}\u2026` : text;
    return [{ path, line, message: `a comment is gone, and it was no type: "${said}"` }];
  });
}

/** The words of a doc comment that are no tags and no types. */
function proseOf(text: string): readonly string[] {
  const plain = text
    .replace(/^\/\*\*|\*\/$/gu, ' ')
    .replace(/^\s*\*/gmu, ' ')
    .replace(/@[\w-]+/gu, ' ');
  return withoutBraces(plain).match(/[\p{L}\p{N}_$]{2,}/gu) ?? [];
}

function withoutBraces(text: string): string {
  let depth = 0;
  let kept = '';
  for (const character of text) {
    if (character === '{') depth += 1;
    if (depth === 0) kept += character;
    if (character === '}') depth = Math.max(0, depth - 1);
  }
  return kept;
}

/** JavaScript is what is written: not a token of it may change. */
function scriptProblems({ path, old, fresh }: Shapes): readonly CodeProblem[] {
  if (old.tokens.join('\0') === fresh.tokens.join('\0') && old.tree === fresh.tree) return [];
  const [hunk] = pairTokens(old.tokens, fresh.tokens).hunks;
  const at = Math.min(hunk?.start ?? 0, fresh.tokenLines.length - 1);
  const message = `code changed, and not only types: ${said(old.tokens, fresh.tokens)}`;
  return [{ path, line: fresh.tokenLines[at] ?? 1, message }];
}
