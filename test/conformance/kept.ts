import { expect } from 'vitest';
import { snake } from '../../src/blueprint/names.ts';
import { eventually } from '../support/eventually.ts';
import { type Json, parseJson } from '../support/json.ts';
import type { Resource } from './api.ts';
import { tableOf } from './holding.ts';

type Rows = readonly Readonly<Record<string, unknown>>[];
type Query = (sql: string) => Promise<Rows>;

/** An entry of the security log. */
export interface SecurityEntry {
  readonly action: string;
  readonly actor: string | null;
  readonly method: string;
  readonly route: string | null;
  readonly correlationId: string;
  readonly details: Json;
}

/** What a service keeps in its database, as its owner sees it. */
export interface Kept {
  /** The one entry of a request; fails where there is none, and where there are more. */
  entryOf(correlationId: string): Promise<SecurityEntry>;
  /** How many entries each of these requests has; only those that have any. */
  countEntries(correlationIds: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** How many resources there are. */
  count(resource: Resource): Promise<number>;
  /** Who made a resource, by the audit log of its context. */
  actorOf(context: Resource['context'], aggregateId: string): Promise<unknown>;
  /** Rows of the context that a request has left: audit, events, stored answers. */
  traces(resource: Resource, correlationId: string, idempotencyKey: string): Promise<number>;
}

const columns = `action, actor_id AS actor, method, route, correlation_id AS "correlationId",
  details::text AS details`;

export function keptBy(query: Query): Kept {
  return {
    async entryOf(correlationId) {
      const rows = await eventually(
        async () => {
          const found = await query(
            `SELECT ${columns} FROM "_security"."audit_log" WHERE correlation_id = '${correlationId}'`,
          );
          return found.length === 0 ? undefined : found;
        },
        { everyMs: 10, what: `an entry of the security log for ${correlationId}` },
      );
      expect(rows, 'exactly one entry').toHaveLength(1);
      return entryOf(rows[0] ?? {});
    },
    async countEntries(correlationIds) {
      const list = correlationIds.map((id) => `'${id}'`).join(', ');
      const rows = await query(
        `SELECT correlation_id AS id, count(*)::int AS count FROM "_security"."audit_log"
          WHERE correlation_id IN (${list}) GROUP BY correlation_id`,
      );
      return new Map(rows.map(({ id, count }) => [String(id), Number(count)]));
    },
    count: (resource) => single(query(`SELECT count(*)::int AS count FROM ${tableOf(resource)}`)),
    async actorOf(context, aggregateId) {
      const rows = await query(
        `SELECT actor_id FROM "${snake(context.name)}"."_audit_log" WHERE aggregate_id = '${aggregateId}'`,
      );
      return rows[0]?.['actor_id'];
    },
    traces({ context }, correlationId, idempotencyKey) {
      const schema = `"${snake(context.name)}"`;
      return single(
        query(`SELECT (SELECT count(*) FROM ${schema}."_audit_log" WHERE correlation_id = '${correlationId}')
          + (SELECT count(*) FROM ${schema}."_outbox" WHERE event::text LIKE '%${correlationId}%')
          + (SELECT count(*) FROM ${schema}."_idempotency" WHERE key = '${idempotencyKey}') AS count`),
      );
    },
  };
}

const single = async (rows: Promise<Rows>): Promise<number> => Number((await rows)[0]?.['count']);

function entryOf(row: Rows[number]): SecurityEntry {
  const text = (name: string): string | null => {
    const value = row[name];
    return typeof value === 'string' ? value : null;
  };
  return {
    action: text('action') ?? '',
    actor: text('actor'),
    method: text('method') ?? '',
    route: text('route'),
    correlationId: text('correlationId') ?? '',
    details: parseJson(text('details') ?? '{}'),
  };
}
