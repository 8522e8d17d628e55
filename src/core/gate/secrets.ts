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
}

/** Forms that their makers document; nothing else has them by chance. */
const forms: readonly Form[] = [
  { kind: 'private key', pattern: /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----/g },
  { kind: 'age key', pattern: /\bAGE-SECRET-KEY-1[0-9A-Z]{58}\b/g },
  { kind: 'AWS access key', pattern: /\b(?:AKIA|ASIA|ABIA|ACCA)[0-9A-Z]{16}\b/g },
  { kind: 'Anthropic key', pattern: /\bsk-ant-[A-Za-z0-9_-]{24,}/g },
  {
    kind: 'OpenAI key',
    pattern: /\bsk-(?:proj-|svcacct-|admin-)?[A-Za-z0-9_-]{20,200}T3BlbkFJ[A-Za-z0-9_-]{20,}/g,
  },
  { kind: 'OpenAI key', pattern: /\bsk-proj-[A-Za-z0-9_-]{40,}/g },
  { kind: 'GitHub token', pattern: /\bgh[pousr]_[A-Za-z0-9]{36,255}\b/g },
  { kind: 'GitHub token', pattern: /\bgithub_pat_[A-Za-z0-9_]{50,255}\b/g },
  { kind: 'GitLab token', pattern: /\bgl(?:pat|dt|rt|ptt|oas)-[A-Za-z0-9_-]{20,}/g },
  { kind: 'Slack token', pattern: /\bxox[abeprs]-[A-Za-z0-9-]{10,}/g },
  {
    kind: 'Slack webhook',
    pattern: /hooks\.slack\.com\/services\/T[A-Z0-9]+\/B[A-Z0-9]+\/[A-Za-z0-9]{20,}/g,
  },
  { kind: 'Stripe key', pattern: /\b[sr]k_live_[A-Za-z0-9]{20,}\b/g },
  { kind: 'Google API key', pattern: /\bAIza[0-9A-Za-z_-]{35}/g },
  { kind: 'Google client secret', pattern: /\bGOCSPX-[A-Za-z0-9_-]{28}/g },
  { kind: 'npm token', pattern: /\bnpm_[A-Za-z0-9]{36}\b/g },
  { kind: 'PyPI token', pattern: /\bpypi-AgE[A-Za-z0-9_-]{50,}/g },
  { kind: 'Hugging Face token', pattern: /\bhf_[A-Za-z0-9]{34,}\b/g },
  { kind: 'SendGrid key', pattern: /\bSG\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}/g },
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
    pattern: /\beyJ[A-Za-z0-9_-]{10,300}\.eyJ[A-Za-z0-9_-]{10,2000}\.[A-Za-z0-9_-]{16,}/g,
  },
];

/** A long, mixed value that code gives to a name that says what it is. */
const named =
  /\b\w{0,40}?(?:api[_-]?key|secret|token|passw(?:or)?d|credential|private[_-]?key|access[_-]?key)\w{0,40}["']?\s*(?::\s*\w+\s*)?[:=]+>?\s*(["'`])([^"'`\s]{16,200})\1/gi;

/** An address with a name and a password in it, the password not being a placeholder. */
const address = /\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s:/@"'`<>{}$]{1,100}:([^\s:/@"'`<>{}$]{6,200})@[^\s/"'`]/gi;

/** Secrets of a text, in order of kinds, each once. */
export function secretsIn(text: string): Secret[] {
  const found: Secret[] = [];
  const add = (kind: string, secret: string, index: number): void => {
    const isKnown = found.some(
      (one) => index < one.index + one.text.length && one.index < index + secret.length,
    );
    if (!isKnown) found.push({ kind, text: secret, index });
  };
  for (const { kind, pattern } of forms) {
    for (const match of text.matchAll(pattern)) add(kind, match[0], match.index);
  }
  for (const match of text.matchAll(named)) {
    const value = match[2] ?? '';
    if (isRandom(value)) add('password or key', value, match.index + match[0].lastIndexOf(value));
  }
  for (const match of text.matchAll(address)) {
    const value = match[1] ?? '';
    if (!isPlaceholder(value))
      add('password in an address', value, match.index + match[0].lastIndexOf(value));
  }
  return found;
}

/** More than three bits a character, with letters and digits: no word, path or sentence reaches that. */
function isRandom(value: string): boolean {
  if (isPlaceholder(value) || !/[0-9]/.test(value) || !/[A-Za-z]/.test(value)) return false;
  if (/^(?:https?:|[./])/.test(value)) return false;
  const counts = new Map<string, number>();
  for (const character of value) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / value.length) * Math.log2(count / value.length);
  return bits > 3.2;
}

function isPlaceholder(value: string): boolean {
  return /^(?:x+|\*+|\.+)$|example|placeholder|change.?me|your[_-]|dummy|redacted|^(?:password|passwd|secret|test)/i.test(
    value,
  );
}
