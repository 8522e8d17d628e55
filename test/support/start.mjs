import { bootstrap } from './bootstrap.mjs';

await bootstrap('test/support/start.ts');
