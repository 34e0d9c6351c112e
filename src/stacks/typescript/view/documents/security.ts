import { blocks, code, table } from '../../../shared/documents/markdown.ts';
import type { RepositoryModel } from '../model.ts';

/** A requirement of security, how it is met here, and where that can be read and seen to hold. */
export interface Control {
  readonly id: string;
  readonly text: string;
  /** A sentence or two, without the last full stop. */
  readonly how: string;
  /** whether the blueprint asks for it; not there: every blueprint does */
  readonly asked?: (model: RepositoryModel) => boolean;
  /** paths of code, configuration and documents */
  readonly where: (model: RepositoryModel) => readonly string[];
  /** paths of tests */
  readonly tests: (model: RepositoryModel) => readonly string[];
}

const source = 'packages/platform/src';
const test = 'packages/platform/test';

const inContainers = ({ blueprint }: RepositoryModel, ...paths: readonly string[]) =>
  blueprint.delivery.container === 'docker' ? paths : [];

export const controls: readonly Control[] = [
  {
    id: 'SEC-1',
    text: 'OAuth 2.1: authorization code with PKCE (S256) only, and tokens stay on the server',
    how: 'A browser is signed in by the authorization code with PKCE, state and nonce; it gets a `__Host-` cookie, never a token. Nothing asks for the implicit or the password grant',
    where: (model) => [
      `${source}/sessions/login.ts`,
      `${source}/sessions/callback.ts`,
      ...inContainers(model, 'ops/keycloak/realm.json'),
    ],
    tests: () => [`${test}/sessions/cookies.test.ts`, `${test}/sessions/return-to.test.ts`],
  },
  {
    id: 'SEC-2',
    text: 'an access token that lives longer than 15 minutes is refused',
    how: 'RS256 or ES256, `at+jwt`, our issuer and audience, 900 seconds at most; keys come from discovery alone',
    where: () => [`${source}/identity/access-token.ts`],
    tests: () => [`${test}/identity/access-token.test.ts`, `${test}/identity/signing-keys.test.ts`],
  },
  {
    id: 'SEC-3',
    text: 'refresh tokens rotate, and reuse of an old one ends the session',
    how: 'One refresh for all requests of a session, in all processes; a refused one ends the session and is audited',
    where: () => [`${source}/sessions/renewal.ts`],
    tests: () => [`${test}/sessions/session-store.test.ts`],
  },
  {
    id: 'SEC-4',
    text: 'a scope for every operation, deny by default',
    how: 'The scope stands in the operation, and OpenAPI is printed from it; a route that no endpoint factory made stops the service from starting',
    where: () => [`${source}/http/admission.ts`, 'docs/public-routes.md'],
    tests: ({ deployables }) => [
      `${test}/http/routes.test.ts`,
      `${test}/http/refusals.test.ts`,
      ...deployables.map(({ name }) => `apps/${name}/test/public-routes.test.ts`),
    ],
  },
  {
    id: 'SEC-4',
    text: 'the role of the application reads and writes rows, and nothing else',
    how: 'Owner, migrator and application are three roles; privileges are given anew at every migration, and whatever else was there is taken away',
    where: (model) => [
      `${source}/migrations/privileges.ts`,
      ...inContainers(model, 'ops/postgres/roles.sh'),
    ],
    tests: () => [`${test}/database/roles.test.ts`],
  },
  {
    id: 'SEC-4',
    text: 'tenants are kept apart by row-level security, which binds the application',
    how: 'The tenant of the token is set for each transaction, and policies of every table compare it; what belongs to another tenant is not there (404)',
    asked: ({ features }) => features.tenancy,
    where: () => ['docs/architecture.md'],
    tests: ({ features }) =>
      features.tenancy
        ? [`${test}/tenancy/separation.test.ts`, `${test}/tenancy/required-tenant.test.ts`]
        : [],
  },
  {
    id: 'SEC-5',
    text: 'rate limits for each user, address and class of endpoints',
    how: 'Counted in Redis, exactly over all processes, and in memory while it is away; refused tokens count against the address. Bodies, headers, addresses and time are bounded',
    where: () => [`${source}/limits`, `${source}/http/admission.ts`],
    tests: () => [
      `${test}/limits/limits.test.ts`,
      `${test}/http/limits.test.ts`,
      `${test}/http/address.test.ts`,
    ],
  },
  {
    id: 'SEC-6',
    text: 'every input is validated against a schema; unknown fields are refused',
    how: 'Media type, strict JSON, schema, in this order, and then the domain once more; no duplicate names, no deep nesting, no U+0000',
    where: () => [`${source}/http/input.ts`, `${source}/http/validation.ts`],
    tests: () => [`${test}/http/validation.test.ts`, `${test}/http/edge.test.ts`],
  },
  {
    id: 'SEC-7',
    text: 'authentication events, denials and limit hits are audited, in one chain whose head can be kept elsewhere',
    how: 'Every 401, 403 and first 429 is an entry of `_security.audit_log`, and stands in the access line',
    where: () => [`${source}/security`, 'docs/audit.md'],
    tests: () => [`${test}/security/security-log.test.ts`, `${test}/audit/verify.test.ts`],
  },
  {
    id: 'SEC-8',
    text: 'every change is audited in its own transaction, by rows the application cannot alter',
    how: 'The unit of work writes rows, audit entry, events and the stored answer together, or none of them',
    where: () => [`${source}/database/unit-of-work`, 'docs/audit.md'],
    tests: () => [
      `${test}/database/unit-of-work.test.ts`,
      `${test}/audit/verify.test.ts`,
      `${test}/audit/export.test.ts`,
      `${test}/database/roles.test.ts`,
    ],
  },
  {
    id: 'SEC-9',
    text: 'security headers on every response, errors included',
    how: 'Set where responses are made, and by the last resort where nothing else answers; origins of CORS are an exact list, empty by default',
    where: () => [`${source}/http/response.ts`, `${source}/http/cors.ts`],
    tests: () => [`${test}/http/edge.test.ts`, `${test}/http/last-resort.test.ts`],
  },
  {
    id: 'SEC-10',
    text: 'secrets come as files and change without a restart; in production a secret in a variable is refused',
    how: '`<NAME>_FILE` wins, and is read again when it changes',
    where: (model) => [
      `${source}/config/secret.ts`,
      `${source}/config/inline-secrets.ts`,
      ...inContainers(model, 'ops/secrets.sh'),
    ],
    tests: () => [`${test}/config/config.test.ts`, `${test}/database/pool.test.ts`],
  },
  {
    id: 'SEC-11',
    text: 'every value in SQL is a parameter',
    how: 'Statements are built once, with places for values; nothing that comes from outside is part of a text of SQL',
    where: () => [`${source}/database/statement.ts`],
    tests: () => [`${test}/database/unit-of-work.test.ts`],
  },
  {
    id: 'SEC-13',
    text: 'connections to the database and to Redis are encrypted and verified in production; sessions are sealed at rest',
    how: 'Beyond the own machine PostgreSQL is always asked for TLS; an address that asks for less is refused at the start, and so is one of Redis without TLS',
    where: () => [`${source}/config/transport.ts`, `${source}/sessions/sealing.ts`],
    tests: () => [`${test}/config/production.test.ts`, `${test}/sessions/sealing.test.ts`],
  },
];

