import { limits } from './draft.ts';
import type { Context } from './model.ts';
import { normaliseAggregate } from './normalise-aggregate.ts';
import { normaliseExternal, sentTo } from './normalise-external.ts';
import { normaliseConsumptions } from './normalise-reaction.ts';
import { normaliseSaga } from './normalise-saga.ts';
import type { Notes } from './notes.ts';
import { quote, type Path } from './problem.ts';
import type { WrittenContext } from './schema.ts';

export function normaliseContext(notes: Notes, written: WrittenContext, path: Path): Context {
  notes.checkName('context', written.name, [...path, 'name'], 'context');
  const owner = written.owner?.trim() ?? '';
  if (
    written.owner !== undefined &&
    !/^@[A-Za-z0-9](?:[A-Za-z0-9-]{0,38})(?:\/[A-Za-z0-9._-]{1,100})?$/.test(owner)
  ) {
    notes.report(
      'invalid-value',
      [...path, 'owner'],
      `The owner ${quote(written.owner)} is neither a GitHub user nor a team`,
      'Write @user or @organisation/team.',
    );
  }
  const aggregates = written.aggregates ?? [];
  notes.atMost(
    limits.aggregatesPerContext,
    aggregates,
    [...path, 'aggregates'],
    'aggregates',
    'Split the context.',
  );
  const own = aggregates.map((aggregate, i) =>
    normaliseAggregate(notes, aggregate, written.name, [...path, 'aggregates', i]),
  );
  const consumes = (written.consumes ?? []).flatMap((consumption, i) =>
    normaliseConsumptions(notes, consumption, written.name, own, [...path, 'consumes', i]),
  );
  const context: Context = {
    name: written.name,
    description: notes.text(written.description, [...path, 'description']),
    owner: written.owner === undefined ? null : owner,
    aggregates: own,
    consumes,
    externals: (written.externals ?? []).map((external, i) =>
      normaliseExternal(
        notes,
        external,
        written.name,
        sentTo(external.name, written.name, own, consumes),
        [...path, 'externals', i],
      ),
    ),
    sagas: (written.sagas ?? []).map((saga, i) =>
      normaliseSaga(notes, saga, written.name, [...path, 'sagas', i]),
    ),
  };
  return notes.remember(context, path);
}
