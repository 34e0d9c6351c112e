import { setTimeout as pause } from 'node:timers/promises';
import { DatabaseError } from 'pg';

/** How the server is asked to let us in. */
export interface Admittance {
  /** Asks again where the server refuses who we say we are. */
  awaited<T>(connect: () => Promise<T>): Promise<T>;
}

const firstPauseMs = 25;
const longestPauseMs = 250;

/**
 * While a password is rotated, the file and the server say different things for a moment, whichever
 * changes first; every attempt reads the file again. A server that has refused for longer than
 * anybody waits is not rotating: then nobody waits any more, until it lets somebody in.
 */
export function createAdmittance(patienceMs: number): Admittance {
  let refusedSince: number | null = null;
  return {
    async awaited(connect) {
      for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
        try {
          const connection = await connect();
          refusedSince = null;
          return connection;
        } catch (error) {
          if (!isRefusal(error)) throw error;
          refusedSince ??= performance.now();
          if (performance.now() + pauseMs > refusedSince + patienceMs) {
            refusedSince = -Infinity;
            throw error;
          }
          await pause(pauseMs);
        }
      }
    },
  };
}

/** invalid_password and invalid_authorization_specification */
function isRefusal(error: unknown): boolean {
  return error instanceof DatabaseError && (error.code === '28P01' || error.code === '28000');
}
