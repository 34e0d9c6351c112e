import type { Principal } from './principal.ts';

/**
 * Tokens whose signature was verified a moment ago. Callers repeat a token hundreds of times, and
 * verifying it costs more than everything else the edge does.
 */
export interface VerifiedTokens {
  find(token: string): Principal | null;
  remember(token: string, principal: Principal): void;
  clear(): void;
}

const limits = { tokens: 5000, milliseconds: 30_000 };

export function createVerifiedTokens(now: () => number): VerifiedTokens {
  const entries = new Map<string, { readonly principal: Principal; readonly until: number }>();
  return {
    find(token) {
      const entry = entries.get(token);
      if (entry === undefined) return null;
      if (now() < entry.until) return entry.principal;
      entries.delete(token);
      return null;
    },
    remember(token, principal) {
      if (entries.size >= limits.tokens) dropOldest();
      const until = Math.min(principal.expiresAt, now() + limits.milliseconds);
      entries.set(token, { principal, until });
    },
    clear: () => entries.clear(),
  };

  function dropOldest(): void {
    for (const token of entries.keys()) {
      entries.delete(token);
      return;
    }
  }
}
