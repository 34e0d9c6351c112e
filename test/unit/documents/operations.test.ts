import { expect, test } from 'vitest';

import { grafanaDashboard } from '../../../src/stacks/shared/operations/dashboard.ts';
import { keycloakRealm } from '../../../src/stacks/shared/operations/realm.ts';
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

test('the realm has a scope for every operation, and no client with a shared secret', () => {
  const shop = blueprints['shop']!;
  const realm = JSON.parse(JSON.stringify(keycloakRealm(shop))) as {
    clientScopes: { name: string }[];
    clients: {
      clientAuthenticatorType: string;
      publicClient: boolean;
      secret?: string;
      optionalClientScopes: string[];
    }[];
  };
  const scopes = shop.contexts.flatMap(({ name }) => [`${name}:read`, `${name}:write`]);
  expect(realm.clientScopes.map(({ name }) => name)).toEqual(['basic', 'audience', ...scopes]);
  for (const client of realm.clients) {
    expect(client).toMatchObject({
      clientAuthenticatorType: 'client-jwt',
      publicClient: false,
      optionalClientScopes: scopes,
    });
    expect(client).not.toHaveProperty('secret');
  }
});
