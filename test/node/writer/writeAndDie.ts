// Applies one scenario and ends as a crash does at the call that is told. Prints what came of it when none is hit.
import { faultDisk } from './faultDisk.ts';
import { clearedBy, scenarios, type Scene } from './scene.ts';
import { openNodeWriter } from '../../../src/node/writer/writer.ts';

const [root = '', journal = '', scenario = '', at = ''] = process.argv.slice(2);
const scene: Scene = { root, journal, top: '', remove: () => Promise.resolve() };
const { disk } = faultDisk({ at: Number(at), does: () => process.kill(process.pid, 'SIGKILL') });
const cleared = await clearedBy(scene, scenarios[scenario] ?? []);
const writer = await openNodeWriter({ root, journal, onProblem: () => undefined, disk });
const outcome = await writer.write(cleared, new AbortController().signal);
process.stdout.write(outcome.type);
