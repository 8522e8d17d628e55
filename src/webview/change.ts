import { html, LitElement, nothing, type TemplateResult } from 'lit';
import type { ViewFile } from '../protocol.ts';
import { diffCount, diffView } from './diffView.ts';
import { send } from './send.ts';
import { icon, shown, shownPath } from './shown.ts';
import type { Landing, Task } from './state.ts';
import { visible } from './visible.ts';
import { appliedWords, clockTime, leftWords, plural } from './words.ts';

/** The staged change of a result: what it would do, where it is on its way to the disk, and what can be done. */
class Change extends LitElement {
  static override properties = { task: { attribute: false }, confirming: { state: true } };
  declare task: Task | undefined;
  /** The hash whose override the person is asked to confirm; another change than this one asks anew. */
  declare confirming: string;

  constructor() {
    super();
    this.confirming = '';
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override render(): TemplateResult | typeof nothing {
    const { task } = this;
    const change = task?.judged?.change;
    if (task === undefined || change === undefined) return nothing;
    const open = !['applied', 'undone', 'discarded'].includes(task.landing.type);
    return html`
      <section class="change" aria-label="Change">
        ${open ? change.files.map((file) => this.#file(file, task)) : nothing}
        ${
          open && change.fileCount > change.files.length
            ? html`<p class="muted">
                ${plural(change.fileCount - change.files.length, 'more file', 'more files')} in Show Diff.
              </p>`
            : nothing
        }
        ${this.#landing(task, task.landing)}
      </section>
    `;
  }

  #file(file: ViewFile, task: Task): TemplateResult {
    return html`
      <div class="changed-file">
        <button
          type="button"
          class="link path"
          title="Show the difference in ${visible(file.path)}"
          @click=${() => send(this, { type: 'diff', task: task.task, path: file.path })}
        >
          ${shownPath(file.path)}
        </button>
        ${file.operation === 'create' ? html`<span class="muted">new file</span>` : nothing}
        ${diffCount(file)}
      </div>
      ${diffView(file)}
    `;
  }

