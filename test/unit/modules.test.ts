import { describe, expect, test } from 'vitest';

import { parseRaw, withContext, withoutContext } from '../../src/advisor/index.ts';
import type { Blueprint } from '../../src/blueprint/model.ts';
import { consequences } from '../../src/commands/module/consequences.ts';
import { blueprintWith, blueprintWithout } from '../../src/commands/module/blueprint-with.ts';
import { noModuleAnswers, type ModuleAnswers } from '../../src/commands/module/answers.ts';
import { modulesOf } from '../../src/commands/module-list.ts';

function blueprint(rest: object): Blueprint {
  const parsed = parseRaw({ schema: 1, name: 'some', ...rest });
  if (!parsed.ok) throw new Error(parsed.error[0]?.message);
  return parsed.value.blueprint;
}

const perTeam = { team: { size: 30, clearBoundaries: true } };
const a = { name: 'a', owner: '@acme/a', aggregates: [{ name: 'Order', fields: [] }] };
const b = { name: 'b', owner: '@acme/b' };

function added(before: Blueprint, context: object, deployable: string | null = null): Blueprint {
  const after = withContext(before, { context, deployable });
  if (!after.ok) throw new Error(JSON.stringify(after.error));
  return after.value;
}

const told = (before: Blueprint, after: Blueprint): string =>
  consequences({ blueprint: before, written: () => null }, after).join('\n');

describe('where a new context is hosted', () => {
  test('in the one deployable, where the decision is a monolith', () => {
    const before = blueprint({ contexts: [a] });
    const after = added(before, b);
    expect(after.deployables).toEqual([{ name: 'api', contexts: ['a', 'b'] }]);
    expect(told(before, after)).toBe('');
  });

  test('with its team, or in a new deployable of a new team; then a mesh is the default', () => {
    const before = blueprint({ ...perTeam, contexts: [a] });
    expect(before.delivery.mesh).toBe('none');
    const same = added(before, { name: 'c', owner: '@acme/a' });
    expect(same.deployables).toEqual([{ name: 'a', contexts: ['a', 'c'] }]);
    const after = added(before, b);
    expect(after.deployables.map(({ name }) => name)).toEqual(['a', 'b']);
    expect(after.delivery.mesh).toBe('istio');
    expect(told(before, after)).toContain('b is a new deployable');
    expect(told(before, after)).toContain('delivery.mesh is istio now');
  });

  test('in the only one that somebody listed, whatever the decision', () => {
    const deployables = [{ name: 'everything', contexts: ['a'] }];
    const after = added(blueprint({ ...perTeam, deployables, contexts: [a] }), b);
    expect(after.deployables).toEqual([{ name: 'everything', contexts: ['a', 'b'] }]);
  });

  test('has to be said where somebody listed several', () => {
    const deployables = [
      { name: 'z', contexts: ['a'] },
      { name: 'y', contexts: ['b'] },
    ];
    const before = blueprint({ deployables, contexts: [a, b] });
    expect(withContext(before, { context: { name: 'c' }, deployable: null })).toEqual({
      ok: false,
      error: { kind: 'deployable-needed', deployables: ['y', 'z'] },
    });
    expect(added(before, { name: 'c' }, 'z').deployables).toEqual([
      { name: 'y', contexts: ['b'] },
      { name: 'z', contexts: ['a', 'c'] },
    ]);
    expect(added(before, { name: 'c' }, 'x').deployables[0]).toEqual({
      name: 'x',
      contexts: ['c'],
    });
  });

  test('a deployable that is called otherwise from then on is told', () => {
    const before = blueprint({ ...perTeam, contexts: [a] });
    const after = added(before, { name: 'a-team' });
    expect(told(before, after)).not.toContain('no more');
    const taken = blueprint({ ...perTeam, contexts: [{ ...a, name: 'orders' }] });
    expect(told(taken, added(taken, { name: 'a' }))).toContain('a-team');
  });
});

describe('what cannot be removed', () => {
  const consumer = {
    name: 'c',
    aggregates: [{ name: 'Copy', fields: [{ name: 'orderId', type: 'ref(a.Order)' }] }],
    consumes: [{ event: 'a.OrderCreated', create: { aggregate: 'Copy', set: { orderId: 'id' } } }],
  };

  test('a context whose events and aggregates others use: each use is told', () => {
    const without = blueprintWithout(blueprint({ contexts: [a, consumer] }), 'a');
    if (without.ok) throw new Error('It is refused.');
    expect(without.error).toMatchObject({ code: 'still-consumed', exit: 3 });
    expect(without.error.message).toContain('c consumes a.OrderCreated (create Copy)');
    expect(without.error.message).toContain('c refers to a.Order (Copy.orderId)');
  });

  test('the last one', () => {
    expect(withoutContext(blueprint({ contexts: [a] }), 'a')).toEqual({
      ok: false,
      error: { kind: 'last' },
    });
  });

  test('a deployable that hosted nothing else goes with its context', () => {
    const deployables = [
      { name: 'x', contexts: ['a'] },
      { name: 'y', contexts: ['c'] },
    ];
    const after = withoutContext(blueprint({ deployables, contexts: [a, consumer] }), 'c');
    expect(after.ok && after.value.deployables).toEqual([{ name: 'x', contexts: ['a'] }]);
    expect(after.ok && after.value.delivery.mesh).toBe('none');
  });

  test('the list says who takes what from whom', () => {
    const [first, second] = modulesOf(blueprint({ contexts: [a, consumer] }));
    expect(first).toMatchObject({
      name: 'a',
      deployable: 'api',
      aggregates: ['Order'],
      consumes: [],
    });
    expect(first?.consumedBy.map(({ context, kind }) => `${context} ${kind}`)).toEqual([
      'c consumes',
      'c references',
    ]);
    expect(second?.consumes).toHaveLength(2);
  });
});

describe('flags about one context', () => {
  const before = blueprint({ contexts: [a] });
  const refused = (answers: Partial<ModuleAnswers>) => {
    const after = blueprintWith(before, { ...noModuleAnswers, name: 'c', ...answers }, null);
    return after.ok ? null : after.error;
  };

  test('may name it, and no other', () => {
    expect(refused({ aggregate: ['c/Thing(x:text)'] })).toBeNull();
    expect(refused({ aggregate: ['a/Thing(x:text)'] })).toMatchObject({ code: 'invalid-value' });
  });

  test('are told as flags of module, not of create', () => {
    const hint = `${refused({ aggregate: ['Thing('] })?.hint} ${refused({ transition: ['x'] })?.hint}`;
    expect(hint).not.toContain('ordering/');
    expect(refused({ set: ['x.y'] })?.hint).not.toContain('contexts.');
    expect(refused({ aggregate: ['a/Thing(x:text)'] })?.hint).not.toContain('--context');
  });

  test('set what the others have made', () => {
    const after = blueprintWith(
      before,
      {
        ...noModuleAnswers,
        name: 'c',
        aggregate: ['Thing(x:text)'],
        set: ['aggregates.Thing.plural=stuff', 'owner=@acme/c'],
      },
      null,
    );
    expect(after.ok && after.value.contexts[1]).toMatchObject({
      owner: '@acme/c',
      aggregates: [{ plural: 'stuff' }],
    });
  });
});
