import * as z from 'zod';
import type { Completion, Model, ModelRequest } from '../../core/model.ts';
import { CallFailure } from '../callFailure.ts';
import type { Endpoint, Fetch } from '../http.ts';
import { readEvents } from './frames.ts';
import { openaiUrl, type OpenaiModel } from './openaiServer.ts';
import type { TokenProbability } from './probability.ts';
import { cannotFit, chatMessages, withExchange, type Transport } from './transport.ts';
import { openTurn, type Counts, type Turn } from './turn.ts';

const chunkSchema = z.object({
  choices: z
    .array(
      z.object({
        index: z.number().optional(),
        delta: z.object({ content: z.string().nullish() }).optional(),
        finish_reason: z.string().nullish(),
        logprobs: z
          .object({ content: z.array(z.object({ token: z.string(), logprob: z.number() })).nullish() })
          .nullish(),
      }),
    )
    .optional(),
  usage: z
    .object({ prompt_tokens: z.number().optional(), completion_tokens: z.number().optional() })
    .nullish(),
});

/**
 * A model behind a server that speaks OpenAI's chat protocol (llama-server, vLLM, LM Studio). A server that refuses
 * the fields not all of them know (token probabilities, usage, going on with the last message) is asked again
 * without them, and from then on never with them.
 */
export function createOpenaiModel(
  found: OpenaiModel,
  server: Extract<Endpoint, { type: 'endpoint' }>,
  transport: Transport,
): Model {
  let extras = true;

  const ask = async (request: ModelRequest, fetch: Fetch): Promise<Response> => {
    try {
      return await post(server.url, fetch, chatBody(found.name, request, extras));
    } catch (error) {
      if (!extras || !(error instanceof CallFailure) || (error.status !== 400 && error.status !== 422))
        throw error;
      const response = await post(server.url, fetch, chatBody(found.name, request, false));
      extras = false;
      return response;
    }
  };

  return {
    id: `openai/${found.name}`,
    label: `${found.name} (${server.url.host})`,
    digest: found.digest,
    location: server.loopback ? 'this machine' : 'another machine',
    contextTokens: found.contextTokens,
    complete: async (request, onProgress, signal) => {
      const turn = openTurn(request, found.contextTokens, found.name, transport.clock, onProgress, signal);
      try {
        signal.throwIfAborted();
        if (cannotFit(request, found.contextTokens)) throw tooSmall(found);
        return await withExchange(transport.fetch, signal, async (fetch) =>
          readTurn(await ask(request, fetch), server.url.host, request, turn),
        );
      } catch (error) {
        return turn.broken(error);
      } finally {
        turn.close();
      }
    },
  };
}

async function readTurn(
  response: Response,
  host: string,
  request: ModelRequest,
  turn: Turn,
): Promise<Completion> {
  const echo = skipEcho(request.prefill ?? '');
  let finish: string | undefined;
  let counts: Counts = {};
  for await (const event of readEvents(response, host)) {
    const chunk = chunkSchema.safeParse(event);
    if (!chunk.success) throw new CallFailure('protocol-error', unknownShape(host));
    const { usage, choices } = chunk.data;
    if (usage !== null && usage !== undefined) {
      counts = { promptTokens: usage.prompt_tokens, outputTokens: usage.completion_tokens };
    }
    for (const choice of choices ?? []) {
      const content = choice.delta?.content ?? '';
      if ((choice.index ?? 0) !== 0 || (finish !== undefined && content !== '')) {
        throw new CallFailure('protocol-error', `${host} went on after the end of its answer`);
      }
      const state = turn.add(echo.take(content), tokensOf(choice.logprobs?.content ?? []));
      if (state === 'stop-text') return turn.done('stop-text', counts);
      if (state === 'over-cap') return turn.done('length', counts);
      finish ??= choice.finish_reason ?? undefined;
    }
  }
  turn.add(echo.rest());
  if (finish === undefined) throw new CallFailure('incomplete', `${host} did not say why its answer ends`);
  return turn.done(finish === 'length' ? 'length' : 'end', counts);
}

function tokensOf(content: readonly { token: string; logprob: number }[]): TokenProbability[] {
  return content.map(({ token, logprob }) => ({ text: token, probability: Math.exp(logprob) }));
}

async function post(endpoint: URL, fetch: Fetch, body: object): Promise<Response> {
  return fetch(openaiUrl(endpoint, 'chat/completions'), {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
    body: JSON.stringify(body),
  });
}

function chatBody(name: string, request: ModelRequest, extras: boolean): object {
  const prefilled = request.prefill !== undefined && request.prefill !== '';
  return {
    model: name,
    messages: chatMessages(request),
    stream: true,
    max_tokens: request.maxTokens,
    temperature: 0,
    seed: 1,
    ...(request.stop === undefined || request.stop.length === 0 ? {} : { stop: request.stop.slice(0, 4) }),
    ...(request.schema === undefined
      ? {}
      : {
          response_format: {
            type: 'json_schema',
            json_schema: { name: 'answer', strict: true, schema: request.schema },
          },
        }),
    ...(extras ? { stream_options: { include_usage: true } } : {}),
    ...(extras && request.schema !== undefined ? { logprobs: true } : {}),
    ...(extras && prefilled ? { add_generation_prompt: false, continue_final_message: true } : {}),
  };
}

interface Echo {
  take(delta: string): string;
  /** What was held back when the answer ended. */
  rest(): string;
}

/** Some servers say the prefill again before they go on; the completion's text never repeats it. */
function skipEcho(prefill: string): Echo {
  let held = '';
  let decided = prefill.length < 4;
  return {
    take: (delta) => {
      if (decided) return delta;
      held += delta;
      if (held.length < prefill.length && prefill.startsWith(held)) return '';
      decided = true;
      return held.startsWith(prefill) ? held.slice(prefill.length) : held;
    },
    rest: () => (decided ? '' : held),
  };
}

function unknownShape(host: string): string {
  return `${host} sent an answer of another shape than the OpenAI protocol's`;
}

function tooSmall(found: OpenaiModel): CallFailure {
  const message = `the request does not fit the ${found.contextTokens} tokens that ${found.name} has room for: hand out less, or start the server with a larger context`;
  return new CallFailure('context-too-small', message);
}
