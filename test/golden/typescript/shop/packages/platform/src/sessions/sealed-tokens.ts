import { skewSeconds } from '../identity/access-token.ts';
import type { Principal } from '../identity/index.ts';
import type { Tokens } from './provider-client.ts';
import type { Sealing } from './sealing.ts';

/** Tokens as a session keeps them. */
export interface SealedTokens {
  /** @param principal whom the access token speaks of; null: nobody could tell now */
  seal(
    id: string,
    tokens: Tokens,
    principal: Principal | null,
  ): { readonly tokens: string; readonly access_expires_at: Date };
  /** Null where the key is gone. */
  open(session: { readonly id: string; readonly tokens: string }): Tokens | null;
}

export const createSealedTokens = ({ seal, open }: Sealing): SealedTokens => ({
  seal: (id, { accessToken, refreshToken }, principal) => ({
    tokens: seal(placeOf(id), JSON.stringify([accessToken, refreshToken])),
    access_expires_at: new Date((principal?.expiresAt ?? 0) - skewSeconds * 1000),
  }),
  open({ id, tokens }) {
    const text = open(placeOf(id), tokens);
    if (text === null) return null;
    const [accessToken, refreshToken]: [string, string | null] = JSON.parse(text);
    return { accessToken, refreshToken };
  },
});

const placeOf = (id: string): string => `session ${id}`;
