import { AxeBuilder } from '@axe-core/playwright';
import { expect, test } from 'vitest';
import { themeNames, type ChatPage } from './chatPage.ts';
import { describeChat, ready, scene, states } from './chatTests.ts';
import { asked, delegated, drafted, ended, judged, planned, progress, verdict } from './events.ts';
import { scenes } from './scenes.ts';

describeChat('the chat page for everybody', (open) => {
  test('what is finished is told to screen readers once, what is under way is not', async () => {
    await using chat = await open();
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
    await using chat = await open({ height: 900 });
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
    await using still = await open({ reducedMotion: true });
    await still.reset(scene('streaming'), ['l']);
    expect(await turning(still)).toBe('none');
    await using moving = await open();
    await moving.reset(scene('streaming'), ['l']);
    expect(await turning(moving)).not.toBe('none');
  });

  test('nothing is cut off in a view of 180 pixels', async () => {
    await using chat = await open({ width: 180, height: 700 });
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

  test.each(themeNames)(
    'no serious fault for people with disabilities in %s',
    { timeout: 300_000 },
    async (theme) => {
      await using chat = await open({ theme, height: 9_000 });
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
    await using chat = await open();
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
      await using chat = await open({ theme, width, height: 900, scale: 2 });
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
