import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { askAtMost, type Status } from '../../src/protocol.ts';
import { findBrowser } from '../support/browser.ts';
import { openBrowser, themeNames, type ChatBrowser, type ChatPage } from './chatPage.ts';
import { asked, delegated, drafted, ended, judged, planned, progress, verdict } from './events.ts';
import { hostile, runSaying } from './hostile.ts';
import { scenes } from './scenes.ts';

const executable = findBrowser();
if (executable === undefined) {
  process.stderr.write('The tests of the chat page are skipped: no Chrome, Chromium or Edge was found.\n');
}

const ready: Status = {
  type: 'status',
  state: 'ready',
  worker: 'ollama/qwen2.5-coder:1.5b',
  text: 'Ollama at 127.0.0.1:11434',
  reasons: [],
  progress: null,
  actions: [],
};

const states: Readonly<Record<string, Status>> = {
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

function scene(name: string) {
  const events = scenes[name];
  if (events === undefined) throw new Error(`no scene ${name}`);
  return events;
}

describe.skipIf(executable === undefined)('the chat page', { timeout: 120_000 }, () => {
  let browser: ChatBrowser;
  beforeAll(async () => {
    browser = await openBrowser(executable ?? '');
  });
  afterAll(() => browser[Symbol.asyncDispose]());

  /** Nothing was fetched, no rule of the content policy was broken, and nothing went wrong. */
  async function expectQuiet(chat: ChatPage): Promise<void> {
    expect(chat.requests).toEqual([]);
    expect(await chat.violations()).toEqual([]);
    expect(chat.errors).toEqual([]);
    expect(await chat.refused()).toEqual([]);
  }

  /** What the page said since it asked for its log. */
  async function said(chat: ChatPage) {
    return (await chat.received()).filter((message) => message.type !== 'ready');
  }

  test('asks for its log, shows it, and asks again when a number is missing', async () => {
    await using chat = await browser.open();
    expect(await chat.received()).toEqual([{ type: 'ready', lastSeq: 0 }]);
    await chat.reset([]);
    await chat.events(...scene('declined'));
    await chat.page.locator('.declined').getByText('Nobody here deletes').waitFor();
    await chat.post({
      type: 'event',
      seq: 99,
      event: { type: 'ended', run: 'd', outcome: 'done', reason: '' },
    });
    expect((await chat.received()).at(-1)).toEqual({ type: 'ready', lastSeq: 3 });
    await chat.reset(scene('offered'));
    await chat.page.locator('.offered').getByText('Which is meant?').waitFor();
    await expectQuiet(chat);
  });

  test('a message that is none is reported and changes nothing', async () => {
    await using chat = await browser.open();
    await chat.reset(scene('declined'));
    const before = await chat.page.locator('.log').innerHTML();
    await chat.post({
      type: 'event',
      seq: 1,
      event: { type: 'asked', run: 'r', text: 'x', via: 'chat', wall: '', html: '<img>' },
    });
    await chat.post('reset', null, {
      type: 'reset',
      seq: 0,
      events: [{ type: 'asked' }],
      live: [],
      earlier: 0,
    });
    expect(await chat.page.locator('.log').innerHTML()).toBe(before);
    expect((await said(chat)).map((message) => message.type)).toEqual([
      'refused',
      'refused',
      'refused',
      'refused',
    ]);
    await expectQuiet(chat);
  });

  test('an ask goes out with Enter, a new line comes with Shift+Enter', async () => {
    await using chat = await browser.open();
    await chat.reset([]);
    await chat.post(ready);
    const input = chat.page.getByRole('textbox', { name: 'Ask Countersign' });
    await input.click();
    await chat.page.keyboard.type('where is');
    await chat.page.keyboard.press('Shift+Enter');
    await chat.page.keyboard.type('parseDate?');
    await chat.page.keyboard.press('Enter');
    expect(await said(chat)).toEqual([{ type: 'ask', text: 'where is\nparseDate?' }]);
    expect(await input.inputValue()).toBe('');
    await chat.page.keyboard.press('Enter');
    await chat.page.keyboard.type('   ');
    await chat.page.keyboard.press('Enter');
    expect(await said(chat)).toHaveLength(1);
    // The host may have refused it, and no run tells of it: it is not lost all the same.
    await input.fill('');
    await chat.page.keyboard.press('ArrowUp');
    expect(await input.inputValue()).toBe('where is\nparseDate?');
  });

  test('Enter that ends the composition of a character sends nothing', async () => {
    await using chat = await browser.open();
    await chat.reset([]);
    await chat.post(ready);
    const input = chat.page.getByRole('textbox', { name: 'Ask Countersign' });
    await input.fill('日期');
    await input.evaluate((element) =>
      element.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true })),
    );
    expect(await said(chat)).toEqual([]);
    await input.press('Enter');
    expect(await said(chat)).toEqual([{ type: 'ask', text: '日期' }]);
  });

  test('the arrow brings back earlier asks, and what was being typed', async () => {
    await using chat = await browser.open();
    await chat.reset([
      asked('a', 'first'),
      ended('a'),
      asked('b', 'from elsewhere', 'palette'),
      ended('b'),
      asked('c', 'third\nline'),
      ended('c'),
    ]);
    const input = chat.page.getByRole('textbox', { name: 'Ask Countersign' });
    await input.fill('being typed');
    await input.evaluate((element: HTMLTextAreaElement) => element.setSelectionRange(0, 0));
    await input.press('ArrowUp');
    expect(await input.inputValue()).toBe('third\nline');
    await input.press('ArrowUp');
    expect(await input.inputValue()).toBe('first');
    await input.press('ArrowUp');
    expect(await input.inputValue()).toBe('first');
    await input.press('End');
    await input.press('ArrowDown');
    expect(await input.inputValue()).toBe('third\nline');
    await input.press('ArrowDown');
    expect(await input.inputValue()).toBe('being typed');
  });

  test('commands are offered while a name is typed, and chosen without the mouse', async () => {
    await using chat = await browser.open();
    await chat.reset([]);
    await chat.post(ready);
    const input = chat.page.getByRole('textbox', { name: 'Ask Countersign' });
    await input.click();
    await chat.page.keyboard.type('/e');
    await expect.poll(() => chat.page.getByRole('option').allInnerTexts()).toHaveLength(2);
    await chat.page.keyboard.press('ArrowDown');
    expect(await input.getAttribute('aria-activedescendant')).toBe('command-edit');
    await chat.page.keyboard.press('Tab');
    expect(await input.inputValue()).toBe('/edit ');
    expect(await chat.page.getByRole('option').count()).toBe(0);
    await input.fill('/');
    await chat.page.keyboard.press('Escape');
    expect(await chat.page.getByRole('option').count()).toBe(0);
    expect(await said(chat)).toEqual([]);
  });

  test('a text that is too long stays, is counted, and cannot be sent', async () => {
    await using chat = await browser.open();
    await chat.reset([]);
    await chat.post(ready);
    const input = chat.page.getByRole('textbox', { name: 'Ask Countersign' });
    await input.fill('x'.repeat(100_000));
    await chat.page.getByText('100,000 characters, and 4,000 are the most').waitFor();
    expect(await chat.page.getByRole('button', { name: 'Send' }).isDisabled()).toBe(true);
    await input.press('Enter');
    expect(await said(chat)).toEqual([]);
    expect(await input.inputValue()).toHaveLength(100_000);
    await input.fill('x'.repeat(askAtMost));
    await input.press('Enter');
    expect(await said(chat)).toEqual([{ type: 'ask', text: 'x'.repeat(askAtMost) }]);
  });

  test('nothing can be asked where the host says so, and its buttons say what to do', async () => {
    await using chat = await browser.open();
    await chat.reset([]);
    await chat.post(states['blocked']);
    expect(await chat.page.getByRole('textbox', { name: 'Ask Countersign' }).isDisabled()).toBe(true);
    await chat.page.getByRole('button', { name: 'Manage Workspace Trust' }).click();
    expect(await said(chat)).toEqual([{ type: 'command', name: 'manageTrust' }]);
    await chat.post(states['missing']);
    expect(await chat.page.getByRole('textbox', { name: 'Ask Countersign' }).isEnabled()).toBe(true);
    await chat.post(ready);
    expect(await chat.page.getByRole('region', { name: 'Model status' }).count()).toBe(0);
    await chat.page.getByRole('button', { name: /qwen2.5-coder.*Select models/ }).click();
    expect((await said(chat)).at(-1)).toEqual({ type: 'command', name: 'selectModels' });
  });

  test('the host can put a text into the input, and the focus with it', async () => {
    await using chat = await browser.open();
    await chat.reset([]);
    await chat.post({ type: 'draft', text: '/explain ' });
    const input = chat.page.getByRole('textbox', { name: 'Ask Countersign' });
    expect(await input.inputValue()).toBe('/explain ');
    await chat.post({ type: 'draft', text: '' });
    expect(await input.inputValue()).toBe('/explain ');
    expect(await input.evaluate((element) => document.activeElement === element)).toBe(true);
  });

  test('only what was being typed and the place in the log are kept, and come back', async () => {
    await using chat = await browser.open();
    await chat.reset(scene('verified-search'));
    await chat.page.getByRole('textbox', { name: 'Ask Countersign' }).fill('half a thou');
    expect(await chat.saved()).toEqual({ draft: 'half a thou', scrolled: null });
    const many = [...scene('verified-search'), ...scene('held-edit'), ...scene('refuted-read')];
    await using again = await browser.open({ saved: { draft: 'half a thou', scrolled: 40 }, height: 500 });
    await again.reset(many);
    expect(await again.page.getByRole('textbox', { name: 'Ask Countersign' }).inputValue()).toBe(
      'half a thou',
    );
    await expect.poll(() => again.page.locator('.log').evaluate((element) => element.scrollTop)).toBe(40);
    await using strange = await browser.open({ saved: { log: ['old'] } });
    await strange.reset([]);
    await expectQuiet(strange);
  });

  test('the first ten lines are links, and all of them on demand', async () => {
    await using chat = await browser.open();
    await chat.reset(scene('verified-search'));
    const rows = chat.page.locator('countersign-rows .row');
    expect(await rows.count()).toBe(10);
    await rows.first().click();
    await chat.page.getByRole('button', { name: 'Show all 13' }).click();
    expect(await rows.count()).toBe(13);
    await chat.page.getByRole('button', { name: 'CHANGELOG.md, line 57' }).press('Enter');
    expect(await said(chat)).toEqual([
      { type: 'open', task: 's1', path: 'src/dates/parse.ts', line: 14 },
      { type: 'open', task: 's1', path: 'CHANGELOG.md', line: 57 },
    ]);
    await chat.page.getByRole('button', { name: 'Show the first ten' }).click();
    expect(await rows.count()).toBe(10);
  });

  test('a verdict is a word beside its icon, in every state', async () => {
    await using chat = await browser.open();
    for (const [name, word] of [
      ['verified-search', 'Verified:'],
      ['refuted-search', 'Refuted:'],
      ['unproven-edit', 'Unproven:'],
      ['stale', 'Stale:'],
    ] as const) {
      await chat.reset(scene(name));
      expect(await chat.page.locator('.verdict').innerText()).toContain(word);
      expect(await chat.page.locator('.verdict .codicon').getAttribute('aria-hidden')).toBe('true');
    }
  });

  test('what is verified is applied with one click, and a double click is one wish', async () => {
    await using chat = await browser.open();
    await chat.reset(scene('held-edit'));
    await chat.page.getByRole('button', { name: 'Apply', exact: true }).dblclick();
    expect(await said(chat)).toEqual([{ type: 'apply', task: 'e1', hash: 'hash-e1', override: false }]);
  });

  test('what is not verified needs a second, explicit yes that says what is missing', async () => {
    await using chat = await browser.open({ height: 900 });
    await chat.reset(scene('unproven-edit'));
    expect(await chat.page.getByRole('button', { name: 'Apply', exact: true }).count()).toBe(0);
    const anyway = chat.page.getByRole('button', { name: 'Apply Anyway…' });
    await anyway.focus();
    await chat.page.keyboard.press('Enter');
    const confirm = chat.page.getByRole('group', { name: /Apply this without the checks' word/ });
    expect(await confirm.innerText()).toContain('the checks could not prove this result');
    expect(await confirm.innerText()).toContain('build scripts always ask');
    // Refusing is the default: Enter pressed twice writes nothing.
    await chat.page.keyboard.press('Enter');
    expect(await said(chat)).toEqual([]);
    await expect.poll(() => anyway.evaluate((element) => document.activeElement === element)).toBe(true);
    await chat.page.keyboard.press('Enter');
    await chat.page.keyboard.press('Escape');
    expect(await confirm.count()).toBe(0);
    expect(await said(chat)).toEqual([]);
    await chat.page.keyboard.press('Enter');
    await chat.page.keyboard.press('Tab');
    await chat.page.keyboard.press('Enter');
    expect(await said(chat)).toEqual([{ type: 'apply', task: 'u1', hash: 'hash-u1', override: true }]);
  });

  test('a confirmation is for one change: another one asks anew', async () => {
    await using chat = await browser.open();
    await chat.reset(scene('unproven-edit'));
    await chat.page.getByRole('button', { name: 'Apply Anyway…' }).click();
    const confirm = chat.page.getByRole('group', { name: /Apply this without the checks' word/ });
    expect(await confirm.count()).toBe(1);
    await chat.events({
      type: 'held',
      run: 'u',
      task: 'u1',
      hash: 'another',
      missing: ['the change is not the one that was approved'],
    });
    expect(await confirm.count()).toBe(0);
  });

  test('nothing stale is offered to be applied', async () => {
    await using chat = await browser.open();
    await chat.reset([
      ...scene('held-edit'),
      { type: 'staled', run: 'e', task: 'e1', path: 'src/dates/parse.ts' },
    ]);
    expect(await chat.page.getByRole('button', { name: /^Apply/ }).count()).toBe(0);
    await chat.page.getByText('Verify it again before you apply it').waitFor();
  });

  test('every button of a card says what it is for', async () => {
    await using chat = await browser.open({ height: 1_000 });
    await chat.reset([...scene('unproven-edit'), ...scene('offered')]);
    for (const name of ['Show Diff', 'Discard', 'Show Evidence', 'Verify Again', 'Redo with Findings']) {
      await chat.page.getByRole('button', { name, exact: true }).click();
    }
    await chat.page.getByRole('button', { name: 'src/dates/parse.ts' }).click();
    await chat.page.getByRole('button', { name: /^Explain dates/ }).click();
    expect(await said(chat)).toEqual([
      { type: 'diff', task: 'u1' },
      { type: 'discard', task: 'u1' },
      { type: 'evidence', task: 'u1' },
      { type: 'verify', task: 'u1' },
      { type: 'redo', task: 'u1' },
      { type: 'diff', task: 'u1', path: 'src/dates/parse.ts' },
      { type: 'choose', run: 'o', index: 1 },
    ]);
  });

  test('a run can be stopped while it goes on, and not after', async () => {
    await using chat = await browser.open();
    await chat.reset(scene('streaming'), ['l']);
    await chat.page.locator('.under-way').getByRole('button', { name: 'Stop' }).click();
    await chat.page.locator('.composer').getByRole('button', { name: 'Stop' }).click();
    expect(await said(chat)).toEqual([
      { type: 'stop', run: 'l' },
      { type: 'stop', run: 'l' },
    ]);
    await chat.events(ended('l', 'cancelled', 'stopped'));
    expect(await chat.page.getByRole('button', { name: 'Stop' }).count()).toBe(0);
    await chat.page.getByText('Stopped.').waitFor();
    await chat.page.getByRole('button', { name: 'Ask Again' }).click();
    expect((await said(chat)).at(-1)).toEqual({
      type: 'ask',
      text: 'give parseDateStrict an optional time zone',
    });
  });

  test('links of an answer open places, and addresses open nothing', async () => {
    await using chat = await browser.open({ height: 900 });
    await chat.reset(scene('markdown-answer'));
    const answer = chat.page.locator('countersign-answer');
    await answer.getByRole('link', { name: 'parseDate' }).click();
    await answer.getByRole('link', { name: 'src/import/csv.ts:132' }).press('Enter');
    expect(await said(chat)).toEqual([
      { type: 'open', task: 'm1', path: 'src/dates/parse.ts', line: 14 },
      { type: 'open', task: 'm1', path: 'src/import/csv.ts', line: 132 },
    ]);
    expect(await answer.locator('a, img').count()).toBe(0);
    expect(await answer.innerText()).toContain('the format (https://example.com/csv?secret=1)');
    expect(await answer.innerText()).toContain('__init__');
    expect(await answer.locator('.hljs-keyword').count()).toBeGreaterThan(0);
    await expectQuiet(chat);
  });

  test('hostile texts stay texts in every place', async () => {
    await using chat = await browser.open({ width: 320, height: 900 });
    const places = runSaying('', '').filter((event) => event.type === 'asked').length;
    for (const [index, text] of hostile.entries()) {
      await chat.reset([]);
      await chat.events(...runSaying(text, `h${index}`));
      await chat.post({
        ...states['missing'],
        text: text.slice(0, 300),
        worker: text.slice(0, 200),
        reasons: [text],
      });
      const found = await chat.page.evaluate(() => {
        for (const details of document.querySelectorAll('details')) details.open = true;
        const all = [...document.querySelectorAll('countersign-chat *')];
        const links = all.filter((element) => element.matches('countersign-answer [role="link"]'));
        for (const link of links) if (link instanceof HTMLElement) link.click();
        return {
          runs: document.querySelectorAll('countersign-run').length,
          forbidden: all
            .filter((element) =>
              element.matches(
                'img, svg, script, style, iframe, object, embed, video, audio, form, a, link, meta, base, math',
              ),
            )
            .map((element) => element.outerHTML),
          handlers: all
            .filter((element) => element.getAttributeNames().some((name) => name.startsWith('on')))
            .map((element) => element.outerHTML),
          pages: document.querySelectorAll('countersign-chat').length,
          title: document.title,
          verdicts: all
            .filter((element) => element.matches('.verdict'))
            .map((element) => element.querySelector('strong')?.textContent),
          changes: document.querySelectorAll('countersign-change').length,
        };
      });
      expect(found, text).toEqual({
        runs: places,
        forbidden: [],
        handlers: [],
        pages: 1,
        title: 'Countersign',
        verdicts: ['Refuted:', 'Unproven:'],
        changes: 1,
      });
    }
    for (const message of await said(chat)) expect(message).toMatchObject({ type: 'open', path: 'src/a.ts' });
    await expectQuiet(chat);
  });

  test('and a planted picture, script and address would have been noticed', async () => {
    await using chat = await browser.open();
    await chat.page.evaluate(() => {
      document
        .querySelector('.log')
        ?.insertAdjacentHTML('beforeend', '<img src="https://evil.test/p.png" onerror="document.title=1">');
    });
    await expect.poll(async () => (await chat.violations()).length + chat.requests.length).toBeGreaterThan(0);
  });

  test('hidden characters are seen, wherever they are', async () => {
    await using chat = await browser.open();
    await chat.reset(runSaying('pass\u200bword \u202e \u001b[31m', 'h'), ['h-live']);
    const text = await chat.page.locator('countersign-chat').innerText();
    expect(text).toContain('passU+200Bword');
    const raw = await chat.page.evaluate(() => document.querySelector('main')?.textContent ?? '');
    expect(/[\u200b\u202e\u001b]/.test(raw)).toBe(false);
    const labels = await chat.page.evaluate(() =>
      [...document.querySelectorAll('main *')].flatMap((element) =>
        ['aria-label', 'title'].map((name) => element.getAttribute(name) ?? ''),
      ),
    );
    expect(labels.filter((label) => /[\u200b\u202e\u001b]/.test(label))).toEqual([]);
  });

  test('what is finished is told to screen readers once, what is under way is not', async () => {
    await using chat = await browser.open();
    await chat.reset([]);
    const log = chat.page.getByRole('log');
    expect(await log.getAttribute('aria-live')).toBe('off');
    const told = () => chat.page.getByRole('status').innerText();
    await chat.events(
      asked('r', 'x'),
      planned('r', [{ task: 't', kind: 'search', title: 'Find x' }]),
      delegated('r', 't'),
      progress('r', 't', 'token token'),
    );
    expect(await told()).toBe('');
    await chat.events(drafted('r', 't'));
    expect(await told()).toBe('');
    await chat.events(judged('r', 't', verdict('verified', { proves: ['these are all of them'] })));
    expect(await told()).toBe('Find x. Verified: these are all of them');
    await chat.events(ended('r'));
    expect(await told()).toBe('Find x. Verified: these are all of them');
  });

  test('everything can be reached with the keyboard, and the focus is seen', async () => {
    await using chat = await browser.open({ height: 900 });
    await chat.reset([...scene('unproven-edit'), ...scene('offered'), ...scene('markdown-answer')]);
    await chat.post(ready);
    const wanted = await chat.page
      .locator('button:visible:not(:disabled), summary, textarea, [role="link"], [tabindex="0"]')
      .count();
    const reached = await chat.page.evaluate(() => document.body.focus());
    expect(reached).toBeUndefined();
    const seen = new Set<string>();
    const unseen: string[] = [];
    for (let step = 0; step < wanted + 5; step += 1) {
      await chat.page.keyboard.press('Tab');
      const [key, visible] = await chat.page.evaluate(() => {
        const element = document.activeElement;
        if (element === null || element === document.body) return ['', true] as const;
        element.toggleAttribute('data-reached', true);
        const box = element.closest('.composer') ?? element;
        const style = getComputedStyle(element);
        return [
          element.outerHTML.slice(0, 80),
          style.outlineStyle !== 'none' || getComputedStyle(box).borderStyle !== 'none',
        ] as const;
      });
      if (key !== '') seen.add(key);
      if (!visible) unseen.push(key);
    }
    expect(await chat.page.locator('[data-reached]').count()).toBe(wanted);
    expect(unseen).toEqual([]);
  });

  test('nothing turns for those who do not want it', async () => {
    const turning = (chat: ChatPage) =>
      chat.page
        .locator('.activity .codicon-loading')
        .first()
        .evaluate((element) => getComputedStyle(element).animationName);
    await using still = await browser.open({ reducedMotion: true });
    await still.reset(scene('streaming'), ['l']);
    expect(await turning(still)).toBe('none');
    await using moving = await browser.open();
    await moving.reset(scene('streaming'), ['l']);
    expect(await turning(moving)).not.toBe('none');
  });

  test('nothing is cut off in a view of 180 pixels', async () => {
    await using chat = await browser.open({ width: 180, height: 700 });
    for (const [name, events] of Object.entries(scenes)) {
      await chat.reset(events, ['l']);
      await chat.post(states['missing']);
      const wide = await chat.page.evaluate(() =>
        [...document.querySelectorAll('main *')]
          .filter((element) => element.closest('.diff, pre, table, .visually-hidden') === null)
          .filter((element) => element.getBoundingClientRect().right > window.innerWidth + 0.5)
          .map((element) => element.outerHTML.slice(0, 120)),
      );
      expect(wide, name).toEqual([]);
      const log = chat.page.locator('.log');
      expect(await log.evaluate((element) => element.scrollWidth <= element.clientWidth), name).toBe(true);
    }
  });

  test('a new event changes nothing of the runs before it', async () => {
    await using chat = await browser.open();
    await chat.reset([...scene('verified-search'), ...scene('held-edit'), ...scene('streaming')], ['l']);
    await chat.page.evaluate(() => {
      const changed: string[] = [];
      Object.assign(window, { changed });
      new MutationObserver((records) => {
        for (const record of records) {
          const run = record.target.parentElement?.closest('countersign-run') ?? record.target.parentElement;
          changed.push(
            run === document.querySelector('countersign-run:last-of-type')
              ? 'last'
              : (run?.outerHTML.slice(0, 60) ?? '?'),
          );
        }
      }).observe(document.querySelector('.log') ?? document.body, {
        subtree: true,
        childList: true,
        characterData: true,
        attributes: true,
      });
    });
    await chat.events(progress('l', 'l1', ' { return 1 }'), progress('l', 'l1', '\n'));
    const changed = await chat.page.evaluate(() => (window as unknown as { changed: string[] }).changed);
    expect(changed.length).toBeGreaterThan(0);
    expect([...new Set(changed)]).toEqual(['last']);
  });

  test('after two thousand events the page is no larger than after the first hundreds', async () => {
    await using chat = await browser.open({ height: 900 });
    await chat.reset([]);
    const size = () => chat.page.locator('countersign-chat *').count();
    for (let run = 0; run < 80; run += 8) await chat.events(...manySearches(run, 8));
    const early = await size();
    const began = performance.now();
    for (let run = 80; run < 400; run += 8) await chat.events(...manySearches(run, 8));
    const ms = (performance.now() - began) / (320 * 6);
    process.stdout.write(`chat page: ${ms.toFixed(2)} ms an event, painted every 48 events\n`);
    expect(await size()).toBe(early);
    expect(await chat.page.locator('countersign-run').count()).toBe(40);
    await chat.page.getByRole('button', { name: 'Show Earlier (360)' }).click();
    expect(await chat.page.locator('countersign-run').count()).toBe(80);
    await expectQuiet(chat);
  });

  test('a fast stream is shown once a frame', async () => {
    await using chat = await browser.open();
    await chat.reset(scene('streaming'), ['l']);
    const shownTimes = await chat.page.evaluate(async () => {
      let times = 0;
      const live = document.querySelector('.live');
      if (live === null) throw new Error('nothing streams');
      new MutationObserver(() => (times += 1)).observe(live, {
        subtree: true,
        childList: true,
        characterData: true,
      });
      let seq = 0;
      for (let frame = 0; frame < 10; frame += 1) {
        for (let token = 0; token < 100; token += 1) {
          const event = { type: 'progress', run: 'l', task: 'l1', text: `${frame} `, waiting: false };
          window.dispatchEvent(new MessageEvent('message', { data: { type: 'event', seq: ++seq, event } }));
        }
        await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
      }
      return { times, text: live.textContent };
    });
    expect(shownTimes.times).toBeLessThanOrEqual(11);
    expect(shownTimes.text?.match(/9 /g)).toHaveLength(100);
  });

  test('a result of an earlier run is found again', async () => {
    await using chat = await browser.open();
    const many = Array.from({ length: 60 }, (_, index) => searchOf(String(index))).flat();
    await chat.reset([
      ...many,
      asked('again', 'Verify again: Find 0', 'codelens'),
      planned('again', [{ task: '0t', kind: 'search', title: 'Find 0' }], [], 'record'),
      ended('again'),
    ]);
    await chat.page.getByRole('button', { name: 'Go to Result' }).click();
    await expect
      .poll(() => chat.page.evaluate(() => document.activeElement?.querySelector('h3')?.textContent?.trim()))
      .toBe('Find 0');
  });

  test('the log stays where the person is, and shows what is new where they are not away', async () => {
    await using chat = await browser.open({ height: 500 });
    await chat.reset([...scene('verified-search'), ...scene('held-edit')]);
    const log = chat.page.locator('.log');
    const top = () => log.evaluate((element) => element.scrollTop);
    await log.hover();
    await chat.page.mouse.wheel(0, -5_000);
    await expect.poll(top).toBe(0);
    await chat.events(asked('p', 'from the palette', 'palette'), ended('p'));
    expect(await top()).toBe(0);
    await chat.page.getByRole('button', { name: 'Latest' }).click();
    await expect.poll(top).toBeGreaterThan(0);
    const before = await top();
    await chat.events(...scene('declined'));
    expect(await top()).toBeGreaterThan(before);
    await chat.page.mouse.wheel(0, -5_000);
    await expect.poll(top).toBe(0);
    await chat.events(...scene('offered'));
    expect(await top()).toBeGreaterThan(0);
  });

  test.each(themeNames)(
    'no serious fault for people with disabilities in %s',
    { timeout: 300_000 },
    async (theme) => {
      await using chat = await browser.open({ theme, height: 9_000 });
      const seen = new Set<string>();
      const events = Object.values(scenes)
        .flat()
        .filter((event) => seen.size !== seen.add(JSON.stringify(event)).size);
      await chat.reset(events, ['l']);
      await chat.post(states['loading']);
      await chat.page.getByRole('button', { name: 'Apply Anyway…' }).click();
      await chat.page.evaluate(() => {
        for (const details of document.querySelectorAll('details')) details.open = true;
      });
      expect(await seriousFaults(chat)).toEqual([]);
      const input = chat.page.getByRole('textbox', { name: 'Ask Countersign' });
      await chat.reset([]);
      await chat.post(states['missing']);
      await input.fill('x'.repeat(5_000));
      expect(await seriousFaults(chat)).toEqual([]);
      await input.fill('/');
      expect(await seriousFaults(chat)).toEqual([]);
      await chat.post(states['blocked']);
      expect(await seriousFaults(chat)).toEqual([]);
    },
  );

  test('and a planted fault would have been noticed', async () => {
    await using chat = await browser.open();
    await chat.reset([]);
    await chat.page.evaluate(() => {
      document
        .querySelector('.log')
        ?.insertAdjacentHTML('beforeend', '<button class="icon-button"></button>');
    });
    expect((await seriousFaults(chat)).join()).toContain('button-name');
  });

  test('the pictures to look at', async () => {
    for (const [theme, width] of [
      ['Dark 2026', 300],
      ['Light 2026', 300],
      ['Default High Contrast', 300],
      ['Dark 2026', 180],
    ] as const) {
      await using chat = await browser.open({ theme, width, height: 900, scale: 2 });
      await chat.post(ready);
      for (const [name, events] of Object.entries(scenes)) {
        await chat.reset([]);
        await chat.reset(events, ['l']);
        await chat.screenshot(`${name}-${theme.replaceAll(' ', '-').toLowerCase()}-${width}`);
      }
    }
  });
});

async function seriousFaults(chat: ChatPage): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page: chat.page }).analyze();
  return violations
    .filter((row) => row.impact === 'serious' || row.impact === 'critical')
    .flatMap((row) => row.nodes.map((node) => `${row.id}: ${node.html} ${node.any[0]?.message ?? ''}`));
}

function manySearches(from: number, count: number) {
  return Array.from({ length: count }, (_, index) =>
    searchOf(`${String(from + index).padStart(4, '0')}`),
  ).flat();
}

/** A search of ten lines, from the ask to its end. */
function searchOf(run: string) {
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
      { answer: '10 lines match.' },
    ),
    ended(run),
  ];
}
