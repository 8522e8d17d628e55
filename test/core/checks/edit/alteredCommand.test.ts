import { describe, expect, it } from 'vitest';
import { alteredCommand } from '../../../../src/core/checks/edit/running.ts';

function changed(...paths: readonly string[]) {
  return paths.map((path) => ({
    path,
    operation: 'modify' as const,
    baseSha256: '0',
    base: 'a\n',
    content: 'b\n',
    bom: false,
  }));
}

describe('a change that alters what a command does', () => {
  it.each([
    [['./check.sh'], 'check.sh'],
    [['node', 'scripts/check.mjs'], 'scripts/check.mjs'],
    [['node', './scripts/check.mjs', '--fast'], 'scripts/check.mjs'],
    [['npm', 'test'], 'package.json'],
    [['/usr/bin/make', 'test'], 'tools/rules.mk'],
    [['./gradlew', 'test'], 'app/build.gradle.kts'],
    [['mvn', 'verify'], 'pom.xml'],
    [['deno', 'test'], 'deno.json'],
  ])('%j and %s: nothing is run', (command, path) => {
    expect(alteredCommand([command], changed('src/a.ts', path))).toContain(path);
  });

  it.each([
    [['node', 'test/a.test.mjs'], 'test/a.test.mjs'],
    [['npm', 'test'], 'src/a.ts'],
    [['node', '--test'], 'package.json'],
    [['mvn', 'verify'], 'package.json'],
  ])('%j and %s: it is run', (command, path) => {
    expect(alteredCommand([command], changed(path))).toBeUndefined();
  });
});
