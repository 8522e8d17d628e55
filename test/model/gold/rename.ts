import type { RenameGold } from '../ask.ts';
import { right, tokensOf, wrong, type Edited, type Judgement } from './change.ts';

/**
 * Right where every identifier `from` of the named files is `to` now and no other token of any file changed.
 * Comments may follow along (a link in a doc comment names the symbol) or stay.
 */
export function judgeRename(edited: Edited, gold: RenameGold): Judgement {
  for (const path of gold.paths) {
    const old = edited.before.get(path);
    if (old === undefined) throw new Error(`${path} is not in the package`);
    const now = edited.after.get(path);
    if (now === undefined || now === old) return wrong(`${path} did not change`);
    const expected = tokensOf(path, old).map((token) =>
      token.kind === 'Identifier' && token.text === gold.from ? { ...token, text: gold.to } : token,
    );
    const got = tokensOf(path, now);
    const at = expected.findIndex((token, index) => token.text !== got[index]?.text);
    if (at !== -1)
      return wrong(`${path}: "${got[at]?.text ?? ''}" where "${expected[at]?.text ?? ''}" belongs`);
    if (got.length !== expected.length) return wrong(`${path}: something was added at the end`);
  }
  const other = [...edited.after.keys()].find(
    (path) => !gold.paths.includes(path) && edited.after.get(path) !== edited.before.get(path),
  );
  return other === undefined ? right : wrong(`${other} changed too`);
}
