import type { CompleteMessage, FromHost } from './hostProtocol.ts';
import { jsonGrammar } from './jsonGrammar.ts';
import type { Llama, LlamaGrammar, LlamaModel, LlamaModule, LlamaSequence, Token } from './llama.ts';
import { valueProbability, type TokenProbability } from './probability.ts';
import { promptTokens } from './prompt.ts';
import { watchStopText } from './stopText.ts';

/** A model that is in memory, with the one sequence whose state is kept from turn to turn. */
export interface Loaded {
  readonly module: LlamaModule;
  readonly llama: Llama;
  readonly model: LlamaModel;
  readonly sequence: LlamaSequence;
  readonly contextTokens: number;
  /** By the JSON text of the schema: building a grammar takes longer than using it. */
  readonly grammars: Map<string, LlamaGrammar>;
}

/** So many tokens of a prompt are read in one go; in between a cancel is heard and progress is told. */
const slice = 64;

/**
 * Writes one answer and tells of each step. Greedy, capped, and cut before a stop text. What the prompt shares with
 * the last turn is not read again. Throws `CallFailure` where the schema or the window forbid it.
 */
export async function generate(
  loaded: Loaded,
  request: CompleteMessage,
  tell: (message: FromHost) => void,
  signal: AbortSignal,
): Promise<FromHost> {
  const { id } = request;
  const { module, model, sequence } = loaded;
  const prompt = promptTokens(module, model, request);
  if (prompt.length + request.maxTokens > loaded.contextTokens) {
    const message = `the prompt has ${prompt.length} tokens and the answer may have ${request.maxTokens}, but the window holds ${loaded.contextTokens}: hand out less`;
    return { type: 'failed', id, failure: 'context-too-small', message };
  }
  const state = request.schema === null ? undefined : await grammarState(loaded, request.schema);
  const rest = await keepPrefix(sequence, prompt);
  tell({ type: 'began', id, promptTokens: prompt.length, evaluate: rest.length });
  let read = 0;
  while (rest.length - read > slice) {
    await sequence.evaluateWithoutGeneratingNewTokens(rest.slice(read, read + slice));
    read += slice;
    if (signal.aborted) return { type: 'aborted', id };
    tell({ type: 'read', id, tokens: read });
  }

  const options = {
    temperature: 0,
    ...(state === undefined ? {} : { grammarEvaluationState: state }),
  } as const;
  const stopText = watchStopText(request.stop);
  const speech = decodeTokens(model);
  const tokens: TokenProbability[] = [];
  let output = 0;
  let stop: 'end' | 'stop-text' | 'length' = 'end';
  for await (const { token, confidence } of sequence.evaluateWithMetadata(
    rest.slice(read),
    { confidence: true },
    options,
  )) {
    if (signal.aborted) return { type: 'aborted', id };
    output += 1;
    const said = speech.take(token);
    tokens.push({ text: said, probability: confidence });
    const cut = stopText.push(said);
    tell({ type: 'token', id, text: cut.text });
    if (cut.stopped) stop = 'stop-text';
    else if (output >= request.maxTokens) stop = 'length';
    else continue;
    break;
  }
  if (stop !== 'stop-text') {
    const tail = stopText.push(speech.rest());
    tell({ type: 'token', id, text: tail.text + (tail.stopped ? '' : stopText.rest()) });
    if (tail.stopped) stop = 'stop-text';
  }
  const probability = state === undefined ? null : (valueProbability(tokens) ?? null);
  return { type: 'done', id, stop, promptTokens: prompt.length, outputTokens: output, probability };
}

/** Leaves in the sequence what it shares with the prompt and gives the tokens still to be read: one at least. */
async function keepPrefix(sequence: LlamaSequence, prompt: readonly Token[]): Promise<Token[]> {
  const held = sequence.contextTokens;
  let shared = 0;
  while (shared < held.length && shared < prompt.length - 1 && held[shared] === prompt[shared]) shared += 1;
  if (shared === 0) await sequence.clearHistory();
  else if (shared < sequence.nextTokenIndex) {
    await sequence.eraseContextTokenRanges([{ start: shared, end: sequence.nextTokenIndex }]);
  }
  return prompt.slice(sequence.nextTokenIndex);
}

async function grammarState(loaded: Loaded, schema: object): Promise<object> {
  const key = JSON.stringify(schema);
  const known = loaded.grammars.get(key);
  const grammar = known ?? (await loaded.llama.createGrammar({ grammar: jsonGrammar(schema) }));
  loaded.grammars.set(key, grammar);
  return new loaded.module.LlamaGrammarEvaluationState({ model: loaded.model, grammar });
}

/** No character is longer than this in tokens; a tail that stays broken after so many really is. */
const longestCharacter = 6;

/** Text of tokens as they come: a character that several tokens make is told when it is whole. */
function decodeTokens(model: LlamaModel): { take(token: Token): string; rest(): string } {
  let open: Token[] = [];
  let before: readonly Token[] = [];
  const emit = (text: string): string => {
    before = [...before, ...open].slice(-longestCharacter);
    open = [];
    return text;
  };
  return {
    take: (token) => {
      open.push(token);
      const text = model.detokenize(open, false, before);
      return text.endsWith('\ufffd') && open.length < longestCharacter ? '' : emit(text);
    },
    rest: () => (open.length === 0 ? '' : emit(model.detokenize(open, false, before))),
  };
}
