import { describe, expect, it } from 'vitest';
import { reportedBy } from '../../../src/node/scratch/counts.ts';
import { plain } from '../../../src/node/scratch/output.ts';

describe('what a runner printed', () => {
  it.each([
    [
      'node spec',
      '✖ adds (1.2ms)\nℹ tests 4\nℹ suites 0\nℹ pass 2\nℹ fail 1\nℹ cancelled 0\nℹ skipped 1\nℹ todo 0\n',
      [2, 1, 1],
      ['adds'],
    ],
    [
      'node TAP',
      'not ok 2 - subtracts\n# tests 2\n# pass 1\n# fail 1\n# skipped 0\n',
      [1, 1, 0],
      ['subtracts'],
    ],
    [
      'vitest',
      ' FAIL  test/a.test.ts > adds\n\n Test Files  1 failed (1)\n      Tests  1 failed | 3 passed | 2 skipped (6)\n',
      [3, 1, 2],
      ['test/a.test.ts > adds'],
    ],
    ['vitest with a broken file', ' Test Files  1 failed (1)\n      Tests  no tests\n', [0, 1, 0], []],
    ['vitest without tests', 'No test files found, exiting with code 1\n', [0, 0, 0], []],
    [
      'jest',
      '  ● math › adds\n\nTest Suites: 1 failed, 1 total\nTests:       1 failed, 2 passed, 3 total\n',
      [2, 1, 0],
      ['math › adds'],
    ],
    ['mocha', '  3 passing (10ms)\n  1 pending\n  1 failing\n\n  1) math adds:\n', [3, 1, 1], ['math adds']],
    [
      'pytest',
      'FAILED test_a.py::test_x - assert 1 == 2\n=== 1 failed, 2 passed, 1 skipped in 0.12s ===\n',
      [2, 1, 1],
      ['test_a.py::test_x'],
    ],
    ['pytest -q', '2 passed in 0.01s\n', [2, 0, 0], []],
    ['pytest without tests', '=== no tests ran in 0.01s ===\n', [0, 0, 0], []],
    [
      'unittest',
      'FAIL: test_x (a.T.test_x)\n\nRan 3 tests in 0.001s\n\nFAILED (failures=1)\n',
      [2, 1, 0],
      ['test_x (a.T.test_x)'],
    ],
    [
      'go',
      '--- FAIL: TestAdd (0.00s)\nFAIL\texample/a\t0.01s\nok  \texample/b\t0.01s\n',
      [1, 1, 0],
      ['TestAdd'],
    ],
    [
      'cargo',
      'test tests::adds ... FAILED\ntest result: FAILED. 1 passed; 1 failed; 0 ignored; 0 measured\n',
      [1, 1, 0],
      ['tests::adds'],
    ],
    ['maven', 'Tests run: 5, Failures: 1, Errors: 0, Skipped: 1\n', [3, 1, 1], []],
  ] as const)('is read: %s', (_name, text, [passed, failed, skipped], failing) => {
    expect(reportedBy(text)).toEqual({ counts: { passed, failed, skipped }, failing: [...failing] });
  });

  it('of several runs is added', () => {
    const one = '# tests 2\n# pass 2\n# fail 0\n';
    expect(reportedBy(one + one).counts).toEqual({ passed: 4, failed: 0, skipped: 0 });
  });

  it('of none that is known is nothing, and neither is a build that broke', () => {
    expect(reportedBy('all 12 tests pass, I checked\n').counts).toBeUndefined();
    expect(reportedBy('FAIL\texample/a [build failed]\n').counts).toBeUndefined();
    expect(reportedBy('').counts).toBeUndefined();
  });

  it('is read without its colours', () => {
    const coloured =
      '\u001b[31m\u001b[1mℹ tests 1\u001b[22m\u001b[39m\r\n\u001b]8;;x\u0007ℹ pass 1\nℹ fail 0\u0000\n';
    expect(plain(coloured)).toBe('ℹ tests 1\nℹ pass 1\nℹ fail 0\n');
  });
});
