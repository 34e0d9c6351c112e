import { fileSecret, inlineSecret, readSecretFile, type Secret } from './secret.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

export interface ConfigProblem {
  readonly variable: string;
  readonly message: string;
}

/** Reads variables one by one and remembers everything that is wrong with them. */
export interface EnvironmentReader {
  readonly problems: readonly ConfigProblem[];
  text(name: string): string | null;
  required(name: string): string;
  integer(name: string, fallback: number, range: { min: number; max: number }): number;
  choice<Choice extends string>(
    name: string,
    choices: readonly Choice[],
    fallback: NoInfer<Choice>,
  ): Choice;
  /** An absolute http or https address. */
  address(name: string): string | null;
  /** `<NAME>_FILE` wins over `<NAME>`. */
  secret(name: string): Secret | null;
  /** The path of a file that is there. */
  file(name: string): string | null;
  report(variable: string, message: string): void;
}

export function readEnvironment(environment: Environment): EnvironmentReader {
  const problems: ConfigProblem[] = [];
  const report = (variable: string, message: string) => {
    if (problems.every((problem) => problem.variable !== variable)) {
      problems.push({ variable, message });
    }
  };
  // An empty variable is how shells and compose files say "not set".
  const text = (name: string) => environment[name]?.trim() || null;

  return {
    problems,
    report,
    text,
    required(name) {
      const value = text(name);
      if (value === null) report(name, 'is required');
      return value ?? '';
    },
    integer(name, fallback, { min, max }) {
      const value = text(name);
      if (value === null) return fallback;
      const number = /^\d{1,10}$/.test(value) ? Number(value) : Number.NaN;
      if (number >= min && number <= max) return number;
      report(name, `must be a whole number from ${min} to ${max}`);
      return fallback;
    },
    choice(name, choices, fallback) {
      const value = text(name);
      if (value === null) return fallback;
      const choice = choices.find((candidate) => candidate === value);
      if (choice === undefined) report(name, `must be one of ${choices.join(', ')}`);
      return choice ?? fallback;
    },
    address(name) {
      const value = text(name);
      if (value === null) return null;
      if (isHttpAddress(value)) return value;
      report(name, 'must be an absolute http or https URL');
      return null;
    },
    secret(name) {
      const path = text(`${name}_FILE`);
      if (path === null) {
        const value = text(name);
        return value === null ? null : inlineSecret(name, value);
      }
      try {
        return fileSecret(name, path);
      } catch (error) {
        report(`${name}_FILE`, unreadable(error));
        return inlineSecret(name, '');
      }
    },
    file(name) {
      const path = text(name);
      const problem = path === null ? null : fileProblem(path);
      if (problem !== null) report(name, problem);
      return path;
    },
  };
}

const isHttpAddress = (value: string): boolean =>
  URL.canParse(value) && /^https?:$/.test(new URL(value).protocol);

/** Why there is no secret in this file; null: there is one. */
export function fileProblem(path: string): string | null {
  try {
    readSecretFile(path);
    return null;
  } catch (error) {
    return unreadable(error);
  }
}

const unreadable = (error: unknown): string => `cannot be read: ${errorCode(error)}`;

const errorCode = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
