/**
 * A model server on loopback that does what a test's script says, byte for byte and the same every time. It speaks
 * Ollama's protocol (`/api/version`, `/api/tags`, `/api/show`, `/api/ps`, `/api/chat`) and OpenAI's (`/v1/models`,
 * `/v1/chat/completions`). It needs nothing but Node and runs from the `.ts` file as it is.
 *
 *   const server = await startScriptedServer({ answer: (request) => `you said ${request.ask}` });
 *   server.url        // http://127.0.0.1:<port>: the endpoint of Ollama and the base of the OpenAI protocol
 *   server.requests   // every request so far, in order; a turn has `ask`, `messages`, `schema`, `prefill`
 *   await server.requested((request) => request.turn)   // resolves when such a request has come
 *   await server.close()
 *
 * `answer` says what a turn gets: a text, `{ json: value }`, or a list of steps:
 *
 *   say('text')               the text in one piece; say('text', 'words' | 'characters') in several
 *   thinkFor(latch.opened)    waits until the promise settles: use `latch()`, never a timer
 *   finish()                  the terminal marker; it comes by itself unless a step ends the connection before
 *   finish({ reason: 'length', promptTokens: -1 })
 *   fail('out of memory')     an error inside the stream, in the protocol's own shape
 *   bytes('{"mal')            bytes of the body as they are; wire('...') bytes of the socket, instead of HTTP
 *   head({ status: 307, headers: { location: '...' } })   another status or other headers
 *   forever('word ')          says it again and again until the client goes
 *   stall()                   nothing more, connection open; first: not even headers
 *   close()                   ends the response in an orderly way without a terminal marker
 *   hangUp()                  destroys the connection; reset() sends a TCP reset
 *
 * Everything is refused with 404 where `ollama: null` or `openai: null` turns a protocol off.
 */
import { once } from 'node:events';
import * as http from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

export interface ScriptedModel {
  readonly name: string;
  readonly digest?: string;
  readonly size?: number;
  /** As in `/api/show`; a chat model unless it says otherwise. */
  readonly capabilities?: readonly string[];
  readonly contextLength?: number;
  /** What `/api/ps` says was allocated, whatever was asked for. */
  readonly allocatedContext?: number;
}

export interface ScriptedMessage {
  readonly role: string;
  readonly content: string;
}

export interface ScriptedRequest {
  readonly dialect: 'ollama' | 'openai' | 'other';
  readonly method: string;
  readonly path: string;
  readonly headers: http.IncomingHttpHeaders;
  /** The parsed JSON body, or undefined. */
  readonly body: Record<string, unknown> | undefined;
  /** True for a request that wants an answer of the model. */
  readonly turn: boolean;
  readonly messages: readonly ScriptedMessage[];
  /** The last message of the user. */
  readonly ask: string;
  /** All messages in one text, for scripts that look for a word anywhere in the prompt. */
  readonly prompt: string;
  /** The text of a last message of the assistant, which opens the answer. */
  readonly prefill: string;
  /** The JSON Schema that the answer must keep to, where one was given. */
  readonly schema: unknown;
  /** Settles when the connection of this request is gone. */
  readonly closed: Promise<void>;
}

export type Step =
  | { readonly do: 'say'; readonly text: string; readonly pieces: Pieces; readonly probability: number }
  | { readonly do: 'think'; readonly until: Promise<unknown> }
  | {
      readonly do: 'finish';
      readonly reason: string;
      readonly promptTokens: number;
      readonly outputTokens: number | undefined;
    }
  | { readonly do: 'fail'; readonly message: string }
  | { readonly do: 'bytes' | 'wire'; readonly bytes: Uint8Array }
  | {
      readonly do: 'head';
      readonly status: number;
      readonly headers: Readonly<Record<string, string | string[]>>;
    }
  | { readonly do: 'forever'; readonly text: string }
  | { readonly do: 'stall' | 'close' | 'hang-up' | 'reset' };

export type Pieces = 'whole' | 'words' | 'characters';
export type Script = string | { readonly json: unknown } | readonly Step[];

