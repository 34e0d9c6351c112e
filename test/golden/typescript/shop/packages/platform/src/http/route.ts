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

/**
 * Every route of an application. Throws for whatever could answer without asking who calls: a route
 * that is no endpoint of ours, a hook that runs before one, a plugin that adds its routes later.
 */
export function collectRoutes(app: AnyElysia): readonly Route[] {
  if (app.modules.size > 0) throw new Error('Routes that are loaded later are seen by nobody.');
  if (has(app.event.request)) throw new Error('A hook answers in place of the endpoints.');
  return app.routes.map(({ method, path, handler, hooks }) => {
    if (!isEndpoint(handler)) throw new Error(`${method} ${path} is not made by an endpoint.`);
    if (has(hooks.parse) || has(hooks.transform) || has(hooks.beforeHandle)) {
      throw new Error(`${method} ${path} has a hook that answers in place of its endpoint.`);
    }
    const { operation, description = null } = handler;
    return { method, template: routeTemplate(path), operation, description };
  });
}

/** Elysia keeps a single hook as it is, and several as a list. */
const has = (hooks: unknown): boolean =>
  Array.isArray(hooks) ? hooks.length > 0 : hooks !== undefined && hooks !== null;

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
