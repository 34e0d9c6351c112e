import type { Aggregate, Blueprint, Context } from '../../src/blueprint/model.ts';
import type { IdentityProvider } from '../support/identity-provider.ts';
import { type Reply, send } from '../support/http-client.ts';
import type { Json } from '../support/json.ts';

/** A request to the API, with what nearly every request has already there. */
export interface Ask {
  readonly method: string;
  readonly path: string;
  /** Absent: a token with every scope. Null: no Authorization header. */
  readonly token?: string | null;
  readonly headers?: readonly (readonly [string, string])[];
  /** Sent as JSON under `application/json`, or `application/merge-patch+json` for PATCH. */
  readonly json?: Json;
  /** Sent as it is, in place of `json`. */
  readonly body?: string | Buffer;
  /** In place of the usual media type; null sends none. */
  readonly mediaType?: string | null;
  readonly chunked?: boolean;
  readonly timeoutMs?: number;
}

/** A request and what came back, kept for the cases that look at everything. */
export interface Exchange {
  readonly ask: Ask;
  readonly reply: Reply;
}

export interface Api {
  ask(ask: Ask): Promise<Reply>;
  /** A token with every scope of the blueprint, renewed in time. */
  token(): string;
  readonly exchanges: readonly Exchange[];
}

export function allScopes(blueprint: Blueprint): string[] {
  return blueprint.contexts.flatMap(({ name }) => [`${name}:read`, `${name}:write`]);
}

export function connectApi(baseUrl: string, blueprint: Blueprint, identity: IdentityProvider): Api {
  const exchanges: Exchange[] = [];
  let issued = { token: '', at: 0 };
  const token = (): string => {
    if (Date.now() - issued.at > 120_000) {
      issued = { token: identity.token({ scopes: allScopes(blueprint) }), at: Date.now() };
    }
    return issued.token;
  };
  return {
    token,
    exchanges,
    async ask(ask) {
      const headers: (readonly [string, string])[] = [];
      const bearer = ask.token === undefined ? token() : ask.token;
      if (bearer !== null) headers.push(['Authorization', `Bearer ${bearer}`]);
      const body = ask.body ?? (ask.json === undefined ? undefined : JSON.stringify(ask.json));
      const mediaType = ask.mediaType === undefined ? usualMediaType(ask.method) : ask.mediaType;
      if (body !== undefined && mediaType !== null) headers.push(['Content-Type', mediaType]);
      headers.push(...(ask.headers ?? []));
      const reply = await send({
        method: ask.method,
        url: baseUrl + ask.path,
        headers,
        ...(body === undefined ? {} : { body }),
        ...(ask.chunked === undefined ? {} : { chunked: ask.chunked }),
        ...(ask.timeoutMs === undefined ? {} : { timeoutMs: ask.timeoutMs }),
      });
      exchanges.push({ ask, reply });
      return reply;
    },
  };
}

function usualMediaType(method: string): string {
  return method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
}

/** `/v1/ordering/orders` */
export function collectionPath(context: Context, plural: string): string {
  return `/v1/${context.name}/${plural}`;
}

/** An aggregate together with where it lives. */
export interface Resource {
  readonly context: Context;
  readonly aggregate: Aggregate;
  /** `ordering.Order` */
  readonly name: string;
  /** `/v1/ordering/orders` */
  readonly path: string;
}

export function resourcesOf(blueprint: Blueprint): Resource[] {
  return blueprint.contexts.flatMap((context) =>
    context.aggregates.map((aggregate) => ({
      context,
      aggregate,
      name: `${context.name}.${aggregate.name}`,
      path: collectionPath(context, aggregate.plural),
    })),
  );
}
