import { fillTemplate, readTemplate, type Template } from '../../fill/template.ts';
import type { FillResult, FillTask } from '../../kinds/fill.ts';

/** The reading of a template that a result is judged by; `doubt` says why another one might be meant. */
export interface JudgedReading {
  readonly template: Template;
  readonly doubt: string | undefined;
}

/** The first reading counts; a result that fits another one only is neither right nor wrong by it. */
export function readingFor(task: FillTask, result: FillResult): JudgedReading {
  const { first, others, isSure } = readTemplate(task.template, Object.keys(task.values ?? {}));
  if (isSure && others.length === 0) return { template: first, doubt: undefined };
  const values = new Map(result.blanks.map((blank) => [blank.name, blank.value]));
  const fits = (one: Template): boolean =>
    one.names.length === values.size &&
    one.names.every((name) => values.has(name)) &&
    fillTemplate(one, values) === result.content;
  const other = fits(first) ? undefined : others.find(fits);
  if (other === undefined) {
    const isOpen = !isSure && fits(first);
    const doubt = isOpen ? 'its brackets may be blanks, and may be its own text' : undefined;
    return { template: first, doubt };
  }
  const doubt =
    first.names.length === 0
      ? 'its brackets may be blanks, and may be its own text'
      : `it has marks of more than one sort, and this fills those of the sort ${other.sort}`;
  return { template: other, doubt };
}
