import type { FileChange } from '../../change.ts';
import type { Check } from '../../check.ts';
import type { CodeAnswer, CodeShape, CodeSymbol } from '../../code.ts';
import type { EditResult, EditTask } from '../../edit/contract.ts';
import { diffLines, type Hunk } from '../../edit/diff.ts';
import { linesOf, shorten } from '../../text.ts';
import { timesNamed } from './codeText.ts';
import { outcomeOfLacks, partsOfText, type Lack } from './demanded.ts';
import { withChanges, type EditInput } from './staged.ts';

/**
 * What the instruction does not speak of is still there (contracts rules 58 and 64): the symbols of the file and
 * their parameters, `export`, `async` and `await`, comments whose code is the same, and, where something is only to
 * be added, every statement and every number and string. Where only types are to come, nothing that runs does. Only
 * a lost `export`, a lost parameter and an unrelated symbol that is lost refute; the rest can be part of a right
 * change and leaves the matter open.
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
        const pairs: { readonly path: string; readonly pair: Pair }[] = [];
        let reason: string | undefined;
        for (const change of changes) {
          const pair = await pairOf(input, change, signal);
          if (pair.type === 'unable') reason ??= pair.reason;
          else pairs.push({ path: change.path, pair: pair.value });
        }
        const names = new Set(pairs.flatMap(({ pair }) => pair.now.symbols.map((symbol) => symbol.name)));
        const lacks = pairs.flatMap(({ path, pair }): readonly Lack[] => {
          const lost = [
            ...lostSymbols(pair, instruction, names),
            ...lostWords(pair, instruction),
            ...lostComments(pair, instruction),
            ...(isAddition(instruction) ? lostStatements(pair) : []),
            ...changedValues(pair, instruction),
          ];
          return lost.map((one) => ({ path, ...one }));
        });
        const evidence = [{ saw: 'what stood there before', counts: { files: changes.length } }];
        // What is surely lost in one file is lost, whatever could not be read of another.
        return reason === undefined || lacks.some((lack) => lack.sure)
          ? outcomeOfLacks(input, lacks, evidence)
          : { type: 'unable', reason, evidence };
      });
    },
  };
}

type Lost = Omit<Lack, 'path'>;

interface Side {
  readonly lines: readonly string[];
  readonly symbols: readonly CodeSymbol[];
  readonly shape: CodeShape;
}

/** A changed file before and now. */
interface Pair {
  readonly before: Side;
  readonly now: Side;
  readonly hunks: readonly Hunk[];
  /** The first line that is new, 1-based. */
  readonly line: number;
}

async function pairOf(input: EditInput, change: FileChange, signal: AbortSignal): Promise<CodeAnswer<Pair>> {
  const before = await sideOf(input, change.path, change.base, signal);
  if (before.type === 'unable') return before;
  const now = await sideOf(input, change.path, change.content, signal);
  if (now.type === 'unable') return now;
  const hunks = diffLines(before.value.lines, now.value.lines);
  const line = (hunks[0]?.start ?? 0) + 1;
  return { type: 'ok', value: { before: before.value, now: now.value, hunks, line } };
}

async function sideOf(
  input: EditInput,
  path: string,
  text: string,
  signal: AbortSignal,
): Promise<CodeAnswer<Side>> {
  const shape = await input.code.shape(path, text, signal);
  if (shape.type === 'unable') return shape;
  const symbols = await input.code.symbols(path, text, signal);
  if (symbols.type === 'unable') return symbols;
  return { type: 'ok', value: { lines: linesOf(text), symbols: symbols.value, shape: shape.value } };
}

/** Words with which something that stands there may go or take another form. */
const restructures =
  /\b(?:remov|delet|drop|strip|replac|renam|mov|extract|inlin|convert|split|merg|combin|simplif|refactor|rewrit|reorgani[sz]|restructur|turn|collaps|instead|rather|unused|dead|clean|dedup|reuse|destructur|swap|get rid|no longer|shorten|unwrap|undo|revert|transform|migrat|reorder|sort|invert|flip)\w*/iu;

