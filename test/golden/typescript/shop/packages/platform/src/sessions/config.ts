import type { Secret } from '../config/secret.ts';

/** What proves to the provider that it is us: a secret that both know, or a key whose half is ours. */
export interface ClientCredential {
  readonly kind: 'secret' | 'key';
  /** One secret a line, or one PEM after the other; the first is used, and while both sides do not yet know it, the next. */
  readonly secret: Secret;
}

/** How people sign in by a browser. */
export interface SignInConfig {
  readonly clientId: string;
  readonly credential: ClientCredential;
  /** Keys that seal what is kept; null: they follow from the credential. */
  readonly sessionKeys: Secret | null;
}
