/** What a log line says about an error. */
export interface DescribedError {
  readonly type: string;
  readonly message?: string;
  readonly code?: string;
  readonly table?: string;
  readonly constraint?: string;
  readonly stack?: string;
  readonly cause?: DescribedError;
}

/**
 * PostgreSQL repeats the values of a row in its messages, and a log is no place for them: of a
 * database error only its code, its table and its constraint are told.
 */
export function describeError(error: unknown): DescribedError {
  if (!(error instanceof Error)) return { type: typeof error };
  const fromDatabase = 'severity' in error && 'routine' in error;
  return {
    type: error.name,
    ...(fromDatabase ? {} : { message: error.message }),
    ...text('code', error),
    ...text('table', error),
    ...text('constraint', error),
    ...(error.stack === undefined ? {} : { stack: framesOf(error.stack) }),
    ...(error.cause === undefined ? {} : { cause: describeError(error.cause) }),
  };
}

function text<Name extends string>(name: Name, error: object): Partial<Record<Name, string>> {
  const value: unknown = Reflect.get(error, name);
  if (typeof value !== 'string') return {};
  const entry: Partial<Record<Name, string>> = {};
  entry[name] = value;
  return entry;
}

const framesOf = (stack: string): string =>
  stack
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.startsWith('at '))
    .join('\n');
