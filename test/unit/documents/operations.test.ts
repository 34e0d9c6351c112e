import { expect, test } from 'vitest';

import type { Blueprint } from '../../../src/blueprint/model.ts';
import { grafanaDashboard } from '../../../src/stacks/shared/operations/dashboard.ts';
import { keycloakRealm } from '../../../src/stacks/shared/operations/keycloak/realm.ts';
import { blueprints } from './blueprints.ts';

/** The metrics every emitted service has, and those it has with a cache or an external. */
const always = [
  'http_server_request_duration_seconds_bucket',
  'http_server_request_duration_seconds_count',
  'http_server_active_requests',
  'db_client_operation_duration_seconds_bucket',
  'db_client_connection_count',
  'db_client_connection_max',
  'db_client_connection_pending_requests',
  'db_client_connection_timeouts_total',
  'outbox_pending',
  'outbox_oldest_seconds',
  'outbox_published_total',
  'outbox_dead_total',
  'process_cpu_time_seconds_total',
  'process_memory_usage_bytes',
];

test.each(Object.entries(blueprints))(
  'the dashboard of %s shows only metrics its services emit',
  (_, blueprint) => {
    const emitted = new Set([
      ...always,
      ...(blueprint.features.cache.some((level) => level !== 'cdn')
        ? ['cache_requests_total']
        : []),
      ...(blueprint.contexts.some(({ externals }) => externals.length > 0)
        ? ['circuit_breaker_state']
        : []),
    ]);
    const shown = new Set(
      [...JSON.stringify(grafanaDashboard(blueprint)).matchAll(/\b([a-z_]+)\{/g)].flatMap(
        ([, name]) => name ?? [],
      ),
    );
    expect([...shown].filter((name) => !emitted.has(name))).toEqual([]);
    expect(shown.size).toBe(emitted.size);
  },
);

test('panels of the dashboard lie beside one another, never upon', () => {
  const { panels } = JSON.parse(JSON.stringify(grafanaDashboard(blueprints['shop']!))) as {
    panels: { id: number; gridPos: { x: number; y: number; w: number; h: number } }[];
  };
  for (const [index, { gridPos: a }] of panels.entries()) {
    expect(a.x + a.w).toBeLessThanOrEqual(24);
    for (const { gridPos: b } of panels.slice(index + 1)) {
      const apart = a.x + a.w <= b.x || b.x + b.w <= a.x || a.y + a.h <= b.y || b.y + b.h <= a.y;
      expect(apart, JSON.stringify([a, b])).toBe(true);
    }
  }
});

test('the realm has a scope and a role for every operation, and no client with a shared secret', () => {
  const shop = blueprints['shop']!;
  const realm = realmOf(shop);
  const scopes = shop.contexts.flatMap(({ name }) => [`${name}:read`, `${name}:write`]);
  expect(realm.clientScopes.map(({ name }) => name)).toEqual(['basic', 'audience', ...scopes]);
  expect(realm.roles.realm.map(({ name }) => name)).toEqual(scopes);
  expect(realm.scopeMappings).toEqual(
    scopes.map((scope) => ({ clientScope: scope, roles: [scope] })),
  );
  for (const client of realm.clients) {
    expect(client).toMatchObject({
      clientAuthenticatorType: 'client-jwt',
      publicClient: false,
      optionalClientScopes: scopes,
    });
    expect(client).not.toHaveProperty('secret');
  }
});

test.each(Object.entries(blueprints))(
  'the realm of %s has a client for every deployable, with exact addresses and the scopes of its contexts',
  (_, blueprint) => {
    const { clients } = realmOf(blueprint);
    expect(new Set(clients.map(({ clientId }) => clientId)).size).toBe(
      blueprint.deployables.length + 1,
    );
    for (const [index, { name, contexts }] of blueprint.deployables.entries()) {
      const client = clients.find(({ clientId }) => clientId === `${blueprint.name}-${name}-bff`);
      expect(client).toMatchObject({
        redirectUris: [`http://127.0.0.1:${8080 + index}/auth/callback`],
        attributes: {
          'jwks.url': `http://${name}:8080/auth/jwks.json`,
          'backchannel.logout.url': `http://${name}:8080/auth/backchannel-logout`,
        },
      });
      expect(client?.optionalClientScopes.toSorted()).toEqual(
        contexts.flatMap((context) => [`${context}:read`, `${context}:write`]).toSorted(),
      );
    }
  },
);

test('the realm brings nobody along who has a password', () => {
  const { users } = realmOf(blueprints['shop']!);
  expect(users).toEqual([
    expect.objectContaining({ serviceAccountClientId: 'shop-cli', username: expect.anything() }),
  ]);
  expect(JSON.stringify(users)).not.toContain('credentials');
});

function realmOf(blueprint: Blueprint): Realm {
  return JSON.parse(JSON.stringify(keycloakRealm(blueprint))) as Realm;
}

interface Realm {
  readonly clientScopes: readonly { readonly name: string }[];
  readonly roles: { readonly realm: readonly { readonly name: string }[] };
  readonly scopeMappings: readonly object[];
  readonly users: readonly object[];
  readonly clients: readonly {
    readonly clientId: string;
    readonly optionalClientScopes: readonly string[];
  }[];
}
