import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';

import type { Blueprint } from '../../src/blueprint/model.ts';
import { noModuleAnswers, type ModuleAnswers } from '../../src/commands/module/answers.ts';
import { blueprintWith } from '../../src/commands/module/blueprint-with.ts';
import { moduleReplayArguments } from '../../src/commands/module/replay.ts';
import { readBlueprint } from '../conformance/blueprint.ts';
import { registerConformance } from '../conformance/register.ts';
import { migrate, openWorld, type World } from '../conformance/world.ts';
import { type Completed, developerEnvironment, succeed } from '../support/command.ts';
import { eventually } from '../support/eventually.ts';
import { type Reply, send } from '../support/http-client.ts';
import { asArray, asObject, asString, type Json } from '../support/json.ts';
import { startOutsideService } from '../support/outside-service.ts';
import { databaseUrl } from '../support/postgres.ts';
import {
  type Environment,
  type Service,
  ready,
  runVerb,
  startService,
  typescriptVerbs,
  type Verbs,
} from '../support/service.ts';

const git = {
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_SYSTEM: '/dev/null',
  GIT_AUTHOR_NAME: 'A person',
  GIT_AUTHOR_EMAIL: 'person@example.test',
  GIT_COMMITTER_NAME: 'A person',
  GIT_COMMITTER_EMAIL: 'person@example.test',
};

const billing: ModuleAnswers = {
  ...noModuleAnswers,
  name: 'billing',
  aggregate: ['Invoice(orderId:ref(ordering.Order)[immutable], total:money)'],
  transition: ['Invoice.settle: open -> settled', 'Invoice.fail: open -> failed'],
  external: ['tax.compute: POST /tax idempotent'],
  consume: [
    'ordering.OrderPlaced -> create Invoice(orderId=id, total)',
    'InvoiceCreated -> call tax.compute(reference=id, amount=total) then settle else fail',
  ],
};
const support: ModuleAnswers = {
  ...noModuleAnswers,
  name: 'support',
  aggregate: ['Ticket(subject:string, note:text?)'],
};

const shop = readBlueprint(
  readFileSync(path.resolve(import.meta.dirname, '../../presets/shop.yaml'), 'utf8'),
  'shop.yaml',
);

/** The blueprint that the program should arrive at. */
function withModules(before: Blueprint, ...modules: readonly ModuleAnswers[]): Blueprint {
  return modules.reduce((blueprint, answers) => {
    const after = blueprintWith(blueprint, answers, null);
    if (!after.ok) throw new Error(after.error.message);
    return after.value;
  }, before);
}

/** A repository made by the packed program, on which modules are added. */
class Repository {
  readonly folder: string;
  readonly name: string;

  constructor(folder: string, name: string) {
    this.folder = folder;
    this.name = name;
  }

  get directory(): string {
    return path.join(this.folder, this.name);
  }

  /** Runs the program here; it has to succeed. */
  program(...args: readonly string[]): Promise<Completed> {
    return this.command(['node', inject('program'), ...args]);
  }

  command(argv: readonly string[]): Promise<Completed> {
    const environment = { ...developerEnvironment(), ...git };
    return succeed({ argv, cwd: this.directory, environment, timeoutMs: 500_000 });
  }

  async commit(message: string): Promise<void> {
    await this.command(['git', 'add', '--all']);
    await this.command(['git', 'commit', '--quiet', '--message', message]);
  }

  /** Adds a module and commits it, as a person who reads the next steps. */
  async module(...args: readonly string[]): Promise<Json> {
    const added = await this.program('module', ...args, '--json');
    await this.commit(`Add ${args[0] ?? ''}`);
    return asObject(JSON.parse(added.stdout)).result ?? null;
  }

  add(answers: ModuleAnswers): Promise<Json> {
    return this.module(...moduleReplayArguments(answers).slice(1));
  }

