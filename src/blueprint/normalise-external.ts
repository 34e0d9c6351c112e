import { fieldsNamed } from './events.ts';
import type { Aggregate, Consumption, External, ExternalOperation, Field } from './model.ts';
import { normaliseField } from './normalise-field.ts';
import type { Notes } from './notes.ts';
import { quote, type Path } from './problem.ts';
import type { WrittenExternal, WrittenOperation } from './schema.ts';

/** Operation → the fields that calls send to it. */
type SentFields = ReadonlyMap<string, readonly Field[]>;

export function sentTo(
  external: string,
  context: string,
  own: readonly Aggregate[],
  consumes: readonly Consumption[],
): SentFields {
  const sent = new Map<string, readonly Field[]>();
  for (const { reaction } of consumes) {
    if (reaction.kind !== 'call' || reaction.external !== external) continue;
    const aggregate = own.find(({ name }) => name === reaction.aggregate);
    if (aggregate === undefined) continue;
    const before = sent.get(reaction.operation) ?? [];
    const added = fieldsNamed(reaction.send, context, aggregate).filter(({ name }) =>
      before.every((field) => field.name !== name),
    );
    sent.set(reaction.operation, [...before, ...added]);
  }
  return sent;
}

export function normaliseExternal(
  notes: Notes,
  written: WrittenExternal,
  context: string,
  sent: SentFields,
  path: Path,
): External {
  notes.checkName('external', written.name, [...path, 'name'], 'external');
  if (written.operations.length === 0) {
    notes.report(
      'missing',
      [...path, 'operations'],
      `The external ${quote(written.name)} has no operations`,
      'Add one.',
    );
  }
  const operations = written.operations.map((operation, i) =>
    normaliseOperation(notes, operation, context, sent, [...path, 'operations', i]),
  );
  return notes.remember({ name: written.name, operations }, path);
}

function normaliseOperation(
  notes: Notes,
  written: WrittenOperation,
  context: string,
  sent: SentFields,
  path: Path,
): ExternalOperation {
  notes.checkName('operation', written.name, [...path, 'name'], 'operation');
  if (
    !/^\/(?:[A-Za-z0-9_~-][A-Za-z0-9._~-]*(?:\/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*\/?)?$/.test(
      written.path,
    )
  ) {
    notes.report(
      'invalid-value',
      [...path, 'path'],
      `${quote(written.path)} is not the path of an operation`,
      'Start with “/”, use letters, digits and - . _ ~, and send what varies in the request.',
    );
  }
  const fields = (key: 'request' | 'response'): ExternalOperation['request'] =>
    (written[key] ?? []).map((field, i) => {
      const at = [...path, key, i];
      if (field.unique !== undefined || field.immutable !== undefined) {
        notes.report(
          'invalid-constraint',
          at,
          'A field of a message is neither unique nor immutable',
          'Remove the constraint.',
        );
      }
      return notes.remember(normaliseField(field, context, at, notes.report), at);
    });
  return notes.remember(
    {
      name: written.name,
      method: written.method,
      path: written.path,
      idempotent: written.idempotent ?? !['POST', 'PATCH'].includes(written.method),
      request: written.request === undefined ? (sent.get(written.name) ?? []) : fields('request'),
      response: fields('response'),
    },
    path,
  );
}
