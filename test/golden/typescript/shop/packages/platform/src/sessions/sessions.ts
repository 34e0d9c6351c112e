import { err } from '@packages/kernel';
import type { BrowserSessions } from '../identity/index.ts';

export function createSessions(): BrowserSessions {
  return {
    cookieOf: () => null,
    find: () => Promise.resolve(err('invalid-token')),
    isOwnRequest: () => false,
  };
}