/** Something is to come, and nothing is said of what stands there. */
export function isAddition(instruction: string): boolean {
  const opens =
    /^\s*(?:please\s+)?(?:add|insert|append|introduce|log|export|annotate|mark|guard|validate|also|give\b.*\b(?:comments?|docs?|types?|annotations?|parameters?|arguments?|options?|propert(?:y|ies)|fields?|flags?))\b/iu;
  const alters =
    /\b(?:chang\w*|set|increas\w*|decreas\w*|from|fix\w*|support\w*|only|stop\w*|switch|use|default\w*|allow\w*|handl\w*|make\s+(?!sure)|wrap\w*|return type)\b/iu;
  return opens.test(instruction) && !restructures.test(instruction) && !alters.test(instruction);
}

/**
 * Symbols that are gone, and parameters, `export` of those that stay. `elsewhere` is what the changed files declare
 * now: what stands there was moved.
 */
function lostSymbols(pair: Pair, instruction: string, elsewhere: ReadonlySet<string>): readonly Lost[] {
  if (restructures.test(instruction)) return [];
  const speaksOfParameters =
    /\b(?:param\w*|arguments?|args?|signature|callbacks?|options?|flags?|accept\w*|take[sn]?)\b/iu.test(
      instruction,
    );
  const speaksOfExport = /\b(?:(?:un)?export\w*|private|public|internal|hid\w*|local\w*)\b/iu.test(
    instruction,
  );
  // What a linter or compiler complains of may be that something is not used.
  const speaksOfTools = /\b(?:\w*lint\w*|warnings?|complain\w*|hints?)\b/iu.test(instruction);
  const place = (symbol: CodeSymbol): string => JSON.stringify([symbol.container ?? null, symbol.name]);
  const standing = Map.groupBy(pair.now.symbols, place);
  const tokens = new Set(pair.now.shape.tokens);
  const changed = changedWords(pair);
  const newLetters = new Set(pair.now.symbols.map((one) => lettersOf(one.name)));
  return pair.before.symbols.flatMap((symbol): readonly Lost[] => {
    const { name } = symbol;
    const same = standing.get(place(symbol)) ?? [];
    const [first] = same;
    if (first === undefined) {
      if (timesNamed(name, instruction) > 0) return [];
      const isOnlyThere = isUsedOnlyIn(symbol, changed.get(name) ?? []);
      const isUnrelated = isMethodOfClass(symbol, pair)
        ? isOnlyThere && countNamed(pair.now, name) < countNamed(pair.before, name)
        : symbol.container === undefined &&
          !tokens.has(name) &&
          !newLetters.has(lettersOf(name)) &&
          !elsewhere.has(name) &&
          ((symbol.exported && !isType(symbol)) || isOnlyThere);
      return [
        {
          line: pair.line,
          message: `${name} is gone, and nothing was said of it`,
          sure: isUnrelated && !speaksOfTools,
        },
      ];
    }
    const lost: Lost[] = [];
    const gone = symbol.parameters.filter((one) => !same.some((now) => now.parameters.includes(one)));
    const unsaid = gone.filter((one) => timesNamed(one, instruction) === 0);
    if (unsaid.length > 0 && !speaksOfParameters) {
      const sure = symbol.container === undefined && !speaksOfTools && hasFewer(symbol, same, unsaid, pair);
      const message = `the parameter ${unsaid.join(', ')} of ${name} is gone`;
      lost.push({ line: first.line, message, sure });
    }
    if (symbol.exported && !same.some((one) => one.exported) && !speaksOfExport)
      lost.push({ line: first.line, message: `${name} is no longer exported`, sure: true });
    return lost;
  });
}

/** How many declarations have a name: a method that went to another class is there as often as before. */
function countNamed({ symbols }: Side, name: string): number {
  return symbols.filter((one) => one.name === name).length;
}

