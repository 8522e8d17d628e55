import type { Random } from '../../../node/search/random.ts';
import type { FaultClass, KindFaults, KindRow, RightRow } from './kindFaults.ts';

type Edit = Readonly<Record<string, unknown>> & { readonly path: string };

const nouns = ['price', 'order', 'label', 'total', 'bill', 'stock', 'parcel', 'ticket'];

/** A small project: one function that three modules use, and an index that passes it on. */
function projectOf(random: Random): {
  readonly files: Record<string, string>;
  readonly name: string;
  readonly next: string;
} {
  const noun = random.pick(nouns);
  const count = 2 + random.number(8);
  const name = `${noun}Of${count}`;
  const files: Record<string, string> = {
    'tsconfig.json':
      '{ "compilerOptions": { "strict": true, "noEmit": true, "module": "esnext", "moduleResolution": "bundler", "types": [] }, "include": ["src"] }\n',
    'src/index.ts': `export { ${name} } from './${noun}';\nexport { report } from './report';\n`,
    [`src/${noun}.ts`]: `export function ${name}(given: number): number {\n  return given * ${count};\n}\n\nexport const unit = 'EUR';\n`,
    'src/report.ts': `import { ${name}, unit } from './${noun}';\n\nexport function report(given: number): string {\n  return \`\${${name}(given)} \${unit}\`;\n}\n`,
    'src/check.ts': `import { ${name} } from './${noun}';\n\nexport const isDear = (given: number): boolean => ${name}(given) > ${100 * count};\n`,
  };
  return { files, name, next: `${noun}Times${count}` };
}

/** The rename of a function over four files: every place, by the text of its line. */
function right(_project: unknown, random: Random): RightRow {
  const { files, name, next } = projectOf(random);
  const edits: Edit[] = [];
  for (const [path, text] of Object.entries(files)) {
    for (const [index, line] of text.split('\n').entries()) {
      if (!line.includes(name)) continue;
      edits.push({ path, search: line, replace: line.replaceAll(name, next), startLine: index + 1 });
    }
  }
  const paths = Object.keys(files).filter((path) => path !== 'tsconfig.json');
  const instruction = `Rename \`${name}\` to \`${next}\` everywhere`;
  return { files, task: { kind: 'refactor', instruction, paths }, result: { edits }, best: 'unproven' };
}

function editsOf(row: RightRow): readonly Edit[] {
  return (row.result as { readonly edits: readonly Edit[] }).edits;
}

/** The same result with other edits. */
function withEdits(row: RightRow, edits: readonly unknown[]): KindRow {
  return { files: row.files, task: row.task, result: { edits } };
}

/** One edit in the place of the first that fits. */
function changed(
  row: RightRow,
  fits: (edit: Edit) => boolean,
  change: (replace: string, edit: Edit) => object,
): KindRow | undefined {
  const edits = editsOf(row);
  const at = edits.findIndex(fits);
  const edit = edits[at];
  if (edit === undefined) return undefined;
  return withEdits(row, edits.with(at, { ...edit, ...change(String(edit['replace']), edit) }));
}

const isDeclaration = ({ replace }: Edit): boolean => String(replace).startsWith('export function');
const classes: readonly FaultClass[] = [
  {
    name: 'a call site is missed',
    plant: (row) =>
      withEdits(
        row,
        editsOf(row).filter((edit) => !String(edit['search']).includes('=> ')),
      ),
  },
  {
    name: 'a file is missed',
    plant: (row) =>
      withEdits(
        row,
        editsOf(row).filter((edit) => edit.path !== 'src/report.ts'),
      ),
  },
  {
    name: 'the index is missed',
    plant: (row) =>
      withEdits(
        row,
        editsOf(row).filter((edit) => edit.path !== 'src/index.ts'),
      ),
  },
  {
    name: 'the index passes it on no more',
    plant: (row) =>
      changed(
        row,
        (edit) => edit.path === 'src/index.ts',
        () => ({ replace: '' }),
      ),
  },
  {
    name: 'an export is lost',
    plant: (row) => changed(row, isDeclaration, (text) => ({ replace: text.replace('export ', '') })),
  },
  {
    name: 'another name than was asked for',
    plant: (row) =>
      withEdits(
        row,
        editsOf(row).map((edit) => ({ ...edit, replace: String(edit['replace']).replaceAll('Times', 'By') })),
      ),
  },
  {
    name: 'a function that there is not is called',
    plant: (row) =>
      changed(
        row,
        (edit) => edit.path === 'src/check.ts' && String(edit['search']).includes('=>'),
        (text) => ({ replace: text.replace(/(?<==> )\w+/u, 'priceInAll') }),
      ),
  },
  {
    name: 'an argument more',
    plant: (row) =>
      changed(
        row,
        (edit) => String(edit['search']).includes('=>'),
        (text) => ({ replace: text.replace('(given) >', '(given, 1) >') }),
      ),
  },
  {
    name: 'the type is another',
    plant: (row) =>
      changed(row, isDeclaration, (text) => ({ replace: text.replace('): number', '): string') })),
  },
  {
    name: 'a brace is lost',
    plant: (row) => changed(row, isDeclaration, (text) => ({ replace: text.replace(' {', '') })),
  },
  {
    name: 'a place holder',
    plant: (row) => changed(row, isDeclaration, (text) => ({ replace: `// ... rest of the code\n${text}` })),
  },
  {
    name: 'a fence',
    plant: (row) => changed(row, isDeclaration, (text) => ({ replace: `\`\`\`ts\n${text}` })),
  },
  {
    name: 'a marker of a conflict',
    plant: (row) => changed(row, isDeclaration, (text) => ({ replace: `<<<<<<< HEAD\n${text}` })),
  },
  {
    name: 'a hidden character',
    plant: (row) => changed(row, isDeclaration, (text) => ({ replace: text.replace('(', '\u200b(') })),
  },
  {
    name: 'a file out of scope',
    plant: (row) =>
      withEdits(row, [
        ...editsOf(row),
        { path: 'tsconfig.json', search: '"strict": true', replace: '"strict": false' },
      ]),
  },
  {
    name: 'a text that stands nowhere',
    plant: (row) => changed(row, isDeclaration, () => ({ search: 'export function nothing() {' })),
  },
  {
    name: 'the same edit twice',
    plant: (row) => withEdits(row, [...editsOf(row), ...editsOf(row).slice(0, 1)]),
  },
  { name: 'an unknown key', plant: (row) => changed(row, isDeclaration, () => ({ verified: true })) },
  {
    name: 'it behaves otherwise behind the same types',
    plant: (row, random) =>
      withEdits(row, [
        ...editsOf(row),
        {
          path: pathOfDeclaration(row),
          search: '  return given *',
          replace: random.chance(0.5) ? '  return given +' : '  return given * 2 *',
        },
      ]),
  },
];

function pathOfDeclaration(row: RightRow): string {
  return editsOf(row).find(isDeclaration)?.path ?? '';
}

/** Without a run of tests the best is unproven: what only tests can see is not refuted here, and not verified. */
export const refactor: KindFaults = { kind: 'refactor', right, classes };
