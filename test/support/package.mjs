import { bootstrap } from './bootstrap.mjs';

await bootstrap('test/support/package.ts', 'npm run package');
