import { contextsOf } from '../../reading/contexts.ts';
import { EVENT_TYPE, eventContracts } from '../../reading/event-types.ts';
import type { Repository } from '../../reading/repository.ts';
import { ts, type TypeScriptFile } from '../../reading/typescript.ts';
import { inspectEach, type Check } from '../../rule.ts';

export const contractOfEvents: Check = {
  name: 'event-contracts',
  title: 'Every event that is told or heard has a contract',
  reason:
    'An event without a published type and schema is a guess about what the other side sends, and nobody notices when it changes.',
  mend: "Give the event a file in the publishing context's src/contracts, with its type and JSON Schema, and export it from index.ts.",
  subject: 'mentions of event types',
  inspect(repository) {
    const known = new Set(eventContracts(repository).map(({ type }) => type));
    const contexts = new Set(contextsOf(repository).map(({ name }) => name));
    return inspectEach(mentions(repository, contexts), ({ file, node }) =>
      known.has(node.text) ? [] : [file.at(node, `The event ${node.text} has no contract.`)],
    );
  },
};

interface Mention {
  readonly file: TypeScriptFile;
  readonly node: ts.StringLiteral;
}

/** Types of events of this repository's contexts, where they are used. */
function* mentions(repository: Repository, contexts: ReadonlySet<string>): Generator<Mention> {
  for (const file of repository.typescript('{apps,contexts}/*/src/**/*.ts')) {
    for (const node of file.nodes(ts.SyntaxKind.StringLiteral)) {
      const context = EVENT_TYPE.exec(node.text)?.[1];
      if (context !== undefined && contexts.has(context)) yield { file, node };
    }
  }
}

export const subscriptions: Check = {
  name: 'subscriptions',
  title: 'What a context reacts to is subscribed to',
  reason:
    'An event is stored for those only who have subscribed: a reaction without a subscription never happens, and no test of its context shows it.',
  mend: 'Add the type and the consumer to src/subscriptions.ts of every app, or remove the reaction.',
  subject: 'reactions to events',
  inspect(repository) {
    const types = new Map(eventContracts(repository).map(({ constant, type }) => [constant, type]));
    const lists = [...repository.typescript('apps/*/src/subscriptions.ts')].map(
      (file) => [file.path, subscribed(file)] as const,
    );
    return inspectEach(reactions(repository, types), ({ file, node, type, consumer }) =>
      lists
        .filter(([, pairs]) => !pairs.has(`${type} ${consumer}`))
        .map(([path]) =>
          file.at(node, `${consumer} hears of ${type}, but ${path} does not list it.`),
        ),
    );
  },
};

interface Reaction extends Omit<Mention, 'node'> {
  readonly node: ts.Node;
  readonly type: string;
  readonly consumer: string;
}

/** Handlers of events: objects with a `consumer` and the `types` it hears of. */
function* reactions(
  repository: Repository,
  contracts: ReadonlyMap<string, string>,
): Generator<Reaction> {
  for (const file of repository.typescript('contexts/*/src/application/**/*.ts')) {
    for (const object of file.nodes(ts.SyntaxKind.ObjectLiteralExpression)) {
      const consumer = memberOf(object, 'consumer');
      const types = memberOf(object, 'types');
      if (!consumer || !types || !ts.isStringLiteralLike(consumer)) continue;
      if (!ts.isArrayLiteralExpression(types)) continue;
      for (const node of types.elements) {
        const type = ts.isIdentifier(node) ? contracts.get(node.text) : textOf(node);
        if (type) yield { file, node, type, consumer: consumer.text };
      }
    }
  }
}

/** `type consumer` of every entry of a list of subscriptions. */
function subscribed(file: TypeScriptFile): ReadonlySet<string> {
  return new Set(
    file.nodes(ts.SyntaxKind.ObjectLiteralExpression).map((object) => {
      const [type, consumer] = ['type', 'consumer'].map((name) => textOf(memberOf(object, name)));
      return `${type} ${consumer}`;
    }),
  );
}

function memberOf(object: ts.ObjectLiteralExpression, name: string): ts.Expression | undefined {
  const property = object.properties.find(
    (each): each is ts.PropertyAssignment =>
      ts.isPropertyAssignment(each) && ts.isIdentifier(each.name) && each.name.text === name,
  );
  return property?.initializer;
}

const textOf = (node: ts.Expression | undefined): string | undefined =>
  node !== undefined && ts.isStringLiteralLike(node) ? node.text : undefined;