/** A method of a class that stands before and now; properties of other things come and go with what they are for. */
function isMethodOfClass(symbol: CodeSymbol, { before, now }: Pair): boolean {
  const isClass = (one: CodeSymbol): boolean => one.kind === 'class' && one.name === symbol.container;
  return symbol.kind === 'method' && before.symbols.some(isClass) && now.symbols.some(isClass);
}

/** On which lines that are gone or changed each word stood. */
function changedWords(pair: Pair): ReadonlyMap<string, readonly number[]> {
  const { tokens, tokenLines } = pair.before.shape;
  const touched = new Set<number>();
  for (const hunk of pair.hunks)
    for (let line = hunk.baseStart + 1; line <= hunk.baseEnd; line += 1) touched.add(line);
  const lines = new Map<string, number[]>();
  tokens.forEach((token, index) => {
    const line = tokenLines[index] ?? 0;
    if (!touched.has(line)) return;
    const found = lines.get(token);
    if (found === undefined) lines.set(token, [line]);
    else found.push(line);
  });
  return lines;
}

/** A type can be written out where it was used; a value that others import cannot. */
function isType(symbol: CodeSymbol): boolean {
  return symbol.kind === 'type' || symbol.kind === 'interface';
}

function isUsedOnlyIn(symbol: CodeSymbol, lines: readonly number[]): boolean {
  return lines.every((line) => line >= symbol.line && line <= symbol.endLine);
}

function lettersOf(name: string): string {
  return name.replace(/[^\p{L}\p{N}]/gu, '').toLowerCase();
}

/**
 * Whether a function surely takes less than before: fewer plain names, none of them standing in it any more (as it
 * does in a function that gives back a function), and no pattern or rest in their place, which may hold them.
 */
