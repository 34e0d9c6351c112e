import { describe, expect, test } from 'vitest';

import {
  aggregateFile,
  classNameOf,
  distinct,
  methodOf,
  useCaseNameOf,
  variableOf,
} from '../../../src/stacks/typescript/view/names.ts';

describe('class names', () => {
  test.each(['Order', 'Class', 'Type', 'Event', 'Page', 'Test'])('%s keeps its name', (name) => {
    expect(classNameOf(name)).toBe(name);
  });

  test.each(['Promise', 'Error', 'Object', 'Result', 'Date', 'Money', 'Execution', 'State'])(
    '%s is told apart from what has that name already',
    (name) => {
      expect(classNameOf(name)).toBe(`${name}Aggregate`);
    },
  );

  test.each(['Domain', 'Integration'])('%s would name its events like the kernel’s', (name) => {
    expect(classNameOf(name)).toBe(`${name}Aggregate`);
  });
});

describe('methods for transitions', () => {
  test.each(['place', 'delete', 'new', 'create', 'list', 'catch'])('%s is a method', (name) => {
    expect(methodOf(name, [name])).toBe(name);
  });

  test('a method that promises would call by themselves has another name', () => {
    expect(methodOf('then', ['then'])).toBe('applyThen');
  });

  test.each(['constructor', 'toString', 'change', 'remove', 'snapshot', 'id'])(
    '%s is a member already',
    (name) => {
      expect(methodOf(name, [name])).not.toBe(name);
    },
  );

  test('an escaped method does not take the name of another transition', () => {
    expect(methodOf('change', ['change', 'applyChange'])).toBe('applyChange2');
  });

  test('a use case is not called like one of the five operations', () => {
    expect(useCaseNameOf('place', 'Order')).toBe('placeOrder');
    expect(useCaseNameOf('create', 'Order')).toBe('createOrderTransition');
  });
});

test('variables are neither keywords nor what their scope holds already', () => {
  expect(variableOf('order', 'Aggregate')).toBe('order');
  for (const name of ['class', 'import', 'event', 'command', 'test']) {
    expect(variableOf(name, 'Aggregate')).toBe(`${name}Aggregate`);
  }
});

test('folders of aggregates are neither reserved nor those of the layer', () => {
  expect(aggregateFile('order')).toBe('order');
  expect(aggregateFile('sagas')).toBe('sagas-aggregate');
  expect(aggregateFile('con')).toBe('con-aggregate');
});

test('a taken name is numbered', () => {
  expect(distinct('place', ['place', 'place2'])).toBe('place3');
});
