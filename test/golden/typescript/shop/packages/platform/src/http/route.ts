import type { AnyElysia } from 'elysia';
import { isEndpoint } from './endpoint.ts';
import type { Operation } from './operation.ts';
import { matchesTemplate, routeTemplate } from './route-template.ts';

export interface Route {
  readonly method: string;
  readonly template: string;
  /** Null for what is open to everybody. */
  readonly operation: Operation | null;
}

/** Every route of an application. One that is no endpoint of ours would answer without a token. */
export function collectRoutes(app: AnyElysia): readonly Route[] {
  return app.routes.map(({ method, path, handler }) => {
    if (!isEndpoint(handler)) throw new Error(`${method} ${path} is not made by an endpoint.`);
    return { method, template: routeTemplate(path), operation: handler.operation };
  });
}

/** The methods that a path answers to; none where there is no such path. */
export function allowedMethods(routes: readonly Route[], path: string): readonly string[] {
  const methods = routes
    .filter(({ template }) => matchesTemplate(template, path))
    .flatMap(({ method }) => (method === 'GET' ? ['GET', 'HEAD'] : [method]));
  return [...new Set(methods)].toSorted();
}
