import * as path from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * The part of `node-llama-cpp` that we use, in our own words: the package is never a dependency and never bundled,
 * it is imported from a folder where a person had it installed.
 */
export type Token = number;

export interface LlamaModule {
  getLlama(options: {
    readonly gpu: false;
    readonly build: 'never';
    readonly skipDownload: true;
    readonly maxThreads: number;
    readonly progressLogs: false;
    readonly logLevel: 'error';
    readonly logger: (level: string, message: string) => void;
  }): Promise<Llama>;
  readonly LlamaGrammarEvaluationState: new (options: {
    readonly model: LlamaModel;
    readonly grammar: LlamaGrammar;
  }) => GrammarState;
  resolveChatWrapper(model: LlamaModel): ChatWrapper;
}

export interface Llama {
  readonly cpuMathCores: number;
  maxThreads: number;
  loadModel(options: {
    readonly modelPath: string;
    readonly onLoadProgress: (part: number) => void;
  }): Promise<LlamaModel>;
  createGrammar(options: { readonly grammar: string }): Promise<LlamaGrammar>;
}

export interface LlamaModel {
  readonly trainContextSize: number;
  readonly fileInfo: { readonly metadata?: { readonly tokenizer?: { readonly chat_template?: unknown } } };
  readonly tokenizer: unknown;
  tokenize(text: string, specialTokens?: boolean): Token[];
  detokenize(tokens: readonly Token[], specialTokens?: boolean, lastTokens?: readonly Token[]): string;
  isEogToken(token: Token): boolean;
  createContext(options: {
    readonly contextSize: number;
    readonly threads: number;
    readonly sequences: 1;
    readonly batchSize: number;
  }): Promise<LlamaContext>;
}

export interface LlamaContext {
  readonly contextSize: number;
  getSequence(): LlamaSequence;
}

export interface LlamaSequence {
  readonly contextTokens: readonly Token[];
  readonly nextTokenIndex: number;
  eraseContextTokenRanges(ranges: readonly { readonly start: number; readonly end: number }[]): Promise<void>;
  clearHistory(): Promise<void>;
  evaluateWithoutGeneratingNewTokens(tokens: readonly Token[]): Promise<void>;
  evaluateWithMetadata(
    tokens: readonly Token[],
    metadata: { readonly confidence: true },
    options: { readonly temperature: 0; readonly grammarEvaluationState?: GrammarState },
  ): AsyncGenerator<{ readonly token: Token; readonly confidence: number }, void, void>;
}

/** Opaque: made by the runtime, handed back to it. */
export type LlamaGrammar = object;
export type GrammarState = object;

export interface ChatWrapper {
  generateContextState(options: { readonly chatHistory: readonly ChatItem[] }): {
    readonly contextText: { tokenize(tokenizer: unknown): readonly Token[] };
  };
}

export type ChatItem =
  | { readonly type: 'system' | 'user'; readonly text: string }
  | { readonly type: 'model'; readonly response: readonly string[] };

/** The path of the package inside a folder it was installed into. */
export function runtimePackage(runtimeFolder: string): string {
  return path.join(runtimeFolder, 'node_modules', 'node-llama-cpp');
}

/** Imports the runtime from the folder it was installed into. Throws where it is not there or not what it should be. */
export async function importLlama(runtimeFolder: string): Promise<LlamaModule> {
  const entry = path.join(runtimePackage(runtimeFolder), 'dist', 'index.js');
  // The address is not a literal, so that no bundler follows it.
  const module: unknown = await import(pathToFileURL(entry).href);
  if (!isLlamaModule(module)) throw new Error(`${entry} is not the runtime that was expected`);
  return module;
}

function isLlamaModule(module: unknown): module is LlamaModule {
  return (
    typeof module === 'object' &&
    module !== null &&
    'getLlama' in module &&
    typeof module.getLlama === 'function' &&
    'LlamaGrammarEvaluationState' in module &&
    'resolveChatWrapper' in module
  );
}
