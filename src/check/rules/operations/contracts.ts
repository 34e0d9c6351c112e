import { contextOf } from '../../reading/code/production.ts';
import { calledName, memberOf, syntaxOf } from '../../reading/code/syntax.ts';
import { textOf } from '../../reading/code/values.ts';
import { derived } from '../../reading/derived.ts';
import { ts, type TypeScriptFile } from '../../reading/typescript.ts';
import { atFile, inspectEach, type Check, type Rule } from '../../rule.ts';

/** What the tests of contracts say of each other, found in the calls of @packages/contract-testing. */
interface Contracts {
  /** `consumer provider` of contracts with externals. */
  readonly externals: ReadonlySet<string>;
  /** `consumer type` of events that a consumer says what it needs of. */
  readonly heard: ReadonlySet<string>;
  /** Types of events that a provider shows to be as its consumers need them. */
  readonly told: ReadonlySet<string>;
  /** Deployables whose API is tried by what its consumers need. */
  readonly verified: ReadonlySet<string>;
}

const contracts = derived((repository): Contracts => {
  const found = {
    externals: new Set<string>(),
    heard: new Set<string>(),
    told: new Set<string>(),
    verified: new Set<string>(),
  };
  for (const file of repository.typescript('{contexts,apps}/*/test/**/*.ts')) {
    if (!/externalContractBetween|eventContractBetween|verifyEvents|verifyService/.test(file.text))
      continue;
    collect(file, found);
  }
  return found;
});

function collect(file: TypeScriptFile, found: { [Key in keyof Contracts]: Set<string> }): void {
  const context = contextOf(file.path) ?? '';
  const between = file.text.includes('eventContractBetween');
  for (const call of syntaxOf(file).calls) {
    const [first, second] = call.arguments;
    if (first === undefined) continue;
    switch (calledName(call)) {
      case 'externalContractBetween':
        if (ts.isObjectLiteralExpression(first))
          found.externals.add(
            `${member(file, first, 'consumer')} ${member(file, first, 'provider')}`,
          );
        break;
      case 'expects':
        if (between) found.heard.add(`${context} ${textOf(file, first) ?? ''}`);
        break;
      case 'verifyEvents':
        if (second !== undefined && ts.isObjectLiteralExpression(second))
          for (const { name } of second.properties)
            if (name !== undefined && ts.isStringLiteralLike(name)) found.told.add(name.text);
        break;
      case 'verifyService':
        found.verified.add(textOf(file, first) ?? '');
        break;
      default:
    }
  }
}

function member(file: TypeScriptFile, object: ts.ObjectLiteralExpression, name: string): string {
  const value = memberOf(object, name);
  return value === null ? '' : (textOf(file, value) ?? '');
}

const externalContracts: Check = {
  name: 'externals-have-contracts',
  title: 'What a context expects of an external is written as a contract',
  reason:
    'The other side can only keep to what it was told, and a changed answer shows in a test before it shows at night.',
  mend: 'Add test/pact/<external>.consumer.test.ts with externalContractBetween({ consumer, provider }).',
  subject: 'externals',
  applies: (repository) => externals(repository).length > 0,
  inspect: (repository) =>
    inspectEach(externals(repository), function* ({ consumer, provider, path }) {
      if (!contracts(repository).externals.has(`${consumer} ${provider}`))
        yield atFile(path, `No contract says what ${consumer} expects of ${provider}.`);
    }),
};

interface External {
  readonly consumer: string;
  readonly provider: string;
  /** Of its adapter. */
  readonly path: string;
}

