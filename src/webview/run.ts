import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import './card.ts';
import { send } from './send.ts';
import { icon, shown } from './shown.ts';
import type { Run as State } from './state.ts';
import { clockTime, endWords } from './words.ts';

/** Surfaces on which nothing new can be asked, only something done to a result. */
const following = new Set(['codelens', 'quickfix', 'tree']);

/** One request with all that came of it. */
class Run extends LitElement {
  static override properties = { run: { attribute: false } };
  declare run: State | undefined;

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override render(): TemplateResult | typeof nothing {
    const { run } = this;
    if (run === undefined) return nothing;
    return isFollowing(run) ? this.#follow(run) : this.#request(run);
  }

  /** Gives a card of this run the focus. */
  async showCard(task: string): Promise<void> {
    await this.updateComplete;
    const card = [...this.querySelectorAll('countersign-card')].find((row) => row.task?.task === task);
    await card?.updateComplete;
    const article = card?.querySelector('article');
    article?.scrollIntoView({ block: 'nearest' });
    article?.focus();
  }

  #request(run: State): TemplateResult {
    return html`
      <section class="run" aria-labelledby="run-${run.run}">
        <h2 class="visually-hidden" id="run-${run.run}">You asked ${clockTime(run.wall)}</h2>
        <div class="request">
          <p>${shown(run.text)}</p>
          <time class="muted" datetime=${run.wall}>${clockTime(run.wall)}</time>
        </div>
        ${notes(run)}
        ${repeat(
          run.tasks,
          (task) => task.task,
          (task) => html`<countersign-card .task=${task} .ask=${run.text}></countersign-card>`,
        )}
        ${run.offered === undefined ? nothing : this.#offered(run.run, run.offered)}
        ${
          run.declined === undefined
            ? nothing
            : html`<div class="declined">
                <p class="note">${icon('info')}<span>${shown(run.declined.reason)}</span></p>
                <p class="next">${shown(run.declined.next)}</p>
              </div>`
        }
        ${run.ended === undefined ? this.#underWay(run) : html`${ended(run, run.ended)}${this.#again(run, run.ended)}`}
      </section>
    `;
  }

  /** Something done to a result whose card stands further up. */
  #follow(run: State): TemplateResult {
    const [task] = run.follows;
    const failed = run.ended !== undefined && run.ended.outcome !== 'done';
    return html`
      <section class="follow" aria-label="Done to a result">
        <p>
          ${run.ended === undefined ? icon('loading', 'codicon-modifier-spin') : icon(failed ? 'warning' : 'history', failed ? 'unproven' : '')}
          <span
            >${shown(run.text)} <time class="muted" datetime=${run.wall}>${clockTime(run.wall)}</time> ${
              task === undefined
                ? nothing
                : html`<button
                    type="button"
                    class="link"
                    @click=${() => this.dispatchEvent(new CustomEvent('countersign-show', { bubbles: true, detail: task }))}
                  >
                    Go to Result
                  </button>`
            }</span
          >
        </p>
        ${run.ended === undefined ? nothing : ended(run, run.ended)}
      </section>
    `;
  }

  #offered(id: string, offered: NonNullable<State['offered']>): TemplateResult {
    return html`
      <div class="offered">
        <p class="note">${icon('question')}<span>${shown(offered.question)}</span></p>
        <ul class="choices">
          ${offered.choices.map(
            (choice, index) =>
              html`<li>
                <button
                  type="button"
                  class="choice"
                  @click=${(event: MouseEvent) => {
                    if (event.detail <= 1) send(this, { type: 'choose', run: id, index });
                  }}
                >
                  <span class="label">${shown(choice.label)}</span
                  ><span class="muted">${shown(choice.detail)}</span>
                </button>
              </li>`,
          )}
        </ul>
      </div>
    `;
  }

  /** An ask that came to nothing can be sent once more; the host looks anew at what is selected and open. */
  #again(run: State, end: NonNullable<State['ended']>): TemplateResult | typeof nothing {
    const asked = run.by !== 'record' && run.by !== 'surface';
    if (end.outcome === 'done' || !asked || run.tasks.some((task) => task.judged !== undefined))
      return nothing;
    return html`
      <div class="actions">
        <button
          type="button"
          class="action"
          @click=${(event: MouseEvent) => {
            if (event.detail <= 1) send(this, { type: 'ask', text: run.text });
          }}
        >
          ${icon('refresh')}Ask Again
        </button>
      </div>
    `;
  }

  #underWay(run: State): TemplateResult {
    return html`
      <div class="under-way">
        ${
          run.by === undefined && run.offered === undefined && run.declined === undefined
            ? html`<p class="activity">${icon('loading', 'codicon-modifier-spin')}<span>Planning</span></p>`
            : nothing
        }
        <button type="button" class="action" @click=${() => send(this, { type: 'stop', run: run.run })}>
          ${icon('debug-stop')}Stop
        </button>
      </div>
    `;
  }
}

function isFollowing(run: State): boolean {
  if (run.tasks.length > 0 || run.offered !== undefined || run.declined !== undefined) return false;
  return run.follows.length > 0 || (run.ended === undefined && following.has(run.via));
}

/** How the ask was understood, where there is something to say about that. */
function notes(run: State): TemplateResult | typeof nothing {
  if (run.notes.length === 0) return nothing;
  return html`
    <ul class="plan-notes" aria-label="About the plan">
      ${run.notes.map((row) => html`<li>${icon('info')}<span>${shown(row)}</span></li>`)}
    </ul>
  `;
}

/** The end, where it is not told by the cards already. */
function ended(run: State, end: NonNullable<State['ended']>): TemplateResult | typeof nothing {
  const words = endWords(end);
  const told =
    end.outcome === 'failed' && run.tasks.some((task) => task.judged === undefined && task.tries.length > 0);
  if (words === '' || told) return nothing;
  return html`<p class="note end">
    ${icon(end.outcome === 'failed' ? 'error' : 'debug-stop', end.outcome === 'failed' ? 'refuted' : '')}<span
      >${shown(words)}</span
    >
  </p>`;
}

customElements.define('countersign-run', Run);

declare global {
  interface HTMLElementTagNameMap {
    'countersign-run': Run;
  }
}
