import type { HttpInteraction } from './document.ts';
import type { Expectation } from './expectation.ts';

/** Parts of an interaction as source code. */
export interface InteractionSource {
  readonly description: string;
  readonly given: string;
  readonly request: string;
  readonly response: string;
}

/** `document`: the expectation that the test holds in a variable, and the variable's name. */
export function interactionSource(
  { description, given, request, response }: HttpInteraction,
  document: { readonly expectation: Expectation; readonly variable: string } | null,
): InteractionSource {
  const path =
    typeof request.path === 'string'
      ? JSON.stringify(request.path)
      : `fromState(${JSON.stringify(request.path.expression)}, ${JSON.stringify(request.path.example)})`;
  const body = (expectation: Expectation): string =>
    expectation === document?.expectation ? document.variable : expectation.source;
  return {
    description: JSON.stringify(description),
    given: JSON.stringify(given),
    request: properties([
      ['method', JSON.stringify(request.method)],
      ['path', path],
      [
        'query',
        properties(
          Object.entries(request.query).map(([name, value]) => [name, JSON.stringify(value)]),
        ),
      ],
      [
        'headers',
        properties(
          Object.entries(request.headers).map(([name, value]) => [name, JSON.stringify(value)]),
        ),
      ],
      ['body', request.body === undefined ? '' : JSON.stringify(request.body)],
    ]),
    response: properties([
      ['status', String(response.status)],
      [
        'headers',
        properties(Object.entries(response.headers).map(([name, { source }]) => [name, source])),
      ],
      ['body', response.body === undefined ? '' : body(response.body)],
    ]),
  };
}

/** An object literal without what is empty. */
function properties(entries: readonly (readonly [name: string, source: string])[]): string {
  const present = entries.filter(([, source]) => source !== '');
  if (present.length === 0) return '';
  return `{ ${present.map(([name, source]) => `${JSON.stringify(name)}: ${source}`).join(', ')} }`;
}
