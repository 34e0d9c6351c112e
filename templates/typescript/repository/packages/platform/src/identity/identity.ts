import { err, ok, type Result } from '@packages/kernel';
import type { JWTPayload } from 'jose';
import type { Telemetry } from '../telemetry/index.ts';
import { verifyAccessToken, type TokenError, type TokenRules } from './access-token.ts';
import type { Principal } from './principal.ts';
import { createProvider, type Fetch } from './provider.ts';
import { verifyProviderToken, type ProviderTokenRules } from './provider-token.ts';
import { createSigningKeys, type KeySet, type SigningKeys } from './signing-keys.ts';
import { createVerifiedTokens } from './verified-tokens.ts';

export interface Identity {
  start(): Promise<void>;
  /** Whether tokens can be verified. */
  ready(): boolean;
  authenticate(token: string): Promise<Result<Principal, AuthenticationError>>;
  /** The claims of a token that the provider made for its client rather than for the API. */
  verify(
    token: string,
    rules: ProviderTokenRules,
  ): Promise<Result<JWTPayload, AuthenticationError>>;
  stop(): void;
}

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
      if (token.length > longestTokenBytes) return err('invalid-token');
      if (generation !== keys.generation()) {
        generation = keys.generation();
        verified.clear();
      }
      const known = verified.find(token);
      if (known !== null) return ok(known);
      const principal = await withRotation(keys, (set) =>
        verifyAccessToken(token, set, rules, new Date(now())),
      );
      if (principal === null) return err('invalid-token');
      verified.remember(token, principal);
      return ok(principal);
    },
    async verify(token, wanted) {
      if (keys.current() === null) return err('unavailable');
      if (token.length > longestTokenBytes) return err('invalid-token');
      const claims = await withRotation(keys, (set) =>
        verifyProviderToken(token, set, rules.issuer, wanted, new Date(now())),
      );
      return claims === null ? err('invalid-token') : ok(claims);
    },
  };
}

/** A key id that nobody knows may be one the provider has just begun to use. */
async function withRotation<T>(
  keys: SigningKeys,
  verify: (set: KeySet) => Promise<Result<T, TokenError>>,
): Promise<T | null> {
  const current = keys.current();
  if (current === null) return null;
  const first = await verify(current);
  if (first.ok) return first.value;
  if (first.error !== 'unknown-key') return null;
  const newer = await keys.refreshed();
  if (newer === null) return null;
  const second = await verify(newer);
  return second.ok ? second.value : null;
}
