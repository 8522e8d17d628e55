import { html, nothing, type TemplateResult } from 'lit';
import type { ViewFinding, ViewVerdict } from '../protocol.ts';
import { send } from './send.ts';
import { icon, shown, shownPath, shownSentence } from './shown.ts';
import { isRowOf, type Row } from './rows.ts';
import type { Judged } from './state.ts';
import { visible } from './visible.ts';
import { plural, reasonOf, stateIcon, stateWord, type State } from './words.ts';

/** The verdict in words: icon and word always together, and why. */
export function verdictLine(state: State, judged: Judged, staled: string | undefined): TemplateResult {
  const reason = reasonOf(state, judged, staled);
  return html`
    <p class="verdict ${state}">
      ${icon(stateIcon(state), state)}<span
        ><strong>${stateWord(state)}${reason === '' ? '' : ':'}</strong
        >${reason === '' ? nothing : html` ${shownSentence(reason)}`}</span
      >
    </p>
    ${
      state === 'verified' && judged.verdict.unproven.length > 0
        ? html`<p class="open muted">Not proven: ${shownSentence(judged.verdict.unproven.join('; '))}</p>`
        : nothing
    }
  `;
}

const findingsShown = 5;

/** What failed or could not be checked, but for what the verdict line and the rows above say already. */
export function findingList(
  state: State,
  judged: Judged,
  task: string,
  rows: readonly Row[],
): TemplateResult | typeof nothing {
  const said = reasonOf(state, judged, undefined);
  const isSaid = (row: ViewFinding): boolean => row.message === said;
  const others = judged.verdict.findings.filter(
    (row) =>
      row.level !== 'note' &&
      !(
        isSaid(row) &&
        (row.place === undefined || rows.some((shownRow) => shownRow.failed && isRowOf(shownRow, row)))
      ),
  );
  const first = others.slice(0, findingsShown);
  if (first.length === 0) return nothing;
  const left = others.length - first.length + judged.verdict.findingCount - judged.verdict.findings.length;
  return html`
    <ul class="findings" aria-label="Findings">
      ${first.map((row) => findingRow(row, task, isSaid(row)))}
      ${left === 0 ? nothing : html`<li class="muted">and ${plural(left, 'more finding', 'more findings')} in the evidence</li>`}
    </ul>
  `;
}

function findingRow(row: ViewFinding, task: string, said: boolean): TemplateResult {
  const [name, state, word] =
    row.level === 'fail'
      ? ['error', 'refuted', 'Failed']
      : row.level === 'unable'
        ? ['question', 'unproven', 'Could not check']
        : ['info', '', 'Note'];
  const { place } = row;
  return html`
    <li>
      ${icon(name, state)}<span
        ><span class="visually-hidden">${word}: </span
        >${said ? nothing : html`${shownSentence(row.message)} `}${
          place === undefined
            ? nothing
            : html`<button
                type="button"
                class="link path"
                title="${visible(place.path)}:${place.line}"
                @click=${(event: Event) => {
                  if (event.currentTarget instanceof Element)
                    send(event.currentTarget, { type: 'open', task, ...place });
                }}
              >
                ${shownPath(place.path)}:${place.line}
              </button>`
        }</span
      >
    </li>
  `;
}

/** What was checked, what that proves, and what it leaves open; closed until it is wanted. */
export function checkDetails(state: State, verdict: ViewVerdict): TemplateResult | typeof nothing {
  const notes = verdict.findings.filter((row) => row.level === 'note');
  if (verdict.checks.length + verdict.proves.length + verdict.unproven.length + notes.length === 0)
    return nothing;
  return html`
    <details>
      <summary>${checkWords(verdict)}</summary>
      ${section(state === 'stale' ? 'Proved before the file changed' : 'Proves', verdict.state === 'verified' ? verdict.proves : [])}
      ${section('Leaves unproven', verdict.unproven)}
      ${
        verdict.checks.length === 0
          ? nothing
          : html`<h4>Checks</h4>
              <ul class="checks">
                ${verdict.checks.map((check) => checkRow(check))}
              </ul>`
      }
      ${section(
        'Notes',
        notes.map((row) => row.message),
      )}
    </details>
  `;
}

function checkRow(check: ViewVerdict['checks'][number]): TemplateResult {
  const [name, state, word] =
    check.status === 'pass'
      ? ['pass', 'verified', 'passed']
      : check.status === 'fail'
        ? ['error', 'refuted', 'failed']
        : ['question', 'unproven', 'could not run'];
  return html`<li>
    ${icon(name, state)}<span
      >${shown(check.title)} <span class="muted">${word}${check.required ? '' : ', informs only'}</span></span
    >
  </li>`;
}

function section(title: string, rows: readonly string[]): TemplateResult | typeof nothing {
  if (rows.length === 0) return nothing;
  return html`<h4>${title}</h4>
    <ul>
      ${rows.map((row) => html`<li>${shownSentence(row)}</li>`)}
    </ul>`;
}

/** "5 checks passed, 1 failed, 2 could not run". */
function checkWords(verdict: ViewVerdict): string {
  if (verdict.checks.length === 0) return 'What this proves';
  const count = (status: ViewVerdict['checks'][number]['status']): number =>
    verdict.checks.filter((check) => check.status === status).length;
  const failed = count('fail');
  const unable = count('unable');
  return [
    `${plural(count('pass'), 'check', 'checks')} passed`,
    ...(failed === 0 ? [] : [`${failed} failed`]),
    ...(unable === 0 ? [] : [`${unable} could not run`]),
  ].join(', ');
}
