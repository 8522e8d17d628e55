import { bootstrap } from './bootstrap.mjs';

await bootstrap('test/support/editor.ts', 'npm run editor');
