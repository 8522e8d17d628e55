import type { ViewEvent } from '../protocol.ts';
import type { Task, View } from './state.ts';
import { appliedWords, leftWords, reasonOf, stateWord } from './words.ts';

/** What a screen reader is told of an event: what is finished, never what is under way. Undefined for the rest. */
export function announcementOf(event: ViewEvent, view: View): string | undefined {
  switch (event.type) {
    case 'judged': {
      const task = taskIn(view, event.task);
      if (task?.judged === undefined) return undefined;
      const { state } = event.verdict;
      return sentence(`${task.title}. ${stateWord(state)}`, reasonOf(state, task.judged, undefined));
    }
    case 'offered':
      return `${event.question} ${event.choices.map((choice) => choice.label).join(', ')}`;
    case 'declined':
      return `${event.reason} ${event.next}`;
    case 'denied':
      return sentence('Refused by the gate', event.reasons.join('; '));
    case 'applied':
      return `${appliedWords(event.by)}: ${event.files.map((file) => file.path).join(', ')}`;
    case 'unwritten':
      return sentence('Nothing was written', event.reason);
    case 'discarded':
      return 'Discarded';
    case 'undone':
      return sentence(
        `Undone: ${event.restored.map((file) => file.path).join(', ')}`,
        leftWords(event).join('; '),
      );
    case 'staled':
      return `${event.path} changed since it was checked`;
    case 'planned':
      return event.tasks.length === 0 ? event.notes.join(' ') : undefined;
    case 'ended':
      return event.outcome === 'failed'
        ? event.reason
        : event.outcome === 'cancelled'
          ? 'Stopped'
          : undefined;
    case 'asked':
    case 'delegated':
    case 'progress':
    case 'drafted':
    case 'fell':
    case 'cleared':
    case 'held':
      return undefined;
  }
}

function sentence(head: string, rest: string): string {
  return rest === '' ? head : `${head}: ${rest}`;
}

function taskIn(view: View, id: string): Task | undefined {
  for (const run of view.runs) {
    const task = run.tasks.find((row) => row.task === id);
    if (task !== undefined) return task;
  }
  return undefined;
}
