import { expect, test } from 'vitest';
import { describeChat, expectQuiet, said, states } from './chatTests.ts';
import { hostile, runSaying } from './hostile.ts';

describeChat('the chat page and hostile texts', (open) => {
  test('hostile texts stay texts in every place', async () => {
    await using chat = await open({ width: 320, height: 900 });
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
    await using chat = await open();
    await chat.page.evaluate(() => {
      document
        .querySelector('.log')
        ?.insertAdjacentHTML('beforeend', '<img src="https://evil.test/p.png" onerror="document.title=1">');
    });
    await expect.poll(async () => (await chat.violations()).length + chat.requests.length).toBeGreaterThan(0);
  });

  test('hidden characters are seen, wherever they are', async () => {
    await using chat = await open();
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
});
