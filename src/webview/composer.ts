import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { askAtMost, type Status } from '../protocol.ts';
import { browse, notBrowsing, type Browsing } from './history.ts';
import { send } from './send.ts';
import { icon, shown } from './shown.ts';
import { matchingCommands, type SlashCommand } from './slash.ts';
import { visible } from './visible.ts';
import { counted } from './words.ts';

/** Where an ask is typed: history, commands, a count for long texts, and who would take it. */
class Composer extends LitElement {
  static override properties = {
    text: { attribute: false },
    status: { attribute: false },
    asks: { attribute: false },
    liveRun: { attribute: false },
    active: { state: true },
    closed: { state: true },
  };
  declare text: string;
  declare status: Status | undefined;
  /** Earlier asks, oldest first. */
  declare asks: readonly string[];
  /** The newest run that goes on, or an empty text. */
  declare liveRun: string;
  /** The command that is marked in the list. */
  declare active: number;
  /** The text for which the list was closed with Escape. */
  declare closed: string | undefined;
  #browsing: Browsing = notBrowsing;
  /** What was sent last; it comes back with the arrow also where nothing came of it. */
  #sent = '';

  constructor() {
    super();
    this.text = '';
    this.asks = [];
    this.liveRun = '';
    this.active = 0;
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  /** Puts a text in and the cursor behind it; an empty one only gives the focus. */
  async take(text: string): Promise<void> {
    if (text !== '') this.#type(text);
    await this.updateComplete;
    const input = this.#input();
    input?.focus();
    input?.setSelectionRange(input.value.length, input.value.length);
  }

  protected override updated(changed: PropertyValues<this>): void {
    const input = this.#input();
    if (changed.has('text') && input !== undefined && input.value !== this.text) input.value = this.text;
  }

  protected override render(): TemplateResult {
    const blocked = this.status?.state === 'blocked';
    const commands = this.#commands();
    const marked = commands[this.active];
    const length = this.text.trim().length;
    return html`
      ${commands.length === 0 ? nothing : this.#commandList(commands)}
      <div class="composer">
        <label class="visually-hidden" for="ask">Ask Countersign</label>
        <textarea
          id="ask"
          rows="1"
          placeholder=${blocked ? 'Asking is not possible yet' : 'Ask, or / for commands'}
          ?disabled=${blocked}
          aria-describedby="ask-hint"
          aria-invalid=${length > askAtMost ? 'true' : 'false'}
          aria-autocomplete="list"
          aria-controls=${commands.length === 0 ? nothing : 'commands'}
          aria-activedescendant=${marked === undefined ? nothing : `command-${marked.name.slice(1)}`}
          @input=${() => this.#type(this.#input()?.value ?? '')}
          @keydown=${(event: KeyboardEvent) => this.#key(event)}
        ></textarea>
        <div class="bar">
          ${modelButton(this, this.status)}
          <span class="buttons">
            ${
              this.liveRun === ''
                ? nothing
                : html`<button
                    type="button"
                    class="icon-button"
                    title="Stop"
                    aria-label="Stop"
                    @click=${() => send(this, { type: 'stop', run: this.liveRun })}
                  >
                    ${icon('debug-stop')}
                  </button>`
            }
            <button
              type="button"
              class="icon-button send"
              title="Send (Enter)"
              aria-label="Send"
              ?disabled=${!this.#canSend()}
              @click=${() => this.#send()}
            >
              ${icon('send')}
            </button>
          </span>
        </div>
      </div>
      <p
        id="ask-hint"
        class=${length > askAtMost ? 'hint error' : length > askAtMost * 0.8 ? 'hint' : 'visually-hidden'}
      >
        ${hint(length)}
      </p>
    `;
  }

  #commandList(commands: readonly SlashCommand[]): TemplateResult {
    return html`
      <ul id="commands" class="commands" role="listbox" aria-label="Commands">
        ${commands.map(
          (command, index) =>
            html`<li
              id="command-${command.name.slice(1)}"
              role="option"
              aria-selected=${index === this.active ? 'true' : 'false'}
              @mousedown=${(event: Event) => {
                event.preventDefault();
                void this.take(`${command.name} `);
              }}
            >
              <span class="name">${command.name}</span> <span class="takes">${command.takes}</span>
              <span class="does">${command.does}</span>
            </li>`,
        )}
      </ul>
    `;
  }