  static async create(name: string, ...flags: readonly string[]): Promise<Repository> {
    const folder = await mkdtemp(path.join(tmpdir(), `create-backend-module-${name}-`));
    // Embedded PostgreSQL drops root for a user who has to get in here.
    await chmod(folder, 0o755);
    await succeed({
      argv: ['node', inject('program'), name, ...flags, '--yes', '--no-install'],
      cwd: folder,
      environment: { ...developerEnvironment(), ...git },
    });
    const repository = new Repository(folder, name);
    await repository.command(['bun', 'run', 'setup']);
    return repository;
  }
}

/** Calls the API of a running service as somebody with these scopes. */
function caller(world: World, service: Service, scopes: readonly string[]) {
  const token = world.identity.token({ scopes });
  return (method: string, route: string, body?: object, headers: object = {}): Promise<Reply> =>
    send({
      method,
      url: `${service.baseUrl}/v1/${route}`,
      headers: [
        ['Authorization', `Bearer ${token}`],
        ['Content-Type', 'application/json'],
        ...Object.entries(headers).map(([name, value]) => [name, String(value)] as const),
      ],
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
}

const idOf = ({ status, object }: Reply): string => {
  expect(status).toBe(201);
  return asString(object.id, 'id');
};

/** The environment of the program that migrates a world's database. */
async function migrating(world: World): Promise<Environment> {
  return {
    ...(await world.environment()),
    MIGRATION_DATABASE_URL: databaseUrl(world.database, world.database.owner),
  };
}

async function whileRunning<T>(
  verbs: Verbs,
  environment: Environment,
  work: (service: Service) => Promise<T>,
): Promise<T> {
  const service = startService(verbs, environment);
  try {
    await ready(service);
    return await work(service);
  } finally {
    await service.stop();
  }
}

describe('modules in a shop that is in use', () => {
  let repository: Repository;
  let world: World;
  const scopes = ['catalog', 'ordering', 'billing', 'support'].flatMap((context) => [
    `${context}:read`,
    `${context}:write`,
  ]);
  let productId = '';
  let orderId = '';

  beforeAll(async () => {
    repository = await Repository.create('shop', '--preset', 'shop');
    world = await openWorld(
      {
        verbs: typescriptVerbs(repository.directory),
        blueprint: shop,
        postgres: inject('postgres'),
      },
      { label: 'modules of shop' },
    );
    const call = caller(world, world.service, scopes);
    const product = await call('POST', 'catalog/products', {
      sku: 'CUP',
      title: 'A cup',
      price: { amount: '12.30', currency: 'EUR' },
    });
    productId = idOf(product);
    orderId = idOf(await call('POST', 'ordering/orders', order(productId)));
    await world.service.stop();
  }, 500_000);
  afterAll(async () => {
    await world.close();
    await rm(repository.folder, { recursive: true, force: true });
  });

  test(
    'are added by the program, one with events and an external, one plain',
    { timeout: 200_000 },
    async () => {
      const added = await repository.add(billing);
      expect(asArray(asObject(added).conflicts)).toEqual([]);
      // Its dependencies were installed, for the lock file of Bun changed.
      expect(asArray(asObject(added).next)).not.toContain('bun run setup');
      await repository.add(support);
    },
  );

  test('pass the checks of the repository', { timeout: 500_000 }, async () => {
    await repository.command(['bun', 'run', 'check']);
  });

  test('pass the tests of the repository', { timeout: 500_000 }, async () => {
    await repository.command(['bun', 'run', 'test']);
  });

  test('migrate the database with its data, and answer', { timeout: 200_000 }, async () => {
    await migrate(world.subject.verbs, await migrating(world));
    const tax = await startOutsideService();
    try {
      const environment = await world.environment({ TAX_URL: tax.url });
      await whileRunning(world.subject.verbs, environment, async (service) => {
        const call = caller(world, service, scopes);
        const product = await call('GET', `catalog/products/${productId}`);
        expect(product.object).toMatchObject({ title: 'A cup', price: { amount: '12.30' } });

        const ticket = await call('POST', 'support/tickets', { subject: 'Where is my cup?' });
        expect((await call('GET', `support/tickets/${idOf(ticket)}`)).object).toMatchObject({
          subject: 'Where is my cup?',
        });

        const placed = await call('POST', `ordering/orders/${orderId}/place`, undefined, {
          'If-Match': '"1"',
        });
        expect(placed.status).toBe(200);
        const invoice = await eventually(
          async () => {
            const { object } = await call('GET', 'billing/invoices');
            const found = asArray(object.items)
              .map((each) => asObject(each))
              .find((each) => each.orderId === orderId);
            return found?.status === 'settled' ? found : undefined;
          },
          { withinMs: 30_000, what: 'an invoice of the order, settled after the tax was computed' },
        );
        expect(invoice).toMatchObject({ total: { amount: '12.30', currency: 'EUR' } });
        expect(tax.calls().map(({ method, path: at }) => `${method} ${at}`)).toContain('POST /tax');
      });
    } finally {
      await tax.stop();
    }
  });

  test(
    'are removed without their data: migrations and events get along with the schema',
    { timeout: 500_000 },
    async () => {
      const removed = await repository.program('module', 'remove', 'support', '--json');
      const { result } = asObject(JSON.parse(removed.stdout));
      expect(JSON.stringify(asObject(result).notes)).toContain('DROP SCHEMA');
      await repository.commit('Remove support');
      await migrate(world.subject.verbs, await migrating(world));
      await whileRunning(world.subject.verbs, await world.environment(), async (service) => {
        const call = caller(world, service, scopes);
        expect((await call('GET', 'support/tickets')).status).toBe(404);
        expect((await call('GET', `catalog/products/${productId}`)).status).toBe(200);
      });
      expect(await world.query('SELECT subject FROM support.tickets')).toEqual([
        { subject: 'Where is my cup?' },
      ]);
      // Added again, the module finds its data where it was.
      await repository.add(support);
      await migrate(world.subject.verbs, await migrating(world));
      await whileRunning(world.subject.verbs, await world.environment(), async (service) => {
        const { object } = await caller(world, service, scopes)('GET', 'support/tickets');
        expect(asArray(object.items)).toHaveLength(1);
      });
    },
  );

  registerConformance(
    withModules(shop, billing, support),
    () => ({
      verbs: typescriptVerbs(repository.directory),
      blueprint: withModules(shop, billing, support),
      postgres: inject('postgres'),
    }),
    // What is about one aggregate alone is judged in every new repository already.
    { sections: new Set(['routes', 'openapi', 'events']) },
  );
});

describe('a module of a repository whose tenants share the tables', () => {
  const text = `
schema: 1
name: rooms
stack: typescript
team: { size: 3, domainComplexity: low, clearBoundaries: true }
targets: { p99Ms: 400, throughputRps: 50, availability: 99.9 }
features: { tenancy: claim }
contexts:
  - name: orders
    aggregates:
      - name: Order
        fields:
          - { name: total, type: money }
`;
  const reviews: ModuleAnswers = {
    ...noModuleAnswers,
    name: 'reviews',
    aggregate: ['Review(amount:money)'],
    consume: [
      'orders.OrderCreated -> create Review(amount=total)',
      'orders.OrderCreated -> project KnownOrder(total)',
    ],
  };
  const blueprint = withModules(readBlueprint(text, 'rooms.yaml'), reviews);
  let repository: Repository;

  beforeAll(async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'create-backend-module-blueprint-'));
    const file = path.join(folder, 'rooms.yaml');
    await writeFile(file, text);
    repository = await Repository.create('rooms', '--blueprint', file);
    await rm(folder, { recursive: true });
  }, 500_000);
  afterAll(() => rm(repository.folder, { recursive: true, force: true }));

  test('is added, and passes the checks of the repository', { timeout: 300_000 }, async () => {
    const added = await repository.add(reviews);
    expect(asArray(asObject(added).conflicts)).toEqual([]);
    await repository.command(['bun', 'run', 'check']);
  });

  registerConformance(
    blueprint,
    () => ({
      verbs: typescriptVerbs(repository.directory),
      blueprint,
      postgres: inject('postgres'),
    }),
    // Its tables, copies and events are its tenants' as well.
    { sections: new Set(['tenancy', 'events']) },
  );
});

