import type { PointerEdit } from '../../../../src/core/code.ts';

/** One change of data: the file, what is asked, and texts that do and do not do it. */
export interface DataSample {
  readonly path: string;
  readonly text: string;
  readonly edits: readonly PointerEdit[];
  readonly right: readonly string[];
  readonly wrong: readonly string[];
}

type Swap = readonly [from: string, to: string];

function swapped(text: string, swaps: readonly Swap[]): string {
  return swaps.reduce((now, [from, to]) => {
    if (!now.includes(from)) throw new Error(`there is no ${from}`);
    return now.replace(from, () => to);
  }, text);
}

/** All swaps at once, as far as each still finds its text. */
function every(text: string, swaps: readonly Swap[]): string {
  return swaps.reduce((now, [from, to]) => now.replace(from, () => to), text);
}

/** A source, the edits asked for, the swap that does it, other ways to do it, and what goes wrong beside it. */
function samplesOf(
  path: string,
  text: string,
  asked: readonly { readonly edits: readonly PointerEdit[]; readonly swaps: readonly Swap[] }[],
  harmless: readonly Swap[],
  harmful: readonly Swap[],
): readonly DataSample[] {
  return asked.map(({ edits, swaps }, index) => {
    const done = swapped(text, swaps);
    const fits = ([from]: Swap): boolean => done.includes(from);
    const other = asked[(index + 1) % asked.length];
    const elsewhere = other === undefined || other === asked[index] ? [] : [swapped(text, other.swaps)];
    return {
      path,
      text,
      edits,
      right: [done, ...harmless.filter(fits).map((swap) => swapped(done, [swap])), every(done, harmless)],
      wrong: [
        ...elsewhere,
        ...harmful.filter(fits).map((swap) => swapped(done, [swap])),
        // Formatted, and not done.
        ...harmless.slice(0, 1).map((swap) => swapped(text, [swap])),
      ],
    };
  });
}

const packageText = `{
  "name": "app",
  "version": "1.0.0",
  "private": true,
  "big": 9007199254740993,
  "ratio": 1.0,
  "scripts": { "build": "tsc -p .", "a/b": "x", "c~d": "y" },
  "files": ["dist", "media"],
  "engines": {
    "node": ">=20"
  }
}
`;

const json = samplesOf(
  'package.json',
  packageText,
  [
    {
      edits: [{ op: 'replace', pointer: '/version', value: '1.1.0' }],
      swaps: [['"version": "1.0.0"', '"version": "1.1.0"']],
    },
    {
      edits: [{ op: 'add', pointer: '/scripts/test', value: 'vitest' }],
      swaps: [['"tsc -p .", ', '"tsc -p .", "test": "vitest", ']],
    },
    {
      edits: [
        { op: 'replace', pointer: '/scripts/a~1b', value: 1e3 },
        { op: 'remove', pointer: '/scripts/c~0d' },
      ],
      swaps: [['"a/b": "x", "c~d": "y"', '"a/b": 1000']],
    },
    {
      edits: [{ op: 'add', pointer: '/files/-', value: 'README.md' }],
      swaps: [['"media"]', '"media", "README.md"]']],
    },
    {
      edits: [{ op: 'add', pointer: '/files/0', value: { deep: [null, false] } }],
      swaps: [['["dist"', '[{ "deep": [null, false] }, "dist"']],
    },
    {
      edits: [{ op: 'remove', pointer: '/private' }],
      swaps: [['  "private": true,\n', '']],
    },
    {
      edits: [
        { op: 'add', pointer: '/x', value: {} },
        { op: 'add', pointer: '/x/y', value: [] },
      ],
      swaps: [['"name": "app",', '"x": { "y": [] }, "name": "app",']],
    },
  ],
  [
    ['"ratio": 1.0', '"ratio": 1'],
    ['"ratio": 1.0', '"ratio": 10e-1'],
    ['"name": "app",\n', '"name": "\\u0061pp",\n\n'],
    ['"files": ["dist", "media"],\n', '"files": [\n    "dist",\n    "media"\n  ],\n'],
  ],
  [
    ['9007199254740993', '9007199254740992'],
    ['"ratio": 1.0', '"ratio": "1.0"'],
    ['"name": "app"', '"name": "App"'],
    ['"name": "app",', '"name": "app", "name": "app",'],
    ['"node": ">=20"', '"node": ">=20",\n    "npm": "*"'],
    ['"build": "tsc -p ."', '"built": "tsc -p ."'],
    ['  "engines": {\n', '  // engines\n  "engines": {\n'],
    ['"private": true', '"private": "true"'],
    ['"dist", "media"', '"media", "dist"'],
    ['  "ratio": 1.0,\n', ''],
  ],
);

