import type { Ask, AskedFrom, PackageName } from '../ask.ts';

function unclear(
  id: string,
  name: PackageName,
  text: string,
  more: { readonly from?: AskedFrom; readonly mayFall?: boolean } = {},
): Ask {
  const gold = { type: 'unclear', mayFall: more.mayFall ?? false } as const;
  return { id, package: name, text, gold, ...(more.from === undefined ? {} : { from: more.from }) };
}

/** Asks that nobody can carry out as they stand: too vague, out of scope, or about what does not exist. */
export const unclearAsks: readonly Ask[] = [
  unclear('unclear-better', 'redux', 'make it better'),
  unclear('unclear-fix', 'ini', 'fix it'),
  unclear('unclear-comment', 'entities', 'add a comment'),
  unclear('unclear-rename', 'ws', 'rename it'),
  unclear('unclear-no-such-name', 'semver', 'rename fooBar to barFoo', { mayFall: true }),
  unclear('unclear-delete', 'semver', 'delete old.js'),
  unclear('unclear-push', 'redux', 'git push my changes to origin'),
  unclear('unclear-tests', 'ws', 'run the tests and tell me if they pass'),
  unclear('unclear-install', 'ini', 'install lodash'),
  unclear('unclear-better-zh', 'eventsource-parser', '把它改好一点'),
  unclear('unclear-delete-es', 'entities', 'borra el archivo readme.md'),
];
