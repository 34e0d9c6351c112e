import { aggregatesOf } from '../../reading/aggregates.ts';
import { contextsOf } from '../../reading/contexts.ts';
import { eventContracts } from '../../reading/event-types.ts';
import { eventsOfContext } from '../../../blueprint/events.ts';
import { atFile, inspectEach, type Check, type Rule } from '../../rule.ts';

const aggregatesExist: Check = {
  name: 'aggregates',
  title: 'Every aggregate of the blueprint is a class of its domain',
  reason:
    'The blueprint is what people read to know the system, and what the next change is made from: it must not promise what is not there.',
  mend: 'Give the class the name that the blueprint has, or change the blueprint (backend.yaml) to what the code says.',
  subject: 'aggregates',
  inspect: (repository) =>
    inspectEach(aggregatesOf(repository), ({ context, className, found }) =>
      found === null
        ? [atFile(`${context.folder}/src/domain`, `There is no class ${className}.`)]
        : [],
    ),
};

const eventsExist: Check = {
  name: 'events',
  title: 'Every event of the blueprint has a contract',
  reason:
    'Other contexts are built on what the blueprint says is published; an event that is not there is one that they wait for.',
  mend: "Publish the event under a contract in the context's src/contracts, or take it out of the blueprint.",
  subject: 'events',
  inspect(repository) {
    const published = new Set(
      eventContracts(repository).map(({ type }) => type.slice(0, type.lastIndexOf('.v'))),
    );
    const events = contextsOf(repository).flatMap(({ folder, blueprint }) =>
      blueprint === null
        ? []
        : eventsOfContext(blueprint).map(({ name, type }) => ({ folder, name, type })),
    );
    return inspectEach(events, ({ folder, name, type }) =>
      published.has(type.slice(0, type.lastIndexOf('.v')))
        ? []
        : [atFile(`${folder}/src/contracts`, `There is no contract of ${name} (${type}).`)],
    );
  },
};

export const capabilities: Rule = {
  id: 'ARC-1',
  title:
    'Business capabilities become bounded contexts with entities, aggregates, value objects and domain events',
  checks: [aggregatesExist, eventsExist],
};
