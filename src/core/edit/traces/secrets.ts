import type { SideLine, Trace } from './trace.ts';

const patterns: readonly (readonly [name: string, pattern: RegExp])[] = [
  ['a private key', /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----/gu],
  ['an AWS access key', /\b(?:AKIA|ASIA|AROA|AIDA)[0-9A-Z]{16}\b/gu],
  ['a GitHub token', /\b(?:gh[pousr]_[A-Za-z0-9]{30,}|github_pat_[A-Za-z0-9_]{30,})/gu],
  ['a GitLab token', /\bglpat-[A-Za-z0-9_-]{20,}/gu],
  ['a Slack token', /\bxox[abeoprs]-[A-Za-z0-9-]{10,}/gu],
  ['a Slack hook', /hooks\.slack\.com\/services\/T[A-Z0-9]+\/B[A-Z0-9]+\/[A-Za-z0-9]{16,}/gu],
  ['an API key', /\bsk-(?:ant-|proj-|svcacct-|or-)?[A-Za-z0-9_-]{20,}/gu],
  ['a Google API key', /\bAIza[0-9A-Za-z_-]{35}/gu],
  ['a Google token', /\bya29\.[0-9A-Za-z_-]{20,}/gu],
  ['a Stripe key', /\b[rs]k_(?:live|test)_[0-9A-Za-z]{16,}/gu],
  ['an npm token', /\bnpm_[A-Za-z0-9]{36}\b/gu],
  ['a package index token', /\bpypi-AgE[A-Za-z0-9_-]{40,}/gu],
  ['a SendGrid key', /\bSG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}/gu],
  ['a Hugging Face token', /\bhf_[A-Za-z0-9]{30,}/gu],
  ['a signed token', /\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}/gu],
];

/** An address with a password in it: `scheme://user:password@host`. */
const address = /\b[a-z][a-z0-9+.-]*:\/\/[^\s:/@"'`]+:([^\s@/"'`]+)@[^\s"'`]+/giu;

/** A name that says secret, and a text that looks like one. */
const assigned =
  /\b(?:[\w.-]*?(?:api[_-]?key|secret|token|passw(?:or)?d|passphrase|private[_-]?key|credential|auth[_-]?key))\b["']?\s*(?::=|=>|[:=])\s*["'`]([^"'`\s]{12,})["'`]/giu;

/** Values that stand for a secret and are none. */
const example =
  /^(?:x+|\*+|\.+|-+|<.*>|\$\{.*\}|\{\{.*\}\}|%.*%|\$[A-Z_]+)$|example|placeholder|your[-_]?|change[-_]?me|dummy|sample|redacted|password|secret$|todo|insert|(?:^|[^a-z])test/iu;

/** Keys, tokens and passwords. What is reported never repeats the secret. */
export function secrets(lines: readonly SideLine[]): readonly Trace[] {
  return lines.flatMap((line): Trace[] => {
    const found: Trace[] = [];
    const add = (what: string, value: string): void => {
      const shown = `${value.slice(0, 4)}\u2026`;
      const key = `${what}:${checksum(value)}`;
      found.push({ kind: 'secret', line: line.line, key, message: `${what} (${shown}) stands in the text` });
    };
    for (const [what, pattern] of patterns) {
      for (const match of line.text.matchAll(pattern)) {
        // Names of styles begin with `sk-` too, and have neither capitals nor digits.
        if (what !== 'an API key' || /[A-Z\d]/u.test(match[0].slice(3))) add(what, match[0]);
      }
    }
    for (const match of line.text.matchAll(address)) {
      const password = match[1] ?? '';
      if (!example.test(password) && password.length > 3) add('a password in an address', password);
    }
    if (found.length > 0) return found;
    for (const match of line.text.matchAll(assigned)) {
      const value = match[1] ?? '';
      if (!example.test(value) && looksRandom(value)) add('what looks like a secret', value);
    }
    return found;
  });
}

/** Letters and digits mixed, without words: more than 3.3 bits a character over its own alphabet. */
function looksRandom(value: string): boolean {
  if (!/\d/u.test(value) || !/[A-Za-z]/u.test(value)) return false;
  const counts = new Map<string, number>();
  for (const character of value) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / value.length) * Math.log2(count / value.length);
  return bits > 3.3;
}

/** Tells one value from another without keeping it. */
function checksum(value: string): number {
  let sum = 7;
  for (const character of value) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 2_147_483_647;
  return sum;
}
