import { hasModifier } from '../../reading/aggregates.ts';
import { ts, type TypeScriptFile } from '../../reading/typescript.ts';
import { inspectEach, type Check, type Finding } from '../../rule.ts';

export const statelessServices: Check = {
  name: 'stateless-services',
  title: 'Services and modules of the inner layers keep no state',
  reason:
    'State beside the aggregates is in no transaction and in one process only: it is lost at a restart and wrong with a second instance.',
  mend: 'Keep it in an aggregate, or behind a port; pass in what a calculation needs.',
  subject: 'files of domains and application layers',
  inspect: (repository) =>
    inspectEach(
      repository.typescript('contexts/*/src/{domain,application}/**/*.ts'),
      function* (file) {
        yield* variables(file);
        yield* collections(file);
        yield* fields(file);
      },
    ),
};

/** `let` and `var` at the top of a module. */
function* variables(file: TypeScriptFile): Generator<Finding> {
  for (const statement of file.tree.statements) {
    if (!ts.isVariableStatement(statement)) continue;
    if ((statement.declarationList.flags & ts.NodeFlags.BlockScoped) !== ts.NodeFlags.Const)
      yield file.at(statement, 'A variable of the module can be assigned.');
  }
}

/** Collections at the top of a module that something in the file fills. */
function* collections(file: TypeScriptFile): Generator<Finding> {
  const filled = new Set(
    file.nodes(ts.SyntaxKind.CallExpression).flatMap(({ expression }) => {
      if (!ts.isPropertyAccessExpression(expression)) return [];
      if (!filling.has(expression.name.text) || !ts.isIdentifier(expression.expression)) return [];
      return [expression.expression.text];
    }),
  );
  for (const statement of file.tree.statements) {
    if (!ts.isVariableStatement(statement)) continue;
    for (const { name, initializer } of statement.declarationList.declarations) {
      if (!ts.isIdentifier(name) || !filled.has(name.text) || !isCollection(initializer)) continue;
      yield file.at(name, `${name.text} is filled as the process runs.`);
    }
  }
}

const filling = new Set(['add', 'delete', 'clear', 'pop', 'push', 'set', 'shift', 'unshift']);

function isCollection(node: ts.Expression | undefined): boolean {
  if (node === undefined) return false;
  if (ts.isArrayLiteralExpression(node)) return true;
  return (
    ts.isNewExpression(node) &&
    ts.isIdentifier(node.expression) &&
    ['Array', 'Map', 'Set', 'WeakMap', 'WeakSet'].includes(node.expression.text)
  );
}

/** Static fields that change, and any field that changes of what calls itself a service. */
function* fields(file: TypeScriptFile): Generator<Finding> {
  for (const declaration of file.nodes(ts.SyntaxKind.ClassDeclaration)) {
    const isService = /(?:Service|Policy|Calculator)$/.test(declaration.name?.text ?? '');
    for (const member of declaration.members) {
      if (!ts.isPropertyDeclaration(member)) continue;
      if (hasModifier(member, ts.SyntaxKind.ReadonlyKeyword)) continue;
      const isStatic = hasModifier(member, ts.SyntaxKind.StaticKeyword);
      // What is public is told by private-state.
      if (isStatic || (isService && !isAssignedNowhere(member)))
        yield file.at(member, `${member.name.getText(file.tree)} changes as the process runs.`);
    }
  }
}

/** A private field without `readonly` that only the constructor assigns is as good as readonly. */
function isAssignedNowhere(field: ts.PropertyDeclaration): boolean {
  const name = field.name.getText();
  const { members } = field.parent as ts.ClassDeclaration;
  return members
    .filter((member) => !ts.isConstructorDeclaration(member) && member !== field)
    .every((member) => !assigns(member.getText(), name));
}

/** Reads the text: an assignment, or a change in place, of `this.name`. */
function assigns(text: string, name: string): boolean {
  const parts = text.split(`this.${name}`).slice(1);
  return parts.some((rest) =>
    /^\s*(?:[-+*/|&^%?]{0,3}=[^=>]|\+\+|--|\[|\.(?:add|delete|clear|pop|push|set|shift|unshift)\()/.test(
      rest,
    ),
  );
}
