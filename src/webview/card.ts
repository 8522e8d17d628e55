import { html, LitElement, nothing, type TemplateResult } from 'lit';
import './activity.ts';
import './answer.ts';
import './change.ts';
import './rowList.ts';
import { rowsOf } from './rows.ts';
import { send } from './send.ts';
import { icon, shown, shownSentence } from './shown.ts';
import type { Judged, Task } from './state.ts';
import { checkDetails, findingList, verdictLine } from './verdict.ts';
import { kindIcon, kindWord, metaWords, stateOf, workerWord, type State } from './words.ts';

/** Kinds of which the words are code's own, with patterns and names as they are. */
const plainKinds = new Set(['search', 'extract', 'edit', 'refactor']);

/** Other answers are Markdown: a model's sentences, a summary's bullets, the text that came of a conversion. */
function answerOf(task: Task, answer: string): TemplateResult | typeof nothing {
  if (answer === '') return nothing;
  if (plainKinds.has(task.kind)) return html`<p class="answer">${shownSentence(answer)}</p>`;
  return html`<countersign-answer .text=${answer} .task=${task.task}></countersign-answer>`;
}

/** One task: what was asked of whom, what came of it, and what the checks say of that. */
class Card extends LitElement {
  static override properties = { task: { attribute: false }, ask: { attribute: false } };
  declare task: Task | undefined;
  /** What the person asked; a task of the same words need not say them again. */
  declare ask: string;

  constructor() {
    super();
    this.ask = '';
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override render(): TemplateResult | typeof nothing {
    const { task } = this;
    if (task === undefined) return nothing;
    const state = stateOf(task);
    const heading = `task-${task.task}`;
    const kind = kindWord(task);
    const repeats = task.title.trim() === this.ask.trim();
    const words = repeats
      ? html`${shown(kind)}<span class="visually-hidden">: ${shown(task.title)}</span>`
      : html`${shown(task.title)}`;
    const meta = repeats ? metaWords(task) : [kind, ...metaWords(task)];
    return html`
      <article class="card ${state ?? ''}" aria-labelledby=${heading} tabindex="-1">
        <h3 id=${heading}>${icon(kindIcon(task))}<span>${words}</span></h3>
        ${meta.length === 0 ? nothing : html`<p class="meta">${meta.map((word) => html`<span>${shown(word)}</span>`)}</p>`}
        ${task.activity === undefined ? nothing : html`<countersign-activity .activity=${task.activity}></countersign-activity>`}
        ${task.judged === undefined || state === undefined ? this.#noResult(task) : this.#result(task, task.judged, state)}
      </article>
    `;
  }

  #result(task: Task, judged: Judged, state: State): TemplateResult {
    const rows = judged.change === undefined ? rowsOf(judged) : [];
    const total = Math.max(judged.lineCount, rows.length);
    return html`
      ${verdictLine(state, judged, task.staled)} ${answerOf(task, judged.answer)}
      ${rows.length === 0 ? nothing : html`<countersign-rows .rows=${rows} .total=${total} .task=${task.task}></countersign-rows>`}
      ${findingList(state, judged, task.task, rows)}
      ${judged.change === undefined ? nothing : html`<countersign-change .task=${task}></countersign-change>`}
      ${checkDetails(state, judged.verdict)} ${tryList(task)} ${this.#actions(task, state)}
    `;
  }

  #noResult(task: Task): TemplateResult | typeof nothing {
    if (task.activity !== undefined) return tryList(task);
    return html`
      <p class="verdict none">
        ${icon('circle-slash')}<span><strong>No result</strong></span>
      </p>
      ${tryList(task)}
    `;
  }

  #actions(task: Task, state: State): TemplateResult {
    const busy = task.activity !== undefined;
    const withChange = task.judged?.change !== undefined && task.landing.type !== 'none';
    const discarded = task.landing.type === 'discarded';
    const action = (
      name: string,
      words: string,
      type: 'verify' | 'evidence' | 'redo' | 'discard',
      off: boolean,
    ) => html`
      <button
        type="button"
        class="action"
        ?disabled=${off}
        @click=${(event: MouseEvent) => {
          if (event.detail <= 1) send(this, { type, task: task.task });
        }}
      >
        ${icon(name)}${words}
      </button>
    `;
    return html`
      <div class="actions" role="group" aria-label="Result">
        ${action('output', 'Show Evidence', 'evidence', false)}
        ${action('verified', 'Verify Again', 'verify', busy)}
        ${state === 'verified' ? nothing : action('debug-restart', 'Redo with Findings', 'redo', busy)}
        ${withChange || discarded ? nothing : action('trash', 'Discard', 'discard', busy)}
      </div>
    `;
  }
}

/** Who was asked before, and why that was not the result. */
function tryList(task: Task): TemplateResult | typeof nothing {
  if (task.tries.length === 0) return nothing;
  return html`
    <ul class="tries" aria-label="Tries without a result">
      ${task.tries.map(
        (row) =>
          html`<li>
            ${icon('debug-step-over')}<span
              >${row.worker === '' ? nothing : html`<span class="worker">${shown(workerWord(row.worker))}:</span> `}${shown(row.reason)}</span
            >
          </li>`,
      )}
    </ul>
  `;
}

customElements.define('countersign-card', Card);

declare global {
  interface HTMLElementTagNameMap {
    'countersign-card': Card;
  }
}
