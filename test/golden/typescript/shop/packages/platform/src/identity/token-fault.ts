import { errors } from 'jose';

/** Why a token is refused: for the security log, and never for whoever sent it. */
export type TokenFault =
  | 'too-long'
  | 'malformed'
  | 'algorithm'
  | 'critical-header'
  | 'type'
  | 'unknown-key'
  | 'ambiguous-key'
  | 'unusable-key'
  | 'signature'
  | 'issuer'
  | 'audience'
  | 'expired'
  | 'not-yet-valid'
  | 'lifetime'
  | 'claims';

const faults: Readonly<Record<string, TokenFault>> = {
  [errors.JOSEAlgNotAllowed.code]: 'algorithm',
  [errors.JOSENotSupported.code]: 'critical-header',
  [errors.JWKSNoMatchingKey.code]: 'unknown-key',
  [errors.JWKSMultipleMatchingKeys.code]: 'ambiguous-key',
  [errors.JWKSInvalid.code]: 'unusable-key',
  [errors.JWKInvalid.code]: 'unusable-key',
  [errors.JWSSignatureVerificationFailed.code]: 'signature',
  [errors.JWTExpired.code]: 'expired',
  [errors.JWSInvalid.code]: 'malformed',
  [errors.JWTInvalid.code]: 'malformed',
};

const faultsOfClaims: Readonly<Record<string, TokenFault>> = {
  typ: 'type',
  iss: 'issuer',
  aud: 'audience',
};

/** What verifying threw, in our words. */
export function faultOf(error: unknown): TokenFault {
  if (error instanceof errors.JWTClaimValidationFailed) {
    if (error.claim === 'nbf' && error.reason === 'check_failed') return 'not-yet-valid';
    return faultsOfClaims[error.claim] ?? 'claims';
  }
  if (error instanceof errors.JOSEError) return faults[error.code] ?? 'malformed';
  // Web Crypto throws errors of its own for a key that is too short, or none at all.
  return 'unusable-key';
}
