// A parent of a host, which a test ends without warning. Says the host's process id when the host is up.
import { fileURLToPath } from 'node:url';
import { startHost } from '../../../src/node/models/hostProcess.ts';

const host = startHost(
  fileURLToPath(new URL('../../../src/node/models/host.ts', import.meta.url)),
  process.env,
);
host.listen(() => console.log(host.pid));
host.keep(true);
// A load that fails shows that the host listens.
host.send({ type: 'load', runtimeFolder: '/nowhere', modelFile: '/nowhere', threads: 1, contextTokens: 1 });
