import { type JsonObject, asObject } from '../support/json.ts';

/** What the service itself says of the requests that it answered. */
export interface AccessLog {
  readonly requests: number;
  /** Status → how often. */
  readonly statuses: Readonly<Record<string, number>>;
  /** Answers that the document of the service does not tell of, each kind once. */
  readonly undocumented: readonly string[];
}

/** Answers to what no operation was found for. */
const withoutOperation = new Set(['400', '404', '405', '414', '431']);

/** Judges the access lines by the OpenAPI document, whatever sent the requests thought of them. */
export function readAccessLog(lines: readonly JsonObject[], document: JsonObject): AccessLog {
  const paths = asObject(document['paths']);
  const served = lines.filter(({ message }) => message === 'request served');
  const statuses: Record<string, number> = {};
  const undocumented = new Set<string>();
  for (const { method, route, status } of served) {
    const answered = String(status);
    statuses[answered] = (statuses[answered] ?? 0) + 1;
    if (route === '/openapi.json') continue;
    const operation =
      typeof route === 'string' ? asObject(paths[route])[verbOf(method)] : undefined;
    const known =
      operation === undefined
        ? withoutOperation.has(answered)
        : Object.hasOwn(asObject(asObject(operation)['responses']), answered);
    if (!known) undocumented.add(`${String(method)} ${String(route)} ${answered}`);
  }
  return { requests: served.length, statuses, undocumented: [...undocumented].toSorted() };
}

const verbOf = (method: unknown): string =>
  method === 'HEAD' ? 'get' : String(method).toLowerCase();
