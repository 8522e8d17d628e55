import type { Check } from '../../check.ts';
import { fillTemplate, lineAt, type Template, type TemplatePart } from '../../fill/template.ts';
import type { FillResult, FillTask } from '../../kinds/fill.ts';
import { shorten } from '../../text.ts';
import { readingFor } from './reading.ts';

/**
 * The content is the template with each blank replaced by the value that is listed for it, byte for byte, its end too
 * (contracts rule 34a). It is put together again, so blanks that stand side by side are no riddle.
 */
export const templateKept: Check<FillTask, FillResult> = {
  id: 'fill.text',
  title: "the template's own text is unchanged",
  required: true,
  timeoutMs: 10_000,
  run({ task, result }) {
    const { template } = readingFor(task, result);
    const values = new Map(result.blanks.map((blank) => [blank.name, blank.value]));
    const wanted = fillTemplate(template, values);
    const counts = { characters: wanted.length };
    const evidence = [{ saw: 'the template with the listed values in the places of its blanks', counts }];
    if (wanted === result.content) return Promise.resolve({ type: 'pass', evidence });
    const message = firstDifference(template, values, wanted, result.content);
    return Promise.resolve({ type: 'fail', findings: [{ claim: 'text', message }], evidence });
  },
};

/** So much of both sides is quoted. */
const quotedAtMost = 40;

function firstDifference(
  template: Template,
  values: ReadonlyMap<string, string>,
  wanted: string,
  content: string,
): string {
  let at = 0;
  while (at < wanted.length && at < content.length && wanted[at] === content[at]) at += 1;
  const line = lineAt(content, at);
  let end = 0;
  let part: TemplatePart | undefined;
  for (const one of template.parts) {
    part = one;
    const from = end;
    end += one.type === 'text' ? one.text.length : (values.get(one.name) ?? one.text).length;
    if (end <= at) continue;
    if (one.type === 'blank' && content.startsWith(one.text, from)) {
      return `line ${line} of the content: the blank ${one.text} is not filled`;
    }
    break;
  }
  const is = quoteAt(content, at);
  if (at >= end || part === undefined)
    return `line ${line} of the content: ${is} stands behind the template's end`;
  if (part.type === 'blank') {
    const value = shorten(JSON.stringify(values.get(part.name) ?? part.text), quotedAtMost);
    return `line ${line} of the content: ${part.text} should be ${value} here, and ${is} stands there`;
  }
  return `line ${line} of the content: the template has ${quoteAt(wanted, at)} here, and the content has ${is}`;
}

function quoteAt(text: string, at: number): string {
  return at >= text.length
    ? 'nothing'
    : JSON.stringify(shorten(text.slice(at, at + quotedAtMost * 2), quotedAtMost));
}
