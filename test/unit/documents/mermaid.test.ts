import { beforeAll, expect, test } from 'vitest';

import { contextPage } from '../../../src/stacks/shared/documents/context.ts';
import {
  contextMap,
  eventFlows,
  lifecycleDiagram,
} from '../../../src/stacks/shared/documents/mermaid.ts';
import { blueprints } from './blueprints.ts';
import { diagramsIn, mermaidParser } from './mermaid-parser.ts';

let parse: (diagram: string) => Promise<unknown>;

beforeAll(async () => {
  parse = await mermaidParser();
});

test.each(Object.entries(blueprints))('Mermaid reads every diagram of %s', async (_, blueprint) => {
  const pages = blueprint.contexts.map((context) => contextPage(blueprint, context));
  const diagrams = [contextMap(blueprint), ...pages].flatMap(diagramsIn);
  expect(diagrams.length).toBeGreaterThan(0);
  for (const diagram of diagrams) await expect(parse(diagram), diagram).resolves.toBeTruthy();
});

test.each([
  '"',
  'end',
  '%%{init: {}}%%',
  '%% x',
  '\\',
  '</script>',
  'a;b',
  '#35;',
  '`',
  '{}',
  '☃ 😀',
  '[*]',
  '-->',
  ':::',
  ' ',
])('a state called %s is a label, never syntax', async (state) => {
  const lifecycle = {
    initial: state,
    states: [state, 'end'],
    transitions: [{ name: 'end', from: [state], to: 'end', emits: 'OrderEnded' }],
  };
  for (const diagram of diagramsIn(lifecycleDiagram(lifecycle))) {
    await expect(parse(diagram)).resolves.toMatchObject({ diagramType: 'stateDiagram' });
  }
});

test('an arrow leads from where an event happens to the context that reacts, once for each pair', () => {
  const shop = blueprints['shop'];
  if (shop === undefined) throw new Error('There is no preset shop.');
  const flows = eventFlows(shop);
  expect(new Set(flows.map(({ from, to }) => `${from} ${to}`)).size).toBe(flows.length);
  expect(flows.find(({ from, to }) => from === 'payments' && to === 'ordering')?.events).toContain(
    'PaymentCaptured',
  );
});
