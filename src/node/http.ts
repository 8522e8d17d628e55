import * as http from 'node:http';
import * as https from 'node:https';
import type { Readable } from 'node:stream';
import * as zlib from 'node:zlib';
import type { Clock } from '../core/ports.ts';
import { openBody, type Body } from './body.ts';
import { CallFailure } from './callFailure.ts';
import { gaugeLines } from './lineGauge.ts';
import { watchPhases } from './phases.ts';

/** Limits of one exchange, in milliseconds and bytes (reliability note section 10, Starting limits). */
export interface HttpLimits {
  /** Until the response's headers are there; a local server loads a cold model in this time. */
  readonly firstByteMs: number;
  /** Silence after the headers. Only whole lines are progress, so a slow loris ends here too. */
  readonly idleMs: number;
  /** How long keep-alive comments alone may hold the exchange open. */
  readonly aliveMs: number;
  readonly totalMs: number;
  /** Of the decoded body. */
  readonly maxBytes: number;
  /** Of one line, or of one event of an event stream. */
  readonly maxLineBytes: number;
  readonly maxLines: number;
  /** For bodies without lines, as files: every byte is progress, and only the whole is capped. */
  readonly anyByteIsProgress?: boolean;
}

const mebibyte = 1024 * 1024;

/** For a turn with a model server on this machine. */
export const turnLimits: HttpLimits = {
  firstByteMs: 600_000,
  idleMs: 120_000,
  aliveMs: 600_000,
  totalMs: 1_200_000,
  maxBytes: 16 * mebibyte,
  maxLineBytes: mebibyte,
  maxLines: 200_000,
};

/** For files: no limit on the whole, but none of a pause. A file's size is capped where it is written. */
export const downloadLimits: HttpLimits = {
  firstByteMs: 30_000,
  idleMs: 60_000,
  aliveMs: 60_000,
  totalMs: Number.POSITIVE_INFINITY,
  maxBytes: Number.POSITIVE_INFINITY,
  maxLineBytes: Number.POSITIVE_INFINITY,
  maxLines: Number.POSITIVE_INFINITY,
  anyByteIsProgress: true,
};

/** For the small questions about a server: is it there, which models has it. */
export const inquiryLimits: HttpLimits = {
  ...turnLimits,
  firstByteMs: 3_000,
  idleMs: 3_000,
  aliveMs: 5_000,
  totalMs: 10_000,
};

export interface FetchOptions {
  /** `return`: a redirect is handed back as it is, for a caller that has rules of its own about where it goes. */
  readonly redirects?: 'refuse' | 'return';
  /** The environment whose proxy settings hold; none where this platform's agents cannot read them. */
  readonly proxyEnv?: Readonly<Record<string, string | undefined>>;
}

export type Fetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

/**
 * A `fetch` for model servers on `node:http(s)`: no limit of 300 s, no redirect ever followed, no compression asked
 * for, a cap on what is decoded, one socket an exchange, destroyed on every outcome. Fails with `CallFailure`, or
 * with the signal's own reason when it is aborted; both also while the body is read.
 */
export function createFetch(limits: HttpLimits, clock: Clock, options: FetchOptions = {}): Fetch {
  return async (input, init) => {
    const url = checkedUrl(input);
    const request = input instanceof Request && init === undefined ? input : new Request(url, init);
    request.signal.throwIfAborted();
    const body = request.body === null ? undefined : Buffer.from(await request.arrayBuffer());
    return exchange(request, body, limits, clock, options);
  };
}

function checkedUrl(input: string | URL | Request): URL {
  const text = input instanceof Request ? input.url : String(input);
  const endpoint = readEndpoint(text);
  if (endpoint.type === 'refused') throw new CallFailure('unreachable', endpoint.message);
  return endpoint.url;
}

export type Endpoint =
  | { readonly type: 'endpoint'; readonly url: URL; readonly loopback: boolean; readonly encrypted: boolean }
  | { readonly type: 'refused'; readonly message: string };

