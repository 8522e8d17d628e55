import { createParser } from 'eventsource-parser';
import { CallFailure } from '../callFailure.ts';
import { shown } from '../http.ts';
import { readLines } from './lines.ts';

/**
 * The objects of a stream of JSON lines. A malformed line ends the stream: it may hold half an answer, so it is
 * never skipped. A line with an `error` ends it as the model's own failure, since a status cannot change once
 * streaming began (reliability note, S32 to S34).
 */
export async function* readJsonLines(response: Response, host: string): AsyncGenerator<object> {
  let first = true;
  for await (const line of readLines(bodyOf(response, host))) {
    if (line.trim() === '') continue;
    const value = parseObject(line);
    if (value === undefined) throw malformed(line, first, host, 'JSON lines');
    first = false;
    throwIfError(value, host);
    yield value;
  }
}

/**
 * The objects of an event stream up to its `[DONE]`; what comes after that is dropped. A stream that ends without
 * it is incomplete (S35, S36, S39, S40).
 */
export async function* readEvents(response: Response, host: string): AsyncGenerator<object> {
  const waiting: (string | CallFailure)[] = [];
  const parser = createParser({
    onEvent: (event) => waiting.push(event.data),
    onError: (error) => {
      if (error.type !== 'unknown-field' || error.field !== 'error') return;
      waiting.push(
        new CallFailure('model-error', `${host} says: ${shown(errorText(error.value ?? ''))}`, false),
      );
    },
  });
  let first = true;
  for await (const line of readLines(bodyOf(response, host))) {
    if (first && line.trim() !== '') {
      if (!/^(?:data|event|id|retry|error)?:/u.test(line))
        throw malformed(line, true, host, 'an event stream');
      first = false;
    }
    parser.feed(`${line}\n`);
    for (const event of waiting.splice(0)) {
      if (typeof event !== 'string') throw event;
      if (event.trim() === '[DONE]') return;
      const value = parseObject(event);
      if (value === undefined) throw malformed(event, false, host, 'an event stream');
      throwIfError(value, host);
      yield value;
    }
  }
  throw new CallFailure('incomplete', `${host} ended its answer without saying that it is complete`);
}

const streamTypes = new Set([
  'application/x-ndjson',
  'application/ndjson',
  'application/jsonl',
  'application/json',
  'text/event-stream',
  'application/octet-stream',
  'text/plain',
  '',
]);

/** The body of a response that may be a stream of ours. What it really holds, its first line shows. */
function bodyOf(response: Response, host: string): AsyncIterable<Uint8Array> {
  const type = (response.headers.get('content-type') ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
  if (!streamTypes.has(type)) {
    const message = `${host} answers with ${shown(type)}, which is no model server's: is a proxy or a login page between?`;
    throw new CallFailure('protocol-error', message);
  }
  if (response.body === null) throw new CallFailure('incomplete', `${host} sent an empty answer`);
  return response.body;
}

function parseObject(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function throwIfError(value: object, host: string): void {
  if (!('error' in value) || value.error === null || value.error === undefined) return;
  throw new CallFailure('model-error', `${host} says: ${shown(errorText(value.error))}`);
}

/** The words of an error in any of the shapes that servers use. */
export function errorText(error: unknown): string {
  if (typeof error === 'string') {
    const parsed = error.trimStart().startsWith('{') ? parseObject(error) : undefined;
    return parsed === undefined ? error : errorText(parsed);
  }
  if (typeof error !== 'object' || error === null) return String(error);
  if ('message' in error && typeof error.message === 'string') return error.message;
  if ('error' in error) return errorText(error.error);
  if ('detail' in error) return errorText(error.detail);
  return JSON.stringify(error);
}

function malformed(line: string, first: boolean, host: string, expected: string): CallFailure {
  const start = line.trimStart();
  const seen = start.startsWith('<')
    ? 'it looks like a web page: is a proxy or a login page between?'
    : /^(?:data|event):/u.test(start)
      ? 'it looks like a server that speaks the OpenAI protocol'
      : start.startsWith('{') && expected === 'an event stream' && first
        ? 'it looks like Ollama, or a server that does not stream'
        : 'the rest of the answer cannot be trusted';
  const message = `${host} sent something that is not ${expected} ("${shown(line.slice(0, 80))}"): ${seen}`;
  return new CallFailure('protocol-error', message);
}
