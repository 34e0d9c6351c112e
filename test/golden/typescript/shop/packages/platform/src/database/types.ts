import { types } from 'pg';

/**
 * How PostgreSQL's types read in TypeScript. What JavaScript cannot hold exactly stays a string:
 * numeric always, bigint beyond 2^53. A date has no time zone, so it stays a string as well.
 */
const parsers = new Map<number, (text: string) => unknown>([
  [types.builtins.INT8, parseBigint],
  [types.builtins.DATE, (text) => text],
  [types.builtins.NUMERIC, (text) => text],
]);

export const typeParsers: { getTypeParser: typeof types.getTypeParser } = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    (format === 'binary' ? undefined : parsers.get(oid)) ?? types.getTypeParser(oid, format),
};

function parseBigint(text: string): number | string {
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : text;
}
