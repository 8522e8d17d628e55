import { describe, expect, it } from 'vitest';
import { countsOf } from './suites.ts';
import { closingLine, one, sum } from './tally.ts';

const report = {
  numPassedTests: 3,
  numFailedTests: 0,
  numPendingTests: 1,
  numTodoTests: 0,
  testResults: [{ status: 'passed', assertionResults: [{}, {}, {}, {}] }],
};

describe('counts', () => {
  it('are those of the report', () => {
    expect(countsOf(JSON.stringify(report), 0)).toEqual({ passed: 3, failed: 0, skipped: 1 });
  });

  it('count a file that failed before its first test', () => {
    const testResults = [...report.testResults, { status: 'failed', assertionResults: [] }];
    expect(countsOf(JSON.stringify({ ...report, testResults }), 1)).toEqual({
      passed: 3,
      failed: 1,
      skipped: 1,
    });
  });

  it('count a run as failed that failed outside every test, or left no report', () => {
    expect(countsOf(JSON.stringify(report), 1).failed).toBe(1);
    expect(countsOf('', 0)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });

  it('count a failed test once', () => {
    const testResults = [{ status: 'failed', assertionResults: [{}] }];
    const failing = { ...report, numFailedTests: 1, testResults };
    expect(countsOf(JSON.stringify(failing), 1)).toEqual({ passed: 3, failed: 1, skipped: 1 });
  });

  it('close with one line that names what was skipped', () => {
    expect(closingLine(sum([one(true), one(false), { passed: 2, failed: 0, skipped: 0 }]))).toBe(
      '3 passed, 1 failed',
    );
    expect(closingLine({ passed: 0, failed: 0, skipped: 2 })).toBe('0 passed, 0 failed, 2 skipped');
  });
});
