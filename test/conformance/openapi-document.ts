import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { type Json, type JsonObject, asObject, isObject } from '../support/json.ts';

/** An operation of the document and where in it it stands. */
export interface Operation {
  readonly method: string;
  readonly template: string;
  readonly pointer: readonly string[];
  readonly definition: JsonObject;
}

/** An OpenAPI 3.1 document that can be asked about real requests and answers. */
export interface ApiDocument {
  readonly operations: readonly Operation[];
  /** The operation that a request is; HEAD counts as the GET it stands for. */
  find(method: string, path: string): Operation | undefined;
  statuses(operation: Operation): readonly string[];
  /** What is wrong with an answer's body by the document; undefined where nothing is. */
  faultOfResponse(
    operation: Operation,
    status: number,
    mediaType: string,
    body: Json,
  ): string | undefined;
  faultOfRequest(operation: Operation, mediaType: string, body: Json): string | undefined;
}

const methods = ['get', 'post', 'put', 'patch', 'delete'];

export function readDocument(document: JsonObject): ApiDocument {
  const ajv = new Ajv2020({ strict: false, allErrors: true, ownProperties: true });
  addFormats.default(ajv);
  ajv.addSchema({ ...document, $id: 'https://document.test/openapi' }, undefined, undefined, false);
  const compiled = new Map<string, ValidateFunction>();
  const validator = (pointer: readonly string[]): ValidateFunction => {
    const ref = `https://document.test/openapi#${pointer.map((part) => `/${escape(part)}`).join('')}`;
    const known = compiled.get(ref);
    if (known !== undefined) return known;
    const validate = ajv.compile({ $ref: ref });
    compiled.set(ref, validate);
    return validate;
  };
  const operations = Object.entries(asObject(document.paths, 'paths')).flatMap(([template, item]) =>
    Object.entries(asObject(item))
      .filter(([method]) => methods.includes(method))
      .map(([method, definition]): Operation => ({
        method: method.toUpperCase(),
        template,
        pointer: ['paths', template, method],
        definition: asObject(definition),
      })),
  );
  /** Follows a reference inside the document. */
  const at = (pointer: readonly string[]): readonly [JsonObject, readonly string[]] | undefined => {
    let value: Json | undefined = document;
    for (const part of pointer) value = isObject(value) ? value[part] : undefined;
    if (!isObject(value)) return undefined;
    if (typeof value.$ref !== 'string') return [value, pointer];
    return at(
      value.$ref
        .slice(2)
        .split('/')
        .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~')),
    );
  };
  const fault = (content: readonly string[], mediaType: string, body: Json): string | undefined => {
    const type = mediaType.split(';')[0]?.trim().toLowerCase() ?? '';
    const found = at([...content, 'content', type]);
    if (found === undefined) return `${type} is not documented`;
    if (found[0].schema === undefined) return `${type} has no schema`;
    const validate = validator([...found[1], 'schema']);
    return validate(body) ? undefined : ajv.errorsText(validate.errors, { dataVar: 'body' });
  };
  const resolved = (pointer: readonly string[]): readonly string[] => at(pointer)?.[1] ?? pointer;

  return {
    operations,
    find(method, path) {
      const wanted = method === 'HEAD' ? 'GET' : method;
      const bare = path.split('?')[0] ?? path;
      const fitting = operations.filter(
        (operation) => operation.method === wanted && matcher(operation.template).test(bare),
      );
      // `/orders/{id}/place` before `/orders/{id}/{anything}`.
      return fitting.toSorted(
        (a, b) => a.template.split('{').length - b.template.split('{').length,
      )[0];
    },
    statuses: ({ definition }) => Object.keys(asObject(definition.responses, 'responses')),
    faultOfResponse(operation, status, mediaType, body) {
      return fault(resolved([...operation.pointer, 'responses', String(status)]), mediaType, body);
    },
    faultOfRequest(operation, mediaType, body) {
      return fault(resolved([...operation.pointer, 'requestBody']), mediaType, body);
    },
  };
}

function matcher(template: string): RegExp {
  const parts = template
    .split(/\{[^}]+\}/)
    .map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('[^/]+')}$`);
}

function escape(part: string): string {
  return encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'));
}
