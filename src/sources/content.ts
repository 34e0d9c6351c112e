import { createHash } from 'node:crypto';

import type { SourcePresets } from './preset-files.ts';

/** The bytes that presets are kept as, and their hash: the same presets give the same bytes. */
export function serialise(presets: SourcePresets): {
  readonly bytes: Buffer;
  readonly sha256: string;
} {
  const names = Object.keys(presets.texts).sort();
  const texts = names.map((name) => [name, presets.texts[name]]);
  const bytes = Buffer.from(JSON.stringify({ chosen: presets.chosen, texts }));
  return { bytes, sha256: sha256(bytes) };
}

/** The presets of bytes whose hash is right; null where somebody changed them. */
export function deserialise(bytes: Uint8Array, expected: string): SourcePresets | null {
  if (sha256(bytes) !== expected) return null;
  const { chosen, texts } = JSON.parse(Buffer.from(bytes).toString('utf8')) as {
    chosen: string | null;
    texts: [string, string][];
  };
  return { chosen, texts: Object.fromEntries(texts) };
}

export function sha256(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}
