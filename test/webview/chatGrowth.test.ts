import { expect, test } from 'vitest';
import { describeChat, expectQuiet, manySearches, scene, searchOf } from './chatTests.ts';
import { asked, ended, planned, progress } from './events.ts';

describeChat('the chat page as it grows', (open) => {
  test('a new event changes nothing of the runs before it', async () => {
    await using chat = await open();
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
    await using chat = await open({ height: 900 });
    await chat.reset([]);
    const size = () => chat.page.locator('countersign-chat *').count();
    for (let run = 0; run < 80; run += 8) await chat.events(...manySearches(run, 8));
    const early = await size();
    for (let run = 80; run < 400; run += 8) await chat.events(...manySearches(run, 8));
    expect(await size()).toBe(early);
    expect(await chat.page.locator('countersign-run').count()).toBe(40);
    await chat.page.getByRole('button', { name: 'Show Earlier (360)' }).click();
    expect(await chat.page.locator('countersign-run').count()).toBe(80);
    await expectQuiet(chat);
  });

  test('a fast stream is shown once a frame', async () => {
    await using chat = await open();
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
    await using chat = await open();
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
    await using chat = await open({ height: 500 });
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
});
