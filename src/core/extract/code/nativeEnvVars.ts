import type { Grade, GradedItem } from '../item.ts';
import { graded } from './scriptModules.ts';
import { contentOf, isText, type Token } from './token.ts';

/** The names that Go reads through `os.Getenv`, and Rust through `std::env::var`. */
export function nativeEnvVars(language: 'go' | 'rs', tokens: readonly Token[]): readonly GradedItem[] {
  return tokens.flatMap((token, index) => {
    if (token.sort !== 'name') return [];
    return language === 'go' ? inGo(tokens, index) : inRust(tokens, index);
  });
}

function inGo(tokens: readonly Token[], index: number): readonly GradedItem[] {
  const isOs =
    isText(tokens[index - 1], '.') && isText(tokens[index - 2], 'os') && !isText(tokens[index - 3], '.');
  if (!isOs) return [];
  const name = tokens[index]?.text;
  if (name === 'Getenv') return argument(tokens, index + 1, 'must', '');
  return name === 'LookupEnv'
    ? argument(tokens, index + 1, 'may', 'it is looked up by another function')
    : [];
}

function inRust(tokens: readonly Token[], index: number): readonly GradedItem[] {
  const name = tokens[index]?.text;
  if ((name === 'env' || name === 'option_env') && isText(tokens[index + 1], '!'))
    return argument(tokens, index + 2, 'may', 'it is read while the program is built');
  if (name !== 'var' && name !== 'var_os') return [];
  const isEnv =
    isText(tokens[index - 1], ':') && isText(tokens[index - 2], ':') && isText(tokens[index - 3], 'env');
  if (!isEnv) return argument(tokens, index + 1, 'unlikely', 'it is open what is called');
  const isStd =
    isText(tokens[index - 4], ':') && isText(tokens[index - 5], ':') && isText(tokens[index - 6], 'std');
  if (name === 'var_os') return argument(tokens, index + 1, 'may', 'it is read by another function');
  return isStd
    ? argument(tokens, index + 1, 'must', '')
    : argument(tokens, index + 1, 'should', 'it is read through an imported name');
}

function argument(tokens: readonly Token[], at: number, grade: Grade, why: string): readonly GradedItem[] {
  const token = tokens[at + 1];
  const value = contentOf(token);
  if (!isText(tokens[at], '(') || token === undefined || value === undefined || value === '') return [];
  const next = tokens[at + 2];
  if (!isText(next, ')') && !isText(next, ',')) return [];
  return [
    token.text.startsWith('`') && grade === 'must'
      ? graded(token, value, 'should', 'its name is a raw string')
      : graded(token, value, grade, why),
  ];
}
