import type { FileChange } from '../../change.ts';
import type { Check } from '../../check.ts';
import type { CodeSymbol } from '../../code.ts';
import type { EditResult, EditTask } from '../../edit/contract.ts';
import { diffLines } from '../../edit/diff.ts';
import { linesOf } from '../../text.ts';
import { partsOfText } from './demanded.ts';
import { findingAt, outcomeOf, spotsOf, withChanges, type EditFinding, type EditInput } from './staged.ts';

/**
 * What the instruction does not speak of is still there (contracts rules 58 and 64): the symbols of the file and
 * their parameters, `export`, `async` and `await`, comments whose code is the same, and, where something is only to
 * be added, every statement and every number and string. Where only types are to come, nothing that runs does.
 */
export function kept(task: EditTask): Check<EditTask, EditResult> {
  const { instruction } = task;
  return {
    id: 'edit.kept',
    title: 'nothing is gone that was not to go',
    required: true,
    timeoutMs: 30_000,
    run(input, signal) {
      return withChanges(input, async (changes) => {
        const spots = spotsOf(input);
        const findings: EditFinding[] = [];
        for (const change of changes) {
          const lost = [
            ...(await lostSymbols(input, change, instruction, signal)),
            ...(await lostWords(input, change, instruction, signal)),
            ...(await lostComments(input, change, instruction, signal)),
            ...(isAddition(instruction) ? lostStatements(change) : []),
            ...(await changedValues(input, change, instruction, signal)),
          ];
          for (const { line, message } of lost) findings.push(findingAt(spots, change.path, line, message));
        }
        return outcomeOf(findings, [{ saw: 'what stood there before', counts: { files: changes.length } }]);
      });
    },
  };
}

interface Lost {
  readonly line: number;
  readonly message: string;
}

/** Words with which something that stands there may go or take another form. */
const restructures =
  /\b(?:remov|delet|drop|strip|replac|renam|mov|extract|inlin|convert|split|merg|combin|simplif|refactor|rewrit|reorgani[sz]|restructur|turn|collaps|instead|rather|unused|dead|clean|dedup|reuse|destructur|swap|get rid|no longer|shorten|unwrap|undo|revert|transform|migrat|reorder|sort|invert|flip)\w*/iu;

/** Something is to come, and nothing is said of what stands there. */
export function isAddition(instruction: string): boolean {
  const opens =
    /^\s*(?:please\s+)?(?:add|insert|append|introduce|log|export|annotate|give|mark|guard|validate|also)\b/iu;
  const alters =
    /\b(?:chang\w*|set|increas\w*|decreas\w*|from|fix\w*|support\w*|only|stop\w*|switch|use|default\w*|allow\w*|handl\w*|make\s+(?!sure)|wrap\w*|return type)\b/iu;
  return opens.test(instruction) && !restructures.test(instruction) && !alters.test(instruction);
}

/** Symbols that are gone, and parameters, `export` of those that stay. */
async function lostSymbols(
  input: EditInput,
  change: FileChange,
  instruction: string,
  signal: AbortSignal,
): Promise<readonly Lost[]> {
  if (restructures.test(instruction)) return [];
  const before = await input.code.symbols(change.path, change.base, signal);
  const now = await input.code.symbols(change.path, change.content, signal);
  if (before.type === 'unable' || now.type === 'unable') return [];
  const speaksOfParameters =
    /\b(?:param\w*|arguments?|args?|signature|options? object|accept\w*|take[sn]?)\b/iu.test(instruction);
  const speaksOfExport = /\b(?:export\w*|private|public|internal)\b/iu.test(instruction);
  return before.value.flatMap((symbol): Lost[] => {
    const same = now.value.filter((one) => one.name === symbol.name && one.container === symbol.container);
    const [first] = same;
    if (first === undefined) {
      return isNamed(symbol.name, instruction)
        ? []
        : [{ line: symbol.line, message: `${symbol.name} is gone, and nothing was said of it` }];
    }
    const lost: Lost[] = [];
    const gone = symbol.parameters.filter((name) => !same.some((one) => one.parameters.includes(name)));
    const unsaid = gone.filter((name) => !isNamed(name, instruction));
    if (unsaid.length > 0 && !speaksOfParameters && hasFewer(symbol, same))
      lost.push({
        line: first.line,
        message: `the parameter ${unsaid.join(', ')} of ${symbol.name} is gone`,
      });
    if (symbol.exported && !same.some((one) => one.exported) && !speaksOfExport)
      lost.push({ line: first.line, message: `${symbol.name} is no longer exported` });
    return lost;
  });
}

