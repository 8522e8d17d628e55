import { afterAll, beforeAll, describe, expect } from 'vitest';
import type { RunEvent } from '../../src/core/events.ts';
import type { Status, ToHost } from '../../src/protocol.ts';
import { findBrowser } from '../support/browser.ts';
import { openBrowser, type ChatBrowser, type ChatPage } from './chatPage.ts';
import { asked, delegated, drafted, ended, judged, planned, verdict } from './events.ts';
import { scenes } from './scenes.ts';

const executable = findBrowser();

/** Tests that share one browser; skipped, with a line that says so, where no browser is installed. */
export function describeChat(title: string, tests: (open: ChatBrowser['open']) => void): void {
  if (executable === undefined) {
    process.stderr.write(`Skipped, since no Chrome, Chromium or Edge was found: ${title}\n`);
  }
  describe.skipIf(executable === undefined)(title, { timeout: 120_000 }, () => {
    let browser: ChatBrowser;
    beforeAll(async () => {
      browser = await openBrowser(executable ?? '');
    });
    afterAll(() => browser[Symbol.asyncDispose]());
    tests((options) => browser.open(options));
  });
}

export const ready: Status = {
  type: 'status',
  state: 'ready',
  worker: 'ollama/qwen2.5-coder:1.5b',
  text: 'Ollama at 127.0.0.1:11434',
  reasons: [],
  progress: null,
  actions: [],
};

export const states: Readonly<Record<string, Status>> = {
  missing: {
    ...ready,
    state: 'missing',
    worker: '',
    text: 'No local model is there',
    reasons: ['Ollama does not answer at 127.0.0.1:11434. Start it, or fetch a small model (1.1 GB).'],
    actions: [
      { label: 'Select Models', command: 'selectModels' },
      { label: 'Show Log', command: 'showLog' },
    ],
  },
  loading: { ...ready, state: 'loading', text: 'Fetching a model: 412 of 1,066 MB', progress: 0.39 },
  blocked: {
    ...ready,
    state: 'blocked',
    worker: '',
    text: 'This folder is not trusted',
    reasons: ['No model is asked, no program is started and nothing is written.'],
    actions: [{ label: 'Manage Workspace Trust', command: 'manageTrust' }],
  },
};

export function scene(name: string): readonly RunEvent[] {
  const events = scenes[name];
  if (events === undefined) throw new Error(`no scene ${name}`);
  return events;
}
/** Nothing was fetched, no rule of the content policy was broken, and nothing went wrong. */
export async function expectQuiet(chat: ChatPage): Promise<void> {
  expect(chat.requests).toEqual([]);
  expect(await chat.violations()).toEqual([]);
  expect(chat.errors).toEqual([]);
  expect(await chat.refused()).toEqual([]);
}

/** What the page said since it asked for its log. */
export async function said(chat: ChatPage): Promise<readonly ToHost[]> {
  return (await chat.received()).filter((message) => message.type !== 'ready');
}

/** Searches of ten lines, each a run of its own. */
export function manySearches(from: number, count: number): RunEvent[] {
  return Array.from({ length: count }, (_, index) =>
    searchOf(`${String(from + index).padStart(4, '0')}`),
  ).flat();
}

/** A search of ten lines, from the ask to its end. */
export function searchOf(run: string, answer = '10 lines match.'): RunEvent[] {
  const hits = Array.from({ length: 10 }, (_, index) => ({
    path: 'src/a.ts',
    line: index + 1,
    text: `line ${index}`,
  }));
  return [
    asked(run, `find number ${run}`),
    planned(run, [{ task: `${run}t`, kind: 'search', title: `Find ${run}` }]),
    delegated(run, `${run}t`),
    drafted(run, `${run}t`, { result: { hits } }),
    judged(
      run,
      `${run}t`,
      verdict('verified', { proves: ['all of them'], checks: [['Every hit is one', 'pass']] }),
      { answer },
    ),
    ended(run),
  ];
}
