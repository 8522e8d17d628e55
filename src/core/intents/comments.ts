import { asked } from '../checks/edit/asked.ts';
import { commentsOnly } from '../checks/edit/commentsOnly.ts';
import { docComments } from '../checks/edit/docComments.ts';
import { said } from '../checks/edit/said.ts';
import { syntax } from '../checks/edit/syntax.ts';
import { types } from '../checks/edit/types.ts';
import { firstLine } from '../text.ts';
import type { Intent, TaskOf } from './intent.ts';

/** Only comments change, and a doc comment agrees with the code it stands on (contracts rules 49 and 62). */
export const comments: Intent<TaskOf<'comments'>> = {
  title: (task, where) => `Comment ${where}: ${firstLine(task.instruction)}`,
  claim: (_task, where) => `Only comments change at ${where}`,
  checks(task) {
    // In JavaScript doc comments carry types; elsewhere the oracle implies that the types hold.
    const isJavaScript = task.paths.some((path) => /\.[cm]?jsx?$/u.test(path));
    return [
      syntax(false),
      commentsOnly,
      docComments,
      asked(task),
      said(task),
      ...(isJavaScript ? [types(false)] : []),
    ];
  },
  proves: (_task, paths) => [
    `only comments change in ${paths}: the program without its comments is the same`,
    'names and parameters that the new doc comments speak of exist',
  ],
  leavesOpen: () => ['whether what the comments say is right'],
};
