import { Ollama } from 'ollama/browser';
import * as z from 'zod';
import { CallFailure } from '../callFailure.ts';
import type { Fetch } from '../http.ts';
import { withExchange } from './transport.ts';

/** A chat model that an Ollama server has. */
export interface OllamaModel {
  readonly name: string;
  readonly digest: string;
  /** In bytes; 0 where the server does not say. */
  readonly size: number;
  /** The window it was trained for, in tokens; undefined where the server does not say. */
  readonly trainedContext: number | undefined;
  /** True where the server only passes the request on to another machine. */
  readonly remote: boolean;
}

/** What a loaded model really got. */
export interface LoadedModel {
  readonly digest: string;
  /** Undefined with servers that do not tell. */
  readonly contextTokens: number | undefined;
}

const tagsSchema = z.object({
  models: z.array(
    z.object({
      name: z.string(),
      digest: z.string(),
      size: z.number().optional(),
      remote_host: z.string().optional(),
    }),
  ),
});

const showSchema = z.object({
  capabilities: z.array(z.string()).optional(),
  model_info: z.record(z.string(), z.unknown()).optional(),
  remote_host: z.string().optional(),
});

const loadedSchema = z.object({
  models: z.array(z.object({ name: z.string(), digest: z.string(), context_length: z.number().optional() })),
});

/**
 * One question about the server. The package parses the answer with no word of its own on what went wrong, so
 * anything but JSON of the expected shape becomes a `protocol-error` here.
 */
async function inquire<T>(
  endpoint: URL,
  fetch: Fetch,
  signal: AbortSignal,
  schema: z.ZodType<T>,
  ask: (client: Ollama) => Promise<unknown>,
): Promise<T> {
  try {
    return schema.parse(await withExchange(fetch, signal, (bound) => ask(ollamaClient(endpoint, bound))));
  } catch (error) {
    if (!(error instanceof SyntaxError) && !(error instanceof z.ZodError)) throw error;
    throw new CallFailure('protocol-error', `${endpoint.host} does not answer as Ollama does`);
  }
}

/** The package's client over our fetch. */
export function ollamaClient(endpoint: URL, fetch: Fetch): Ollama {
  return new Ollama({ host: endpoint.href, fetch });
}

/**
 * The models of a server that can chat. What a model can do is asked once for each digest and kept in `shown`.
 * Throws `CallFailure` where nothing like Ollama answers.
 */
export async function listOllamaModels(
  endpoint: URL,
  fetch: Fetch,
  shown: Map<string, ShownModel>,
  signal: AbortSignal,
): Promise<readonly OllamaModel[]> {
  const tags = await inquire(endpoint, fetch, signal, tagsSchema, (client) => client.list());
  const models: OllamaModel[] = [];
  for (const tag of tags.models) {
    const key = `${endpoint.href} ${tag.name} ${tag.digest}`;
    const known = shown.get(key) ?? (await showOllamaModel(endpoint, fetch, tag.name, signal));
    shown.set(key, known);
    if (!canChat(known.capabilities, tag.name)) continue;
    models.push({
      name: tag.name,
      digest: tag.digest,
      size: tag.size ?? 0,
      trainedContext: known.trainedContext,
      remote: known.remote || tag.remote_host !== undefined,
    });
  }
  return models;
}

/** What a server says of one model. */
export interface ShownModel {
  readonly capabilities: readonly string[] | undefined;
  readonly trainedContext: number | undefined;
  readonly remote: boolean;
}

async function showOllamaModel(
  endpoint: URL,
  fetch: Fetch,
  name: string,
  signal: AbortSignal,
): Promise<ShownModel> {
  const answer = await inquire(endpoint, fetch, signal, showSchema, (client) => client.show({ model: name }));
  const { capabilities, model_info: info, remote_host: host } = answer;
  const lengths = Object.entries(info ?? {}).filter(([key]) => key.endsWith('.context_length'));
  const length = lengths[0]?.[1];
  return {
    capabilities,
    trainedContext: typeof length === 'number' && length > 0 ? Math.floor(length) : undefined,
    remote: host !== undefined && host !== '',
  };
}

/** Servers before capabilities were told: an embedding model is known by its name. */
function canChat(capabilities: readonly string[] | undefined, name: string): boolean {
  if (capabilities !== undefined) return capabilities.includes('completion');
  return !/embed|bge-|minilm|rerank/iu.test(name);
}

/** What the server says of the model while it is loaded; undefined where it does not list it. Throws `CallFailure`. */
export async function loadedOllamaModel(
  endpoint: URL,
  fetch: Fetch,
  name: string,
  signal: AbortSignal,
): Promise<LoadedModel | undefined> {
  const loaded = await inquire(endpoint, fetch, signal, loadedSchema, (client) => client.ps());
  const model = loaded.models.find((candidate) => candidate.name === name);
  if (model === undefined) return undefined;
  return { digest: model.digest, contextTokens: model.context_length };
}
