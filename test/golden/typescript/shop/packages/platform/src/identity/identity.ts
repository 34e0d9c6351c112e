import { err, ok, type Result } from '@packages/kernel';
import type { JWTPayload } from 'jose';
import type { Telemetry } from '../telemetry/index.ts';
import { verifyAccessToken, type TokenRules } from './access-token.ts';
import type { Principal } from './principal.ts';
import { createProvider, type Fetch } from './provider.ts';
import { verifyProviderToken, type ProviderTokenRules } from './provider-token.ts';
import { createSigningKeys, type KeySet, type SigningKeys } from './signing-keys.ts';
import type { TokenFault } from './token-fault.ts';
import { createVerifiedTokens } from './verified-tokens.ts';

export interface Identity {
  start(): Promise<void>;
  /** Whether tokens can be verified. */
  ready(): boolean;
  authenticate(token: string): Promise<Result<Principal, TokenRefusal>>;
  /** The claims of a token that the provider made for its client rather than for the API. */
  verify(token: string, rules: ProviderTokenRules): Promise<Result<JWTPayload, TokenRefusal>>;
  stop(): void;
}

export type TokenRefusal = TokenFault | 'unavailable';

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
      const principal = await withRotation(keys, (set) =>
        verifyAccessToken(token, set, rules, new Date(now())),
      );
      if (principal.ok) verified.remember(token, principal.value);
      return principal;
    },
    async verify(token, wanted) {
      if (keys.current() === null) return err('unavailable');
      if (token.length > longestTokenBytes) return err('too-long');
      return withRotation(keys, (set) =>
        verifyProviderToken(token, set, rules.issuer, wanted, new Date(now())),
      );
    },
  };
}

/** A key id that nobody knows may be one the provider has just begun to use. */
async function withRotation<T>(
  keys: SigningKeys,
  verify: (set: KeySet) => Promise<Result<T, TokenFault>>,
): Promise<Result<T, TokenRefusal>> {
  const current = keys.current();
  if (current === null) return err('unavailable');
  const first = await verify(current);
  if (first.ok || first.error !== 'unknown-key') return first;
  const newer = await keys.refreshed();
  return newer === null ? first : verify(newer);
}
