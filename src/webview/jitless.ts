import * as z from 'zod';

/**
 * Schemas compile themselves with `new Function` where they can, and the page's content policy forbids that. The
 * attempt alone is reported as a violation, so this module stands first in `main.ts`, before any schema is made.
 */
z.config({ jitless: true });
