import { createHash } from 'node:crypto';
import * as z from 'zod';
import { CallFailure } from '../callFailure.ts';
import type { Fetch } from '../http.ts';
import { withExchange } from './transport.ts';

/** A model that a server of the OpenAI protocol offers. */
export interface OpenaiModel {
  readonly name: string;
  /** Such servers give no digest: a hash (hex) of all they say of the model. */
  readonly digest: string;
  readonly contextTokens: number;
}

/** What is taken for the window where a server does not say. */
const unknownContext = 4096;

const modelsSchema = z.object({
  data: z.array(
    z.looseObject({
      id: z.string(),
      max_model_len: z.number().nullish(),
      meta: z.record(z.string(), z.unknown()).nullish(),
    }),
  ),
});

const propsSchema = z.object({ default_generation_settings: z.object({ n_ctx: z.number() }) });

/** The address of one call; a base may be given with or without `/v1`. */
export function openaiUrl(endpoint: URL, call: string): string {
  const base = endpoint.href.replace(/\/+$/u, '');
  return /\/v\d+$/u.test(base) ? `${base}/${call}` : `${base}/v1/${call}`;
}

/** The models of a server. Throws `CallFailure` where nothing of the kind answers. */
export async function listOpenaiModels(
  endpoint: URL,
  fetch: Fetch,
  signal: AbortSignal,
): Promise<readonly OpenaiModel[]> {
  const answer = await withExchange(fetch, signal, async (bound) =>
    readJson(await bound(openaiUrl(endpoint, 'models')), endpoint.host),
  );
  const listed = modelsSchema.safeParse(answer);
  if (!listed.success) {
    throw new CallFailure('protocol-error', `${endpoint.host} does not list its models as such servers do`);
  }
  const chat = listed.data.data.filter((model) => !/embed|rerank|whisper|tts/iu.test(model.id));
  const serverContext = chat.length === 0 ? undefined : await allocatedContext(endpoint, fetch, signal);
  return chat.map((model) => ({
    name: model.id,
    digest: createHash('sha256')
      .update(JSON.stringify([endpoint.href, model.id, model.meta ?? null]))
      .digest('hex'),
    contextTokens: Math.floor(model.max_model_len ?? serverContext ?? unknownContext),
  }));
}

/** What llama-server really allocated; other servers have no such page. */
async function allocatedContext(
  endpoint: URL,
  fetch: Fetch,
  signal: AbortSignal,
): Promise<number | undefined> {
  try {
    const answer = await withExchange(fetch, signal, async (bound) =>
      readJson(await bound(new URL('/props', endpoint)), endpoint.host),
    );
    const props = propsSchema.safeParse(answer);
    return props.success ? props.data.default_generation_settings.n_ctx : undefined;
  } catch (error) {
    if (error instanceof CallFailure) return undefined;
    throw error;
  }
}

async function readJson(response: Response, host: string): Promise<unknown> {
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new CallFailure('protocol-error', `${host} answers with something that is not JSON`);
  }
}
