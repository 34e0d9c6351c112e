import { expect } from 'vitest';
import type { Exchange } from '../api.ts';
import type { Case } from '../case.ts';
import { expectNone } from '../expectations.ts';
import type { World } from '../world.ts';

/** What holds of every single answer, looked for in all that the other cases were given. */
export function observedCases(): Case[] {
  const headers: Readonly<
    Record<string, (value: string | undefined, exchange: Exchange) => boolean>
  > = {
    'strict-transport-security': (value = '') =>
      Number(/max-age=(\d+)/.exec(value)?.[1] ?? 0) >= 31_536_000 &&
      /includeSubDomains/i.test(value),
    'content-security-policy': (value, { ask }) =>
      ask.path.startsWith('/docs')
        ? value !== undefined
        : value === "default-src 'none'; frame-ancestors 'none'; base-uri 'none'",
    'x-content-type-options': (value) => value === 'nosniff',
    'referrer-policy': (value) => value === 'no-referrer',
    'cross-origin-resource-policy': (value) => /^same-(origin|site)$/.test(value ?? ''),
    'x-correlation-id': (value) => /^[A-Za-z0-9-]{8,64}$/.test(value ?? ''),
    'cache-control': (value, { ask, reply }) =>
      (isOpen(ask) && reply.status < 300) || value?.includes('no-store') === true,
    server: (value) => value === undefined,
    'x-powered-by': (value) => value === undefined,
    'access-control-allow-origin': (value) => value === undefined,
  };
  return [
    ...Object.entries(headers).map(([header, holds]): Case => ({
      id: `observed/header ${header}`,
      title: `${header} is as the contract says on every answer`,
      async run(world) {
        judge(world, (exchange) =>
          // The language's own parser may answer these without us.
          exchange.reply.status === 431 || holds(exchange.reply.headers[header], exchange)
            ? undefined
            : `${header}: ${String(exchange.reply.headers[header])}`,
        );
      },
    })),
    {
      id: 'observed/no 5xx',
      title: 'nothing that a caller sent made the service fail',
      async run(world) {
        judge(world, ({ reply }) => (reply.status >= 500 ? reply.text.slice(0, 300) : undefined));
      },
    },
    {
      id: 'observed/problems',
      title: 'every error is a problem document that gives nothing away',
      async run(world) {
        judge(world, ({ ask, reply }) => {
          if (reply.status < 400 || reply.status === 431 || ask.method === 'HEAD') return undefined;
          if (!/^application\/problem\+json\b/.test(reply.headers['content-type'] ?? '')) {
            return `not a problem: ${reply.text.slice(0, 200)}`;
          }
          const leak =
            /\bat .+:\d+:\d+|node_modules|\bSELECT\b.*\bFROM\b|INSERT INTO|PostgresError|"stack"\s*:/i;
          return leak.exec(reply.text)?.[0];
        });
      },
    },
    {
      id: 'observed/correlation ids',
      title: 'no two answers share a correlation id that nobody asked for',
      async run(world) {
        const ids = world.api.exchanges
          .filter(({ ask }) => !ask.headers?.some(([name]) => /correlation/i.test(name)))
          .map(({ reply }) => reply.headers['x-correlation-id'])
          .filter((id) => id !== undefined);
        expect(ids.length).toBeGreaterThan(0);
        expect(new Set(ids).size).toBe(ids.length);
      },
    },
  ];
}

/** Documents that hold no data are the same for everybody, also where a token came along. */
const isOpen = ({ token, path }: Exchange['ask']): boolean =>
  token === null || /^\/(?:openapi\.json|docs)(?:[/?]|$)/.test(path);

/** Collects what is wrong with the exchanges so far, a few examples of it. */
export function judge(world: World, fault: (exchange: Exchange) => string | undefined): void {
  const { exchanges } = world.api;
  expect(exchanges.length, 'there is something to look at').toBeGreaterThan(0);
  const faults = exchanges.flatMap((exchange) => {
    const found = fault(exchange);
    return found === undefined
      ? []
      : [
          `${exchange.ask.method} ${exchange.ask.path.slice(0, 120)} → ${exchange.reply.status}: ${found}`,
        ];
  });
  expectNone(faults, `${exchanges.length} answers`);
}
