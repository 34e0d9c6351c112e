import type { Blueprint } from '../../src/blueprint/model.ts';
import { resourcesOf } from './api.ts';
import type { Section } from './case.ts';
import { bodyCases } from './cases/bodies.ts';
import { changeCases } from './cases/change.ts';
import { createCases } from './cases/create.ts';
import { idempotencyCases } from './cases/idempotency.ts';
import { identityCases } from './cases/identity.ts';
import { listCases } from './cases/list.ts';
import { observedCases } from './cases/observed.ts';
import { preconditionCases } from './cases/preconditions.ts';
import { readCases } from './cases/read.ts';
import { removeCases } from './cases/remove.ts';
import { methodCases, routeCases } from './cases/routes.ts';
import { transitionCases } from './cases/transition.ts';

/** Every case that the contract and this blueprint give, in the order they are run. */
export function sectionsOf(blueprint: Blueprint): Section[] {
  const resources = resourcesOf(blueprint);
  return [
    { name: 'create', cases: resources.flatMap(createCases) },
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
    // Last: it judges what all the others saw.
    { name: 'observed', cases: observedCases(blueprint) },
  ];
}
