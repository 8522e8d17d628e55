// Right and wrong edits of the intents comments and rename in real packages: of the right ones nearly all must be
// verified, of the wrong ones none.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ts from 'typescript';
import { verifyRow, type VerifyAnswer } from '../../../src/cli/verify.ts';
import type { RenameSpan } from '../../../src/core/code.ts';
import { editsBetween } from '../../../src/core/edit/rewrite.ts';
import { randomOf, type Random } from '../../node/search/random.ts';
import { openTools } from '../../support/verdicts.ts';
import { insertBefore, nodesOf, parse, replaced, type Sheet } from './operator.ts';
import { openPackages, type SourceProject } from './packages.ts';

const perSide = 110;
const verifiedAtLeast = 0.95;

interface Row {
  readonly what: string;
  readonly isRight: boolean;
  readonly task: Readonly<Record<string, unknown>>;
  readonly texts: ReadonlyMap<string, string>;
}

type Tools = ReturnType<typeof openTools>;
const never = new AbortController().signal;

const folder = await mkdtemp(join(tmpdir(), 'countersign-intents-'));
try {
  process.exitCode = (await bench(folder)) ? 0 : 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function bench(into: string): Promise<boolean> {
  const projects = await openPackages(into);
  using tools = openTools();
  const comments = await judgeAll('comments', projects, tools, (project, random) =>
    Promise.resolve(commentRows(project, random)),
  );
  const rename = await judgeAll('rename', projects, tools, (project, random) =>
    renameRows(project, random, tools),
  );
  return comments && rename;
}

async function judgeAll(
  intent: string,
  projects: readonly SourceProject[],
  tools: Tools,
  make: (project: SourceProject, random: Random) => Promise<readonly Row[]>,
): Promise<boolean> {
  const random = randomOf(3);
  const counts = { right: 0, rightVerified: 0, wrong: 0, wrongVerified: 0, wrongRefuted: 0 };
  const odd: string[] = [];
  for (let round = 0; round < 4_000 && (counts.right < perSide || counts.wrong < perSide); round += 1) {
    const project = random.pick(projects);
    for (const row of await make(project, random)) {
      if ((row.isRight ? counts.right : counts.wrong) >= perSide) continue;
      const answer = await judge(project, row, tools);
      const state = 'error' in answer ? `error ${answer.error}` : answer.state;
      if (row.isRight) counts.right += 1;
      else counts.wrong += 1;
      if (row.isRight && state === 'verified') counts.rightVerified += 1;
      if (!row.isRight && state === 'verified') counts.wrongVerified += 1;
      if (!row.isRight && state === 'refuted') counts.wrongRefuted += 1;
      if ((state === 'verified') !== row.isRight && (row.isRight || state === 'verified')) {
        odd.push(
          `  ${state}: ${row.what}, ${project.name} ${[...row.texts.keys()].join(' ')} ${whyOf(answer)}`,
        );
      }
    }
  }
  const share = counts.rightVerified / counts.right;
  const holds = share >= verifiedAtLeast && counts.wrongVerified === 0;
  console.log(
    `${intent}: right ${counts.right}, verified ${counts.rightVerified} (${(100 * share).toFixed(1)} %); wrong ${counts.wrong}, verified ${counts.wrongVerified}, refuted ${counts.wrongRefuted}${holds ? '' : '  MISSED'}`,
  );
  for (const line of odd.slice(0, 12)) console.log(line);
  return holds;
}

function judge(project: SourceProject, row: Row, tools: Tools): Promise<VerifyAnswer> {
  const edits = [...row.texts].flatMap(([path, text]) =>
    editsBetween(path, project.texts.get(path) ?? '', text),
  );
  const task = { kind: 'edit', paths: [...row.texts.keys()], instruction: row.what, ...row.task };
  return verifyRow({ id: 1, workspace: project.folder, task, result: { edits } }, tools, never);
}

function whyOf(answer: VerifyAnswer): string {
  if ('error' in answer) return '';
  const [first] = answer.findings as readonly { readonly check: string; readonly message: string }[];
  return first === undefined ? '' : `${first.check}: ${first.message}`;
}

function sheetOf(project: SourceProject, random: Random): Sheet {
  const path = random.pick(project.paths);
  const text = project.texts.get(path) ?? '';
  return { path, text, source: parse(path, text), random, siblings: [] };
}

/** A right and a wrong edit of comments of one function taken by chance. */
function commentRows(project: SourceProject, random: Random): readonly Row[] {
  const sheet = sheetOf(project, random);
  const bare = nodesOf(sheet.source, ts.isFunctionDeclaration).filter(
    (node) =>
      node.name !== undefined &&
      node.body !== undefined &&
      sheet.text.slice(node.getFullStart(), node.getStart(sheet.source)).trim() === '' &&
      node.parameters.every((one) => ts.isIdentifier(one.name)) &&
      // Overloads: a comment belongs to the first of them.
      nodesOf(sheet.source, ts.isFunctionDeclaration).filter((one) => one.name?.text === node.name?.text)
        .length === 1,
  );
  if (bare.length === 0) return [];
  const node = random.pick(bare);
  const name = node.name?.text ?? '';
  const parameters = node.parameters.flatMap((one) =>
    ts.isIdentifier(one.name) && one.name.text !== 'this' ? [one.name.text] : [],
  );
  const line = sheet.source.getLineAndCharacterOfPosition(node.getStart(sheet.source)).line + 1;
  const endLine = sheet.source.getLineAndCharacterOfPosition(node.end).line + 1;
  const target = { path: sheet.path, line, endLine, symbol: name };
  const doc = (lines: readonly string[]): string =>
    ['/**', ...lines.map((one) => ` * ${one}`), ' */'].join('\n');
  const told = parameters.map((one) => `@param ${one} What the caller hands in.`);
  const rows: Row[] = [];
  const add = (isRight: boolean, text: string): void => {
    rows.push({
      what: `Add a doc comment to ${name}`,
      isRight,
      task: { intent: 'comments', target },
      texts: new Map([[sheet.path, text]]),
    });
  };
  const right = insertBefore(sheet, node, doc(['Does what its name says.', ...told]));
  add(true, right);
  const shift = right.length - sheet.text.length;
  const wrongs: readonly (() => string | undefined)[] = [
    () => insertBefore(sheet, node, doc(['Does what its name says.', `@param ${name}Options What to do.`])),
    () => insertBefore(sheet, node, doc([`Calls {@link ${name}Internally} first.`])),
    () =>
      insertBefore(
        sheet,
        node,
        doc([
          'Does what its name says.',
          '@throws {NeverDeclaredError} When it fails.',
          '@param nothingAtAll x',
        ]),
      ),
    () => replaced(right, node.end + shift - 1, node.end + shift - 1, ' void 0; '),
    () => right.replace(`function ${name}`, () => `function ${name}_`),
    () => insertBefore(sheet, node, '// @ts-nocheck'),
    () => replaced(sheet.text, node.getStart(sheet.source), node.getStart(sheet.source), '// '),
    () => {
      const [first] = node.body?.statements ?? [];
      const at = first?.getStart(sheet.source);
      return at === undefined ? undefined : replaced(sheet.text, at, at, '// ');
    },
  ];
  const wrong = random.pick(wrongs)();
  if (wrong !== undefined && wrong !== sheet.text) add(false, wrong);
  return rows;
}

/** A right rename of a function or a constant, as the language service makes it, and a spoilt one. */
async function renameRows(project: SourceProject, random: Random, tools: Tools): Promise<readonly Row[]> {
  const sheet = sheetOf(project, random);
  const named = nodesOf(sheet.source, isNamed).filter((node) => node.name.text.length > 3);
  if (named.length === 0) return [];
  const { name } = random.pick(named);
  const line = sheet.source.getLineAndCharacterOfPosition(name.getStart(sheet.source)).line + 1;
  const target = { path: sheet.path, line, symbol: name.text, to: `${name.text}Renamed` };
  const first = new RegExp(`(?<![\\w$])${name.text.replaceAll('$', '\\$')}(?![\\w$])`, 'u');
  // The target is the first of its name on the line (contracts rule 48).
  const text = sheet.text.split('\n')[line - 1] ?? '';
  const column = sheet.source.getLineAndCharacterOfPosition(name.getStart(sheet.source)).character;
  if (first.exec(text)?.index !== column) return [];
  const code = tools.codeAt(project.folder);
  const files = tools.filesAt(project.folder);
  const spans = await code.renameSpans(files, target, never);
  if (spans.type === 'unable' || spans.value.length < 2) return [];
  const task = {
    intent: 'rename',
    target,
    paths: [...new Set([sheet.path, ...spans.value.map((one) => one.path)])],
  };
  const row = (isRight: boolean, some: readonly RenameSpan[]): Row => ({
    what: `Rename ${name.text} to ${target.to}`,
    isRight,
    task,
    texts: renamed(project, some),
  });
  // In a comment the old name may stay (contracts rule 51): only places in code are missed.
  const inCode = spans.value.flatMap((one, index) => (isInCode(project, one) ? [index] : []));
  const missing = random.pick(inCode);
  const spoilt = random.chance(0.5)
    ? spans.value.filter((_, index) => index !== missing)
    : withAnother(project, spans.value, name.text, target.to);
  const rows = [row(true, spans.value)];
  if (spoilt !== undefined && spoilt.length > 0) rows.push(row(false, spoilt));
  return rows;
}

function isInCode(project: SourceProject, { path, line, column }: RenameSpan): boolean {
  const source = parse(path, project.texts.get(path) ?? '');
  const at = source.getPositionOfLineAndCharacter(line - 1, column);
  return nodesOf(source, ts.isIdentifier).some((node) => node.getStart(source) === at);
}

type Named = (
  ts.FunctionDeclaration | ts.VariableDeclaration | ts.ClassDeclaration | ts.InterfaceDeclaration
) & { readonly name: ts.Identifier };

function isNamed(node: ts.Node): node is Named {
  const isOne =
    ts.isFunctionDeclaration(node) ||
    ts.isVariableDeclaration(node) ||
    ts.isClassDeclaration(node) ||
    ts.isInterfaceDeclaration(node);
  return isOne && node.name !== undefined && ts.isIdentifier(node.name);
}

/** One more place renamed than there should be: a word of the same name in a comment or a string, or another name. */
function withAnother(
  project: SourceProject,
  spans: readonly RenameSpan[],
  name: string,
  to: string,
): readonly RenameSpan[] | undefined {
  const known = new Set(spans.map((one) => `${one.path}:${one.line}:${one.column}`));
  for (const path of new Set(spans.map((one) => one.path))) {
    const source = parse(path, project.texts.get(path) ?? '');
    for (const node of nodesOf(source, ts.isIdentifier)) {
      const { line, character } = source.getLineAndCharacterOfPosition(node.getStart(source));
      const key = `${path}:${line + 1}:${character}`;
      if (known.has(key) || node.text === name || node.text.length < 4) continue;
      return [...spans, { path, line: line + 1, column: character, length: node.text.length, text: to }];
    }
  }
  return undefined;
}

function renamed(project: SourceProject, spans: readonly RenameSpan[]): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  for (const path of new Set(spans.map((one) => one.path))) {
    const lines = (project.texts.get(path) ?? '').split('\n');
    const own = spans
      .filter((one) => one.path === path)
      .sort((a, b) => b.line - a.line || b.column - a.column);
    for (const { line, column, length, text } of own) {
      const old = lines[line - 1] ?? '';
      lines[line - 1] = old.slice(0, column) + text + old.slice(column + length);
    }
    texts.set(path, lines.join('\n'));
  }
  return texts;
}
