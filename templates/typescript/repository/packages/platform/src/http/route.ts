import type { AnyElysia } from 'elysia';
import { isEndpoint } from './endpoint.ts';
import type { RouteDescription } from './openapi/service-route.ts';
import type { Operation } from './operation.ts';
import { matchesTemplate, routeTemplate } from './route-template.ts';

export interface Route {
  readonly method: string;
  readonly template: string;
  /** Null for what belongs to no context. */
  readonly operation: Operation | null;
  readonly description: RouteDescription | null;
}

/** Every route of an application. One that is no endpoint of ours would answer without a token. */
export function collectRoutes(app: AnyElysia): readonly Route[] {
  return app.routes.map(({ method, path, handler }) => {
    if (!isEndpoint(handler)) throw new Error(`${method} ${path} is not made by an endpoint.`);
    const { operation, description = null } = handler;
    return { method, template: routeTemplate(path), operation, description };
  });
}

/** The methods that a path answers to; none where there is no such path. */
export function allowedMethods(routes: readonly Route[], path: string): readonly string[] {
  const methods = routes
    .filter(({ template }) => matchesTemplate(template, path))
    .flatMap(({ method }) => (method === 'GET' ? ['GET', 'HEAD'] : [method]));
  return [...new Set(methods)].toSorted();
}

/** Every scope that some operation of these modules asks for. */
export function scopesOf(modules: readonly { readonly routes: AnyElysia }[]): readonly string[] {
  const scopes = modules
    .flatMap(({ routes }) => collectRoutes(routes))
    .flatMap(({ operation }) => (operation === null ? [] : [operation.scope]));
  return [...new Set(scopes)].toSorted();
}
