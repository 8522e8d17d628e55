import { bootstrap } from './bootstrap.mjs';

await bootstrap('test/support/test.ts');
