import { productionFiles } from '../../reading/code/production.ts';
import { bare, calledName, nameOf, syntaxOf } from '../../reading/code/syntax.ts';
import { resolved } from '../../reading/code/values.ts';
import { moduleOf } from '../../reading/modules.ts';
import type { Repository } from '../../reading/repository.ts';
import { ts, type TypeScriptFile } from '../../reading/typescript.ts';
import { inspectEach, type Check, type Rule } from '../../rule.ts';

interface Guard {
  readonly file: TypeScriptFile;
  readonly node: ts.Expression;
}

/** How operations of externals tell an answer from something else. */
function guards(repository: Repository): readonly Guard[] {
  return productionFiles(repository)
    .filter(({ path }) => path.startsWith('contexts/'))
    .flatMap((file) =>
      syntaxOf(file)
        .members.filter(({ name }) => nameOf(name) === 'isResponse')
        .map(({ initializer }) => ({ file, node: initializer })),
    );
}

const answersChecked: Check = {
  name: 'answers-are-checked',
  title: 'Answers of externals are validated against a schema',
  reason:
    'What another service sends today is not what it promised; unchecked it becomes our data.',
  mend: 'Use responseGuard with a schema that requires and describes the members that are used.',
  subject: 'operations of externals',
  applies: (repository) => guards(repository).length > 0,
  inspect: (repository) =>
    inspectEach(guards(repository), function* ({ file, node }) {
      if (acceptsAll(repository, file, node))
        yield file.at(node, 'Any answer is taken for a good one.');
    }),
};

function acceptsAll(
  repository: Repository,
  file: TypeScriptFile,
  expression: ts.Expression,
): boolean {
  const { node } = resolved(repository, { file, node: expression });
  if (ts.isArrowFunction(node))
    return !ts.isBlock(node.body) && bare(node.body).kind === ts.SyntaxKind.TrueKeyword;
  if (!ts.isCallExpression(node) || calledName(node) !== 'responseGuard') return false;
  const [schema] = node.arguments;
  const saysNothing =
    schema !== undefined && ts.isObjectLiteralExpression(schema) && schema.properties.length === 0;
  return saysNothing && hasMembers(repository, file, node.typeArguments?.[0]);
}

/** Whether a type promises anything; an answer that is only a status is promised nothing. */
function hasMembers(
  repository: Repository,
  file: TypeScriptFile,
  type: ts.TypeNode | undefined,
): boolean {
  if (type === undefined || !ts.isTypeReferenceNode(type) || !ts.isIdentifier(type.typeName))
    return true;
  const name = type.typeName.text;
  const imported = file.imports.find(({ names }) => names.includes(name));
  const module = imported === undefined ? null : moduleOf(file.path, imported.specifier);
  const where = module?.kind === 'file' ? repository.typescriptFile(module.path) : file;
  for (const statement of where?.tree.statements ?? [])
    if (ts.isInterfaceDeclaration(statement) && statement.name.text === name)
      return statement.members.length > 0;
  return true;
}

const bodiesTyped: Check = {
  name: 'bodies-are-parsed',
  title: 'Contexts take input from validated requests only',
  reason: 'A body that is read past the endpoint has been checked by nobody.',
  mend: 'Use the body, the id and the page that endpoint hands over.',
  subject: 'source files of interfaces',
  applies: (repository) => repository.paths('contexts/*/src/interface/**/*.ts').length > 0,
  inspect: (repository) =>
    inspectEach(repository.typescript('contexts/*/src/interface/**/*.ts'), function* (file) {
      for (const call of syntaxOf(file).calls) {
        const { expression } = call;
        if (!ts.isPropertyAccessExpression(expression) || call.arguments.length > 0) continue;
        const reads = readers.has(expression.name.text) && isRequest(expression.expression);
        if (reads) yield file.at(call, 'The body of the request is read past its schema.');
      }
    }),
};

const readers = new Set(['json', 'text', 'formData', 'arrayBuffer', 'bytes', 'blob']);

function isRequest(expression: ts.Expression): boolean {
  const node = bare(expression);
  if (ts.isIdentifier(node)) return node.text === 'request' || node.text === 'req';
  return ts.isPropertyAccessExpression(node) && node.name.text === 'request';
}

export const boundaries: Rule = {
  id: 'RES-2',
  title: 'Schema validation at every API boundary',
  checks: [answersChecked, bodiesTyped],
};
