import { html, nothing, type TemplateResult } from 'lit';
import type { ViewFile } from '../protocol.ts';
import { shown } from './shown.ts';
import { visible } from './visible.ts';
import { counted, plural } from './words.ts';

/** How many lines come and go, in words for screen readers and in signs for eyes. */
export function diffCount(file: ViewFile): TemplateResult {
  if (file.cut === 'all') return html`<span class="muted">rewritten</span>`;
  const said = `${plural(file.added, 'line', 'lines')} added, ${counted(file.removed)} removed`;
  return html`<span class="count" role="img" aria-label=${said}
    ><span class="plus">+${counted(file.added)}</span>
    <span class="minus">−${counted(file.removed)}</span></span
  >`;
}

/** The changed lines of one file with two lines around them. */
export function diffView(file: ViewFile): TemplateResult {
  if (file.cut === 'all') {
    return html`<p class="muted">
      The two texts have too little in common to be compared here. Show Diff has both.
    </p>`;
  }
  return html`
    <div class="diff" tabindex="0" role="group" aria-label="Changed lines of ${visible(file.path)}">
      <div class="diff-rows">${file.hunks.map((hunk) => hunkView(hunk))}</div>
    </div>
    ${file.cut === 0 ? nothing : html`<p class="muted">${plural(file.cut, 'more line', 'more lines')} in Show Diff.</p>`}
  `;
}

function hunkView(hunk: ViewFile['hunks'][number]): TemplateResult {
  return html`
    <div class="hunk">
      <span class="at">line ${counted(Math.max(hunk.line, 1))}</span>
      ${hunk.rows.map((row) => rowView(row))}
    </div>
  `;
}

function rowView(row: string): TemplateResult {
  const sign = row.slice(0, 1);
  const sort = sign === '+' ? 'added' : sign === '-' ? 'removed' : 'kept';
  const word = sort === 'kept' ? nothing : html`<span class="visually-hidden">${sort}: </span>`;
  return html`<div class=${sort}>
    <span class="sign" aria-hidden="true">${sign}</span>${word}<code>${shown(row.slice(1))}</code>
  </div>`;
}