/** Reads the address of a server: http or https only, without a user or password in it. */
export function readEndpoint(text: string): Endpoint {
  if (!URL.canParse(text)) return { type: 'refused', message: `"${shown(text)}" is not an address` };
  const url = new URL(text);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    return {
      type: 'refused',
      message: `${url.protocol}// is not a protocol of model servers: use http or https`,
    };
  }
  if (url.username !== '' || url.password !== '') {
    return { type: 'refused', message: `the address of ${url.host} holds a user or a password: take it out` };
  }
  return { type: 'endpoint', url, loopback: isLoopback(url.hostname), encrypted: url.protocol === 'https:' };
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/u.test(hostname);
}

/** Another machine's text as one short line: control characters out, at most 300 characters. */
export function shown(text: string): string {
  const line = text
    .replace(/[\p{Cc}\p{Cf}]+/gu, ' ')
    .replace(/\s+/gu, ' ')
    .trim();
  return line.length > 300 ? `${line.slice(0, 300)}...` : line;
}

/** One request and its response. Owns the socket, the timers and the caps; `end` is the one way out. */
function exchange(
  request: Request,
  body: Buffer | undefined,
  limits: HttpLimits,
  clock: Clock,
  options: FetchOptions,
): Promise<Response> {
  return new Promise<Response>((resolve, reject) => {
    const url = new URL(request.url);
    const send = url.protocol === 'https:' ? https.request : http.request;
    const outgoing = send(url, {
      method: request.method,
      headers: headersOf(request, body),
      agent: agentOf(url, options.proxyEnv),
      maxHeaderSize: 16 * 1024,
    });
    let content: Body | undefined;
    let source: Readable | undefined;
    let over = false;

    const end = (error: unknown, atOnce = false): void => {
      if (over) return;
      over = true;
      phases.stop();
      request.signal.removeEventListener('abort', abort);
      outgoing.destroy();
      source?.destroy();
      if (content === undefined) reject(asError(error));
      else if (atOnce) content.drop(error);
      else content.end(error);
    };
    const abort = (): void => end(request.signal.reason, true);
    const phases = watchPhases(
      limits,
      clock,
      () => source?.isPaused() === true,
      (failure) => end(timedOut(failure, url, limits, content === undefined)),
    );
    request.signal.addEventListener('abort', abort);

    outgoing.on('error', (error) => end(networkFailure(error, url, content === undefined)));
    outgoing.on('response', (incoming) => {
      const status = incoming.statusCode ?? 0;
      const location = options.redirects === 'return' ? undefined : incoming.headers.location;
      const refusal = refuseHead(status, location, url);
      if (refusal !== undefined) return end(refusal);
      phases.headers();
      const decoded = decode(incoming);
      const gauge = gaugeLines(incoming.headers['content-type'], limits);
      const hold = (wait: boolean): void => void (wait ? decoded.pause() : decoded.resume());
      const received = openBody(hold, () => end(undefined));
      source = decoded;
      content = received;
      incoming.on('error', (error) => end(networkFailure(error, url, false)));
      decoded.on('error', (error) => end(networkFailure(error, url, false)));
      decoded.on('data', (chunk: Buffer) => {
        const measured = gauge.feed(chunk);
        if (measured.type === 'too-big') return end(new CallFailure('too-big', measured.message));
        if (measured.type === 'progress') phases.progress();
        else if (measured.type === 'life') phases.life();
        if (!over) received.push(chunk);
      });
      decoded.on('end', () => end(undefined));
      const body = hasNoBody(status) ? null : received.stream;
      resolve(new Response(body, { status, headers: headPairs(incoming) }));
    });
    outgoing.end(body);
  });
}