const jsonc = samplesOf(
  'app/tsconfig.json',
  `{
  // strict on purpose
  "compilerOptions": {
    "strict": true, /* all of it */
    "target": "ES2022",
    "lib": ["ES2022", "DOM"],
  },
  "include": ["src"], // sources
}
`,
  [
    {
      edits: [{ op: 'replace', pointer: '/compilerOptions/target', value: 'ES2024' }],
      swaps: [['"target": "ES2022"', '"target": "ES2024"']],
    },
    {
      edits: [{ op: 'add', pointer: '/compilerOptions/outDir', value: 'dist' }],
      swaps: [['"target": "ES2022",', '"target": "ES2022",\n    "outDir": "dist",']],
    },
    {
      edits: [{ op: 'remove', pointer: '/compilerOptions/lib/1' }],
      swaps: [['"ES2022", "DOM"', '"ES2022"']],
    },
  ],
  [
    ['["src"], // sources', '["src"] // sources'],
    ['"include": ["src"],', '"include": ["src",],'],
    ['// strict on', '//  strict on'],
  ],
  [
    ['// strict on purpose', ''],
    ['/* all of it */', ''],
    ['// sources', '// the sources'],
    ['// sources', '// sources // twice'],
    ['  // strict on purpose\n', '  // strict on purpose\n  // strict on purpose\n'],
    ['"strict": true', '"strict": false'],
    ['"include"', '"exclude"'],
    ['"src"', '"Src"'],
  ],
);

const yaml = samplesOf(
  'deploy/app.yaml',
  `# the app
name: app
replicas: 3 # at least
mode: "yes"
limits: &limits
  cpu: 0.50
  memory: 512
other: *limits
ports:
  - 80
  - 443
# where it runs
region:
  - name: eu
    day: 2024-05-01
`,
  [
    { edits: [{ op: 'replace', pointer: '/replicas', value: 5 }], swaps: [['replicas: 3', 'replicas: 5']] },
    {
      edits: [{ op: 'add', pointer: '/ports/-', value: 8080 }],
      swaps: [['  - 443\n', '  - 443\n  - 8080\n']],
    },
    {
      edits: [{ op: 'add', pointer: '/region/0/zone', value: 'a: b' }],
      swaps: [['    day:', "    zone: 'a: b'\n    day:"]],
    },
    { edits: [{ op: 'remove', pointer: '/mode' }], swaps: [['mode: "yes"\n', '']] },
    {
      edits: [{ op: 'replace', pointer: '/other', value: { cpu: 1 } }],
      swaps: [['other: *limits', 'other: { cpu: 1 }']],
    },
  ],
  [
    ['cpu: 0.50', 'cpu: 0.5'],
    ['name: app', "name: 'app'"],
    ['day: 2024-05-01', 'day: "2024-05-01"'],
    ['memory: 512', 'memory: 0x200'],
  ],
  [
    ['# the app\n', ''],
    ['# where', '# Where'],
    ['name: app', 'name: App'],
    ['memory: 512', 'memory: "512"'],
    ['    day:', '  day:'],
    ['- 80', '- "80"'],
    ['name: app\n', 'name: app\nname: app\n'],
    ['# the app\n', '```yaml\n# the app\n'],
    ['    day: 2024-05-01\n', '    day: 2024-05-01\n---\nname: b\n'],
    ['memory: 512', 'memory: 513'],
  ],
);

const toml = samplesOf(
  'Cargo.toml',
  `# the crate
[package]
name = "tool"
version = "0.1.0" # first
edition = 2021
ratio = 1.0
day = 2024-05-01

[dependencies]
serde = { version = "1", features = ["derive"] }
"odd key" = [1, 2]

[[bin]]
path = 'src/main.rs'
`,
  [
    {
      edits: [{ op: 'replace', pointer: '/package/version', value: '0.2.0' }],
      swaps: [['"0.1.0"', '"0.2.0"']],
    },
    {
      edits: [{ op: 'add', pointer: '/dependencies/log', value: '0.4' }],
      swaps: [['[dependencies]\n', '[dependencies]\nlog = "0.4"\n']],
    },
    { edits: [{ op: 'remove', pointer: '/package/edition' }], swaps: [['edition = 2021\n', '']] },
    {
      edits: [{ op: 'replace', pointer: '/bin/0/path', value: 'src/tool.rs' }],
      swaps: [["'src/main.rs'", "'src/tool.rs'"]],
    },
    {
      edits: [{ op: 'add', pointer: '/dependencies/odd key/1', value: 5 }],
      swaps: [['[1, 2]', '[1, 5, 2]']],
    },
  ],
  [
    ['ratio = 1.0', 'ratio = 1'],
    ['"tool"', "'tool'"],
    ['[package]\nname = "tool"', '[package]\n\nname   = "tool"'],
    ['["derive"]', '[ "derive", ]'],
  ],
  [
    ['# the crate\n', ''],
    [' # first', ''],
    ['# first', '# second'],
    ['name = "tool"', 'name = "tools"'],
    ['ratio = 1.0', 'ratio = "1.0"'],
    ['day = 2024-05-01', 'day = "2024-05-01"'],
    ['day = 2024-05-01', 'day = 2024-05-02'],
    ['name = "tool"\n', 'name = "tool"\nname = "tool"\n'],
    ['[[bin]]', '[bin]'],
    ['"odd key"', 'odd'],
    ['# the crate\n', '# the crate\nHere it is:\n'],
  ],
);

export const dataSamples: readonly DataSample[] = [...json, ...jsonc, ...yaml, ...toml];
