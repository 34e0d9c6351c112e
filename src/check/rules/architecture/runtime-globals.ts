import { ts, type TypeScriptFile } from '../../reading/typescript.ts';
import { inspectEach, type Check, type Finding } from '../../rule.ts';

/** What the language of the inner layers does not have, or what makes them answer differently each time. */
const globals = new Set([
  'Bun',
  'Buffer',
  'WebSocket',
  'XMLHttpRequest',
  'console',
  'crypto',
  'fetch',
  'globalThis',
  'performance',
  'process',
  'queueMicrotask',
  'require',
  'setImmediate',
  'setInterval',
  'setTimeout',
]);

const unpredictable: Readonly<Record<string, readonly string[]>> = {
  Date: ['now'],
  Math: ['random'],
};

export const runtimeGlobals: Check = {
  name: 'runtime-globals',
  title: 'The inner layers have no clock, no chance, no environment and no network of their own',
  reason:
    'With the time and every id handed in, the same call gives the same result: in a test, in a replay, and after a retry.',
  mend: 'Take the time from the port Clock, ids from IdGenerator, and everything else from a port of the application layer.',
  subject: 'files of inner layers',
  inspect: (repository) =>
    inspectEach(
      repository.typescript('contexts/*/src/{contracts,domain,application}/**/*.ts'),
      globalsIn,
    ),
};

function* globalsIn(file: TypeScriptFile): Generator<Finding> {
  const own = declaredNames(file);
  for (const identifier of file.nodes(ts.SyntaxKind.Identifier)) {
    const { text } = identifier;
    if (own.has(text) || !isReference(identifier)) continue;
    if (globals.has(text)) yield file.at(identifier, `${text} is used here.`);
    else if (text === 'Date' && isCurrentTime(identifier))
      yield file.at(identifier, 'The current time is read here.');
    else if (isUnpredictable(identifier))
      yield file.at(identifier, `${identifier.parent.getText(file.tree)} is used here.`);
  }
}

/** Names that the file declares anywhere: a parameter `process` is nobody's environment. */
function declaredNames(file: TypeScriptFile): ReadonlySet<string> {
  const identifiers = file.nodes(ts.SyntaxKind.Identifier);
  return new Set(
    identifiers
      .filter((name) => declaresValue(name.parent) && name.parent.name === name)
      .map(({ text }) => text),
  );
}

function declaresValue(node: ts.Node): node is ts.Node & { readonly name?: ts.Node } {
  return (
    ts.isVariableDeclaration(node) ||
    ts.isParameter(node) ||
    ts.isBindingElement(node) ||
    ts.isFunctionDeclaration(node) ||
    ts.isFunctionExpression(node) ||
    ts.isClassDeclaration(node) ||
    ts.isImportClause(node) ||
    ts.isImportSpecifier(node) ||
    ts.isNamespaceImport(node)
  );
}

/** Whether the name stands for a value, rather than naming a member or a type. */
function isReference(identifier: ts.Identifier): boolean {
  const { parent } = identifier;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === identifier;
  if (ts.isShorthandPropertyAssignment(parent)) return true;
  if (ts.isTypeNode(parent) || ts.isQualifiedName(parent)) return false;
  if (ts.isBindingElement(parent) && parent.propertyName === identifier) return false;
  if (ts.isImportSpecifier(parent) || ts.isExportSpecifier(parent)) return false;
  return !('name' in parent && parent.name === identifier);
}

function isCurrentTime({ parent }: ts.Identifier): boolean {
  if (ts.isNewExpression(parent)) return (parent.arguments?.length ?? 0) === 0;
  return ts.isCallExpression(parent);
}

function isUnpredictable({ text, parent }: ts.Identifier): boolean {
  return (
    ts.isPropertyAccessExpression(parent) &&
    unpredictable[text]?.includes(parent.name.text) === true
  );
}