/** No connection is ever used twice: what failed on an old one would say nothing (S62). */
function agentOf(url: URL, proxyEnv: FetchOptions['proxyEnv']): http.Agent | false {
  if (proxyEnv === undefined) return false;
  const options = { keepAlive: false, proxyEnv: { ...proxyEnv } };
  return url.protocol === 'https:' ? new https.Agent(options) : new http.Agent(options);
}

function headersOf(request: Request, body: Buffer | undefined): Record<string, string | number> {
  const headers: Record<string, string | number> = { ...Object.fromEntries(request.headers) };
  headers['accept-encoding'] = 'identity';
  headers['connection'] = 'close';
  if (body !== undefined) headers['content-length'] = body.byteLength;
  return headers;
}

/** The headers of the body as it is handed on: decoded, of a length not yet known. */
function headPairs(incoming: http.IncomingMessage): [string, string][] {
  const pairs: [string, string][] = [];
  for (const [name, values] of Object.entries(incoming.headersDistinct)) {
    if (name === 'content-encoding' || name === 'content-length') continue;
    for (const value of values ?? []) pairs.push([name, value.replace(/[^\t\x20-\x7e\x80-\xff]/gu, ' ')]);
  }
  return pairs;
}

/** A server that compresses although it was told not to is read all the same, under the cap of decoded bytes. */
function decode(incoming: http.IncomingMessage): Readable {
  switch (incoming.headers['content-encoding']?.trim().toLowerCase()) {
    case 'gzip':
    case 'x-gzip':
      return incoming.pipe(zlib.createGunzip());
    case 'deflate':
      return incoming.pipe(zlib.createInflate());
    case 'br':
      return incoming.pipe(zlib.createBrotliDecompress());
    default:
      return incoming;
  }
}

function hasNoBody(status: number): boolean {
  return status === 204 || status === 205 || status === 304;
}

function refuseHead(status: number, location: string | undefined, url: URL): CallFailure | undefined {
  if (status >= 300 && status < 400 && location !== undefined) {
    const message = `${url.host} answers with a redirect to ${shown(location)}; no redirect is followed. Set the address that really answers.`;
    return new CallFailure('redirect-refused', message, false, status);
  }
  if (status < 200 || status > 599) {
    return new CallFailure('protocol-error', `${url.host} answers with status ${status}`, false, status);
  }
  return undefined;
}

function timedOut(
  failure: 'first-byte-timeout' | 'idle-timeout' | 'turn-timeout',
  url: URL,
  limits: HttpLimits,
  beforeAnyByte: boolean,
): CallFailure {
  const seconds = (ms: number): string => `${Math.round(ms / 100) / 10} s`;
  const messages = {
    'first-byte-timeout': `${url.host} did not begin to answer within ${seconds(limits.firstByteMs)}`,
    'idle-timeout': `${url.host} began to answer and then made no progress for ${seconds(limits.idleMs)}`,
    'turn-timeout': `${url.host} did not finish within ${seconds(limits.totalMs)}`,
  };
  return new CallFailure(failure, messages[failure], beforeAnyByte);
}

const parserErrors = /^HPE_/u;
const zlibErrors = /^(?:Z_|ERR__?ERROR_FORMAT|ERR_BROTLI|ERR_ZLIB)/u;

function networkFailure(error: Error, url: URL, beforeAnyByte: boolean): CallFailure {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (parserErrors.test(code) && code !== 'HPE_INVALID_EOF_STATE') {
    const message = `what answers at ${url.host} does not speak HTTP as a model server does (${code})`;
    return new CallFailure('protocol-error', message);
  }
  if (zlibErrors.test(code)) {
    return new CallFailure('protocol-error', `${url.host} sent a damaged compressed body (${code})`);
  }
  if (!beforeAnyByte) {
    return new CallFailure('incomplete', `the connection to ${url.host} broke off in mid-answer`);
  }
  const why = code === '' ? shown(error.message) : code;
  return new CallFailure('unreachable', `${url.host} cannot be reached (${why})`, true);
}

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(String(reason));
}
