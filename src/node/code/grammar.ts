import { join } from 'node:path';
import type * as treeSitter from '@vscode/tree-sitter-wasm';

export type GrammarName = 'python' | 'go' | 'rust' | 'java';
export type TreeNode = treeSitter.Node;

/** Parses with a grammar; each is loaded when it is first needed. */
export interface Grammars {
  /** Runs `use` on the tree of a text. Throws where the grammar cannot be loaded. */
  withTree<T>(grammar: GrammarName, text: string, use: (tree: treeSitter.Tree) => T): Promise<T>;
}

/** `folder` holds `tree-sitter.wasm` and the grammars. Nothing is loaded before the first text. */
export function openGrammars(folder: string): Grammars {
  let library: Promise<typeof treeSitter> | undefined;
  const languages = new Map<GrammarName, Promise<treeSitter.Language>>();

  async function load(): Promise<typeof treeSitter> {
    const loaded = (await import('@vscode/tree-sitter-wasm')) as typeof treeSitter & {
      readonly default?: typeof treeSitter;
    };
    const { default: inner } = loaded;
    const found = inner ?? loaded;
    await found.Parser.init({ locateFile: (file) => join(folder, file) });
    return found;
  }

  return {
    async withTree(grammar, text, use) {
      const { Parser, Language } = await (library ??= load());
      const known = languages.get(grammar) ?? Language.load(join(folder, `tree-sitter-${grammar}.wasm`));
      languages.set(grammar, known);
      const parser = new Parser();
      try {
        parser.setLanguage(await known);
        const tree = parser.parse(text);
        if (tree === null) throw new Error(`the ${grammar} text could not be parsed`);
        try {
          return use(tree);
        } finally {
          tree.delete();
        }
      } finally {
        parser.delete();
      }
    },
  };
}

/** Nodes of a tree in the order of the text, parents first. Stops below a node where `visit` answers false. */
export function walk(root: TreeNode, visit: (node: TreeNode) => boolean | undefined): void {
  if (visit(root) === false) return;
  for (let at = 0; at < root.childCount; at += 1) {
    const child = root.child(at);
    if (child !== null) walk(child, visit);
  }
}

/** The children of a node that have a name in the grammar. */
export function named(node: TreeNode): readonly TreeNode[] {
  return node.namedChildren.filter((child) => child !== null);
}