export const say = (text: string, pieces: Pieces = 'whole', probability = 0.99): Step => ({
  do: 'say',
  text,
  pieces,
  probability,
});
export const thinkFor = (until: Promise<unknown>): Step => ({ do: 'think', until });
export const finish = (
  end: { reason?: string; promptTokens?: number; outputTokens?: number } = {},
): Step => ({
  do: 'finish',
  reason: end.reason ?? 'stop',
  promptTokens: end.promptTokens ?? 12,
  outputTokens: end.outputTokens,
});
export const fail = (message: string): Step => ({ do: 'fail', message });
export const bytes = (content: string | Uint8Array): Step => ({ do: 'bytes', bytes: Buffer.from(content) });
export const wire = (content: string | Uint8Array): Step => ({ do: 'wire', bytes: Buffer.from(content) });
export const head = (
  given: { status?: number; headers?: Readonly<Record<string, string | string[]>> } = {},
): Step => ({ do: 'head', status: given.status ?? 200, headers: given.headers ?? {} });
export const forever = (text: string): Step => ({ do: 'forever', text });
export const stall = (): Step => ({ do: 'stall' });
export const close = (): Step => ({ do: 'close' });
export const hangUp = (): Step => ({ do: 'hang-up' });
export const reset = (): Step => ({ do: 'reset' });

/** A promise that a test settles by hand. */
export function latch(): { readonly opened: Promise<void>; open(): void } {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open: () => open() };
}

export interface ServerOptions {
  /** The answer to each turn, in words: a function of the request, or a list that is used up from its front. */
  readonly answer: ((request: ScriptedRequest) => Script | Promise<Script>) | readonly Script[];
  readonly ollama?: { readonly models: readonly ScriptedModel[] } | null;
  readonly openai?: { readonly models: readonly string[]; readonly contextTokens?: number } | null;
  /** Comes before all else, also for questions that are no turn; undefined: as usual. */
  readonly intercept?: (request: ScriptedRequest) => Script | undefined;
  /** Cuts what one step writes to the wire into separate writes; each waits for the one before it. */
  readonly cut?: (content: Buffer) => readonly Buffer[];
  readonly port?: number;
}

export interface ScriptedServer {
  readonly url: string;
  readonly port: number;
  readonly requests: readonly ScriptedRequest[];
  /** How many connections are open now. */
  connections(): Promise<number>;
  requested(matches: (request: ScriptedRequest) => boolean): Promise<ScriptedRequest>;
  close(): Promise<void>;
}

const defaultModel: ScriptedModel = { name: 'scripted-coder:latest' };

