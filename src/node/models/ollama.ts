import type { ChatRequest } from 'ollama/browser';
import * as z from 'zod';
import type { Completion, Model, ModelRequest } from '../../core/model.ts';
import { CallFailure } from '../callFailure.ts';
import type { Endpoint, Fetch } from '../http.ts';
import { readJsonLines } from './frames.ts';
import { loadedOllamaModel, ollamaClient, type LoadedModel, type OllamaModel } from './ollamaServer.ts';
import { cannotFit, chatMessages, withExchange, type Transport } from './transport.ts';
import { openTurn, type Turn } from './turn.ts';

/** The window asked for (small-models note, section 12); a model trained for less gets what it was trained for. */
const wantedContext = 8192;
const keepAlive = '30m';

const chunkSchema = z.object({
  message: z.object({ content: z.string().optional() }).optional(),
  done: z.boolean().optional(),
  done_reason: z.string().nullish(),
  prompt_eval_count: z.number().optional(),
  eval_count: z.number().optional(),
  logprobs: z.array(z.object({ token: z.string(), logprob: z.number() })).nullish(),
});

/**
 * A model behind Ollama's own protocol. The window is asked for with every call and compared with what the server
 * really allocated after the first one: Ollama cuts a longer prompt in silence.
 */
export function createOllamaModel(
  found: OllamaModel,
  server: Extract<Endpoint, { type: 'endpoint' }>,
  transport: Transport,
): Model {
  const asked = Math.min(wantedContext, found.trainedContext ?? wantedContext);
  let allocated = asked;
  let checked = false;

  /** A server that cannot say what it loaded takes nothing away from an answer that is there. */
  const loadedOrUnknown = async (signal: AbortSignal): Promise<LoadedModel | undefined> => {
    try {
      return await loadedOllamaModel(server.url, transport.inquire, found.name, signal);
    } catch (error) {
      if (error instanceof CallFailure || signal.aborted) return undefined;
      throw error;
    }
  };
  const check = async (turn: Turn, completion: Completion, signal: AbortSignal): Promise<Completion> => {
    if (checked || completion.type !== 'done') return completion;
    const loaded = await loadedOrUnknown(signal);
    if (loaded === undefined) return completion;
    checked = true;
    if (loaded.digest !== found.digest) return turn.broken(replaced(found.name));
    allocated = Math.min(asked, loaded.contextTokens ?? asked);
    const used = completion.usage.promptTokens + completion.usage.outputTokens;
    return allocated < asked && used >= allocated ? turn.broken(tooSmall(found.name, allocated)) : completion;
  };

  return {
    id: `ollama/${found.name}`,
    label: `${found.name} (Ollama)`,
    digest: found.digest,
    location: server.loopback && !found.remote ? 'this machine' : 'another machine',
    get contextTokens() {
      return allocated;
    },
    complete: async (request, onProgress, signal) => {
      const turn = openTurn(request, asked, found.name, transport.clock, onProgress, signal);
      try {
        signal.throwIfAborted();
        if (cannotFit(request, allocated)) throw tooSmall(found.name, allocated);
        const body = chatRequest(found.name, asked, request);
        const completion = await withExchange(transport.fetch, signal, (fetch) =>
          readTurn(server.url, fetch, body, turn),
        );
        return await check(turn, completion, signal);
      } catch (error) {
        checked = false;
        return turn.broken(error);
      } finally {
        turn.close();
      }
    },
  };
}

async function readTurn(endpoint: URL, fetch: Fetch, body: ChatBody, turn: Turn): Promise<Completion> {
  const framed: Fetch = async (input, init) => onlyWholeLines(await fetch(input, init), endpoint.host);
  for await (const piece of await ollamaClient(endpoint, framed).chat(body)) {
    const chunk = chunkSchema.safeParse(piece);
    if (!chunk.success) throw new CallFailure('protocol-error', unknownShape(endpoint.host));
    const { message, done, done_reason: reason, logprobs } = chunk.data;
    const tokens = (logprobs ?? []).map(({ token, logprob }) => ({
      text: token,
      probability: Math.exp(logprob),
    }));
    const counts = { promptTokens: chunk.data.prompt_eval_count, outputTokens: chunk.data.eval_count };
    const state = turn.add(message?.content ?? '', tokens);
    if (state === 'stop-text') return turn.done('stop-text', counts);
    if (state === 'over-cap') return turn.done('length', counts);
    if (done === true) return turn.done(reason === 'length' ? 'length' : 'end', counts);
  }
  throw new CallFailure('incomplete', unfinished(endpoint.host));
}

/** `truncate` and `shift` are not in the package's types: a prompt or an answer that does not fit is never cut. */
type ChatBody = ChatRequest & { stream: true; truncate: boolean; shift: boolean };

function chatRequest(name: string, contextTokens: number, request: ModelRequest): ChatBody {
  const constrained = request.schema === undefined ? {} : { format: request.schema, logprobs: true };
  return {
    model: name,
    messages: chatMessages(request),
    stream: true,
    think: false,
    keep_alive: keepAlive,
    truncate: false,
    shift: false,
    ...constrained,
    options: {
      temperature: 0,
      seed: 1,
      num_ctx: contextTokens,
      num_predict: request.maxTokens,
      ...(request.stop === undefined ? {} : { stop: [...request.stop] }),
    },
  };
}

/**
 * The response with a body of whole, checked lines: the package skips a line that it cannot parse and joins its
 * buffer anew for every chunk, so it is given neither occasion. The line that says `done` ends it.
 */
function onlyWholeLines(response: Response, host: string): Response {
  const lines = readJsonLines(response, host);
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      const next = await lines.next();
      if (next.done === true) {
        controller.error(new CallFailure('incomplete', unfinished(host), false));
        return;
      }
      controller.enqueue(encoder.encode(`${JSON.stringify(next.value)}\n`));
    },
    cancel: async () => {
      await lines.return(undefined);
    },
  });
  return new Response(body, { headers: response.headers });
}

function unfinished(host: string): string {
  return `${host} ended its answer without saying that it is complete`;
}

function unknownShape(host: string): string {
  return `${host} sent an answer of another shape than Ollama's`;
}

function replaced(name: string): CallFailure {
  const message = `the server now has another model behind the name ${name}: ask again, its record starts anew`;
  return new CallFailure('model-error', message);
}

function tooSmall(name: string, tokens: number): CallFailure {
  const message = `the request does not fit the ${tokens} tokens that ${name} has room for: hand out less, or let the server use a larger context`;
  return new CallFailure('context-too-small', message);
}
