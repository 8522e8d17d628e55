import { renamed } from '../checks/edit/renamed.ts';
import { syntax } from '../checks/edit/syntax.ts';
import { types } from '../checks/edit/types.ts';
import { renameEdits } from '../edit/rename.ts';
import type { Intent, TaskOf } from './intent.ts';

/** One symbol gets another name, everywhere it is meant and nowhere else (contracts rule 51). */
export const rename: Intent<TaskOf<'rename'>> = {
  title: ({ target }) => `Rename ${target.symbol} to ${target.to} in ${target.path}`,
  claim: ({ target }, where) => `${target.symbol} is called ${target.to} at ${where}`,
  checks: (task) => [syntax(true), types(true), renamed(task.target)],
  proves: ({ target }) => [
    `with it every place in the project that meant ${target.symbol} says ${target.to}`,
    'every other name is bound to what it was bound to before',
    'no type error is new in the project',
  ],
  leavesOpen: () => [
    'uses of the name that code makes up while it runs, or that stand in files of other languages',
  ],
  // A rename is the language service's work; the model only named it (design section 12).
  byCode: (task, house, signal) => renameEdits(task.target, house, signal),
};
