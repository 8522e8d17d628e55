import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask, cardSaying, expectMessage, files, openDesk, pictureFailures, type Desk } from './desk.ts';

/** What a window says in which nothing can be done yet. */
describe('without a folder', () => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await openDesk({ files: undefined });
  });
  afterAll(async () => {
    await desk[Symbol.asyncDispose]();
  });
  pictureFailures(() => desk);

  it('the views say why, and how to open one', async () => {
    const chat = await desk.bench.openChat();
    await chat
      .getByText(/No folder is open/)
      .first()
      .waitFor();
    await chat.getByRole('button', { name: 'Open Folder' }).first().waitFor();
    expect(await chat.getByLabel('Ask Countersign').isDisabled()).toBe(true);
    await desk.bench.page
      .getByText('Countersign works on the files of a folder, and none is open.')
      .waitFor();
    await desk.bench.screenshot('no-folder');
  });

  it('a command says it too', async () => {
    await desk.bench.runCommand('Countersign: Find...');
    await expectMessage(desk, /none is open/);
  });
});

describe('in a folder that is not trusted', () => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await openDesk({
      files,
      settings: {
        'security.workspace.trust.enabled': true,
        'security.workspace.trust.startupPrompt': 'never',
      },
    });
  });
  afterAll(async () => {
    await desk[Symbol.asyncDispose]();
  });
  pictureFailures(() => desk);

  it('the views say why, a command says it, and no model is looked for', async () => {
    const chat = await desk.bench.openChat();
    await chat
      .getByText(/not trusted/)
      .first()
      .waitFor();
    await chat.getByRole('button', { name: 'Manage Workspace Trust' }).first().waitFor();
    await desk.bench.page
      .getByText(/This folder is not trusted, so no model is asked/)
      .first()
      .waitFor();
    await desk.bench.screenshot('untrusted');
    await desk.bench.runCommand('Countersign: Find...');
    await expectMessage(desk, /not trusted/);
    expect(desk.server.requests).toEqual([]);
  });

  it('all of it works from the moment the folder is trusted', async () => {
    await desk.bench.runCommand('Workspaces: Manage Workspace Trust');
    await desk.bench.page.getByRole('button', { name: /^Trust$/ }).click();
    await desk.bench.page.getByText('You trust this folder').waitFor();
    await desk.bench.page
      .locator('.modal-editor-part .codicon-close, [aria-label^="Close Modal"]')
      .first()
      .click();
    await ask(desk, 'find "parseDate"');
    await cardSaying(desk, 'Verified').getByText('3 lines match').waitFor();
  });
});
