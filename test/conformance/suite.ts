import type { Blueprint } from '../../src/blueprint/model.ts';
import { type Resource, resourcesOf } from './api.ts';
import type { Section } from './case.ts';
import { acceptanceCases } from './cases/acceptance.ts';
import { auditCases } from './cases/audit.ts';
import { auditCommandCases } from './cases/audit-commands.ts';
import { bodyCases } from './cases/bodies.ts';
import { canaryCases } from './cases/canary.ts';
import { changeCases } from './cases/change.ts';
import { callerCases } from './cases/callers.ts';
import { createCases } from './cases/create.ts';
import { idempotencyCases } from './cases/idempotency.ts';
import { identityCases } from './cases/identity/index.ts';
import { limitCases } from './cases/limits.ts';
import { limitOutageCases } from './cases/limits-outage.ts';
import { listCases } from './cases/list.ts';
import { observedCases } from './cases/observed.ts';
import { configurationCases } from './cases/configuration.ts';
import { corsCases } from './cases/cors.ts';
import { dataCases } from './cases/data.ts';
import { continuationCases, crashCases, sharingCases } from './cases/delivery.ts';
import { encryptionCases } from './cases/encryption.ts';
import { eventCases } from './cases/events.ts';
import { headerCases } from './cases/headers.ts';
import { healthCases } from './cases/health.ts';
import { logCases } from './cases/logs.ts';
import { metricCases } from './cases/metrics.ts';
import { openapiCases } from './cases/openapi.ts';
import { outageCases } from './cases/outage.ts';
import { roleCases } from './cases/roles.ts';
import { sagaCases } from './cases/sagas.ts';
import { signInOutageCases } from './cases/sessions/outage.ts';
import { sessionCases } from './cases/sessions/index.ts';
import { shutdownCases } from './cases/shutdown.ts';
import { tenancyCases } from './cases/tenancy.ts';
import { traceCases } from './cases/traces.ts';
import { preconditionCases } from './cases/preconditions.ts';
import { readCases } from './cases/read.ts';
import { removeCases } from './cases/remove.ts';
import { rotationCases } from './cases/rotation.ts';
import { methodCases, routeCases } from './cases/routes.ts';
import { transitionCases } from './cases/transition.ts';

/** Every case that the contract and this blueprint give, in the order they are run. */
export function sectionsOf(blueprint: Blueprint): Section[] {
  const resources = resourcesOf(blueprint);
  const [first] = resources;
  if (first === undefined) throw new Error('a blueprint without an aggregate has no API to judge');
  const perContext = blueprint.contexts.flatMap(
    ({ name }) => resources.find(({ context }) => context.name === name) ?? [],
  );
  return [
    { name: 'create', cases: resources.flatMap(createCases) },
    { name: 'acceptance', cases: acceptanceCases(blueprint, resources) },
    { name: 'list', cases: resources.flatMap((each) => listCases(each, resources)) },
    { name: 'read', cases: resources.flatMap(readCases) },
    { name: 'change', cases: resources.flatMap(changeCases) },
    { name: 'preconditions', cases: resources.flatMap(preconditionCases) },
    { name: 'transition', cases: resources.flatMap(transitionCases) },
    { name: 'remove', cases: resources.flatMap(removeCases) },
    { name: 'idempotency', cases: resources.flatMap(idempotencyCases) },
    { name: 'bodies', cases: resources.slice(0, 2).flatMap(bodyCases) },
    { name: 'routes', cases: [...resources.flatMap(methodCases), ...routeCases(resources)] },
    { name: 'identity', cases: identityCases(resources) },
    { name: 'sessions', once: true, cases: sessionCases(first) },
    { name: 'tenancy', cases: tenancyCases(blueprint, resources) },
    { name: 'health', cases: healthCases(resources) },
    { name: 'logs', cases: logCases(richest(resources) ?? first) },
    { name: 'metrics', cases: metricCases(blueprint, first) },
    { name: 'traces', cases: traceCases(first) },
    { name: 'data', cases: perContext.flatMap(dataCases) },
    { name: 'roles', cases: perContext.slice(0, 1).flatMap(roleCases) },
    {
      name: 'audit',
      cases: [...resources.flatMap(auditCases), ...auditCommandCases(first)],
    },
    // Last of those that ask: it judges what all before it saw.
    { name: 'observed', cases: observedCases() },
    { name: 'openapi', cases: openapiCases(blueprint) },
    { name: 'headers', once: true, cases: [...headerCases(first), ...corsCases(first)] },
    {
      name: 'limits',
      once: true,
      cases: [...limitCases(first), ...callerCases(first), ...limitOutageCases(first)],
    },
    { name: 'configuration', once: true, cases: configurationCases(first.path) },
    { name: 'canary', once: true, cases: canaryCases(richest(resources) ?? first) },
    { name: 'rotation', once: true, cases: rotationCases(first) },
    { name: 'encryption', once: true, cases: encryptionCases(first) },
    { name: 'shutdown', once: true, cases: shutdownCases(first) },
    { name: 'outage', once: true, cases: [...outageCases(first), ...signInOutageCases(first)] },
    {
      name: 'events',
      withExternals: true,
      cases: [
        ...eventCases(blueprint),
        ...continuationCases(blueprint),
        ...sharingCases(blueprint),
        ...sagaCases(blueprint),
        // Last: it ends the service of this world.
        ...crashCases(blueprint),
      ],
    },
  ];
}

/** The resource with the most fields: the likeliest to let something slip. */
function richest(resources: readonly Resource[]): Resource | undefined {
  return resources.toSorted((a, b) => b.aggregate.fields.length - a.aggregate.fields.length)[0];
}
