import {
  createFetch,
  inquiryLimits,
  readEndpoint,
  turnLimits,
  type Endpoint,
  type HttpLimits,
} from '../../../src/node/http.ts';
import { systemClock } from '../../../src/node/clock.ts';
import type { Completion, Model, ModelProgress, ModelRequest } from '../../../src/core/model.ts';
import type { Clock } from '../../../src/core/ports.ts';
import { createOllamaModel } from '../../../src/node/models/ollama.ts';
import { createOpenaiModel } from '../../../src/node/models/openaiCompatible.ts';
import type { Transport } from '../../../src/node/models/transport.ts';

export const dialects = ['ollama', 'openai'] as const;
export type DialectName = (typeof dialects)[number];

/** The server of an address that is known to be one. */
export function endpointOf(url: string): Extract<Endpoint, { type: 'endpoint' }> {
  const endpoint = readEndpoint(url);
  if (endpoint.type === 'refused') throw new Error(endpoint.message);
  return endpoint;
}

export function transportOf(clock: Clock = systemClock(), limits: Partial<HttpLimits> = {}): Transport {
  return {
    fetch: createFetch({ ...turnLimits, ...limits }, clock),
    inquire: createFetch(inquiryLimits, systemClock()),
    clock,
  };
}

/** The model that a scripted server offers unless it is told otherwise, through either protocol. */
export function scriptedModel(dialect: DialectName, url: string, transport: Transport): Model {
  const name = 'scripted-coder:latest';
  if (dialect === 'openai') {
    return createOpenaiModel({ name, digest: 'd', contextTokens: 8192 }, endpointOf(url), transport);
  }
  const found = { name, digest: `digest-of-${name}`, size: 1, trainedContext: 32_768, remote: false };
  return createOllamaModel(found, endpointOf(url), transport);
}

export function requestOf(ask: string, more: Partial<ModelRequest> = {}): ModelRequest {
  return { messages: [{ role: 'user', content: ask }], maxTokens: 200, ...more };
}

/** A call with what it showed on the way. */
export async function call(
  model: Model,
  request: ModelRequest,
  signal: AbortSignal = new AbortController().signal,
): Promise<{ completion: Completion; shown: string; progress: readonly ModelProgress[] }> {
  const progress: ModelProgress[] = [];
  const completion = await model.complete(request, (event) => progress.push(event), signal);
  const shown = progress.map((event) => (event.type === 'text' ? event.delta : '')).join('');
  return { completion, shown, progress };
}
