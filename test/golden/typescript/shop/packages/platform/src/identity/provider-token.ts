import { err, ok, type Result } from '@packages/kernel';
import { jwtVerify, type JWTPayload } from 'jose';
import { skewSeconds } from './access-token.ts';
import type { KeySet } from './signing-keys.ts';
import { faultOf, type TokenFault } from './token-fault.ts';

/** What a token of the provider that is meant for us as its client must look like. */
export interface ProviderTokenRules {
  readonly audience: string;
  /** Null: any, as ID tokens name none of their own. */
  readonly type: string | null;
  readonly requiredClaims: readonly string[];
}

/** Signature, issuer, audience and times of an ID token or a logout token. */
export async function verifyProviderToken(
  token: string,
  keys: KeySet,
  issuer: string,
  { audience, type, requiredClaims }: ProviderTokenRules,
  at: Date,
): Promise<Result<JWTPayload, TokenFault>> {
  try {
    const { payload } = await jwtVerify(token, keys, {
      issuer,
      audience,
      ...(type === null ? {} : { typ: type }),
      algorithms: ['RS256', 'ES256'],
      requiredClaims: [...requiredClaims],
      clockTolerance: skewSeconds,
      currentDate: at,
    });
    return ok(payload);
  } catch (error) {
    return err(faultOf(error));
  }
}
