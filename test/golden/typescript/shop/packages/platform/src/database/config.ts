/** An address with its credentials; `current()` reads it again, so a rotated password is seen. */
export interface DatabaseAddress {
  current(): string;
}

export interface PoolConfig {
  /** Connections open from the start on and kept while idle. */
  readonly min: number;
  readonly max: number;
  /** How long a connection above `min` may be idle before it is closed. */
  readonly idleMs: number;
  /** How long a caller waits for a connection. */
  readonly acquireMs: number;
}

export interface DatabaseConfig {
  readonly url: DatabaseAddress;
  /** Where reads go; null: to the primary as well. */
  readonly replicaUrl: DatabaseAddress | null;
  readonly pool: PoolConfig;
  readonly statementTimeoutMs: number;
}
