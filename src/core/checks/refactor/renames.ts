import type { NewName } from '../../code.ts';

const name = '[`"\']?([\\p{L}_$][\\p{L}\\p{N}_$]*)[`"\']?(?:\\(\\))?';
const asked = new RegExp(
  `(?<!\\b(?:not|never|n't|without)\\s)\\brenam(?:e|es|ing)\\s+(?:the\\s+)?(?:(?:function|method|class|type|interface|variable|constant|const|enum|export)\\s+)?${name}\\s+(?:to|into|as|=>|->)\\s+${name}`,
  'giu',
);
const more = new RegExp(`^\\s*(?:,|and|,\\s*and)\\s+${name}\\s+(?:to|into|as|=>|->)\\s+${name}`, 'iu');

/** The renames that an instruction asks for: "rename a to b and c to d". */
export function renamesIn(instruction: string): readonly NewName[] {
  const found: NewName[] = [];
  for (const match of instruction.matchAll(asked)) {
    let rest = instruction.slice(match.index + match[0].length);
    let next: RegExpExecArray | null = match;
    while (next !== null) {
      const [, symbol, to] = next;
      if (symbol !== undefined && to !== undefined) found.push({ symbol, to });
      next = more.exec(rest);
      if (next !== null) rest = rest.slice(next[0].length);
    }
  }
  return found;
}
