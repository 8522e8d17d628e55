import type { CodeAnswer, CodeShape } from '../../../core/code.ts';
import type { CodeSet, Item } from '../../../core/extract/item.ts';
import type { Grammars } from '../grammar.ts';
import { readerOf } from '../languages.ts';
import type { Ts } from '../parse.ts';
import { nativeEnvVars } from './native.ts';
import { pythonItems } from './python.ts';
import { scriptItems } from './script.ts';
import { todoItems } from './todos.ts';

/** What reads a text for its items. */
export interface ItemReaders {
  readonly compiler: () => Promise<{ readonly ts: Ts }>;
  readonly grammars: Grammars;
  readonly shape: (path: string, text: string) => Promise<CodeAnswer<CodeShape>>;
}

/** The occurrences of a set in the code of a file, by its language's parser (contracts rule 25). */
export async function itemsOf(
  set: CodeSet,
  path: string,
  text: string,
  { compiler, grammars, shape }: ItemReaders,
): Promise<CodeAnswer<readonly Item[]>> {
  if (set === 'todos') {
    const shaped = await shape(path, text);
    return shaped.type === 'unable' ? shaped : { type: 'ok', value: todoItems(shaped.value.comments) };
  }
  const reader = readerOf(path);
  if (reader.type === 'typescript')
    return { type: 'ok', value: scriptItems((await compiler()).ts, set, path, text) };
  const grammar = reader.type === 'grammar' ? reader.grammar : undefined;
  if (grammar === 'python' && set !== 'exports') {
    return {
      type: 'ok',
      value: await grammars.withTree('python', text, (tree) => pythonItems(set, tree.rootNode, text)),
    };
  }
  if ((grammar === 'go' || grammar === 'rust') && set === 'env-vars') {
    return {
      type: 'ok',
      value: await grammars.withTree(grammar, text, (tree) => nativeEnvVars(grammar, tree.rootNode, text)),
    };
  }
  return { type: 'unable', reason: `no parser here reads ${set} from ${path}` };
}
