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
  let seen = changeMark(path);
  let value = readSecretFile(path);
  return {
    name,
    current() {
      try {
        const mark = changeMark(path);
        if (mark !== seen) {
          value = readSecretFile(path);
          seen = mark;
        }
      } catch {
        // Orchestrators swap a mounted secret by renaming links, others write it in two steps: the
        // next call finds the new one.
      }
      return value;
    },
  };
}

/** Throws where there is nothing to read. */
export function readSecretFile(path: string): string {
  const text = readFileSync(path, 'utf8').trim();
  if (text === '') throw new EmptyFile();
  return text;
}

class EmptyFile extends Error {
  override readonly name = 'EmptyFile';
  readonly code = 'the file is empty';
}

function changeMark(path: string): string {
  const { ino, mtimeMs, ctimeMs, size } = statSync(path);
  return `${ino}:${mtimeMs}:${ctimeMs}:${size}`;
}
