import type { ClientConfig } from 'pg';
import { parseIntoClientConfig } from 'pg-connection-string';
import type { DatabaseAddress } from './config.ts';

/**
 * What the next connection is opened with: the address and the certificates it names, as they are
 * now. While one of them is being replaced and cannot be read, the last ones are still good: a pool
 * opens connections where nobody could catch an error.
 */
export function settingsOf(address: DatabaseAddress): () => ClientConfig {
  let last = parseIntoClientConfig(address.current());
  return () => {
    try {
      last = parseIntoClientConfig(address.current());
    } catch {
      // The next connection sees the new one.
    }
    return last;
  };
}
