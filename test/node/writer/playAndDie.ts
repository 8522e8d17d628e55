// Plays one scene, or mends what another process left of it, and ends as a crash does at the call that is told. Prints
// what came of it, with the calls that were counted, when none is hit.
import { setTimeout as delay } from 'node:timers/promises';
import { recoverJournal } from '../../../src/node/writer/recovery.ts';
import { faultDisk } from './faultDisk.ts';
import { isChanging, killScenes, play, sceneDisk } from './killScenes.ts';

const [root = '', journal = '', name = '', work = '', at = ''] = process.argv.slice(2);
const scene = killScenes[name];
if (scene === undefined) throw new Error(`there is no scene ${name}`);
const fault = { at: Number(at), does: () => process.kill(process.pid, 'SIGKILL'), counts: isChanging };
const { disk, calls } = faultDisk(fault, sceneDisk(scene, root));
const outcome =
  work === 'play'
    ? await play(scene, { root, journal }, disk)
    : await recoverJournal(
        journal,
        disk,
        (ms) => delay(ms),
        () => undefined,
      ).then(() => ({ type: 'mended' }));
process.stdout.write(JSON.stringify({ type: outcome.type, points: calls.filter(isChanging) }));
