/** A reference to a container image, as in `quay.io/keycloak/keycloak:26.7.3`. */
export interface Image {
  readonly text: string;
  /** The last part of its name: `keycloak`. */
  readonly base: string;
  /** null: none, which means `latest` */
  readonly tag: string | null;
  readonly digest: string | null;
}

/** null: no reference, or one that a variable completes. */
export function imageOf(text: unknown): Image | null {
  if (typeof text !== 'string' || text === '' || /[\s$]/.test(text)) return null;
  const [reference = '', digest = null] = text.split('@', 2);
  const slash = reference.lastIndexOf('/');
  const colon = reference.indexOf(':', slash + 1);
  const name = colon === -1 ? reference : reference.slice(0, colon);
  return {
    text,
    base: name.slice(slash + 1),
    tag: colon === -1 ? null : reference.slice(colon + 1),
    digest,
  };
}

/** Whether the same reference may be another image tomorrow, by its own word. */
export function isUnpinned({ tag, digest }: Image): boolean {
  return digest === null && (tag === null || tag === '' || tag === 'latest');
}

/** The major version that a tag names: of `18.6-trixie`, `v18`, `16-3.4`, `pg18` and `latest-pg16`; null: none. */
export function majorOf({ tag }: Image): number | null {
  if (tag === null) return null;
  // What is built upon PostgreSQL says so behind a version of its own.
  const found = /-pg(\d{1,4})(?!\d)/.exec(tag) ?? /^(?:v|pg)?(\d{1,4})(?![\dA-Za-z])/.exec(tag);
  return found === null ? null : Number(found[1]);
}
