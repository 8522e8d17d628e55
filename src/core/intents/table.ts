import type { EditTask } from '../edit/contract.ts';
import { comments } from './comments.ts';
import { data } from './data.ts';
import { fix } from './fix.ts';
import { format } from './format.ts';
import { general } from './general.ts';
import { imports } from './imports.ts';
import type { Intent, TaskOf } from './intent.ts';
import { remove } from './remove.ts';
import { rename } from './rename.ts';
import { review } from './review.ts';
import { sameBehaviour } from './sameBehaviour.ts';
import { test } from './test.ts';
import { types } from './types.ts';

const intents: { readonly [Name in EditTask['intent']]: Intent<TaskOf<Name>> } = {
  comments,
  format,
  rename,
  imports,
  types,
  data,
  fix,
  test,
  remove,
  general,
  'same-behaviour': sameBehaviour,
  review,
};

/** The intent of a task; the table's type says that it takes the task of that name. */
export function intentOf(task: EditTask): Intent<EditTask> {
  return intents[task.intent];
}
