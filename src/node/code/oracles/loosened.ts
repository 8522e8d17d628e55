import type ts from 'typescript';
import type { CodeProblem } from '../../../core/code.ts';
import type { ChangeSet } from '../../../core/change.ts';
import { configPaths, readConfig } from '../configs.ts';
import type { Ts } from '../parse.ts';
import { relativeTo } from '../project.ts';
import type { View } from '../view.ts';
import type { Silenced } from './silenced.ts';

/** Options that find more the more of them are on; those of `strict` follow it where they are not set. */
const strictFamily = [
  'noImplicitAny',
  'noImplicitThis',
  'strictNullChecks',
  'strictFunctionTypes',
  'strictBindCallApply',
  'strictPropertyInitialization',
  'strictBuiltinIteratorReturn',
  'useUnknownInCatchVariables',
  'alwaysStrict',
] as const;
const checking = [
  'noImplicitReturns',
  'noImplicitOverride',
  'noUnusedLocals',
  'noUnusedParameters',
  'noUncheckedIndexedAccess',
  'noUncheckedSideEffectImports',
  'noPropertyAccessFromIndexSignature',
  'noFallthroughCasesInSwitch',
  'exactOptionalPropertyTypes',
  'checkJs',
  'isolatedModules',
  'isolatedDeclarations',
  'verbatimModuleSyntax',
  'erasableSyntaxOnly',
  'forceConsistentCasingInFileNames',
] as const;
/** Options that hide errors when they are on. */
const hiding = [
  'skipLibCheck',
  'noCheck',
  'allowUnreachableCode',
  'allowUnusedLabels',
  'suppressExcessPropertyErrors',
  'suppressImplicitAnyIndexErrors',
] as const;

/** A configuration that checks less than before is no fix (contracts rule 55). */
export function loosenedBy(
  ts: Ts,
  base: View,
  changed: View,
  listing: readonly string[],
  change: ChangeSet,
): Silenced {
  const isConfig = (path: string): boolean => /\.jsonc?$/i.test(path);
  const touched = change.files.filter((file) => isConfig(file.path)).map((file) => file.path);
  if (touched.length === 0) return { problems: [], unsure: [] };
  const problems: CodeProblem[] = [];
  const unsure: string[] = [];
  for (const path of configPaths(base, [...listing])) {
    const old = readConfig(ts, base, path);
    const fresh = readConfig(ts, changed, path);
    const relative = relativeTo(base, path);
    const at = touched.includes(relative) ? relative : (touched[0] ?? relative);
    const text = changed.read(`${base.root}/${at}`) ?? '';
    const add = (word: string, message: string): void => {
      const line = text.split('\n').findIndex((row) => row.includes(`"${word}"`)) + 1;
      problems.push({ path: at, line: Math.max(1, line), message });
    };
    for (const option of switched(old.options, fresh.options)) {
      add(option.name, `${option.name} of ${relative} is ${option.on ? 'on' : 'off'} now`);
    }
    const kept = new Set(fresh.files);
    const dropped = old.files.find((file) => !kept.has(file));
    if (dropped !== undefined) add('exclude', `${relative} covers ${relativeTo(base, dropped)} no more`);
    const isSame = JSON.stringify(old.options) === JSON.stringify(fresh.options);
    if (!isSame && problems.length === 0) unsure.push(`${relative}: other options hold for all its files`);
  }
  for (const path of touched.filter((one) => /(?:^|\/)package\.json$/.test(one))) {
    unsure.push(`${path}: what is installed is not changed by it`);
  }
  return { problems, unsure };
}

function switched(
  old: ts.CompilerOptions,
  fresh: ts.CompilerOptions,
): readonly { readonly name: string; readonly on: boolean }[] {
  // Strict is what this compiler is where nobody says otherwise.
  const isStrict = (options: ts.CompilerOptions): boolean => options.strict ?? true;
  const family = strictFamily.filter(
    (name) => (old[name] ?? isStrict(old)) && !(fresh[name] ?? isStrict(fresh)),
  );
  const off = checking.filter((name) => Boolean(old[name]) && !fresh[name]);
  const on = hiding.filter((name) => !old[name] && Boolean(fresh[name]));
  return [
    ...[...family, ...off].map((name) => ({ name, on: false })),
    ...on.map((name) => ({ name, on: true })),
  ];
}
