import { html, type TemplateResult } from 'lit';
import { parts, visible } from './visible.ts';

/** A text of a model, a file or a server as plain text, with hidden characters as marked escapes. */
export function shown(text: string): string | TemplateResult[] {
  const found = parts(text);
  if (found.every((part) => !part.escaped)) return text;
  return found.map((part) =>
    part.escaped ? html`<span class="hidden-character">${part.text}</span>` : html`${part.text}`,
  );
}

/** A sentence about code: what stands in backticks is set as code. */
export function shownSentence(text: string): TemplateResult[] {
  return text
    .split(/(`[^`\n]+`)/)
    .map((piece) =>
      /^`.+`$/.test(piece) ? html`<code>${shown(piece.slice(1, -1))}</code>` : html`${shown(piece)}`,
    );
}

/** A path that may wrap behind each slash, in a narrow view. */
export function shownPath(path: string): TemplateResult[] {
  const steps = visible(path).split('/');
  return steps.map((step, index) => (index === steps.length - 1 ? html`${step}` : html`${step}/<wbr />`));
}

/** An icon that says nothing by itself: the words beside it do. */
export function icon(name: string, more = ''): TemplateResult {
  return html`<span class="codicon codicon-${name} ${more}" aria-hidden="true"></span>`;
}
