// node test/support/run.mjs script.ts [argument...]: runs a script of the project under its own Node, installing first
// what is missing.
import { bootstrap } from './bootstrap.mjs';

const [script, ...args] = process.argv.slice(2);
if (script === undefined) throw new Error('usage: node test/support/run.mjs script.ts [argument...]');
await bootstrap(script, args);
