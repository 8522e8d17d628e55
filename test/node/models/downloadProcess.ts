// A process of its own that fetches one model, so that a test can end it in mid-file. Arguments: folder, model (JSON).
import { systemClock } from '../../../src/node/clock.ts';
import { downloadModel } from '../../../src/node/models/download.ts';
import type { CatalogueModel } from '../../../src/node/models/catalogue.ts';

const [folder = '', model = '{}'] = process.argv.slice(2);
const isModel = (value: unknown): value is CatalogueModel => typeof value === 'object' && value !== null;
const parsed: unknown = JSON.parse(model);
if (!isModel(parsed)) throw new Error('no model was given');
const outcome = await downloadModel(
  parsed,
  { folder, clock: systemClock(), env: process.env, onProgress: () => undefined },
  new AbortController().signal,
);
console.log(outcome.type);
