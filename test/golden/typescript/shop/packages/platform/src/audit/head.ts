import type { Head } from '../security/chain.ts';

export type { Head };

/** `position:hash`, as the commands print it. */
export const headText = ({ position, hash }: Head): string => `${position}:${hash}`;

/** Null where the text is none. */
export function parseHead(text: string): Head | null {
  const [, position, hash] = /^(0|[1-9]\d{0,15}):([0-9a-f]{64}|)$/.exec(text) ?? [];
  if (position === undefined || hash === undefined) return null;
  return (position === '0') === (hash === '') ? { position: Number(position), hash } : null;
}
