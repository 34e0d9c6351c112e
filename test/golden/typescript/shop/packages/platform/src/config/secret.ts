import { readFileSync, statSync } from 'node:fs';

/** A value that may change while the process runs: ask for it whenever a connection is opened. */
export interface Secret {
  readonly name: string;
  current(): string;
}

export const inlineSecret = (name: string, value: string): Secret => ({
  name,
  current: () => value,
});

/** Reads the file again once it has changed; a rotation that fails half way keeps the last value. */
export function fileSecret(name: string, path: string): Secret {
  let value = readTrimmed(path);
  let seen = changeMark(path);
  return {
    name,
    current() {
      try {
        const mark = changeMark(path);
        if (mark !== seen) {
          value = readTrimmed(path);
          seen = mark;
        }
      } catch {
        // Orchestrators swap a mounted secret by renaming links: the next call finds the new one.
      }
      return value;
    },
  };
}

const readTrimmed = (path: string): string => readFileSync(path, 'utf8').trim();

function changeMark(path: string): string {
  const { ino, mtimeMs, size } = statSync(path);
  return `${ino}:${mtimeMs}:${size}`;
}
