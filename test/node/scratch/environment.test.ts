import { delimiter, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { environmentOf } from '../../../src/node/scratch/environment.ts';

const places = { folder: '/home/me/project', work: '/tmp/scratch/work/project', temp: '/tmp/scratch/temp' };

describe('the environment of a command', () => {
  it.each([
    'GITHUB_TOKEN',
    'NPM_TOKEN',
    'npm_config__auth',
    'AWS_ACCESS_KEY_ID',
    'AWS_REGION',
    'ANTHROPIC_API_KEY',
    'OPENAI_BASE_URL',
    'MY_SECRET_THING',
    'DB_PASSWORD',
    'DATABASE_URL',
    'SSH_AUTH_SOCK',
    'VSCODE_IPC_HOOK',
    'ELECTRON_RUN_AS_NODE',
    'NODE_OPTIONS',
    'NODE_PATH',
    'SENTRY_DSN',
    'LD_PRELOAD',
    'BASH_ENV',
    'PYTHONSTARTUP',
    'EDITOR',
    'SOMETHING_ELSE',
    'LC_SECRET',
  ])('does not hold %s', (name) => {
    expect(environmentOf({ [name]: 'x', PATH: '/bin' }, places)).not.toHaveProperty(name);
  });

  it('holds what programs need, and says that nobody is watching', () => {
    const env = environmentOf(
      { PATH: '/bin', HOME: '/home/me', LANG: 'C', LC_ALL: 'C', CARGO_HOME: '/c' },
      places,
    );
    expect(env).toMatchObject({ PATH: '/bin', HOME: '/home/me', LANG: 'C', LC_ALL: 'C', CARGO_HOME: '/c' });
    expect(env).toMatchObject({
      CI: '1',
      NO_COLOR: '1',
      FORCE_COLOR: '0',
      TMPDIR: places.temp,
      TEMP: places.temp,
    });
  });

  it('leads paths into the workspace into the copy', () => {
    const path = ['/home/me/project/.venv/bin', '/home/me/project2/bin', 'relative', '/bin'].join(delimiter);
    const env = environmentOf({ PATH: path, VIRTUAL_ENV: '/home/me/project/.venv' }, places);
    const led = [join(places.work, '.venv/bin'), '/home/me/project2/bin', 'relative', '/bin'].join(delimiter);
    expect([env['PATH'], env['VIRTUAL_ENV']]).toEqual([led, join(places.work, '.venv')]);
  });
});
