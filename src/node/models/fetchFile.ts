import * as fs from 'node:fs/promises';
import type { Clock } from '../../core/ports.ts';
import { CallFailure } from '../callFailure.ts';
import { readEndpoint, shown, type Fetch } from '../http.ts';
import { statOf } from './modelFile.ts';

export interface FileRequest {
  readonly url: string;
  /** Where the bytes are gathered; what stands there already is the beginning of the file. */
  readonly partial: string;
  /** No file may be longer. */
  readonly maxBytes: number;
  readonly fetch: Fetch;
  readonly clock: Clock;
  /** `bytes` of this file so far, those of earlier runs too. */
  readonly onProgress: (bytes: number) => void;
}

const mostRedirects = 5;
const mostTries = 6;
/** A server that was never reached is soon given up: another source may have the file. */
const mostFirstTries = 2;

/**
 * Gathers a file, going on where an earlier run stopped. A connection that breaks is taken up again, as long as
 * it brings something. Throws `CallFailure`, or the signal's reason when it is aborted; the bytes so far stay.
 */
export async function fetchFile(request: FileRequest, signal: AbortSignal): Promise<void> {
  let tries = 0;
  for (;;) {
    const before = (await statOf(request.partial))?.size ?? 0;
    try {
      return await fetchRest(request, before, signal);
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof CallFailure) || !mayPass(error)) throw error;
      const after = (await statOf(request.partial))?.size ?? 0;
      tries = after > before ? 1 : tries + 1;
      if (tries >= (error.beforeAnyByte ? mostFirstTries : mostTries)) throw error;
      await request.clock.delay(500 * 2 ** tries, signal);
      signal.throwIfAborted();
    }
  }
}

function mayPass(error: CallFailure): boolean {
  if (error.status !== undefined) return error.status === 429 || error.status >= 500;
  return ['incomplete', 'idle-timeout', 'unreachable'].includes(error.failure);
}

async function fetchRest(request: FileRequest, have: number, signal: AbortSignal): Promise<void> {
  const over = new AbortController();
  const ends = AbortSignal.any([signal, over.signal]);
  try {
    const response = await follow(request.fetch, request.url, have, ends);
    if (response.status === 416 && have > 0) {
      // Nothing is left after what is there; or what is there is not of this file, which its hash will show.
      return;
    }
    if (response.status !== 200 && response.status !== 206) {
      const message = `${new URL(request.url).host} answers with status ${response.status}`;
      throw new CallFailure('http-error', message, false, response.status);
    }
    const goesOn = response.status === 206 && startsAt(response.headers.get('content-range'), have);
    await append(request, response, goesOn ? have : 0);
  } finally {
    over.abort();
  }
}

function startsAt(contentRange: string | null, have: number): boolean {
  return contentRange !== null && contentRange.startsWith(`bytes ${have}-`);
}

async function append(request: FileRequest, response: Response, from: number): Promise<void> {
  if (response.body === null) throw new CallFailure('incomplete', 'the server sent an empty file');
  const body: AsyncIterable<Uint8Array> = response.body;
  const handle = await fs.open(request.partial, from === 0 ? 'w' : 'r+');
  try {
    await handle.truncate(from);
    let at = from;
    for await (const chunk of body) {
      if (at + chunk.byteLength > request.maxBytes) {
        throw new CallFailure(
          'too-big',
          `the file is longer than the ${request.maxBytes} bytes it should have`,
        );
      }
      await handle.write(chunk, 0, chunk.byteLength, at);
      at += chunk.byteLength;
      request.onProgress(at);
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/**
 * Asks for the rest of a file. A hub sends its readers on to where the bytes are: a few redirects are followed, with
 * no credentials, and never from an encrypted connection to another.
 */
async function follow(fetch: Fetch, first: string, have: number, signal: AbortSignal): Promise<Response> {
  const headers: Record<string, string> = have > 0 ? { range: `bytes=${have}-` } : {};
  let url = first;
  for (let redirects = 0; redirects <= mostRedirects; redirects += 1) {
    const response = await fetch(url, { headers, signal });
    const location = response.headers.get('location');
    if (response.status < 300 || response.status >= 400 || location === null) return response;
    const next = URL.canParse(location, url) ? new URL(location, url).href : location;
    const endpoint = readEndpoint(next);
    const safer = endpoint.type === 'endpoint' && (endpoint.encrypted || url.startsWith('http:'));
    if (!safer) throw new CallFailure('redirect-refused', `a redirect to ${shown(location)} is not followed`);
    url = next;
  }
  throw new CallFailure(
    'redirect-refused',
    `${new URL(first).host} redirects more than ${mostRedirects} times`,
  );
}
