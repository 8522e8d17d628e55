import * as vscode from 'vscode';
import type { EnsureProgress } from '../node/models/ensureModel.ts';
import { readConfig } from './config.ts';
import type { Engine } from './engine.ts';
import { commands } from './ids.ts';
import { abortOn } from './lifetime.ts';
import type { Models } from './models.ts';
import { refusal, type Refusal } from './surfaces.ts';

/**
 * Installs the runtime and fetches a model, with progress and a cancel button; what is there already is not fetched
 * again, and a later try goes on where this one stopped. Undefined where all went well.
 */
export async function fetchModel(engine: Engine, models: Models, id: string): Promise<Refusal | undefined> {
  const ensured = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: 'Countersign', cancellable: true },
    async (progress, token) => {
      const controller = new AbortController();
      const bridge = abortOn(token, controller);
      let shown = 0;
      try {
        return await engine.models.ensure(
          { ...readConfig(), model: id },
          (step) => {
            const part = partOf(step);
            models.fetching({ type: 'fetching', text: step.step, progress: part });
            progress.report({ message: wordsOf(step), increment: part === null ? 0 : part * 100 - shown });
            shown = part === null ? shown : part * 100;
          },
          controller.signal,
        );
      } finally {
        bridge.dispose();
      }
    },
  );
  await models.look();
  if (ensured.type === 'ready') return undefined;
  if (ensured.type === 'aborted')
    return refusal('cancelled', 'The model was not fetched; what is there is kept.');
  const again = 'Select Models';
  void vscode.window.showErrorMessage(ensured.message, again).then((chosen) => {
    if (chosen === again) void vscode.commands.executeCommand(commands.selectModels);
  });
  return refusal('no-input', ensured.message);
}

function partOf({ bytes, total }: EnsureProgress): number | null {
  return bytes === undefined || total === undefined || total === 0 ? null : Math.min(1, bytes / total);
}

function wordsOf({ step, bytes, total, bytesPerSecond }: EnsureProgress): string {
  if (bytes === undefined || total === undefined) return step;
  const rate = bytesPerSecond === undefined ? '' : `, ${megabytes(bytesPerSecond)} MB/s`;
  return `${step}: ${megabytes(bytes)} of ${megabytes(total)} MB${rate}`;
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(bytes < 10e6 ? 1 : 0);
}
