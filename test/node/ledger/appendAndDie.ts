// Appends the events on standard input to a ledger and ends as a crash does: nothing is closed.
import { text } from 'node:stream/consumers';
import * as z from 'zod';
import { runEventSchema } from '../../../src/core/events.ts';
import { openLedger } from '../../../src/node/ledger/ledger.ts';

const [storage = '', workspace = ''] = process.argv.slice(2);
const events = z.array(runEventSchema).parse(JSON.parse(await text(process.stdin)));
const ledger = await openLedger({
  storage,
  workspace,
  onProblem: (message) => process.stderr.write(message),
});
await Promise.all(events.map((event) => ledger.append(event)));
process.kill(process.pid, 'SIGKILL');
