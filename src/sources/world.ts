/** What a source may touch of the world; a narrow part of a command's. */
export interface SourceWorld {
  readonly cwd: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
  progress(message: string): void;
}
