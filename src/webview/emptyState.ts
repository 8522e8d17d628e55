import { html, type TemplateResult } from 'lit';
import { slashCommands } from './slash.ts';

const examples = [
  'where do we parse dates?',
  'what does parseDate do with an empty string?',
  'add a doc comment to parseDate',
];

/** What is shown before anything was asked. A click puts the words into the input; it sends nothing. */
export function emptyState(take: (text: string) => void): TemplateResult {
  return html`
    <section class="empty" aria-labelledby="empty-title">
      <h2 id="empty-title">Ask for something small</h2>
      <p>A local model does the work, and code checks the result. Nothing is written until you apply it.</p>
      <h3>Try</h3>
      <ul class="examples">
        ${examples.map(
          (text) =>
            html`<li><button type="button" class="choice" @click=${() => take(text)}>${text}</button></li>`,
        )}
      </ul>
      <h3>Commands</h3>
      <ul class="examples">
        ${slashCommands.map(
          (command) =>
            html`<li>
              <button type="button" class="choice" @click=${() => take(`${command.name} `)}>
                <span class="label"
                  ><code>${command.name}</code> <span class="takes">${command.takes}</span></span
                >
                <span class="muted">${command.does}</span>
              </button>
            </li>`,
        )}
      </ul>
    </section>
  `;
}
