import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import type { Reply } from '../support/http-client.ts';
import type { Service } from '../support/service.ts';
import { type Api, allScopes } from './api.ts';
import { expectProblem } from './expectations.ts';
import { type EnvironmentChanges, type World, withInstance } from './world.ts';

/** What the headers of an answer say of the budget that the request was counted in. */
export interface Budget {
  readonly limitClass: string;
  readonly count: number;
  readonly seconds: number;
  readonly remaining: number;
  readonly resetSeconds: number;
}

const policyForm = /^"([a-z]+)";q=(\d+);w=(\d+)$/;
const stateForm = /^"([a-z]+)";r=(\d+);t=(\d+)$/;

export function budgetOf(reply: Reply): Budget {
  const policy = policyForm.exec(reply.headers['ratelimit-policy'] ?? '');
  const state = stateForm.exec(reply.headers['ratelimit'] ?? '');
  const said = `${reply.status}: ${reply.headers['ratelimit-policy']} / ${reply.headers['ratelimit']}`;
  if (policy === null || state === null) throw new Error(`no budget is told: ${said}`);
  const [, limitClass = '', count, seconds] = policy;
  const [, again, remaining, reset] = state;
  expect(again, said).toBe(limitClass);
  const budget = {
    limitClass,
    count: Number(count),
    seconds: Number(seconds),
    remaining: Number(remaining),
    resetSeconds: Number(reset),
  };
  expect(budget.remaining, said).toBeLessThan(budget.count);
  expect(budget.resetSeconds, said).toBeGreaterThan(0);
  expect(budget.resetSeconds, said).toBeLessThanOrEqual(budget.seconds);
  return budget;
}

/** A 429 as the contract says it, of the class that is named. */
export function expectTooMany(reply: Reply, limitClass: string): void {
  expectProblem(reply, 429, 'too-many-requests');
  const budget = budgetOf(reply);
  expect(budget).toMatchObject({ limitClass, remaining: 0 });
  expect(reply.headers['retry-after']).toBe(String(budget.resetSeconds));
  expect(reply.headers['cache-control']).toContain('no-store');
}

/** A token of somebody whom nobody has heard of yet, or of whom is named. */
export function tokenOf(world: World, subject = someone()): string {
  return world.identity.token({ subject, scopes: allScopes(world.blueprint) });
}

export function someone(): string {
  return `user-${randomUUID()}`;
}

/** Asks the same of all in turn, `times` altogether, at once. */
export function atOnce(
  apis: readonly Api[],
  times: number,
  ask: (api: Api) => Promise<Reply>,
): Promise<Reply[]> {
  return Promise.all(
    Array.from({ length: times }, (_, index) => {
      const api = apis[index % apis.length];
      if (api === undefined) throw new Error('nobody to ask');
      return ask(api);
    }),
  );
}

export function statuses(replies: readonly Reply[]): Record<number, number> {
  const counts: Record<number, number> = {};
  for (const { status } of replies) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

export interface Replica {
  readonly service: Service;
  readonly api: Api;
}

/** Two processes of the same service that nobody has asked anything yet, on the world's Redis. */
export async function withReplicas<T>(
  world: World,
  changes: EnvironmentChanges,
  work: (one: Replica, other: Replica) => Promise<T>,
): Promise<T> {
  return withFresh(world, changes, (one) =>
    withInstance(world, changes, (service, api) => work(one, { service, api })),
  );
}

/** A process of the service, with nobody's budget touched. */
export async function withFresh<T>(
  world: World,
  changes: EnvironmentChanges,
  work: (replica: Replica) => Promise<T>,
): Promise<T> {
  expect(await world.redis.command('FLUSHALL')).toBe('+OK');
  return withInstance(world, changes, (service, api) => work({ service, api }));
}
