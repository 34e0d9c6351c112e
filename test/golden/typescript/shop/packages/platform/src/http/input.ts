import { err, ok, type Result } from '@packages/kernel';
import type { Precondition } from '@packages/kernel/application';
import type { Static, TSchema } from '@sinclair/typebox';
import { notFound } from './application-error.ts';
import { readIfMatch } from './entity-tag.ts';
import { readIdempotencyKey } from './idempotency.ts';
import { acceptsMediaType } from './media-type.ts';
import type { BodyRule, Operation } from './operation.ts';
import { firstPage, readPageRequest, type PageRequest } from './page.ts';
import { invalid, type Problem } from './problem.ts';
import { parseStrictJson } from './strict-json.ts';
import { compileValidation } from './validation.ts';

/** What a request says outside of its body. */
export interface Parameters {
  readonly id: string;
  readonly precondition: Precondition;
  readonly page: PageRequest;
  readonly idempotencyKey: string | null;
}

const uuidForm = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export function readParameters(
  { ifMatch, paged = false }: Operation,
  { method, url, headers }: Request,
  path: string,
  id: string | undefined,
): Result<Parameters, Problem> {
  if (id !== undefined && !uuidForm.test(id)) return err(notFound);
  const precondition = readIfMatch(ifMatch === undefined ? null : headers.get('if-match'));
  if (!precondition.ok) return precondition;
  if (ifMatch === 'required' && precondition.value.kind === 'none')
    return err(preconditionRequired);
  const page = paged ? readPageRequest(url, path) : ok(firstPage);
  if (!page.ok) return page;
  const idempotencyKey = method === 'POST' ? readIdempotencyKey(headers) : ok(null);
  if (!idempotencyKey.ok) return idempotencyKey;
  return ok({
    id: id?.toLowerCase() ?? '',
    precondition: precondition.value,
    page: page.value,
    idempotencyKey: idempotencyKey.value,
  });
}

const preconditionRequired: Problem = {
  code: 'precondition-required',
  detail: 'Name the version that is to be changed in If-Match, as its ETag said.',
};

export type ReadInput<Body extends TSchema> = (
  bytes: Uint8Array,
  headers: Headers,
) => Result<Static<Body>, Problem>;

/** Media type, JSON, schema: in this order, and the first that does not hold is the answer. */
export function inputReader<Body extends TSchema>(rule: BodyRule<Body>): ReadInput<Body> {
  const validate = compileValidation(rule.schema);
  const unsupported: Problem = {
    code: 'unsupported-media-type',
    detail: `Send ${rule.mediaTypes.join(' or ')}, in UTF-8 and not compressed.`,
    headers: { accept: rule.mediaTypes.join(', ') },
  };
  const read = (bytes: Uint8Array, headers: Headers): Result<unknown, Problem> => {
    if (bytes.length === 0 && rule.optional === true) return ok({});
    if (!acceptsMediaType(headers, rule.mediaTypes)) return err(unsupported);
    const json = parseStrictJson(bytes);
    return json.ok ? json : err({ code: 'malformed-body', detail: json.error });
  };

  return (bytes, headers) => {
    const value = read(bytes, headers);
    if (!value.ok) return value;
    const input = validate(value.value);
    return input.ok ? input : err(invalid(input.error));
  };
}
