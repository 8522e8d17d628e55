import { expect, test } from 'vitest';
import { askAtMost } from '../../src/protocol.ts';
import { describeChat, expectQuiet, ready, said, scene, searchOf, states } from './chatTests.ts';
import { asked, ended } from './events.ts';

describeChat('the chat page', (open) => {
  test('asks for its log, shows it, and asks again when a number is missing', async () => {
    await using chat = await open();
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
    await using chat = await open();
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
    await using chat = await open();
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
    await using chat = await open();
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
    await using chat = await open();
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
    await using chat = await open();
    await chat.reset([]);
    await chat.post(ready);
    const input = chat.page.getByRole('textbox', { name: 'Ask Countersign' });
    await input.click();
    await chat.page.keyboard.type('/e');
    await expect.poll(() => chat.page.getByRole('option').allInnerTexts()).toHaveLength(3);
    for (const name of ['extract', 'edit']) {
      await chat.page.keyboard.press('ArrowDown');
      expect(await input.getAttribute('aria-activedescendant')).toBe(`command-${name}`);
    }
    await chat.page.keyboard.press('Tab');
    expect(await input.inputValue()).toBe('/edit ');
    expect(await chat.page.getByRole('option').count()).toBe(0);
    await input.fill('/');
    await chat.page.keyboard.press('Escape');
    expect(await chat.page.getByRole('option').count()).toBe(0);
    expect(await said(chat)).toEqual([]);
  });

  test('a text that is too long stays, is counted, and cannot be sent', async () => {
    await using chat = await open();
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
    await using chat = await open();
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
    await using chat = await open();
    await chat.reset([]);
    await chat.post({ type: 'draft', text: '/explain ' });
    const input = chat.page.getByRole('textbox', { name: 'Ask Countersign' });
    expect(await input.inputValue()).toBe('/explain ');
    await chat.post({ type: 'draft', text: '' });
    expect(await input.inputValue()).toBe('/explain ');
    expect(await input.evaluate((element) => document.activeElement === element)).toBe(true);
  });

  test('only what was being typed and the place in the log are kept, and come back', async () => {
    await using chat = await open();
    await chat.reset(scene('verified-search'));
    await chat.page.getByRole('textbox', { name: 'Ask Countersign' }).fill('half a thou');
    expect(await chat.saved()).toEqual({ draft: 'half a thou', scrolled: null });
    const many = [...scene('verified-search'), ...scene('held-edit'), ...scene('refuted-read')];
    await using again = await open({ saved: { draft: 'half a thou', scrolled: 40 }, height: 500 });
    await again.reset(many);
    expect(await again.page.getByRole('textbox', { name: 'Ask Countersign' }).inputValue()).toBe(
      'half a thou',
    );
    await expect.poll(() => again.page.locator('.log').evaluate((element) => element.scrollTop)).toBe(40);
    await using strange = await open({ saved: { log: ['old'] } });
    await strange.reset([]);
    await expectQuiet(strange);
  });

  test('the first ten lines are links, and all of them on demand', async () => {
    await using chat = await open();
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
    await using chat = await open();
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
    await using chat = await open();
    await chat.reset(scene('held-edit'));
    await chat.page.getByRole('button', { name: 'Apply', exact: true }).dblclick();
    expect(await said(chat)).toEqual([{ type: 'apply', task: 'e1', hash: 'hash-e1', override: false }]);
  });

  test('what is not verified needs a second, explicit yes that says what is missing', async () => {
    await using chat = await open({ height: 900 });
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
    await using chat = await open();
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
    await using chat = await open();
    await chat.reset([
      ...scene('held-edit'),
      { type: 'staled', run: 'e', task: 'e1', path: 'src/dates/parse.ts' },
    ]);
    expect(await chat.page.getByRole('button', { name: /^Apply/ }).count()).toBe(0);
    await chat.page.getByText('Verify it again before you apply it').waitFor();
  });

  test('every button of a card says what it is for', async () => {
    await using chat = await open({ height: 1_000 });
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
    await using chat = await open();
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

  test('the file of an applied change opens at the first line that changed', async () => {
    await using chat = await open();
    await chat.reset(scene('applied-edit'));
    await chat.page.locator('.change').getByRole('button', { name: 'src/dates/parse.ts' }).first().click();
    expect(await said(chat)).toEqual([
      { type: 'open', task: expect.any(String), path: 'src/dates/parse.ts', line: 5 },
    ]);
    await expectQuiet(chat);
  });

  test('what was applied can be undone from its card, which then says what was left', async () => {
    await using chat = await open();
    await chat.reset(scene('applied-edit'));
    const button = chat.page.locator('.change').getByRole('button', { name: 'Undo' });
    await button.dblclick();
    expect(await said(chat)).toEqual([{ type: 'undo', task: 'e1' }]);
    await chat.events(
      asked('u', 'Undo: x'),
      {
        type: 'undone',
        run: 'u',
        task: 'e1',
        restored: [{ path: 'src/dates/parse.ts', saved: true }],
        left: [{ path: 'src/b.ts', reason: 'it changed since it was written' }],
        wall: '',
      },
      ended('u'),
    );
    const card = await chat.page.locator('.change').innerText();
    expect(card).toContain('Undone');
    expect(card).toContain('1 file is as before.');
    expect(card).toContain('src/b.ts is left as it is: it changed since it was written');
    expect(await button.count()).toBe(0);
    await expectQuiet(chat);
  });

  test('what others wrote has no button that takes it back', async () => {
    await using chat = await open();
    const others = scene('applied-edit').map((event) =>
      event.type === 'applied' ? { ...event, by: 'others' as const } : event,
    );
    await chat.reset(others);
    await chat.page.getByText('In the working tree').first().waitFor();
    expect(await chat.page.getByRole('button', { name: 'Undo' }).count()).toBe(0);
  });

  test('links of an answer open places, and addresses open nothing', async () => {
    await using chat = await open({ height: 900 });
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

  test('what code says of a search stands there as it is', async () => {
    await using chat = await open();
    const answer = '10 lines match /parse\\(|*star*|a_b_c/ in 1 file.';
    await chat.reset(searchOf('s', answer));
    expect(await chat.page.locator('article.card .answer').innerText()).toBe(answer);
    await expectQuiet(chat);
  });
});