/** What is verified where, an entry for each requirement. */
export function controlList(model: RepositoryModel): string {
  return controls
    .filter(({ asked }) => asked?.(model) !== false)
    .flatMap(({ id, text, how, where, tests }) => [
      `- **${id}** ${text}. ${how}.`,
      `  - where: ${links(where(model))}`,
      ...(tests(model).length === 0 ? [] : [`  - tests: ${links(tests(model))}`]),
    ])
    .join('\n');
}

/** Named by their last part: the whole path is in the link. */
const links = (paths: readonly string[]): string =>
  paths.map((path) => `[${path.split('/').at(-1) ?? path}](../${path})`).join(', ');

/** From whom nothing is believed, and through what their requests pass. */
export function dataFlow({ features, blueprint }: RepositoryModel): string {
  const redis = features.redisCache || features.bullmq;
  const lines = [
    'flowchart LR',
    '  caller([clients with access tokens]) -->|"TLS, token"| edge',
    '  browser([browsers]) -->|"TLS, cookie, CSRF token"| edge',
    '  idp([identity provider])',
    ...(features.externals ? ['  external([externals])'] : []),
    '  subgraph service[the service]',
    '    edge[HTTP edge] -->|"who, how often, what for"| admission[admission]',
    '    admission -->|"validated command"| application[use cases]',
    '    relay[outbox relay] -->|event| consumers[consumers] --> application',
    '  end',
    '  subgraph stores[stores]',
    '    database[(PostgreSQL)]',
    ...(redis ? ['    redis[(Redis)]'] : []),
    '  end',
    '  admission -->|"discovery, keys, sign-in"| idp',
    '  admission -->|"refusals, sessions"| database',
    ...(redis
      ? ['  admission -->|"counters"| redis', '  application -->|"copies of reads"| redis']
      : []),
    '  application -->|"rows, audit, outbox: one transaction"| database',
    '  database --> relay',
    ...(features.externals ? ['  application -->|"TLS, time limit, breaker"| external'] : []),
    '  operator([operators]) -->|"migrator, files of secrets"| database',
    '  edge -->|"logs, metrics, traces, without secrets"| monitoring[monitoring]',
    ...(blueprint.delivery.container === 'docker' ? ['  operator -->|"compose"| service'] : []),
  ];
  return ['```mermaid', ...lines, '```'].join('\n');
}

/** Whom to tell of a weakness: the owners that the blueprint names. */
export function reporting({ blueprint }: RepositoryModel): string {
  const owners = new Map<string, string[]>();
  for (const { name, owner } of blueprint.contexts)
    if (owner !== null) owners.set(owner, [...(owners.get(owner) ?? []), name]);
  return blocks(
    'Report a weakness in private, by the security advisories of this repository (Security, Report a vulnerability), never in an open issue. Say what you did, what happened, and the `X-Correlation-Id` of an answer: it finds the request in the logs.',
    table(
      ['Owner', 'Contexts'],
      [...owners].map(([owner, contexts]) => [code(owner), contexts.join(', ')]),
    ),
  );
}
