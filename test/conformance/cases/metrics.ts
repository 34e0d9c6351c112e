import { expect } from 'vitest';
import type { Blueprint } from '../../../src/blueprint/model.ts';
import { send } from '../../support/http-client.ts';
import { create, read } from '../acting.ts';
import type { Resource } from '../api.ts';
import type { Case } from '../case.ts';
import { expectStatus } from '../expectations.ts';
import { type Sample, parseMetrics } from '../metrics-text.ts';
import type { World } from '../world.ts';

const buckets = [
  '0.005',
  '0.01',
  '0.025',
  '0.05',
  '0.075',
  '0.1',
  '0.25',
  '0.5',
  '0.75',
  '1',
  '2.5',
  '5',
  '7.5',
  '10',
  '+Inf',
];
const duration = 'http_server_request_duration_seconds';

/** GET /metrics after traffic: names, labels and numbers of section Telemetry. */
export function metricCases(blueprint: Blueprint, resource: Resource): Case[] {
  const { path } = resource;
  const always = [
    'http_server_active_requests',
    'db_client_operation_duration_seconds_count',
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
  const externals = blueprint.contexts.some((context) => context.externals.length > 0);
  const caches = blueprint.features.cache.some((level) => level !== 'cdn');
  return [
    ...always.map((name): Case => ({
      id: `metrics/${name}`,
      title: `${name} is there`,
      async run(world) {
        await create(world, resource);
        const names = new Set((await scrape(world)).map((sample) => sample.name));
        expect(names.has(name), `among ${[...names].join(' ')}`).toBe(true);
      },
    })),
    {
      id: 'metrics/requests',
      title:
        'requests are counted by method, status and route template, with the contract’s buckets',
      async run(world) {
        const created = await create(world, resource);
        const labels = {
          http_request_method: 'GET',
          http_response_status_code: '200',
          http_route: `${path}/{id}`,
        };
        const before = count(await scrape(world), labels);
        for (let index = 0; index < 3; index += 1)
          expectStatus(await read(world, created.path), 200);
        const samples = await scrape(world);
        expect(count(samples, labels) - before).toBe(3);
        const found = samples
          .filter(({ name, labels: own }) => name === `${duration}_bucket` && matches(own, labels))
          .map(({ labels: own }) => own['le']);
        expect(found).toEqual(buckets);
      },
    },
    {
      id: 'metrics/errors',
      title: 'error_type stands on errors and nowhere else',
      async run(world) {
        await world.api.ask({ method: 'GET', path, token: null });
        const counted = (await scrape(world)).filter(({ name }) => name === `${duration}_count`);
        expect(counted.length).toBeGreaterThan(1);
        for (const { labels } of counted) {
          const failed = Number(labels['http_response_status_code']) >= 500;
          const refused = Number(labels['http_response_status_code']) >= 400;
          if (failed) expect(labels, 'a 5xx has an error_type').toHaveProperty('error_type');
          if (!refused) expect(labels['error_type'] ?? '', JSON.stringify(labels)).toBe('');
        }
      },
    },
    {
      id: 'metrics/labels',
      title: 'labels are those of the contract; no path, user or id is among their values',
      async run(world) {
        const created = await create(world, resource);
        await read(world, created.path);
        await world.api.ask({ method: 'GET', path: '/nowhere/at-all-canary' });
        await world.api.ask({ method: 'PROPFIND', path });
        const samples = await scrape(world);
        const allowed = [
          'http_request_method',
          'http_response_status_code',
          'http_route',
          'error_type',
          'le',
        ];
        for (const { labels } of samples.filter(({ name }) => name.startsWith(duration))) {
          for (const name of Object.keys(labels)) expect(allowed).toContain(name);
        }
        const values = samples.flatMap(({ labels }) => Object.values(labels));
        for (const value of values) {
          expect(value).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-|canary|user-1|PROPFIND/);
        }
        expect(values).toContain('_OTHER');
      },
    },
    {
      id: 'metrics/connections',
      title: 'the pool shows idle and used connections and a maximum of 20',
      async run(world) {
        const samples = await scrape(world);
        const states = samples
          .filter(({ name }) => name === 'db_client_connection_count')
          .map(({ labels }) => labels['db_client_connection_state']);
        expect([...new Set(states)].toSorted()).toEqual(['idle', 'used']);
        const most = samples.find(({ name }) => name === 'db_client_connection_max');
        expect(most?.value).toBe(20);
      },
    },
    {
      id: 'metrics/conditional',
      title: 'breaker and cache metrics are there where there is a breaker or a cache',
      async run(world) {
        const created = await create(world, resource);
        await read(world, created.path);
        const names = new Set((await scrape(world)).map(({ name }) => name));
        expect(names.has('circuit_breaker_state')).toBe(externals);
        expect(names.has('cache_requests_total')).toBe(caches);
      },
    },
    {
      id: 'metrics/outbox drained',
      title: 'what was written is published, and nothing is dead',
      timeoutMs: 60_000,
      async run(world) {
        const value = async (name: string): Promise<number> =>
          (await scrape(world))
            .filter((sample) => sample.name === name)
            .reduce((sum, each) => sum + each.value, 0);
        await create(world, resource);
        await expect.poll(() => value('outbox_pending'), { timeout: 30_000 }).toBe(0);
        expect(await value('outbox_published_total')).toBeGreaterThan(0);
        expect(await value('outbox_dead_total')).toBe(0);
      },
    },
  ];
}

async function scrape(world: World): Promise<Sample[]> {
  const reply = await send({ method: 'GET', url: `${world.service.managementUrl}/metrics` });
  expectStatus(reply, 200);
  expect(reply.headers['content-type']).toMatch(/^(text\/plain|application\/openmetrics-text)/);
  return parseMetrics(reply.text);
}

function matches(own: Sample['labels'], wanted: Readonly<Record<string, string>>): boolean {
  return Object.entries(wanted).every(([name, value]) => own[name] === value);
}

function count(samples: readonly Sample[], labels: Readonly<Record<string, string>>): number {
  return samples
    .filter((sample) => sample.name === `${duration}_count` && matches(sample.labels, labels))
    .reduce((sum, { value }) => sum + value, 0);
}
