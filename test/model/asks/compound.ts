import type { Ask } from '../ask.ts';

/** Several tasks in one ask. Edits of one ask are judged each on its own, against the text before the ask. */
export const compoundAsks: readonly Ask[] = [
  {
    id: 'compound-find-read',
    package: 'ini',
    text: 'find every line with "splitSections" and explain what isQuoted in lib/ini.js does',
    gold: {
      type: 'compound',
      parts: [
        { type: 'closed', pattern: 'splitSections', regex: false, word: false, under: '' },
        {
          type: 'read',
          must: [/quot/i, /double|single|"|'|true|start|end/i],
          mustNot: [],
          proof: [
            { path: 'lib/ini.js', text: `return (val.startsWith('"') && val.endsWith('"')) ||` },
            { path: 'lib/ini.js', text: `(val.startsWith("'") && val.endsWith("'"))` },
          ],
        },
      ],
    },
  },
  {
    id: 'compound-comment-rename',
    package: 'redux',
    text: 'add a doc comment to ctorName in src/utils/kindOf.ts and rename isError to looksLikeError',
    gold: {
      type: 'compound',
      parts: [
        { type: 'comments', intents: ['comments'] },
        { type: 'rename', from: 'isError', to: 'looksLikeError', paths: ['src/utils/kindOf.ts'] },
      ],
    },
  },
  {
    id: 'compound-closed-read',
    package: 'semver',
    text: 'list all lines with `RELEASE_TYPES`; then tell me what functions/truncate.js returns for an unknown truncation',
    gold: {
      type: 'compound',
      parts: [
        { type: 'closed', pattern: 'RELEASE_TYPES', regex: false, word: false, under: '' },
        {
          type: 'read',
          must: [/\bnull\b/i],
          mustNot: [],
          proof: [
            { path: 'functions/truncate.js', text: 'if (!constants.RELEASE_TYPES.includes(truncation)) {' },
            { path: 'functions/truncate.js', text: 'return null' },
          ],
        },
      ],
    },
  },
];
