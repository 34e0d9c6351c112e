import { inOrderOfExamples } from '../../../shared/example-context.ts';
import type { AggregateModel, FieldModel, RepositoryModel } from '../model.ts';
import { canBeMade, newDocument } from '../pact/values.ts';
import { acceptedValues } from '../samples.ts';

/**
 * Calls that make one thing, change it and remove it, as lines for a shell with `$token` set; null
 * where nothing can be made up that the first deployable would accept.
 */
export function walkthrough(model: RepositoryModel): readonly string[] | null {
  const aggregate = exampleAggregate(model);
  if (aggregate === null) return null;
  const collection = `/v1/${aggregate.context.name}/${aggregate.plural}`;
  let version = 0;
  const ifMatch = (): string => `-H 'If-Match: "${(version += 1)}"'`;
  const { transition, field } = stepsOf(aggregate);
  const wait = model.features.asynchronous ? " -H 'Prefer: wait=5'" : '';
  return [
    'call() { curl -s -H "Authorization: Bearer $token" -H \'Content-Type: application/json\' "$@"; echo; }',
    `all=http://localhost:8080${collection}`,
    `id=$(call $all${wait} -d ${quoted(JSON.stringify(newDocument(aggregate)))} |`,
    "  bun -p '(await Bun.stdin.json()).id')",
    'one=$all/$id',
    ...(transition === null ? [] : [`call -X POST ${ifMatch()} $one/${transition}`]),
    ...(field === null
      ? []
      : [
          `call -X PATCH ${ifMatch()} $one -d ${quoted(JSON.stringify({ [field.name]: anotherValue(field) }))}`,
        ]),
    `call -X DELETE ${ifMatch()} $one`,
  ];
}

/** The one that shows most, and needs nothing else to be made first. */
function exampleAggregate({ deployables }: RepositoryModel): AggregateModel | null {
  const candidates = inOrderOfExamples(deployables[0]?.hosted ?? [])
    .flatMap(({ aggregates }) => aggregates)
    .filter((aggregate) => canBeMade(aggregate) && !needsAnother(aggregate));
  const shows = (aggregate: AggregateModel): number => {
    const { transition, field } = stepsOf(aggregate);
    return (transition === null ? 0 : 2) + (field === null ? 0 : 1);
  };
  return candidates.toSorted((a, b) => shows(b) - shows(a))[0] ?? null;
}

/** Within a context a reference has to lead somewhere; an id of another context is taken as it is. */
function needsAnother({ context, fields }: AggregateModel): boolean {
  return fields.some(
    ({ type, optional }) => !optional && type.kind === 'ref' && type.context === context.name,
  );
}

function stepsOf({ fields, lifecycle, transitions }: AggregateModel): {
  /** path segment of one that leads on from the initial state */
  readonly transition: string | null;
  readonly field: FieldModel | null;
} {
  const transition = transitions.find(({ from }) => from.includes(lifecycle?.initial ?? ''));
  const field = fields.find(
    (each) => !each.immutable && each.kind !== 'ref' && acceptedValues(each).length > 1,
  );
  return { transition: transition?.segment ?? null, field: field ?? null };
}

/** A word where the field takes any, else another value that it accepts. */
function anotherValue(field: FieldModel): unknown {
  const word = 'changed';
  const { kind, pattern, minLength, maxLength } = field;
  const takesIt =
    (kind === 'string' || kind === 'text') &&
    pattern === null &&
    (minLength ?? 0) <= word.length &&
    (maxLength ?? word.length) >= word.length;
  return takesIt ? word : acceptedValues(field)[1];
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
