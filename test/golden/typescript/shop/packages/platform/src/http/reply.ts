import { entityTag } from './entity-tag.ts';
import type { Reply } from './response.ts';

/** What every resource has. */
export interface Resource {
  readonly id: string;
  readonly version: number;
}

export const resourceReply = (document: Resource): Reply => ({
  status: 200,
  headers: { etag: entityTag(document.version) },
  body: document,
});

export const createdReply = (collection: string, document: Resource): Reply => ({
  status: 201,
  headers: { etag: entityTag(document.version), location: `${collection}/${document.id}` },
  body: document,
});

export const emptyReply = (): Reply => ({ status: 204 });
