import type { CodeAnswer } from '../../code.ts';
import type { CodeSet, GradedItem } from '../item.ts';
import { families, familyTokens, type Family } from './familyTokens.ts';
import { pythonItems } from './python.ts';
import { pythonTokens } from './pythonTokens.ts';
import { scriptItems } from './script.ts';
import { scriptTokens } from './scriptTokens.ts';
import { nativeEnvVars } from './nativeEnvVars.ts';
import { todoItems } from './todos.ts';
import type { Token } from './token.ts';

const commented: Readonly<Record<string, Family>> = {
  go: families.go,
  rs: families.rust,
  java: families.java,
  css: families.css,
  scss: families.sheet,
  less: families.sheet,
  json: families.json,
  jsonc: families.json,
  toml: families.toml,
};

/**
 * Every occurrence of a set in the code of a file, each with how surely the contracts' table counts it; `unable` where
 * the language has no lexer here, or the set means nothing in it.
 */
export function gradedCode(set: CodeSet, path: string, text: string): CodeAnswer<readonly GradedItem[]> {
  const extension = /\.([^./]+)$/.exec(path)?.[1]?.toLowerCase() ?? '';
  if (/^(?:[cm]?[jt]s|[jt]sx)$/.test(extension)) {
    const tokens = scriptTokens(text, !/^[cm]?ts$/.test(extension));
    return { type: 'ok', value: set === 'todos' ? todoItems(tokens) : scriptItems(set, codeOf(tokens)) };
  }
  if (extension === 'py' || extension === 'pyi') {
    if (set === 'exports')
      return { type: 'unable', reason: 'Python has no exports that all would count alike' };
    const tokens = pythonTokens(text);
    return { type: 'ok', value: set === 'todos' ? todoItems(tokens) : pythonItems(set, codeOf(tokens)) };
  }
  const family = commented[extension];
  if (set === 'todos' && family !== undefined)
    return { type: 'ok', value: todoItems(familyTokens(text, family)) };
  if (set === 'env-vars' && (extension === 'go' || extension === 'rs')) {
    const tokens = codeOf(familyTokens(text, extension === 'go' ? families.go : families.rust));
    return { type: 'ok', value: nativeEnvVars(extension, tokens) };
  }
  return { type: 'unable', reason: `nothing here reads ${set} from a file such as ${path}` };
}

function codeOf(tokens: readonly Token[]): readonly Token[] {
  return tokens.filter((token) => token.sort !== 'comment');
}

/** Whether items of a code set can be read from files such as this one, by both ways. */
export function readsFrom(set: CodeSet, path: string): boolean {
  return gradedCode(set, path, '').type === 'ok';
}
