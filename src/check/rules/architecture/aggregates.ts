import { aggregatesOf, classesIn, hasModifier, isPublic } from '../../reading/aggregates.ts';
import { ts, type TypeScriptFile } from '../../reading/typescript.ts';
import { inspectEach, type Check, type Finding, type Rule } from '../../rule.ts';
import { statelessServices } from './stateless-services.ts';

const domains = 'contexts/*/src/domain/**/*.ts';

const privateState: Check = {
  name: 'private-state',
  title: 'State in the domain is private, or never changes',
  reason:
    'What anybody can assign, nobody keeps right: an invariant holds only where every change goes through the code that checks it.',
  mend: 'Make the field private (#name), or readonly, and give the change a method with the name that the business has for it.',
  subject: 'classes of domains',
  inspect: (repository) =>
    inspectEach(classesIn(repository, domains), function* ({ file, declaration }) {
      for (const field of fieldsOf(declaration)) {
        if (isPublic(field) && !hasModifier(field, ts.SyntaxKind.ReadonlyKeyword))
          yield file.at(field, `${nameOf(file, field)} can be assigned by anybody.`);
      }
    }),
};

/** Fields, those declared as parameters of the constructor included. */
function fieldsOf({ members }: ts.ClassDeclaration) {
  const fields = members.filter(ts.isPropertyDeclaration);
  const parameters = members
    .filter(ts.isConstructorDeclaration)
    .flatMap((constructor) => [...constructor.parameters])
    .filter((parameter) => ts.isParameterPropertyDeclaration(parameter, parameter.parent));
  return [...fields, ...parameters];
}

const nameOf = (file: TypeScriptFile, { name }: ts.PropertyDeclaration | ts.ParameterDeclaration) =>
  name.getText(file.tree);

const noSetters: Check = {
  name: 'no-setters',
  title: 'The domain has no setters',
  reason:
    'A setter says what a field becomes, not what happened: the rules of the change end up with whoever calls it.',
  mend: 'Name the method after what happens in the business, let it check its rules, and record the event.',
  subject: 'classes of domains',
  inspect: (repository) =>
    inspectEach(classesIn(repository, domains), ({ file, declaration }) =>
      declaration.members
        .filter((member) => ts.isSetAccessor(member) || isSetterMethod(member))
        .filter(isPublic)
        .map((member) => file.at(member, `${member.name?.getText(file.tree) ?? ''} is a setter.`)),
    ),
};

/** `setName(name) { this.#name = name; }` and nothing else. */
function isSetterMethod(member: ts.ClassElement): boolean {
  if (!ts.isMethodDeclaration(member) || !ts.isIdentifier(member.name)) return false;
  if (!/^set[A-Z]/.test(member.name.text)) return false;
  const [statement, ...more] = member.body?.statements ?? [];
  return more.length === 0 && statement !== undefined && assignsField(statement);
}

function assignsField(statement: ts.Statement): boolean {
  if (!ts.isExpressionStatement(statement)) return false;
  const { expression } = statement;
  return (
    ts.isBinaryExpression(expression) &&
    expression.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
    ts.isPropertyAccessExpression(expression.left)
  );
}

const businessMethods: Check = {
  name: 'business-methods',
  title: 'An aggregate has methods of the business',
  reason:
    'An aggregate that can only be read is a row with a name: its rules live in scripts around it, each with its own idea of them.',
  mend: 'Move what use cases do with its data into methods of the aggregate, each named after what happens.',
  subject: 'aggregates',
  inspect: (repository) =>
    inspectEach(aggregatesIn(repository), ({ file, declaration }) =>
      declaration.members.some(isOfBusiness)
        ? []
        : [file.at(declaration, `${declaration.name?.text ?? ''} has no method that changes it.`)],
    ),
};

function* aggregatesIn(repository: Parameters<typeof aggregatesOf>[0]) {
  for (const { found } of aggregatesOf(repository)) if (found !== null) yield found;
}

/** Methods for storing and telling, which every aggregate has. */
const technical = new Set(['can', 'equals', 'pullEvents', 'snapshot', 'toJSON', 'toString']);

function isOfBusiness(member: ts.ClassElement): boolean {
  if (!ts.isMethodDeclaration(member) || !isPublic(member)) return false;
  if (hasModifier(member, ts.SyntaxKind.StaticKeyword) || isSetterMethod(member)) return false;
  const name = member.name.getText();
  if (technical.has(name)) return false;
  const [first, ...more] = member.body?.statements ?? [];
  if (first === undefined) return false;
  return more.length > 0 || !ts.isReturnStatement(first) || !isField(first.expression);
}

function isField(expression: ts.Expression | undefined): boolean {
  let at = expression;
  while (at !== undefined && ts.isPropertyAccessExpression(at)) at = at.expression;
  return at?.kind === ts.SyntaxKind.ThisKeyword;
}

const factories: Check = {
  name: 'factories',
  title: 'An aggregate comes to be through its factory',
  reason:
    'With a public constructor there is an aggregate that no rule has seen: nothing was checked, and nothing was recorded.',
  mend: 'Make the constructor private; new aggregates come from create, stored ones from reconstitute.',
  subject: 'aggregates',
  inspect: (repository) =>
    inspectEach(aggregatesIn(repository), ({ file, declaration }): readonly Finding[] => {
      const name = declaration.name?.text ?? '';
      const constructor = declaration.members.find(ts.isConstructorDeclaration);
      if (constructor === undefined) return [file.at(declaration, `${name} can be made by new.`)];
      return isPublic(constructor) ? [file.at(constructor, `${name} can be made by new.`)] : [];
    }),
};

export const aggregates: Rule = {
  id: 'ARC-8',
  title:
    'Aggregates are rich: state is private, changes go through business methods that keep invariants; domain services are stateless',
  checks: [privateState, noSetters, businessMethods, factories, statelessServices],
};
