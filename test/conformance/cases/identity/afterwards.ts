import { expect } from 'vitest';
import { eventually } from '../../../support/eventually.ts';
import type { Exchange } from '../../api.ts';
import type { Case } from '../../case.ts';
import { expectNone } from '../../expectations.ts';
import type { World } from '../../world.ts';

/** Looked for in all that was asked so far. */
export function afterwards(): Case[] {
  return [
    {
      id: 'identity/every refusal is kept',
      title: 'every 401 and 403 is exactly one entry of the security log, and no success is one',
      async run(world) {
        if (world.kept === undefined) throw new Error('there is no security log to look at');
        const { kept } = world;
        const expected = new Map<string, number>();
        for (const { reply } of world.api.exchanges) {
          const id = reply.headers['x-correlation-id'] ?? '';
          const entries = entriesFor(reply);
          if (entries !== undefined) expected.set(id, (expected.get(id) ?? 0) + entries);
        }
        const refusals = [...expected].filter(([, entries]) => entries > 0);
        expect(refusals.length).toBeGreaterThan(100);
        await eventually(
          async () => {
            const found = await kept.countEntries([...expected.keys()]);
            expect([...found].toSorted()).toEqual(refusals.toSorted());
            return true;
          },
          { what: 'one entry for each of them' },
        );
      },
    },
    {
      id: 'identity/no token is logged',
      title: 'no token, and no part of one, is in anything that the service printed',
      async run(world) {
        const printed = [
          ...world.service.strayLines(),
          ...world.service.logs().map((line) => JSON.stringify(line)),
          world.service.stderr(),
        ].join('\n');
        expect(printed, 'something is printed').not.toBe('');
        const parts = secretsOf(world);
        expect(parts.size).toBeGreaterThan(0);
        expectNone(
          [...parts].filter((part) => printed.includes(part)),
          'the parts of tokens',
        );
      },
    },
  ];
}

/** How many an answer leaves; undefined where that depends on more than its status. */
function entriesFor({ status }: Exchange['reply']): number | undefined {
  if (status === 401 || status === 403) return 1;
  return status < 400 ? 0 : undefined;
}

/** Claims and signatures; headers are the same for everybody. */
function secretsOf({ api }: World): ReadonlySet<string> {
  const values = api.exchanges.flatMap(({ ask: { token, headers = [] } }) => [
    token ?? '',
    ...headers.flatMap(([name, value]) => (/^authorization$/i.test(name) ? [value] : [])),
  ]);
  return new Set(
    values.flatMap((value) => value.split('.').slice(1)).filter((part) => part.length > 20),
  );
}
