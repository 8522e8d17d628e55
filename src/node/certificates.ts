import * as tls from 'node:tls';

/**
 * Lets this process trust what the machine trusts, beside what Node brings along: behind a proxy that opens
 * connections, only the machine knows the proxy's authority. For programs of our own; an editor does this itself.
 * Node before 22.19 and 24.5 cannot: there it takes NODE_EXTRA_CA_CERTS alone, as ever.
 */
export function trustSystemCertificates(): void {
  if (!('setDefaultCACertificates' in tls)) return;
  tls.setDefaultCACertificates([
    ...new Set([...tls.getCACertificates('default'), ...tls.getCACertificates('system')]),
  ]);
}
