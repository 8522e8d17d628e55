// The Ollama server only; the other workers come with the finder of the models.
import type { FindModels } from './models.ts';
import { createFetch, inquiryLimits, readEndpoint, turnLimits } from '../node/http.ts';
import { systemClock } from '../node/clock.ts';
import { listOllamaModels } from '../node/models/ollamaServer.ts';
import { createOllamaModel } from '../node/models/ollama.ts';
export const findModels: FindModels = async (config, signal) => {
  const clock = systemClock();
  const transport = {
    fetch: createFetch(turnLimits, clock),
    inquire: createFetch(inquiryLimits, clock),
    clock,
  };
  const endpoint = readEndpoint(config.ollamaEndpoint);
  if (endpoint.type !== 'endpoint') return { models: [], missing: [endpoint.message] };
  try {
    const found = await listOllamaModels(endpoint.url, transport.inquire, signal);
    return { models: found.map((m) => createOllamaModel(m, endpoint, transport)), missing: [] };
  } catch (error) {
    return {
      models: [],
      missing: [`No Ollama server answers at ${config.ollamaEndpoint}: ${String(error)}`],
    };
  }
};