/** Starts a server on a free port of 127.0.0.1. */
export async function startScriptedServer(options: ServerOptions): Promise<ScriptedServer> {
  const requests: ScriptedRequest[] = [];
  const waiting = new Set<(request: ScriptedRequest) => void>();
  const sockets = new Set<Socket>();
  const script = scriptSource(options.answer);

  const server = http.createServer({ keepAliveTimeout: 0 }, (incoming, response) => {
    void serve(incoming, response).catch((error: unknown) => {
      // The test sees a dead connection; the reason is the script's own and must not go unseen.
      console.error('a script of the scripted server failed', error);
      response.destroy();
    });
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.setNoDelay(true);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
  });

  const serve = async (incoming: http.IncomingMessage, response: http.ServerResponse): Promise<void> => {
    const request = await readRequest(incoming, response);
    requests.push(request);
    for (const notify of waiting) notify(request);
    const intercepted = options.intercept?.(request);
    const given = intercepted ?? (request.turn ? await script(request) : facts(request, options));
    await play(stepsOf(given), request, response, options.cut ?? ((content) => [content]));
  };

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const port = portOf(server.address());
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    requests,
    connections: () =>
      new Promise((resolve, reject) => {
        server.getConnections((error, count) => (error === null ? resolve(count) : reject(error)));
      }),
    requested: (matches) => {
      const known = requests.find(matches);
      if (known !== undefined) return Promise.resolve(known);
      return new Promise((resolve) => {
        const notify = (request: ScriptedRequest): void => {
          if (!matches(request)) return;
          waiting.delete(notify);
          resolve(request);
        };
        waiting.add(notify);
      });
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return address.port;
}

function scriptSource(
  answer: ServerOptions['answer'],
): (request: ScriptedRequest) => Script | Promise<Script> {
  if (typeof answer === 'function') return answer;
  const rest = [...answer];
  return () => {
    const next = rest.shift();
    if (next === undefined) throw new Error('the list of answers is used up');
    return next;
  };
}

function stepsOf(script: Script): readonly Step[] {
  if (typeof script === 'string') return [say(script)];
  if ('json' in script) return [say(JSON.stringify(script.json))];
  return script;
}

async function readRequest(
  incoming: http.IncomingMessage,
  response: http.ServerResponse,
): Promise<ScriptedRequest> {
  const closed = new Promise<void>((resolve) => response.once('close', () => resolve()));
  const chunks: Buffer[] = [];
  incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
  await once(incoming, 'end');
  const body = asRecord(parse(Buffer.concat(chunks).toString('utf8')));
  const path = new URL(incoming.url ?? '/', 'http://server').pathname;
  const messages = messagesOf(body?.['messages']);
  const last = messages.at(-1);
  const turn = path === '/api/chat' || path === '/v1/chat/completions';
  return {
    dialect: path.startsWith('/api/') ? 'ollama' : path.startsWith('/v1/') ? 'openai' : 'other',
    method: incoming.method ?? 'GET',
    path,
    headers: incoming.headers,
    body,
    turn,
    messages,
    ask: messages.findLast((message) => message.role === 'user')?.content ?? '',
    prompt: messages.map((message) => message.content).join('\n\n'),
    prefill: last?.role === 'assistant' ? last.content : '',
    schema: body?.['format'] ?? asRecord(asRecord(body?.['response_format'])?.['json_schema'])?.['schema'],
    closed,
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function asRecord(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : undefined;
}

function messagesOf(value: unknown): readonly ScriptedMessage[] {
  if (!Array.isArray(value)) return [];
  return value.map((message) => {
    const record = asRecord(message);
    return { role: String(record?.['role']), content: String(record?.['content']) };
  });
}

/** The answers about the server itself, one JSON value each. */
function facts(request: ScriptedRequest, options: ServerOptions): Script {
  const ollama = options.ollama === undefined ? { models: [defaultModel] } : options.ollama;
  const openai =
    options.openai === undefined ? { models: [defaultModel.name], contextTokens: 8192 } : options.openai;
  const value = ollama === null ? undefined : ollamaFacts(request, ollama.models);
  const found = value ?? (openai === null ? undefined : openaiFacts(request, openai));
  return found === undefined ? plain(404, { error: `nothing at ${request.path}` }) : plain(200, found);
}

function plain(status: number, value: unknown): Script {
  const headers = { 'content-type': 'application/json' };
  return [head({ status, headers }), bytes(JSON.stringify(value)), close()];
}

function ollamaFacts(request: ScriptedRequest, models: readonly ScriptedModel[]): unknown {
  switch (request.path) {
    case '/':
      return { status: 'scripted' };
    case '/api/version':
      return { version: '0.0.0-scripted' };
    case '/api/tags':
      return { models: models.map((model) => ({ ...named(model), size: model.size ?? 1_000_000 })) };
    case '/api/ps':
      return {
        models: models.map((model) => ({
          ...named(model),
          context_length: model.allocatedContext ?? model.contextLength ?? 32_768,
        })),
      };
    case '/api/show': {
      const model = models.find((candidate) => candidate.name === request.body?.['model']);
      if (model === undefined) return undefined;
      return {
        capabilities: model.capabilities ?? ['completion'],
        model_info: {
          'general.architecture': 'scripted',
          'scripted.context_length': model.contextLength ?? 32_768,
        },
      };
    }
    default:
      return undefined;
  }
}

function named(model: ScriptedModel): { name: string; model: string; digest: string } {
  return { name: model.name, model: model.name, digest: model.digest ?? `digest-of-${model.name}` };
}

function openaiFacts(
  request: ScriptedRequest,
  openai: { readonly models: readonly string[]; readonly contextTokens?: number },
): unknown {
  switch (request.path) {
    case '/v1/models':
      return { object: 'list', data: openai.models.map((id) => ({ id, object: 'model' })) };
    case '/props':
      return openai.contextTokens === undefined
        ? undefined
        : { default_generation_settings: { n_ctx: openai.contextTokens } };
    default:
      return undefined;
  }
}

/** Plays the steps on one response, in the dialect of its request, until one ends the connection. */
async function play(
  steps: readonly Step[],
  request: ScriptedRequest,
  response: http.ServerResponse,
  cut: (content: Buffer) => readonly Buffer[],
): Promise<void> {
  const dialect = request.dialect === 'openai' ? openaiDialect : ollamaDialect;
  let said = 0;
  let gone = false;
  void request.closed.then(() => {
    gone = true;
  });
  const write = async (content: Uint8Array): Promise<void> => {
    for (const part of cut(Buffer.from(content))) {
      if (gone) return;
      // The platform calls back also when the connection is gone before the bytes are.
      await new Promise<void>((resolve) => response.write(part, () => resolve()));
    }
  };
  const begin = (status: number, headers: Readonly<Record<string, string | string[]>>): void => {
    if (response.headersSent || gone) return;
    response.writeHead(status, { 'content-type': dialect.contentType, ...headers });
    response.flushHeaders();
  };
  const sayPiece = async (text: string, probability: number): Promise<void> => {
    said += 1;
    await write(Buffer.from(dialect.piece(text, probability)));
  };

  for (const step of steps) {
    if (gone) return;
    if (needsHead.has(step.do)) begin(200, {});
    switch (step.do) {
      case 'head':
        begin(step.status, step.headers);
        break;
      case 'think':
        await Promise.race([step.until, request.closed]);
        break;
      case 'say':
        for (const piece of piecesOf(step.text, step.pieces)) await sayPiece(piece, step.probability);
        break;
      case 'forever':
        while (!gone) await sayPiece(step.text, 0.5);
        return;
      case 'fail':
        await write(Buffer.from(dialect.error(step.message)));
        break;
      case 'bytes':
        await write(step.bytes);
        break;
      case 'wire':
        response.socket?.write(step.bytes);
        break;
      case 'finish':
        await write(Buffer.from(dialect.end(step.reason, step.promptTokens, step.outputTokens ?? said)));
        break;
      case 'stall':
        await request.closed;
        return;
      case 'close':
        response.end();
        return;
      case 'hang-up':
        response.socket?.destroySoon();
        return;
      case 'reset':
        response.socket?.resetAndDestroy();
        return;
    }
  }
  if (gone) return;
  if (steps.some((step) => step.do === 'wire')) return request.closed;
  begin(200, {});
  if (!steps.some((step) => step.do === 'finish' || step.do === 'fail')) {
    await write(Buffer.from(dialect.end('stop', 12, said)));
  }
  response.end();
}

const needsHead: ReadonlySet<string> = new Set(['say', 'forever', 'fail', 'bytes', 'finish', 'close']);

function piecesOf(text: string, pieces: Pieces): readonly string[] {
  if (pieces === 'words') return text.match(/\s*\S+\s*$|\s*\S+|\s+/gu) ?? [];
  return pieces === 'characters' ? [...text] : [text];
}

interface Dialect {
  readonly contentType: string;
  piece(text: string, probability: number): string;
  end(reason: string, promptTokens: number, outputTokens: number): string;
  error(message: string): string;
}

const model = 'scripted';

const ollamaDialect: Dialect = {
  contentType: 'application/x-ndjson',
  piece: (text, probability) =>
    line({
      model,
      message: { role: 'assistant', content: text },
      done: false,
      logprobs: [{ token: text, logprob: Math.log(probability) }],
    }),
  end: (reason, promptTokens, outputTokens) =>
    line({
      model,
      message: { role: 'assistant', content: '' },
      done: true,
      done_reason: reason,
      prompt_eval_count: promptTokens,
      eval_count: outputTokens,
    }),
  error: (message) => line({ error: message }),
};

const openaiDialect: Dialect = {
  contentType: 'text/event-stream',
  piece: (text, probability) =>
    event({
      object: 'chat.completion.chunk',
      choices: [
        {
          index: 0,
          delta: { content: text },
          finish_reason: null,
          logprobs: { content: [{ token: text, logprob: Math.log(probability) }] },
        },
      ],
    }),
  end: (reason, promptTokens, outputTokens) =>
    event({ choices: [{ index: 0, delta: {}, finish_reason: reason }] }) +
    event({ choices: [], usage: { prompt_tokens: promptTokens, completion_tokens: outputTokens } }) +
    'data: [DONE]\n\n',
  error: (message) => event({ error: { message, type: 'server_error' } }),
};

function line(value: unknown): string {
  return `${JSON.stringify(value)}\n`;
}

function event(value: unknown): string {
  return `data: ${JSON.stringify(value)}\n\n`;
}
