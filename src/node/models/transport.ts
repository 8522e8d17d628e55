import { handleWhen, retry } from 'cockatiel';
import type { ModelMessage, ModelRequest } from '../../core/model.ts';
import type { Clock } from '../../core/ports.ts';
import { CallFailure } from '../callFailure.ts';
import { shown, type Fetch } from '../http.ts';
import { errorText } from './frames.ts';

/** What a worker behind a server needs. */
export interface Transport {
  /** For turns: patient with a model that loads. */
  readonly fetch: Fetch;
  /** For questions about the server: not patient. */
  readonly inquire: Fetch;
  readonly clock: Clock;
}

/**
 * Does one exchange, whose socket is gone when this returns, however it returns. A connection that failed before
 * any byte of an answer is tried once more, on a new socket (S02, S62); nothing else is tried again.
 */
export async function withExchange<T>(
  fetch: Fetch,
  signal: AbortSignal,
  use: (fetch: Fetch) => Promise<T>,
): Promise<T> {
  const over = new AbortController();
  const ends = AbortSignal.any([signal, over.signal]);
  const policy = retry(handleWhen(neverBegan), { maxAttempts: 1 });
  try {
    return await use((input, init) =>
      policy.execute(async () => accepted(await fetch(input, { ...init, signal: ends }))),
    );
  } finally {
    over.abort();
  }
}

function neverBegan(error: Error): boolean {
  return error instanceof CallFailure && error.failure === 'unreachable' && error.beforeAnyByte;
}

/** A response with a status of success, or the failure that its status and its own words tell. */
async function accepted(response: Response): Promise<Response> {
  if (response.ok) return response;
  const { status } = response;
  const words = shown(errorText(await response.text()));
  const said = words === '' ? '' : `: ${words}`;
  if (status === 429) {
    const after = response.headers.get('retry-after');
    const when = after === null ? '' : ` (retry after ${shown(after)})`;
    throw new CallFailure(
      'rate-limited',
      `the server takes no more requests now${when}${said}`,
      false,
      status,
    );
  }
  if (/context (?:length|size|window)|exceeds? the (?:available )?context|too many tokens/iu.test(words)) {
    throw new CallFailure(
      'context-too-small',
      `the request does not fit the model's window${said}`,
      false,
      status,
    );
  }
  throw new CallFailure('http-error', `the server refused with status ${status}${said}`, false, status);
}

/** The messages as chat servers take them: a prefill is the beginning of the last, the assistant's. */
export function chatMessages(request: ModelRequest): ModelMessage[] {
  const prefill: ModelMessage[] =
    request.prefill === undefined || request.prefill === ''
      ? []
      : [{ role: 'assistant', content: request.prefill }];
  return [...request.messages.map(({ role, content }): ModelMessage => ({ role, content })), ...prefill];
}

/**
 * True where a prompt cannot fit whatever the tokenizer: text of models runs well below six bytes a token. A server
 * would cut such a prompt in silence.
 */
export function cannotFit(request: ModelRequest, contextTokens: number): boolean {
  const bytes = chatMessages(request).reduce((sum, message) => sum + Buffer.byteLength(message.content), 0);
  return bytes / 6 + request.maxTokens > contextTokens;
}
