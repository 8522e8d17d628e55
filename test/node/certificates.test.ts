import { execFile } from 'node:child_process';
import { getCACertificates } from 'node:tls';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const module = new URL('../../src/node/certificates.ts', import.meta.url).href;

/** How many of the machine's certificates a fresh process does not trust. */
async function untrusted(before: string): Promise<number> {
  const code = `
    import * as tls from 'node:tls';
    ${before}
    const trusted = new Set(tls.getCACertificates('default'));
    console.log(tls.getCACertificates('system').filter((one) => !trusted.has(one)).length);`;
  const env = { ...process.env, NODE_EXTRA_CA_CERTS: '' };
  const args = ['--no-use-system-ca', '--input-type=module', '-e', code];
  const { stdout } = await promisify(execFile)(process.execPath, args, { env });
  return Number(stdout);
}

describe('certificates', () => {
  it('of the machine are trusted beside those that Node brings along', async (context) => {
    const own = new Set(getCACertificates('bundled'));
    if (getCACertificates('system').every((one) => own.has(one))) context.skip('this machine adds none');
    expect(await untrusted('')).toBeGreaterThan(0);
    expect(await untrusted(`(await import(${JSON.stringify(module)})).trustSystemCertificates();`)).toBe(0);
  });
});
