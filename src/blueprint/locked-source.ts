import { isPlainObject } from './merge.ts';

/** Where a preset of elsewhere came from, exactly: the same address gives the same bytes, or is refused. */
export interface LockedSource {
  /** pinned: `github:acme/presets#<commit>/shop`, `npm:@acme/presets@1.2.3/shop` */
  readonly source: string;
  /** git: 40 hexadecimal digits */
  readonly commit?: string;
  /** npm: exact */
  readonly version?: string;
  /** of the presets that were read, 64 hexadecimal digits */
  readonly sha256: string;
}

/** The `sources` of a lock. */
export interface LockSources {
  readonly preset: LockedSource;
}

/** Reads the `sources` of a lock that somebody may have tampered with; null: not of that form. */
export function parseLockSources(raw: unknown): LockSources | null {
  if (!isPlainObject(raw) || !isPlainObject(raw['preset'])) return null;
  const { source, commit, version, sha256 } = raw['preset'];
  if (typeof source !== 'string' || source.length > 1000) return null;
  if (typeof sha256 !== 'string' || !/^[0-9a-f]{64}$/.test(sha256)) return null;
  if (typeof commit === 'string' && /^[0-9a-f]{40}$/.test(commit))
    return { preset: { source, commit, sha256 } };
  if (typeof version === 'string' && /^\d[\w.+-]{0,100}$/.test(version))
    return { preset: { source, version, sha256 } };
  return null;
}
