import type { Repository } from './repository.ts';
import { ts, type TypeScriptFile } from './typescript.ts';

/** The type of an event as it travels, e.g. `ordering.order-placed.v1`. */
export const EVENT_TYPE = /^([a-z][a-z0-9-]*)\.[a-z][a-z0-9-]*\.v[1-9][0-9]*$/;

/** A type that a context publishes under a contract. */
export interface EventContract {
  /** `ordering.order-placed.v1` */
  readonly type: string;
  /** `orderPlacedV1` */
  readonly constant: string;
  readonly path: string;
}

/** The contracts of events: constants that hold their type, in the context that the type begins with. */
export function eventContracts(repository: Repository): readonly EventContract[] {
  const found: EventContract[] = [];
  for (const file of repository.typescript('contexts/*/src/contracts/**/*.ts')) {
    for (const { name, initializer } of file.nodes(ts.SyntaxKind.VariableDeclaration)) {
      const text = initializer === undefined ? null : literalOf(initializer);
      if (text === null || !ts.isIdentifier(name)) continue;
      if (EVENT_TYPE.exec(text)?.[1] === file.path.split('/')[1])
        found.push({ type: text, constant: name.text, path: file.path });
    }
  }
  return found;
}

/** The text of a literal, `as const` or not. */
function literalOf(expression: ts.Expression): string | null {
  const node = withoutTypes(expression);
  return ts.isStringLiteralLike(node) ? node.text : null;
}

function withoutTypes(expression: ts.Expression): ts.Expression {
  let node = expression;
  while (ts.isAsExpression(node) || ts.isSatisfiesExpression(node)) node = node.expression;
  return node;
}

/** The JSON Schema of an event's data, and the type that it is for. */
export interface EventSchema {
  readonly file: TypeScriptFile;
  readonly type: string;
  readonly schema: ts.ObjectLiteralExpression;
}

/** Schemas are constants whose title is the type of the event. */
export function* eventSchemas(files: Iterable<TypeScriptFile>): Generator<EventSchema> {
  for (const file of files) {
    for (const { initializer } of file.nodes(ts.SyntaxKind.VariableDeclaration)) {
      const schema = initializer === undefined ? null : objectOf(initializer);
      const title = schema === null ? null : titleOf(schema);
      if (schema !== null && title !== null && EVENT_TYPE.test(title))
        yield { file, type: title, schema };
    }
  }
}

function objectOf(expression: ts.Expression): ts.ObjectLiteralExpression | null {
  const node = withoutTypes(expression);
  return ts.isObjectLiteralExpression(node) ? node : null;
}

function titleOf({ properties }: ts.ObjectLiteralExpression): string | null {
  const title = properties.find(
    (property): property is ts.PropertyAssignment =>
      ts.isPropertyAssignment(property) &&
      (ts.isIdentifier(property.name) || ts.isStringLiteral(property.name)) &&
      property.name.text === 'title',
  );
  return title === undefined ? null : literalOf(title.initializer);
}
