import { randomInt } from 'node:crypto';
import { expect } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import type { Reply } from '../../support/http-client.ts';
import type { Api, Resource } from '../api.ts';
import type { Case } from '../case.ts';
import { expectProblem, expectStatus } from '../expectations.ts';
import { expectTooMany, tokenOf, withFresh } from '../limiting.ts';

/** Who calls, as far as proxies are believed. */
export function callerCases({ path }: Resource): Case[] {
  const from = (api: Api, ...forwarded: readonly string[]): Promise<Reply> =>
    api.ask({
      method: 'GET',
      path,
      token: null,
      headers: forwarded.map((value) => ['X-Forwarded-For', value] as const),
    });
  const shared = (id: string, title: string, hops: number, pairs: readonly Pair[]): Case => ({
    id: `callers/${id}`,
    title,
    timeoutMs: 60_000,
    run: (world) =>
      withFresh(
        world,
        { TRUSTED_PROXY_HOPS: String(hops), RATE_LIMIT_READ: '1/60' },
        async ({ api }) => {
          for (const [first, second, same] of pairs) {
            expect(await world.redis.command('FLUSHALL')).toBe('+OK');
            expectProblem(await from(api, ...first), 401);
            const reply = await from(api, ...second);
            if (same) expectTooMany(reply, 'read');
            else expectProblem(reply, 401);
          }
        },
      ),
  });
  return [
    {
      id: 'callers/nobody is believed',
      title: 'without a trusted proxy no header changes who somebody is',
      timeoutMs: 60_000,
      run: (world) =>
        withFresh(world, { RATE_LIMIT_READ: '3/60' }, async ({ api }) => {
          const claims: readonly (readonly [string, string])[] = [
            ['X-Forwarded-For', '198.51.100.7'],
            ['Forwarded', 'for=198.51.100.8;proto=https'],
            ['X-Real-IP', '198.51.100.9'],
            ['X-User-Id', 'admin'],
            ['X-Forwarded-User', 'admin'],
            ['X-Forwarded-Host', 'evil.example'],
            ['X-Forwarded-Proto', 'http'],
            ['X-Original-URL', '/openapi.json'],
            ['X-HTTP-Method-Override', 'DELETE'],
          ];
          for (const [index, header] of claims.entries()) {
            const reply = await api.ask({ method: 'GET', path, token: null, headers: [header] });
            if (index < 3) expectProblem(reply, 401, 'unauthenticated');
            else expectTooMany(reply, 'read');
            expect(reply.text).not.toContain('evil.example');
          }
        }),
    },
    shared('one proxy', 'behind one proxy the last entry is believed, and no other', 1, [
      [['198.51.100.1'], ['198.51.100.2'], false],
      [['198.51.100.1'], ['198.51.100.1'], true],
      [['203.0.113.1, 198.51.100.1'], ['203.0.113.2, 198.51.100.1'], true],
      [['203.0.113.1', '198.51.100.1'], ['203.0.113.2', '198.51.100.1'], true],
      [['203.0.113.1, 198.51.100.1'], ['203.0.113.1, 198.51.100.2'], false],
      [['198.51.100.1:4711'], ['198.51.100.1:4712'], true],
      [[' 198.51.100.1 '], ['198.51.100.1'], true],
    ]),
    shared('two proxies', 'behind two proxies the last entry but one is believed', 2, [
      [['203.0.113.9, 198.51.100.1, 10.0.0.1'], ['203.0.113.8, 198.51.100.1, 10.0.0.2'], true],
      [['198.51.100.1, 10.0.0.1'], ['198.51.100.2, 10.0.0.1'], false],
      [['10.0.0.1'], ['10.0.0.1'], true],
    ]),
    shared(
      'IPv6',
      'an address of IPv6 counts with its /64, and one of IPv4 within it as itself',
      1,
      [
        [['2001:db8:1:2::1'], ['2001:db8:1:2:ffff::9'], true],
        [['2001:db8:1:2::1'], ['2001:db8:1:3::1'], false],
        [['2001:DB8:1:2:0:0:0:1'], ['2001:db8:1:2::1'], true],
        [['[2001:db8:1:2::1]:443'], ['2001:db8:1:2::1'], true],
        [['::ffff:198.51.100.1'], ['198.51.100.1'], true],
        [['::ffff:198.51.100.1'], ['::ffff:198.51.100.2'], false],
      ],
    ),
    shared('rubbish', 'what is no address is believed nowhere: the proxy is counted', 1, [
      [['unknown'], ['_hidden'], true],
      [['999.1.1.1'], ['1.2.3'], true],
      [['198.51.100.1, '], ['198.51.100.2,'], true],
      [['0x7f.1'], ['127.1'], true],
      [['::g'], ['<script>'], true],
      [['a'.repeat(5000)], ["' OR 1=1 --"], true],
      [[',,,,,,,,'], [','.repeat(3000)], true],
    ]),
    {
      id: 'callers/audited',
      title: 'the audit names the caller, as far as proxies are believed',
      timeoutMs: 60_000,
      run: (world) =>
        withFresh(world, { TRUSTED_PROXY_HOPS: '1' }, async ({ api }) => {
          const address = `198.51.100.${randomInt(256)}`;
          const correlationId = `caller-${randomInt(1_000_000_000)}`;
          const reply = await api.ask({
            method: 'GET',
            path,
            token: null,
            headers: [
              ['X-Forwarded-For', `203.0.113.1, ${address}`],
              ['X-Correlation-Id', correlationId],
            ],
          });
          expectProblem(reply, 401);
          const rows = await eventually(
            async () => {
              const found = await world.query(
                `SELECT address FROM "_security"."audit_log" WHERE correlation_id = '${correlationId}'`,
              );
              return found.length > 0 ? found : undefined;
            },
            { what: 'the entry of the audit' },
          );
          expect(rows).toEqual([{ address }]);
          expectStatus(await api.ask({ method: 'GET', path, token: tokenOf(world) }), 200);
        }),
    },
  ];
}

/** Two requests by what they say in X-Forwarded-For, and whether they come from the same caller. */
type Pair = readonly [first: readonly string[], second: readonly string[], same: boolean];