/** Externals of the blueprint that have an adapter, and those that somebody added beside it. */
const externals = derived((repository): readonly External[] =>
  [...repository.typescript('contexts/*/src/infrastructure/externals/*.ts')].flatMap((file) => {
    const consumer = contextOf(file.path) ?? '';
    const context = repository.blueprint.contexts.find(({ name }) => name === consumer);
    const named = file.path.slice(file.path.lastIndexOf('/') + 1, -'.ts'.length);
    const known = context?.externals.some(({ name }) => name === named) === true ? [named] : [];
    const made = syntaxOf(file).calls.flatMap((call) => {
      const [options] = call.arguments;
      if (calledName(call) !== 'createExternalClient' || options === undefined) return [];
      const name = ts.isObjectLiteralExpression(options) ? member(file, options, 'name') : '';
      return name === '' ? [] : [name];
    });
    return [...new Set([...known, ...made])].map((provider) => ({
      consumer,
      provider,
      path: file.path,
    }));
  }),
);

interface Subscription {
  readonly file: TypeScriptFile;
  readonly node: ts.Expression;
  readonly type: string;
  readonly provider: string;
  readonly consumer: string;
}

/** What contexts hear of other contexts, as the deployables list it. */
const subscriptions = derived((repository): readonly Subscription[] => {
  const seen = new Set<string>();
  return [...repository.typescript('apps/*/src/**/*.ts')].flatMap((file) =>
    syntaxOf(file).objects.flatMap((object): Subscription[] => {
      const node = memberOf(object, 'type');
      if (node === null || memberOf(object, 'consumer') === null) return [];
      const type = textOf(file, node) ?? '';
      const consumer = member(file, object, 'consumer').split('.', 1)[0] ?? '';
      const provider = type.split('.', 1)[0] ?? '';
      if (provider === '' || provider === consumer || seen.has(`${type} ${consumer}`)) return [];
      seen.add(`${type} ${consumer}`);
      return [{ file, node, type, provider, consumer }];
    }),
  );
});

const heard: Check = {
  name: 'consumers-have-contracts',
  title: 'Who hears of an event says what it needs of it',
  reason: 'Otherwise the provider learns from production which of its fields somebody used.',
  mend: "Add contract.expects('<type>', …) to test/pact/events.consumer.test.ts of the context that listens.",
  subject: 'subscriptions between contexts',
  applies: (repository) => subscriptions(repository).length > 0,
  inspect: (repository) =>
    inspectEach(subscriptions(repository), function* ({ file, node, type, consumer }) {
      if (!contracts(repository).heard.has(`${consumer} ${type}`))
        yield file.at(node, `No contract says what ${consumer} needs of ${type}.`);
    }),
};

const told: Check = {
  name: 'providers-verify-events',
  title: 'Who tells of an event shows that it is as its listeners need it',
  reason: 'A contract that nobody tries is a wish.',
  mend: "Add '<type>' to verifyEvents in test/pact/events.provider.test.ts of the context that tells.",
  subject: 'subscriptions between contexts',
  applies: (repository) => subscriptions(repository).length > 0,
  inspect: (repository) =>
    inspectEach(subscriptions(repository), function* ({ file, node, type, provider }) {
      if (!contracts(repository).told.has(type))
        yield file.at(node, `${provider} does not show that ${type} is as its listeners need it.`);
    }),
};

const api: Check = {
  name: 'api-is-verified',
  title: 'The API of every deployable is tried by what its consumers need',
  reason: 'A change of the API that breaks a consumer has to be found before it is deployed.',
  mend: 'Add test/pact/provider.test.ts to the deployable, with verifyService.',
  subject: 'deployables',
  applies: (repository) => repository.paths('apps/*/package.json').length > 0,
  inspect: (repository) =>
    inspectEach(repository.paths('apps/*/package.json'), function* (path) {
      const name = path.split('/')[1] ?? '';
      if (repository.paths(`apps/${name}/src/main.ts`).length === 0) return;
      if (!contracts(repository).verified.has(name))
        yield atFile(path, `No test tries the API of ${name} by its contracts.`);
    }),
};

export const contractTests: Rule = {
  id: 'RES-1',
  title: 'Consumer-driven contracts with Pact: as provider, as consumer, and for messages',
  checks: [externalContracts, heard, told, api],
};