describe('a module in the second of two deployables', () => {
  let repository: Repository;
  let world: World;
  const scopes = ['stock:read', 'stock:write', 'orders:write', 'audits:read'];

  beforeAll(async () => {
    repository = await Repository.create(
      'depot',
      '--context',
      'orders',
      '--aggregate',
      'orders/Order(total:money)',
      '--context',
      'stock',
      '--aggregate',
      'stock/Item(code:string[unique])',
      '--set',
      'deployables=[{name: front, contexts: [orders]}, {name: warehouse, contexts: [stock]}]',
    );
    const text = await readFile(path.join(repository.directory, 'backend.yaml'), 'utf8');
    const verbs = {
      ...typescriptVerbs(repository.directory),
      start: ['bun', 'run', 'start:warehouse'],
    };
    world = await openWorld(
      { verbs, blueprint: readBlueprint(text, 'backend.yaml'), postgres: inject('postgres') },
      { label: 'modules of depot' },
    );
    const call = caller(world, world.service, scopes);
    idOf(await call('POST', 'stock/items', { code: 'A1' }));
    await world.service.stop();
  }, 500_000);
  afterAll(async () => {
    await world.close();
    await rm(repository.folder, { recursive: true, force: true });
  });

  test(
    'is added to it, another that only keeps copies to the first, and all pass',
    { timeout: 600_000 },
    async () => {
      await repository.module(
        'audits',
        '--deployable',
        'warehouse',
        '--consume',
        'stock.ItemCreated -> project KnownItem(code)',
        '--consume',
        'orders.OrderCreated -> create Review(amount=total)',
        '--aggregate',
        'Review(amount:money)',
      );
      await repository.module(
        'reports',
        '--deployable',
        'front',
        '--consume',
        'stock.ItemCreated|stock.ItemRemoved -> project ListedItem(code)',
      );
      await repository.command(['bun', 'run', 'check']);
      await repository.command(['bun', 'run', 'test']);
    },
  );

  test('hears of events from both, on the database as it was', { timeout: 200_000 }, async () => {
    const migrated = await runVerb(world.subject.verbs, 'migrate', await migrating(world));
    expect(migrated.code, migrated.stderr).toBe(0);
    const { directory } = repository;
    const front: Verbs = { ...typescriptVerbs(directory), start: ['bun', 'run', 'start:front'] };
    await whileRunning(world.subject.verbs, await world.environment(), async (warehouse) => {
      const call = caller(world, warehouse, scopes);
      const items = await call('GET', 'stock/items');
      expect(asArray(items.object.items)).toHaveLength(1);
      idOf(await call('POST', 'stock/items', { code: 'B2' }));
      await whileRunning(front, await world.environment(), async (service) => {
        const order = await caller(world, service, scopes)('POST', 'orders/orders', {
          total: { amount: '5.00', currency: 'EUR' },
        });
        idOf(order);
        await eventually(
          async () => {
            const { object } = await call('GET', 'audits/reviews');
            return asArray(object.items).length === 1 ? true : undefined;
          },
          { withinMs: 30_000, what: 'a review of the order that the other process took' },
        );
        await eventually(
          async () => {
            const { object } = await call('GET', 'audits/known-items');
            return asArray(object.items).length > 0 ? true : undefined;
          },
          { withinMs: 30_000, what: 'the copy of the new item' },
        );
      });
    });
  });
});

function order(productId: string): object {
  return {
    productId,
    quantity: 1,
    total: { amount: '12.30', currency: 'EUR' },
    customerEmail: 'customer@example.test',
    channel: 'web',
    gift: false,
  };
}