  #landing(task: Task, landing: Landing): TemplateResult | typeof nothing {
    switch (landing.type) {
      case 'none':
        return nothing;
      case 'held':
        return this.#held(task, landing);
      case 'denied':
        return html`
          ${note('circle-slash', 'refuted', 'Refused by the gate', landing.reasons)}
          <div class="buttons">${this.#diffButton(task)}${this.#discardButton(task)}</div>
        `;
      case 'applied':
        return this.#applied(task, landing);
      case 'unwritten':
        return html`
          ${note(landing.stale ? 'history' : 'error', landing.stale ? 'stale' : 'refuted', 'Nothing was written', [landing.reason])}
          <div class="buttons">${this.#diffButton(task)}${this.#discardButton(task)}</div>
        `;
      case 'undone':
        return this.#undone(task, landing);
      case 'discarded':
        return note('trash', 'stale', 'Discarded', []);
    }
  }

  #held(task: Task, landing: Extract<Landing, { type: 'held' }>): TemplateResult {
    if (this.confirming === landing.hash && task.staled === undefined) return this.#confirm(task, landing);
    const busy = task.activity !== undefined;
    if (task.staled !== undefined) {
      return html`
        ${note('history', 'stale', 'Staged, but stale.', ['Verify it again before you apply it.'])}
        <div class="buttons">${this.#diffButton(task)}${this.#discardButton(task)}</div>
      `;
    }
    if (landing.missing.length === 0) {
      return html`
        ${note('lock', '', 'Staged.', ['Nothing is written until you apply it.'])}
        <div class="buttons">
          <button
            type="button"
            class="primary"
            ?disabled=${busy}
            @click=${(event: MouseEvent) => this.#apply(event, task, landing.hash, false)}
          >
            Apply
          </button>
          ${this.#diffButton(task)}${this.#discardButton(task)}
        </div>
      `;
    }
    return html`
      ${note('lock', 'unproven', 'Staged, not countersigned', landing.missing)}
      <div class="buttons">
        <button type="button" class="anyway" ?disabled=${busy} @click=${() => void this.#ask(landing.hash)}>
          Apply Anyway…
        </button>
        ${this.#diffButton(task)}${this.#discardButton(task)}
      </div>
    `;
  }

  /** The explicit override: what is missing, said again, and refusing is the default. */
  #confirm(task: Task, landing: Extract<Landing, { type: 'held' }>): TemplateResult {
    const label = `confirm-${task.task}`;
    return html`
      <div
        class="confirm"
        role="group"
        aria-labelledby=${label}
        @keydown=${(event: KeyboardEvent) => {
          if (event.key === 'Escape') void this.#cancel();
        }}
      >
        <p id=${label}>
          ${icon('warning', 'unproven')}
          <span
            ><strong>Apply this without the checks' word?</strong> It is written all the same, and recorded as
            your override. What is missing:</span
          >
        </p>
        <ul>
          ${landing.missing.map((row) => html`<li>${shown(row)}</li>`)}
        </ul>
        <div class="buttons">
          <button type="button" class="cancel" @click=${() => void this.#cancel()}>Cancel</button>
          <button
            type="button"
            class="anyway"
            ?disabled=${task.activity !== undefined}
            @click=${(event: MouseEvent) => this.#apply(event, task, landing.hash, true)}
          >
            Apply Anyway
          </button>
        </div>
      </div>
    `;
  }

  #applied(task: Task, landing: Extract<Landing, { type: 'applied' }>): TemplateResult {
    const head = appliedWords(landing.by);
    const unsaved = landing.files.filter((file) => !file.saved).map((file) => file.path);
    const more = landing.fileCount - landing.files.length;
    return html`
      ${note('check-all', landing.by === 'verdict' ? 'verified' : 'unproven', landing.by === 'others' ? head : `${head} ${clockTime(landing.wall)}`.trim(), [])}
      <ul class="written">
        ${landing.files.map(
          (file) =>
            html`<li>
              <button
                type="button"
                class="link path"
                @click=${() => send(this, { type: 'open', task: task.task, path: file.path, line: firstLine(task, file.path) })}
              >
                ${shownPath(file.path)}
              </button>
            </li>`,
        )}
        ${more > 0 ? html`<li class="muted">and ${plural(more, 'more file', 'more files')}</li>` : nothing}
      </ul>
      ${
        unsaved.length === 0
          ? nothing
          : html`<p class="muted">
              ${unsaved.length === 1 ? 'It is' : 'Some are'} not saved yet:
              ${unsaved.length === 1 ? 'the document holds' : 'these documents hold'} text of yours that you
              have not saved.
            </p>`
      }
      <div class="buttons">
        ${this.#diffButton(task)}${landing.by === 'others' ? nothing : this.#undoButton(task)}
      </div>
    `;
  }

  /** Rows of what was left are words of why; the files that are old again need none. */
  #undone(task: Task, landing: Extract<Landing, { type: 'undone' }>): TemplateResult {
    const left = leftWords(landing);
    const unsaved = landing.restored.filter((file) => !file.saved).map((file) => file.path);
    const count = plural(landing.restoredCount, 'file is', 'files are');
    return html`
      ${note('discard', left.length === 0 ? 'stale' : 'unproven', `Undone ${clockTime(landing.wall)}`.trim(), [`${count} as before.`])}
      ${
        left.length === 0
          ? nothing
          : html`<ul>
              ${left.map((row) => html`<li>${shown(row)}</li>`)}
            </ul>`
      }
      ${
        unsaved.length === 0
          ? nothing
          : html`<p class="muted">
              Not saved, since there is text of yours that you have not saved: ${shown(unsaved.join(', '))}
            </p>`
      }
      <div class="buttons">${this.#diffButton(task)}</div>
    `;
  }

  /** Takes the files back as they were; each only where nobody has changed it since. */
  #undoButton(task: Task): TemplateResult {
    return html`<button
      type="button"
      class="secondary"
      ?disabled=${task.activity !== undefined}
      title="Makes the files as they were, each only where it has not changed since"
      @click=${(event: MouseEvent) => {
        if (event.detail <= 1) send(this, { type: 'undo', task: task.task });
      }}
    >
      Undo
    </button>`;
  }

  #diffButton(task: Task): TemplateResult {
    return html`<button
      type="button"
      class="secondary"
      @click=${() => send(this, { type: 'diff', task: task.task })}
    >
      Show Diff
    </button>`;
  }

  #discardButton(task: Task): TemplateResult {
    return html`<button
      type="button"
      class="secondary"
      ?disabled=${task.activity !== undefined}
      @click=${() => send(this, { type: 'discard', task: task.task })}
    >
      Discard
    </button>`;
  }

  /** A double click is one wish. */
  #apply(event: MouseEvent, task: Task, hash: string, override: boolean): void {
    if (event.detail > 1) return;
    this.confirming = '';
    send(this, { type: 'apply', task: task.task, hash, override });
  }

  async #ask(hash: string): Promise<void> {
    this.confirming = hash;
    await this.updateComplete;
    this.querySelector<HTMLElement>('.confirm .cancel')?.focus();
  }

  async #cancel(): Promise<void> {
    this.confirming = '';
    await this.updateComplete;
    this.querySelector<HTMLElement>('.anyway')?.focus();
  }
}

function note(name: string, state: string, head: string, rows: readonly string[]): TemplateResult {
  const [first, ...rest] = rows;
  return html`
    <p class="note">
      ${icon(name, state)}<span
        ><strong>${head}</strong
        >${first === undefined || rest.length > 0 ? nothing : html` ${shown(first)}`}</span
      >
    </p>
    ${
      rest.length === 0
        ? nothing
        : html`<ul>
            ${rows.map((row) => html`<li>${shown(row)}</li>`)}
          </ul>`
    }
  `;
}

/** The first line that changes: rows of a hunk begin with a sign, and its first ones only lead there. */
function firstLine(task: Task, path: string): number {
  const hunk = task.judged?.change?.files.find((row) => row.path === path)?.hunks[0];
  const leading = hunk?.rows.findIndex((row) => !row.startsWith(' ')) ?? 0;
  return Math.max((hunk?.line ?? 1) + Math.max(leading, 0), 1);
}

customElements.define('countersign-change', Change);
