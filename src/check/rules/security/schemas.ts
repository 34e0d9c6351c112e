import { productionFiles } from '../../reading/code/production.ts';
import { calledName, memberOf, nameOf, receiverOf, syntaxOf } from '../../reading/code/syntax.ts';
import { resolved, type Located } from '../../reading/code/values.ts';
import { derived } from '../../reading/derived.ts';
import type { Repository } from '../../reading/repository.ts';
import { ts, type TypeScriptFile } from '../../reading/typescript.ts';
import { inspectEach, type Check, type Finding, type Rule } from '../../rule.ts';

interface InputSchema {
  readonly file: TypeScriptFile;
  readonly node: ts.Expression;
}

/** Members of an operation, or of a resource, that hold what callers send. */
const inputMembers = new Set(['body', 'creation', 'changes']);

/** Schemas of what callers send. */
const inputSchemas = derived((repository): readonly InputSchema[] =>
  productionFiles(repository).flatMap((file) => {
    if (!file.path.includes('/interface/')) return [];
    return syntaxOf(file).members.flatMap((member) => {
      if (!inputMembers.has(nameOf(member.name) ?? '')) return [];
      if (!ts.isObjectLiteralExpression(member.initializer)) return [];
      const node = memberOf(member.initializer, 'schema');
      return node === null ? [] : [{ file, node }];
    });
  }),
);

const unknownFields: Check = {
  name: 'unknown-fields-refused',
  title: 'Schemas of input refuse fields they do not know',
  reason:
    'A field that is silently dropped is a caller who believes to have said something, and one that is let through is an attack.',
  mend: 'Give every Type.Object of an input { additionalProperties: false }.',
  subject: 'schemas of input',
  inspect: (repository) =>
    inspectEach(inputSchemas(repository), function* (input) {
      yield* openObjects(repository, input);
    }),
};

const schemaSays: Check = {
  name: 'input-has-a-schema',
  title: 'Every input has a schema that says something',
  reason: 'A schema that takes anything is no schema.',
  mend: 'Describe the body by Type.Object with its fields; use noBody where nothing is sent.',
  subject: 'schemas of input',
  inspect: (repository) =>
    inspectEach(inputSchemas(repository), function* ({ file, node }) {
      const { node: schema } = resolved(repository, { file, node });
      if (takesAnything(schema)) yield file.at(node, 'The schema takes anything.');
    }),
};

const wrappers = new Set(['Partial', 'Required', 'Pick', 'Omit', 'Composite']);
const anything = new Set(['Any', 'Unknown']);

function takesAnything(node: ts.Node): boolean {
  if (!ts.isCallExpression(node)) return false;
  const name = calledName(node) ?? '';
  if (anything.has(name) && isType(node)) return true;
  const [first] = node.arguments;
  return (
    name === 'Unsafe' &&
    isType(node) &&
    first !== undefined &&
    ts.isObjectLiteralExpression(first) &&
    first.properties.length === 0
  );
}

const isType = (call: ts.CallExpression): boolean => {
  const on = receiverOf(call);
  return on !== null && ts.isIdentifier(on) && (on.text === 'Type' || on.text === 't');
};

/** Objects in a schema, and in the schemas it is made of, that let unknown fields pass. */
function* openObjects(repository: Repository, input: InputSchema): Generator<Finding> {
  const seen = new Set<ts.Node>();
  const waiting: {
    readonly at: Located<ts.Node>;
    readonly closed: boolean;
    readonly from: InputSchema;
  }[] = [{ at: input, closed: false, from: input }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { at, closed, from } = next;
    if (seen.has(at.node)) continue;
    seen.add(at.node);
    if (ts.isIdentifier(at.node)) {
      const target = resolved(repository, { file: at.file, node: at.node });
      if (target.node !== at.node) waiting.push({ at: target, closed, from });
      continue;
    }
    if (!ts.isCallExpression(at.node)) {
      if (isPartOfSchema(at.node))
        ts.forEachChild(
          at.node,
          (child) => void waiting.push({ at: { file: at.file, node: child }, closed: false, from }),
        );
      continue;
    }
    const name = isType(at.node) ? (calledName(at.node) ?? '') : '';
    const closes = refusesUnknown(at.node);
    if (name === 'Object' && !closed && !closes)
      yield at.file.at(at.node, 'Fields that the schema does not know are let through.');
    for (const argument of at.node.arguments)
      waiting.push({
        at: { file: at.file, node: argument },
        closed: wrappers.has(name) && closes,
        from,
      });
  }
}

/** Lists and members of an object; not functions, which run at another time. */
const isPartOfSchema = (node: ts.Node): boolean =>
  ts.isObjectLiteralExpression(node) ||
  ts.isArrayLiteralExpression(node) ||
  ts.isSpreadAssignment(node) ||
  ts.isPropertyAssignment(node) ||
  ts.isShorthandPropertyAssignment(node);

function refusesUnknown({ arguments: given }: ts.CallExpression): boolean {
  const options = given.at(-1);
  if (options === undefined || given.length < 2 || !ts.isObjectLiteralExpression(options))
    return false;
  return memberOf(options, 'additionalProperties')?.kind === ts.SyntaxKind.FalseKeyword;
}

/** Settings of Ajv that change what was sent instead of refusing it. */
const lenient = new Set(['removeAdditional', 'coerceTypes']);

const validatorRefuses: Check = {
  name: 'validator-refuses',
  title: 'Validators refuse what does not fit, and change nothing of it',
  reason:
    'A validator that removes fields or turns texts into numbers accepts requests that nobody meant.',
  mend: 'Leave removeAdditional and coerceTypes out.',
  subject: 'validators',
  inspect: (repository) =>
    inspectEach(
      productionFiles(repository).flatMap((file) =>
        syntaxOf(file)
          .constructions.filter((made) => (calledName(made) ?? '').startsWith('Ajv'))
          .map((made) => ({ file, made })),
      ),
      function* ({ file, made }) {
        for (const options of made.arguments ?? []) {
          if (!ts.isObjectLiteralExpression(options)) continue;
          for (const name of lenient) {
            const value = memberOf(options, name);
            if (value !== null && value.kind !== ts.SyntaxKind.FalseKeyword)
              yield file.at(value, `The validator has ${name} on.`);
          }
        }
      },
    ),
};

export const schemas: Rule = {
  id: 'SEC-6',
  title: 'Every input is validated against a schema; unknown fields are refused',
  checks: [schemaSays, unknownFields, validatorRefuses],
};
