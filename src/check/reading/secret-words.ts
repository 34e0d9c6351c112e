/** Whether a name says that its value is a secret: `DB_PASSWORD`, `clientSecret`, `api-key`; not `tokenEndpoint`. */
export function namesSecret(name: string): boolean {
  const words = wordsOf(name);
  const last = words.at(-1) ?? '';
  if (alone.has(last)) return true;
  return last === 'key' && keys.has(words.at(-2) ?? '');
}

const alone = new Set([
  'password',
  'passwd',
  'passphrase',
  'secret',
  'token',
  'apikey',
  'credentials',
]);
const keys = new Set([
  'api',
  'private',
  'access',
  'secret',
  'signing',
  'encryption',
  'shared',
  'auth',
]);

function wordsOf(name: string): readonly string[] {
  return name
    .slice(-80)
    .replaceAll(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z\d]+/)
    .filter((word) => word !== '');
}

/** Whether a text is put together elsewhere, or stands for something that somebody has to fill in. */
function isPlaceholder(value: string): boolean {
  const text = value.trim().toLowerCase();
  return (
    text === '' ||
    /\$[{(a-z]|\{\{|%s|^(?:[<*.$]|x{3})/.test(text) ||
    fillers.some((filler) => text.includes(filler))
  );
}

const fillers = [
  'change',
  'example',
  'placeholder',
  'redacted',
  'dummy',
  'replace',
  'your-',
  'your_',
  'todo',
];

/**
 * Whether a text looks as if a machine, or somebody who wanted it hard to guess, had made it. Words,
 * paths and addresses do not.
 */
export function looksSecret(value: string): boolean {
  if (value.length < 8 || value.length > 500 || /[\s<>()[\]{}]/.test(value)) return false;
  if (isPlaceholder(value) || /^(?:[./~]|urn:|https?:)/.test(value) || value.includes('://'))
    return false;
  if (value.split(/[-_.:/@+]/).every((part) => /^[a-z]*\d?$/i.test(part))) {
    // Words, unless one of them is none: nobody writes words of twenty letters in both cases.
    return /^(?=.*[a-z].*[A-Z].*[a-z].*[A-Z])[A-Za-z]{24,}$/.test(value) && entropy(value) > 4;
  }
  const classes = [/[a-z]/, /[A-Z]/, /\d/, /[^a-zA-Z\d]/].filter((each) => each.test(value)).length;
  return classes >= 2 && entropy(value) > 2.5;
}

/** Shannon's, in bits for each character. */
function entropy(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values())
    bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
}

export interface KnownSecret {
  readonly offset: number;
  readonly what: string;
}

/** Forms that those who issue secrets gave them, each bounded in length. */
const forms: readonly (readonly [string, RegExp])[] = [
  ['an access key of AWS', /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/g],
  ['a token of GitHub', /\b(?:gh[posur]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{60,90})\b/g],
  ['a token of GitLab', /\bglpat-[A-Za-z0-9_-]{20,40}\b/g],
  ['a token of Slack', /\bxox[abprs]-[A-Za-z0-9-]{20,90}\b/g],
  ['a live key of Stripe', /\b[rs]k_live_[A-Za-z0-9]{20,110}\b/g],
  ['an API key of Google', /\bAIza[0-9A-Za-z_-]{35}\b/g],
  ['a token of npm', /\bnpm_[A-Za-z0-9]{36}\b/g],
  ['a key of SendGrid', /\bSG\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}\b/g],
  ['an API key of Anthropic', /\bsk-ant-[A-Za-z0-9_-]{24,120}\b/g],
  ['an API key of OpenAI', /\bsk-proj-[A-Za-z0-9_-]{24,200}\b/g],
  ['a token', /\beyJ[A-Za-z0-9_-]{16,300}\.eyJ[A-Za-z0-9_-]{16,2000}\.[A-Za-z0-9_-]{20,1000}/g],
  [
    'a private key',
    /-----BEGIN (?:[A-Z]{1,12} ){0,2}PRIVATE KEY-----[\s\\nr]{1,6}[A-Za-z0-9+/=]{40}/g,
  ],
];

const beginnings =
  /AKIA|ASIA|gh[posur]_|github_pat_|glpat-|xox[abprs]-|k_live_|AIza|npm_|SG\.|sk-|eyJ|PRIVATE KEY/;

/** Secrets in a text that show by their form what they are. */
export function* knownSecrets(text: string): Generator<KnownSecret> {
  if (!beginnings.test(text)) return;
  for (const [what, form] of forms) {
    for (const found of text.matchAll(form))
      if (!found[0].toUpperCase().includes('EXAMPLE')) yield { offset: found.index, what };
  }
}

export interface AddressPassword {
  readonly offset: number;
  readonly host: string;
}

/** Passwords in addresses, as in `postgres://app:pa55w0rd@host/db`. */
export function* passwordsInAddresses(text: string): Generator<AddressPassword> {
  for (let at = text.indexOf('://'); at !== -1; at = text.indexOf('://', at + 3)) {
    const found = inAddress.exec(text.slice(at, at + 420));
    const [, password = '', host = ''] = found ?? [];
    if (found !== null && !isPlaceholder(password)) yield { offset: at, host };
  }
}

const inAddress = /^:\/\/[^\s:/@'"`<>$]{0,100}:([^\s@/'"`<>]{1,200})@([^\s:/?'"`]{0,100})/;
