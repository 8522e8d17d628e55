/** A text that has the form of a secret. The secret itself is in `text`, and belongs into no message. */
export interface Secret {
  /** What it is, for people. */
  readonly kind: string;
  readonly text: string;
  /** In UTF-16 code units from the beginning of the text. */
  readonly index: number;
}

interface Form {
  readonly kind: string;
  readonly pattern: RegExp;
  /** True where words joined by hyphens have the form too: without a capital or a digit it is none. */
  readonly isMixed?: boolean;
}

/** Forms that their makers document; nothing else has them by chance. The narrower kinds stand first. */
const forms: readonly Form[] = [
  { kind: 'private key', pattern: /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----/g },
  { kind: 'age key', pattern: /\bAGE-SECRET-KEY-1[0-9A-Z]{58}\b/g },
  { kind: 'AWS access key', pattern: /\b(?:AKIA|ASIA|ABIA|ACCA|AROA|AIDA)[0-9A-Z]{16}\b/g },
  { kind: 'Anthropic key', pattern: /\bsk-ant-[A-Za-z0-9_-]{24,}/g },
  {
    kind: 'OpenAI key',
    pattern: /\bsk-(?:proj-|svcacct-|admin-)?[A-Za-z0-9_-]{20,200}T3BlbkFJ[A-Za-z0-9_-]{20,}/g,
  },
  { kind: 'OpenAI key', pattern: /\bsk-proj-[A-Za-z0-9_-]{40,}/g },
  { kind: 'API key', pattern: /\bsk-[A-Za-z0-9_-]{20,}/g, isMixed: true },
  { kind: 'GitHub token', pattern: /\bgh[pousr]_[A-Za-z0-9]{30,}/g },
  { kind: 'GitHub token', pattern: /\bgithub_pat_[A-Za-z0-9_]{30,}/g },
  { kind: 'GitLab token', pattern: /\bgl(?:pat|dt|rt|ptt|oas)-[A-Za-z0-9_-]{20,}/g },
  { kind: 'Slack token', pattern: /\bxox[abeoprs]-[A-Za-z0-9-]{10,}/g },
  {
    kind: 'Slack webhook',
    pattern: /hooks\.slack\.com\/services\/T[A-Z0-9]{1,40}\/B[A-Z0-9]{1,40}\/[A-Za-z0-9]{16,}/g,
  },
  { kind: 'Stripe key', pattern: /\b[sr]k_(?:live|test)_[A-Za-z0-9]{16,}/g },
  { kind: 'Google API key', pattern: /\bAIza[0-9A-Za-z_-]{35}/g },
  { kind: 'Google client secret', pattern: /\bGOCSPX-[A-Za-z0-9_-]{28}/g },
  { kind: 'Google token', pattern: /\bya29\.[0-9A-Za-z_-]{20,}/g },
  { kind: 'npm token', pattern: /\bnpm_[A-Za-z0-9]{36}\b/g },
  { kind: 'PyPI token', pattern: /\bpypi-AgE[A-Za-z0-9_-]{40,}/g },
  { kind: 'Hugging Face token', pattern: /\bhf_[A-Za-z0-9]{30,}/g },
  { kind: 'SendGrid key', pattern: /\bSG\.[A-Za-z0-9_-]{16,200}\.[A-Za-z0-9_-]{16,}/g },
  { kind: 'Twilio key', pattern: /\bSK[0-9a-f]{32}\b/g },
  { kind: 'Mailgun key', pattern: /\bkey-[0-9a-f]{32}\b/g },
  { kind: 'DigitalOcean token', pattern: /\bdo[opr]_v1_[0-9a-f]{64}\b/g },
  { kind: 'Shopify token', pattern: /\bshp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}\b/g },
  { kind: 'Databricks token', pattern: /\bdapi[0-9a-f]{32}\b/g },
  { kind: 'Vault token', pattern: /\bhv[sbr]\.[A-Za-z0-9_-]{24,}/g },
  { kind: 'Telegram bot token', pattern: /\b[0-9]{8,10}:AA[A-Za-z0-9_-]{33}\b/g },
  { kind: 'Azure storage key', pattern: /\bAccountKey=[A-Za-z0-9+/]{86}==/g },
  {
    kind: 'signed token',
    pattern: /\beyJ[A-Za-z0-9_-]{10,2000}\.eyJ[A-Za-z0-9_-]{10,2000}\.[A-Za-z0-9_-]{10,}/g,
  },
];

/** A mixed value that code gives to a name that says what it is. What stands behind the word is a group of its own. */
const named =
  /\b\w{0,80}?(?:api[_-]?key|secret|token|passw(?:or)?d|passphrase|credential|private[_-]?key|access[_-]?key|auth[_-]?key)(\w{0,80})["']?\s*(?::\s*\w+\s*)?[:=]+>?\s*["'`]([^"'`\s]{12,})["'`]/gi;

/** An address with a name and a password in it. */
const address = /\b[a-z][a-z0-9+.-]{0,20}:\/\/[^\s:/@"'`]{1,100}:([^\s/@"'`]{4,200})@[^\s/"'`]/gi;

/**
 * Secrets of a text, in order of kinds, each once: the one list by which an edit is refuted (contracts rule 47) and
 * by which the gate asks.
 */
export function secretsIn(text: string): Secret[] {
  const found: Secret[] = [];
  let taken: Uint8Array | undefined;
  const add = (kind: string, secret: string, index: number): void => {
    taken ??= new Uint8Array(text.length);
    const end = index + secret.length;
    if (taken.subarray(index, end).includes(1)) return;
    taken.fill(1, index, end);
    found.push({ kind, text: secret, index });
  };
  for (const { kind, pattern, isMixed } of forms) {
    for (const match of text.matchAll(pattern)) {
      if (isMixed !== true || /[A-Z\d]/.test(match[0].slice(3))) add(kind, match[0], match.index);
    }
  }
  for (const match of text.matchAll(named)) {
    const [all, behind = '', value = ''] = match;
    if (isRandom(value, behind)) add('password or key', value, match.index + all.lastIndexOf(value));
  }
  for (const match of text.matchAll(address)) {
    const [all, value = ''] = match;
    if (!isPlaceholder(value)) add('password in an address', value, match.index + all.lastIndexOf(value));
  }
  return found;
}

/**
 * More than three bits a character, with letters and digits: no word, path or sentence reaches that. A short value
 * has to be more mixed, and its name to end in what it is (`tokenType: "bearer-v2-jwt"` is none).
 */
function isRandom(value: string, behind: string): boolean {
  const isShort = value.length < 16;
  if (isShort && behind !== '') return false;
  if (isPlaceholder(value) || !/[0-9]/.test(value) || !/[A-Za-z]/.test(value)) return false;
  if (/^(?:https?:|[./])/.test(value)) return false;
  const counts = new Map<string, number>();
  for (const character of value) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / value.length) * Math.log2(count / value.length);
  return bits > (isShort ? 3.3 : 3.2);
}

/** A value that stands for a secret: filler, a hole in a template, or words that say so. */
function isPlaceholder(value: string): boolean {
  if (/^(?:x+|\*+|\.+|-+|<.*>|\{.*\}|%.*%|\$\w+)$|[$#]\{|\{\{|[$%]\(/i.test(value)) return true;
  return /example|placeholder|change.?me|your|dummy|sample|redacted|insert|todo|^(?:my|the|some|db)?[-_]?(?:passw(?:or)?d|secret)|(?:password|secret)$|(?:^|[^a-z])test/i.test(
    value,
  );
}
