import { editsBetween } from '../edit/rewrite.ts';
import type { Delegation, Draft } from '../kind.ts';
import type { ModelMessage } from '../model.ts';
import { linesOf } from '../text.ts';
import { codeOf, fenceLanguage } from './fence.ts';
import { draftOfFailure } from './models.ts';
import { findTestFrame, specifierOf, type TestFrame } from './testFrame.ts';

/** What is to be tested, and the file that the test goes into; it need not be there yet. */
export interface TestAsk {
  readonly instruction: string;
  readonly paths: readonly string[];
  readonly target: { readonly path: string; readonly line: number; readonly symbol: string };
}

const nothingSpent = { promptTokens: 0, outputTokens: 0, ms: 0, firstTokenMs: 0 };

/** Above this many lines a model is shown the head of what it tests only. */
const shownLinesAtMost = 80;

/**
 * Asks for test calls only. Imports are the project's own way of writing them, so code writes them: a small model
 * invents paths and packages (small-models section 7).
 */
export async function draftTest(task: TestAsk, delegation: Delegation, signal: AbortSignal): Promise<Draft> {
  const { house, model, finding, onProgress } = delegation;
  const fail = (reason: string): Draft => ({ type: 'failed', reason, usage: nothingSpent, retry: false });
  const [testPath] = task.paths;
  if (testPath === undefined) return fail('The task does not say which file the test goes into.');
  const { path, symbol: name, line } = task.target;
  const read = await house.files.read(path, signal);
  if (read.type === 'refused') return fail(`${path}: ${read.message}`);
  const answer = await house.code.symbols(path, read.file.text, signal);
  if (answer.type === 'unable') return fail(answer.reason);
  const symbol = answer.value.find(
    (one) => one.name === name && one.line <= line && line <= one.endLine && one.container === undefined,
  );
  if (symbol === undefined) return fail(`${path} declares no ${name} on line ${line}`);
  const old = await house.files.read(testPath, signal);
  if (old.type === 'refused' && old.reason !== 'missing') return fail(`${testPath}: ${old.message}`);
  const base = old.type === 'text' ? old.file.text : '';
  const frame = await findTestFrame(path, house, signal);
  const shown = linesOf(read.file.text).slice(
    symbol.line - 1,
    Math.min(symbol.endLine, symbol.line - 1 + shownLinesAtMost),
  );
  const completion = await model.complete(
    {
      messages: testMessages(path, name, shown, task.instruction, frame, finding),
      prefill: `\`\`\`${fenceLanguage(testPath)}\n`,
      stop: ['\n```'],
      maxTokens: 500,
    },
    onProgress,
    signal,
  );
  const failure = draftOfFailure(completion, 'test');
  if (failure !== undefined) return failure;
  const code = withoutImports(codeOf(completion.type === 'done' ? completion.text : ''));
  if (!code.some((one) => /\b(?:test|it)\s*\(/u.test(one))) {
    return { type: 'failed', reason: 'the model wrote no test', usage: completion.usage, retry: true };
  }
  const specifier = await specifierOf(testPath, path, await house.files.list(signal), house, signal);
  const content = fileWith(base, code, [...frame.imports, `import { ${name} } from '${specifier}';`], name);
  const edits = base === '' ? [{ path: testPath, whole: content }] : editsBetween(testPath, base, content);
  return { type: 'drafted', raw: { edits }, usage: completion.usage };
}

/** The prompt: what is tested, how a test looks here, and what to leave out. */
export function testMessages(
  path: string,
  name: string,
  shown: readonly string[],
  instruction: string,
  frame: TestFrame,
  finding: string | undefined,
): readonly ModelMessage[] {
  const code = `\`\`\`${fenceLanguage(path)}\n${shown.join('\n')}\n\`\`\``;
  const mind = finding === undefined ? '' : `\nMind this: ${finding}`;
  return [
    {
      role: 'system',
      content:
        'You write tests for one piece of code. You read the code and work out what it gives back for simple inputs. You answer with test calls only, without imports.',
    },
    {
      role: 'user',
      content: `${code}\n\nTask: ${instruction}${mind}\nA test looks like this: ${frame.example}\nWrite two or three short tests that call ${name}. Do not write imports, and do not write ${name} again.`,
    },
  ];
}

function withoutImports(lines: readonly string[]): readonly string[] {
  const kept = lines.filter(
    (line) => !/^\s*(?:import\b.*|(?:const|let|var)\s+.*=\s*require\(.*\);?\s*|export\s*\{.*)$/u.test(line),
  );
  const first = kept.findIndex((line) => line.trim() !== '');
  return first === -1 ? [] : kept.slice(first);
}

/** A new file with its imports, or the old one with what it lacks of them and the tests at its end. */
function fileWith(base: string, code: readonly string[], imports: readonly string[], name: string): string {
  const ending = base.includes('\r\n') ? '\r\n' : '\n';
  if (base === '') return `${[...imports, '', ...code].join('\n')}\n`;
  const lines = [...linesOf(base)];
  const missing = imports.filter((one) => !says(base, one, name));
  const last = lines.findLastIndex((line) => /^(?:import\b|\}\s*from\b)|=\s*require\(/u.test(line));
  lines.splice(last + 1, 0, ...missing);
  return `${[...lines, '', ...code].join(ending)}${base.endsWith('\n') ? ending : ''}`;
}

/** Whether a test file has what an import line brings, in whatever words. */
function says(base: string, line: string, name: string): boolean {
  const names = line.includes(`{ ${name} }`)
    ? [name]
    : (/import\s+\{?\s*([\w, ]+?)\s*\}?\s+from/u.exec(line)?.[1] ?? '').split(/\s*,\s*/u);
  const imports =
    base.match(/^import\b[^;]*?from\s*['"][^'"\n]+['"]|^(?:const|let|var)\s.*require\(.*$/gmu) ?? [];
  return names.every((one) =>
    imports.some((text) => new RegExp(`(?<![\\w$])${one.replaceAll('$', '\\$')}(?![\\w$])`, 'u').test(text)),
  );
}
