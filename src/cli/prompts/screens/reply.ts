import type { Reply } from '../question.ts';

/** The reply to a text or a choice. */
export function one(reply: Reply): string {
  return typeof reply === 'string' ? reply.trim() : (reply[0] ?? '');
}

/** The reply to a question that takes several. */
export function several(reply: Reply): readonly string[] {
  return typeof reply === 'string' ? [reply] : reply;
}
