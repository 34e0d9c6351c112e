import { afterEach, beforeEach, expect, test, vi } from 'vitest';

// @ts-expect-error -- tools/dev is JavaScript without declarations
import { readableLog } from '../../templates/shared/repository/tools/dev/src/readable-log.mjs';

beforeEach(() => vi.stubEnv('NO_COLOR', '1'));
afterEach(() => vi.unstubAllEnvs());

test('a log entry is a line with its time, level, message and what else it tells', () => {
  const entry = {
    level: 'warn',
    time: '2026-01-15T09:30:05.000Z',
    service: 'shop-api',
    external: 'payment-gateway',
    attempts: 3,
    message: 'waiting',
  };
  expect(readableLog(JSON.stringify(entry))).toMatch(
    /^\d\d:30:05 warn  waiting external=payment-gateway attempts=3$/,
  );
});

test.each(['plain text', '{ "half": ', '{"level":30,"msg":"of another logger"}', ''])(
  'what is no entry stays as it is: %s',
  (line) => {
    expect(readableLog(line)).toBe(line);
  },
);

test('the stack of an error keeps its lines', () => {
  const error = { message: 'away', stack: 'Error: away\n    at somewhere' };
  const entry = { level: 'error', time: '2026-01-15T09:30:05.000Z', message: 'failed', error };
  expect(readableLog(JSON.stringify(entry))).toMatch(/Error: away\n {6}at somewhere$/);
});
