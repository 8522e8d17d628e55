import { bootstrap } from './bootstrap.mjs';

await bootstrap('test/support/check.ts', 'npm run check');
