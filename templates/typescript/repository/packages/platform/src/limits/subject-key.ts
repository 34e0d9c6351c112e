import { createHash } from 'node:crypto';
import type { LimitSubject } from './limits.ts';

/** Of one length whatever a subject is called, and it tells nobody who reads Redis who called. */
export const subjectKey = ({ kind, tenant, id }: LimitSubject): string =>
  createHash('sha256')
    .update(JSON.stringify([kind, tenant, id]))
    .digest('base64url');
