import { expect, test } from 'vitest';
import { benchWebview, webviewCost } from './webview.ts';

test('bytes are linear in events', () => {
  const lines: string[] = [];
  expect(benchWebview((line) => lines.push(line))).toBe(true);
  expect(lines).toHaveLength(4);
});

test('and the measure sees what is posted', () => {
  const cost = webviewCost(100);
  expect(cost.bytes).toBeGreaterThan(100 * 50);
  expect(cost.bytesPerEvent).toBe(cost.bytes / 100);
});
