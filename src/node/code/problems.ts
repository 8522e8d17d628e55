import type { CodeProblem } from '../../core/code.ts';

/** Problems without those that were said already: by place and words, if nothing else is told. */
export function onceEach(
  problems: readonly CodeProblem[],
  keyOf: (one: CodeProblem) => string = (one) => `${one.path}:${one.line}:${one.message}`,
): readonly CodeProblem[] {
  const seen = new Set<string>();
  return problems.filter((one) => {
    const key = keyOf(one);
    return !seen.has(key) && seen.add(key) !== undefined;
  });
}