function hasFewer(
  symbol: CodeSymbol,
  now: readonly CodeSymbol[],
  gone: readonly string[],
  pair: Pair,
): boolean {
  return now.every((one) => {
    if (one.parameters.length >= symbol.parameters.length) return false;
    const text = pair.now.lines.slice(one.line - 1, one.endLine).join('\n');
    const head = text.slice(0, headAtMost).split(/\)\s*(?:[:{]|=>)/u)[0] ?? '';
    const holdsMore = /[{[]|\.\.\.|\barguments\b/u.test(head.slice(Math.max(0, head.indexOf('('))));
    return !holdsMore && gone.every((name) => timesNamed(name, text) === 0);
  });
}

/** How much of a function is looked at for its head, in UTF-16 units. */
const headAtMost = 2_000;

/** `await` and `async` that are gone; of an addition also numbers and strings. */
function lostWords(pair: Pair, instruction: string): readonly Lost[] {
  if (restructures.test(instruction)) return [];
  const before = pair.before.shape.tokens;
  const now = pair.now.shape.tokens;
  const speaksOfAsync = /\b(?:a?sync\w*|await\w*|promises?|parallel|concurren\w*|then)\b/iu.test(instruction);
  const left = countTokens(now, () => true);
  const rows = countTokens(before, (token) => token === 'await' || token === 'async');
  const gone = speaksOfAsync ? [] : [...rows].filter(([token, count]) => (left.get(token) ?? 0) < count);
  const literals = isAddition(instruction) ? lostLiterals(before, now) : [];
  return [...gone.map(([token]) => token), ...literals].map((token) => ({
    line: pair.line,
    message: `\`${shorten(token, 60)}\` is gone, and nothing was said of it`,
    sure: false,
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

/** How many literals are looked for inside of strings and templates; more of them are only counted. */
const lookedForAtMost = 100;

/** A string may come back with other quotation marks or as part of a template, a number with separators. */
function lostLiterals(before: readonly string[], now: readonly string[]): readonly string[] {
  const isLiteral = (token: string): boolean => /^(?:\d|['"]).+|^\d$/su.test(token);
  const bareOf = (token: string): string =>
    /^\d/u.test(token) ? token.replace(/_/gu, '') : token.replace(/^['"`]|['"`]$/gu, '');
  const left = countTokens(now.map(bareOf), () => true);
  const old = countTokens(before.filter(isLiteral).map(bareOf), () => true);
  const missing = [...old].filter(([bare, count]) => (left.get(bare) ?? 0) < count);
  if (missing.length === 0) return [];
  const known = new Set(before);
  const texts = now.filter((token) => /^['"`}]/u.test(token) && !known.has(token));
  return missing.flatMap(([bare, count], index) => {
    const inside = index < lookedForAtMost ? texts.filter((token) => token.includes(bare)).length : 0;
    return (left.get(bare) ?? 0) + inside < count ? [bare] : [];
  });
}

/** Comments that are gone while the line of code behind them is the same. */
function lostComments(pair: Pair, instruction: string): readonly Lost[] {
  if (restructures.test(instruction) || /\b(?:comments?|jsdoc|docs?|todo|fixme)\b/iu.test(instruction))
    return [];
  const plain = (text: string): string => text.replace(/\s+/gu, ' ').trim();
  const stays = new Set(pair.now.shape.comments.map((comment) => plain(comment.text)));
  const content = new Set(pair.now.lines.map((line) => line.trim()));
  return pair.before.shape.comments.flatMap((comment): readonly Lost[] => {
    if (stays.has(plain(comment.text)) || comment.toCode < 1) return [];
    const code = pair.before.lines[comment.endLine - 1 + comment.toCode]?.trim() ?? '';
    const message = `the comment "${shorten(plain(comment.text), 60)}" is gone`;
    return code.length > 3 && content.has(code) ? [{ line: pair.line, message, sure: false }] : [];
  });
}

/** Lines that are gone and whose words no new line has: where something was only to be added, they were to stay. */
function lostStatements(pair: Pair): readonly Lost[] {
  const base = pair.before.lines;
  const content = pair.now.lines;
  const all = new Set(content.map((line) => line.trim()));
  return pair.hunks.flatMap((hunk): readonly Lost[] => {
    const fresh = new Set(partsOfText(content.slice(Math.max(0, hunk.start - 6), hunk.end + 6).join('\n')));
    const gone = base.slice(hunk.baseStart, hunk.baseEnd).find((line) => {
      const words = partsOfText(line).filter((part) => /[\p{L}\p{N}]/u.test(part));
      if (words.length < 2 || all.has(line.trim()) || /^\s*(?:\/\/|\*|\/\*|#)/u.test(line)) return false;
      return words.filter((part) => fresh.has(part)).length < words.length * 0.6;
    });
    if (gone === undefined) return [];
    const message = `the line \`${shorten(gone.trim(), 60)}\` is gone, and something was only to be added`;
    return [{ line: hunk.start + 1, message, sure: false }];
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

function changedValues(pair: Pair, instruction: string): readonly Lost[] {
  if (!isOfTypesOnly(instruction)) return [];
  const isWord = (token: string): boolean => running.has(token) || /^[\p{L}\p{N}_$]/u.test(token);
  const old = countTokens(pair.before.shape.tokens, isWord);
  const next = countTokens(pair.now.shape.tokens, isWord);
  const loose = new Set(['any', 'unknown', 'object', 'Function', 'void', 'const']);
  const lost = [...old].find(([token, count]) => !loose.has(token) && (next.get(token) ?? 0) < count);
  const come = [...next].find(([token, count]) => running.has(token) && (old.get(token) ?? 0) < count);
  const doubt = (message: string): readonly Lost[] => [{ line: pair.line, message, sure: false }];
  if (lost !== undefined) return doubt(`\`${shorten(lost[0], 60)}\` is gone, and only types were to come`);
  if (come !== undefined) return doubt(`\`${come[0]}\` has come, and only types were to come`);
  return [];
}
