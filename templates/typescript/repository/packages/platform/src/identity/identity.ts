import { err, ok, type Result } from '@packages/kernel';
import type { Telemetry } from '../telemetry/index.ts';
import { verifyAccessToken, type TokenRules } from './access-token.ts';
import type { Principal } from './principal.ts';
import { createProvider, type Fetch } from './provider.ts';
import { createSigningKeys, type SigningKeys } from './signing-keys.ts';
import type { TokenFault } from './token-fault.ts';
import { createVerifiedTokens } from './verified-tokens.ts';

export interface Identity {
  start(): Promise<void>;
  /** Whether tokens can be verified. */
  ready(): boolean;
  authenticate(token: string): Promise<Result<Principal, TokenRefusal>>;
  stop(): void;
}

export type TokenRefusal = TokenFault | 'unavailable';

export type AuthenticationError = 'invalid-token' | 'unavailable';

export interface IdentityOptions extends TokenRules {
  readonly telemetry: Telemetry;
  readonly fetch?: Fetch;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
}

const longestTokenBytes = 8192;

export function createIdentity({
  telemetry,
  fetch = globalThis.fetch,
  now = Date.now,
  ...rules
}: IdentityOptions): Identity {
  const keys = createSigningKeys(createProvider(rules.issuer, fetch), telemetry.logger, now);
  const verified = createVerifiedTokens(now);
  let generation = keys.generation();

  return {
    start: keys.start,
    stop: keys.stop,
    ready: () => keys.current() !== null,
    async authenticate(token) {
      if (keys.current() === null) return err('unavailable');
      if (token.length > longestTokenBytes) return err('too-long');
      if (generation !== keys.generation()) {
        generation = keys.generation();
        verified.clear();
      }
      const known = verified.find(token);
      if (known !== null) return ok(known);
      const principal = await verifyWithRotation(token, keys, rules, new Date(now()));
      if (principal.ok) verified.remember(token, principal.value);
      return principal;
    },
  };
}

/** A key id that nobody knows may be one the provider has just begun to use. */
async function verifyWithRotation(
  token: string,
  keys: SigningKeys,
  rules: TokenRules,
  at: Date,
): Promise<Result<Principal, TokenRefusal>> {
  const current = keys.current();
  if (current === null) return err('unavailable');
  const first = await verifyAccessToken(token, current, rules, at);
  if (first.ok || first.error !== 'unknown-key') return first;
  const newer = await keys.refreshed();
  return newer === null ? first : verifyAccessToken(token, newer, rules, at);
}
