import { parentPort } from 'node:worker_threads';
import { scan } from './scan.ts';
import type { ScanAnswer, ScanJob } from './scanJobs.ts';
import { folderSource, textSource } from './sources.ts';
import { walk } from './walk.ts';

// One job at a time; whoever started this worker ends it when a job takes too long.
const port = parentPort;
port?.on('message', (job: ScanJob) => port.postMessage(answer(job)));

function answer(job: ScanJob): ScanAnswer {
  try {
    if (job.type === 'list') return { type: 'paths', paths: [...walk(job.folder)].sort() };
    const source = job.texts === undefined ? folderSource(job.folder) : textSource(job.texts);
    return scan(job.query, source);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { type: 'failed', message: `the scanner broke: ${reason}` };
  }
}
