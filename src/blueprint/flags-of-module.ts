import { loose, readFields, readPlural, scan, type FlagProblem } from './flags.ts';
import type { Result } from './result.ts';
import type { Scanner } from './scanner.ts';
import type { WrittenConsumption, WrittenExternal, WrittenOperation } from './schema.ts';

const forms = {
  external:
    "Write: 'tax.compute: POST /tax idempotent', with what is sent and answered 'tax.compute: POST /tax(amount:money) -> (rate:decimal)'.",
  consume:
    "Write: 'ordering.OrderPlaced -> create Invoice(orderId=id, total)', '… -> Invoice.settle(match orderId)', '… -> project KnownOrder(total)' or 'InvoiceCreated -> call tax.compute(amount=total) then settle else fail'; several events as 'a.B|a.C -> …'.",
} as const;

/** `tax.compute: POST /tax(amount:money) -> (rate:decimal) idempotent`; fields of either side may be left out. */
export function parseExternalFlag(text: string): Result<WrittenExternal, FlagProblem> {
  return scan('--external', text, forms.external, (scanner) => {
    const name = scanner.read(loose, 'the name of the external');
    scanner.expect('.');
    const operation = scanner.read(loose, 'the name of the operation');
    scanner.expect(':');
    const method = readMethod(scanner);
    const path = scanner.read(/[^\s(]+/y, 'the path');
    const request = scanner.accept('(') ? { request: readFields(scanner) } : {};
    const response = scanner.accept('->') ? readResponse(scanner) : {};
    const idempotent = scanner.accept('idempotent') ? { idempotent: true } : {};
    return {
      name,
      operations: [{ name: operation, method, path, ...idempotent, ...request, ...response }],
    };
  });
}

const methods: readonly WrittenOperation['method'][] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

function readMethod(scanner: Scanner): WrittenOperation['method'] {
  const written = scanner.read(/[A-Za-z]+/y, 'the method').toUpperCase();
  return (
    methods.find((method) => method === written) ??
    scanner.fail(`${written} is not one of ${methods.join(', ')}`)
  );
}

function readResponse(scanner: Scanner): Pick<WrittenOperation, 'response'> {
  scanner.expect('(');
  return { response: readFields(scanner) };
}

/** `ordering.OrderPlaced|ordering.OrderPaid -> …`, and one of the four reactions. */
export function parseConsumeFlag(text: string): Result<WrittenConsumption, FlagProblem> {
  return scan('--consume', text, forms.consume, (scanner) => {
    const first = readEvent(scanner);
    const events = [first];
    while (scanner.accept('|')) events.push(readEvent(scanner));
    scanner.expect('->');
    return { event: events.length === 1 ? first : events, ...readReaction(scanner) };
  });
}

const readEvent = (scanner: Scanner): string =>
  scanner.read(/(?:(?!->)[^\s|])+/y, 'the name of an event');

type Reaction = Omit<WrittenConsumption, 'event'>;

function readReaction(scanner: Scanner): Reaction {
  const word = scanner.read(loose, 'what is done (create, project, call or Aggregate.transition)');
  switch (word) {
    case 'create': {
      const aggregate = scanner.read(loose, 'the name of the aggregate');
      return { create: { aggregate, set: readMapping(scanner) } };
    }
    case 'project': {
      const into = scanner.read(loose, 'the name of the read model');
      const plural = readPlural(scanner, 'a read model');
      return { project: { into, ...plural, fields: readNames(scanner) } };
    }
    case 'call':
      return { call: readCall(scanner) };
    default:
      return { apply: readApply(scanner, word) };
  }
}

/** `Invoice.settle(match orderId)`; `(match orderId=reference)` compares with another field than the id. */
function readApply(scanner: Scanner, aggregate: string): NonNullable<Reaction['apply']> {
  scanner.expect('.');
  const transition = scanner.read(loose, 'the name of the transition');
  scanner.expect('(');
  expectWord(scanner, 'match');
  const match = scanner.read(loose, `the field of ${aggregate} that is matched`);
  const key = scanner.accept('=') ? { key: scanner.read(loose, 'the field of the event') } : {};
  scanner.expect(')');
  return { aggregate, transition, match, ...key };
}

/** `tax.compute(amount=total) then settle else fail` */
function readCall(scanner: Scanner): NonNullable<Reaction['call']> {
  const external = scanner.read(loose, 'the name of the external');
  scanner.expect('.');
  const operation = scanner.read(loose, 'the name of the operation');
  const send = readMapping(scanner);
  expectWord(scanner, 'then');
  const succeeded = scanner.read(loose, 'the transition after an answer');
  expectWord(scanner, 'else');
  const failed = scanner.read(loose, 'the transition after a refusal');
  return { external, operation, send, succeeded, failed };
}

/** `(orderId=id, total)`: a name alone is taken from the field of the same name. */
function readMapping(scanner: Scanner): Record<string, string> {
  const entries: [string, string][] = [];
  scanner.expect('(');
  if (scanner.accept(')')) return {};
  do {
    const name = scanner.read(loose, 'the name of a field');
    if (entries.some(([before]) => before === name)) scanner.fail(`${name} is there twice`);
    entries.push([name, scanner.accept('=') ? scanner.read(loose, 'a field') : name]);
  } while (scanner.accept(','));
  scanner.expect(')');
  return Object.fromEntries(entries);
}

function readNames(scanner: Scanner): string[] {
  const names: string[] = [];
  scanner.expect('(');
  do names.push(scanner.read(loose, 'the name of a field'));
  while (scanner.accept(','));
  scanner.expect(')');
  return names;
}

function expectWord(scanner: Scanner, word: string): void {
  if (scanner.read(loose, `“${word}”`) !== word) scanner.fail(`“${word}” is missing`);
}
