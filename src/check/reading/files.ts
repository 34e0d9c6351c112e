/** The files of a repository as they are read; nothing of it is run, and links are not followed. */
export interface Files {
  /** POSIX paths relative to the root, sorted. */
  readonly paths: readonly string[];
  /** What was left out though it is there, and why. */
  readonly unread: readonly Unread[];
  /** The text of a listed file; null: not listed. */
  text(path: string): string | null;
}

export interface Unread {
  readonly path: string;
  readonly because: 'link' | 'too-large' | 'not-text' | 'too-deep' | 'too-many' | 'unreadable';
}