  #commands(): readonly SlashCommand[] {
    return this.text === this.closed ? [] : matchingCommands(this.text);
  }

  #type(text: string): void {
    this.text = text;
    this.active = 0;
    this.closed = undefined;
    this.dispatchEvent(new CustomEvent('countersign-draft', { bubbles: true, detail: text }));
  }

  #key(event: KeyboardEvent): void {
    // Enter also ends the composition of a character in Chinese, Japanese or Korean: that sends nothing.
    if (event.isComposing) return;
    const commands = this.#commands();
    if (commands.length > 0 && this.#commandKey(event, commands)) return event.preventDefault();
    if (event.key === 'Enter' && !event.shiftKey && !event.altKey) {
      event.preventDefault();
      this.#send();
    } else if (event.key === 'ArrowUp' && this.#atEdge('start')) {
      if (this.#browse('older')) event.preventDefault();
    } else if (event.key === 'ArrowDown' && this.#browsing.at > 0 && this.#atEdge('end')) {
      if (this.#browse('newer')) event.preventDefault();
    }
  }

  #commandKey(event: KeyboardEvent, commands: readonly SlashCommand[]): boolean {
    const { length } = commands;
    switch (event.key) {
      case 'ArrowDown':
        this.active = (this.active + 1) % length;
        return true;
      case 'ArrowUp':
        this.active = (this.active + length - 1) % length;
        return true;
      case 'Escape':
        this.closed = this.text;
        return true;
      case 'Tab':
      case 'Enter': {
        const command = event.shiftKey ? undefined : commands[this.active];
        if (command === undefined) return false;
        void this.take(`${command.name} `);
        return true;
      }
      default:
        return false;
    }
  }

  /** Arrows leave the text only from its first or last line. */
  #atEdge(edge: 'start' | 'end'): boolean {
    const input = this.#input();
    if (input === undefined || input.selectionStart !== input.selectionEnd) return false;
    const rest =
      edge === 'start' ? input.value.slice(0, input.selectionStart) : input.value.slice(input.selectionEnd);
    return !rest.includes('\n') && (rest === '' || this.#browsing.at > 0);
  }

  #browse(step: 'older' | 'newer'): boolean {
    const asks = this.#sent === '' || this.asks.includes(this.#sent) ? this.asks : [...this.asks, this.#sent];
    const found = browse(asks, this.#browsing, this.text, step);
    if (found === undefined) return false;
    this.#type(found.text);
    this.#browsing = found.browsing;
    const input = this.#input();
    if (input === undefined) return true;
    input.value = found.text;
    const at = step === 'older' ? 0 : found.text.length;
    input.setSelectionRange(at, at);
    return true;
  }

  #canSend(): boolean {
    const { length } = this.text.trim();
    return length > 0 && length <= askAtMost && this.status?.state !== 'blocked';
  }

  #send(): void {
    if (!this.#canSend()) return;
    this.#sent = this.text.trim();
    send(this, { type: 'ask', text: this.#sent });
    this.#browsing = notBrowsing;
    this.#type('');
  }

  #input(): HTMLTextAreaElement | undefined {
    return this.querySelector('textarea') ?? undefined;
  }
}

function hint(length: number): string {
  if (length > askAtMost) {
    return `${counted(length)} characters, and ${counted(askAtMost)} are the most. Put the long text into a file and name the file in the ask.`;
  }
  if (length > askAtMost * 0.8) return `${counted(length)} of ${counted(askAtMost)} characters`;
  return 'Enter sends, Shift+Enter begins a new line, the up arrow brings back earlier asks.';
}

/** Who would take a task, and the way to change that. */
function modelButton(composer: Element, status: Status | undefined): TemplateResult {
  const [name, words] = modelWords(status);
  return html`
    <button
      type="button"
      class="model"
      title=${visible(status?.text ?? '')}
      aria-label="${visible(words)}. Select models"
      @click=${() => send(composer, { type: 'command', name: 'selectModels' })}
    >
      ${icon(name, name === 'loading' ? 'codicon-modifier-spin' : name === 'warning' ? 'unproven' : '')}<span
        >${shown(words)}</span
      >
    </button>
  `;
}

function modelWords(status: Status | undefined): readonly [string, string] {
  switch (status?.state) {
    case 'ready':
      return ['server-process', status.worker];
    case 'loading':
      return ['loading', status.worker === '' ? 'Loading' : status.worker];
    case 'missing':
      return ['warning', 'No model'];
    case 'blocked':
      return ['circle-slash', 'Not available'];
    case 'looking':
    case undefined:
      return ['loading', 'Looking for a model'];
  }
}

customElements.define('countersign-composer', Composer);

declare global {
  interface HTMLElementTagNameMap {
    'countersign-composer': Composer;
  }
}
