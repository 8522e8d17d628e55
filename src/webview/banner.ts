import '@vscode-elements/elements/dist/vscode-progress-bar/index.js';
import { html, nothing, type TemplateResult } from 'lit';
import type { Status } from '../protocol.ts';
import { send } from './send.ts';
import { icon, shown } from './shown.ts';

/** What keeps tasks from being taken, with what to do about it; nothing while a model is ready. */
export function statusBanner(page: Element, status: Status | undefined): TemplateResult | typeof nothing {
  if (status === undefined || status.state === 'ready' || status.state === 'looking') return nothing;
  const loading = status.state === 'loading';
  return html`
    <section class="banner ${status.state}" aria-label="Model status">
      <p class="note">
        ${icon(loading ? 'cloud-download' : 'warning', loading ? '' : 'unproven')}<span
          ><strong>${shown(status.text)}</strong></span
        >
      </p>
      ${
        loading
          ? html`<vscode-progress-bar
              aria-label=${status.text}
              .value=${status.progress === null ? undefined : status.progress * 100}
              ?indeterminate=${status.progress === null}
            ></vscode-progress-bar>`
          : nothing
      }
      ${status.reasons.map((reason) => html`<p>${shown(reason)}</p>`)}
      ${
        status.actions.length === 0
          ? nothing
          : html`<div class="buttons">
              ${status.actions.map(
                (action, index) =>
                  html`<button
                    type="button"
                    class=${index === 0 ? 'primary' : 'secondary'}
                    @click=${() => send(page, { type: 'command', name: action.command })}
                  >
                    ${shown(action.label)}
                  </button>`,
              )}
            </div>`
      }
    </section>
  `;
}