/** A pattern in the place of a name is no plain parameter and may hold it. */
function hasFewer(symbol: CodeSymbol, now: readonly CodeSymbol[]): boolean {
  return now.every((one) => one.parameters.length > 0 || symbol.parameters.length === 1);
}

function isNamed(name: string, instruction: string): boolean {
  return new RegExp(`(?<![\\p{L}\\p{N}_$])${name.replace(/\$/gu, '\\$')}(?![\\p{L}\\p{N}_$])`, 'u').test(
    instruction,
  );
}

/** `await` and `async` that are gone; of an addition also numbers and strings. */
async function lostWords(
  input: EditInput,
  change: FileChange,
  instruction: string,
  signal: AbortSignal,
): Promise<readonly Lost[]> {
  if (restructures.test(instruction)) return [];
  const before = await input.code.shape(change.path, change.base, signal);
  const now = await input.code.shape(change.path, change.content, signal);
  if (before.type === 'unable' || now.type === 'unable') return [];
  const speaksOfAsync = /\b(?:a?sync\w*|await\w*|promises?|parallel|concurren\w*|then)\b/iu.test(instruction);
  const line = firstLine(change);
  const rows = countTokens(before.value.tokens, (token) => token === 'await' || token === 'async');
  const left = countTokens(now.value.tokens, () => true);
  const gone = speaksOfAsync ? [] : [...rows].filter(([token, count]) => (left.get(token) ?? 0) < count);
  const literals = isAddition(instruction)
    ? [...countTokens(before.value.tokens, (token) => /^(?:\d|['"]).+|^\d$/su.test(token))].filter(
        ([token, count]) => standing(now.value.tokens, token) < count,
      )
    : [];
  return [...gone, ...literals].map(([token]) => ({
    line,
    message: `\`${token.length > 60 ? `${token.slice(0, 59)}\u2026` : token}\` is gone, and nothing was said of it`,
  }));
}

function countTokens(
  tokens: readonly string[],
  isMeant: (token: string) => boolean,
): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const token of tokens) if (isMeant(token)) counts.set(token, (counts.get(token) ?? 0) + 1);
  return counts;
}

/** A string may come back with other quotation marks or as part of a template, a number with separators. */
function standing(tokens: readonly string[], literal: string): number {
  const bare = literal.replace(/^['"]|['"]$/gu, '');
  return tokens.filter(
    (token) =>
      token === literal ||
      token.replace(/_/gu, '') === bare ||
      (/^['"`}]/u.test(token) && token.includes(bare)),
  ).length;
}

/** Comments that are gone while the line of code behind them is the same. */
async function lostComments(
  input: EditInput,
  change: FileChange,
  instruction: string,
  signal: AbortSignal,
): Promise<readonly Lost[]> {
  if (restructures.test(instruction) || /\b(?:comments?|jsdoc|docs?|todo|fixme)\b/iu.test(instruction))
    return [];
  const before = await input.code.shape(change.path, change.base, signal);
  const now = await input.code.shape(change.path, change.content, signal);
  if (before.type === 'unable' || now.type === 'unable') return [];
  const plain = (text: string): string => text.replace(/\s+/gu, ' ').trim();
  const stays = new Set(now.value.comments.map((comment) => plain(comment.text)));
  const base = linesOf(change.base);
  const content = new Set(linesOf(change.content).map((line) => line.trim()));
  return before.value.comments.flatMap((comment): Lost[] => {
    if (stays.has(plain(comment.text)) || comment.toCode < 1) return [];
    const code = base[comment.endLine - 1 + comment.toCode]?.trim() ?? '';
    return code.length > 3 && content.has(code)
      ? [{ line: firstLine(change), message: `the comment "${shorten(plain(comment.text))}" is gone` }]
      : [];
  });
}

/** Lines that are gone and whose words no new line has: where something was only to be added, they were to stay. */
function lostStatements(change: FileChange): readonly Lost[] {
  const base = linesOf(change.base);
  const content = linesOf(change.content);
  return diffLines(base, content).flatMap((hunk): Lost[] => {
    const fresh = new Set(partsOfText(content.slice(Math.max(0, hunk.start - 6), hunk.end + 6).join('\n')));
    const all = new Set(content.map((line) => line.trim()));
    const gone = base.slice(hunk.baseStart, hunk.baseEnd).find((line) => {
      const words = partsOfText(line).filter((part) => /[\p{L}\p{N}]/u.test(part));
      if (words.length < 2 || all.has(line.trim()) || /^\s*(?:\/\/|\*|\/\*|#)/u.test(line)) return false;
      return words.filter((part) => fresh.has(part)).length < words.length * 0.6;
    });
    return gone === undefined
      ? []
      : [
          {
            line: hunk.start + 1,
            message: `the line \`${shorten(gone.trim())}\` is gone, and something was only to be added`,
          },
        ];
  });
}

/** Only types are to come: nothing that runs may. Changing a type that stands there is another instruction. */
export function isOfTypesOnly(instruction: string): boolean {
  const asks =
    /^\s*(?:please\s+)?(?:add|give|annotate|declare|specify|mark|make)\b.*\b(?:return type|types?|type annotations?|readonly|optional)\b/isu;
  const more =
    /\b(?:default\w*|throw\w*|return(?!\s+types?\b)\w*|values?|check\w*|guard\w*|validat\w*|if|when|and (?!type|return type|mark|make)\w+|new|parameter (?:called|named)|pass\w*|use[sd]?|call(?:s|ed|ing)?|runtime|enum|class|field|property\s+\S+\s+of type)\b|\badd\s+(?:an?|the)\s+(?:\w+\s+)?(?:parameter|argument|property|field|member|option|function|method)/iu;
  return asks.test(instruction) && !restructures.test(instruction) && !more.test(instruction);
}

const running = new Set([
  'if',
  'else',
  'return',
  'throw',
  'for',
  'while',
  'await',
  'let',
  'var',
  '&&',
  '||',
  '??',
  '===',
  '!==',
]);

async function changedValues(
  input: EditInput,
  change: FileChange,
  instruction: string,
  signal: AbortSignal,
): Promise<readonly Lost[]> {
  if (!isOfTypesOnly(instruction)) return [];
  const before = await input.code.shape(change.path, change.base, signal);
  const now = await input.code.shape(change.path, change.content, signal);
  if (before.type === 'unable' || now.type === 'unable') return [];
  const isWord = (token: string): boolean => running.has(token) || /^[\p{L}\p{N}_$]/u.test(token);
  const old = countTokens(before.value.tokens, isWord);
  const next = countTokens(now.value.tokens, isWord);
  const loose = new Set(['any', 'unknown', 'object', 'Function', 'void', 'const']);
  const lost = [...old].find(([token, count]) => !loose.has(token) && (next.get(token) ?? 0) < count);
  const come = [...next].find(([token, count]) => running.has(token) && (old.get(token) ?? 0) < count);
  const line = firstLine(change);
  if (lost !== undefined)
    return [{ line, message: `\`${shorten(lost[0])}\` is gone, and only types were to come` }];
  if (come !== undefined) return [{ line, message: `\`${come[0]}\` has come, and only types were to come` }];
  return [];
}

function firstLine(change: FileChange): number {
  return (diffLines(linesOf(change.base), linesOf(change.content))[0]?.start ?? 0) + 1;
}

function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 59)}\u2026` : text;
}
