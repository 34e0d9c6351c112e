import type { Repository } from '../repository.ts';
import { ts, type TypeScriptFile } from '../typescript.ts';
import { assignmentsTo, bindingOf } from './bindings.ts';
import { productionFiles } from './production.ts';
import { bare, calledName, nameOf, receiverOf, syntaxOf } from './syntax.ts';
import { resolved, type Located } from './values.ts';

/** Functions of pg that make a text safe in SQL, and calls that give nothing but digits. */
const escaping = new Set([
  'escapeIdentifier',
  'escapeLiteral',
  'Number',
  'parseInt',
  'BigInt',
  // What the program makes up itself, of hexadecimal digits and hyphens.
  'randomUUID',
  'randomUUIDv7',
]);

/** Methods that put together what they are called on. */
const keeping = new Set(['join', 'trim', 'toUpperCase', 'toLowerCase', 'repeat', 'map', 'concat']);

const deepest = 16;

/** The part of a text that is not fixed when the program is written, and not escaped; null: there is none. */
export function loosePart(
  repository: Repository,
  file: TypeScriptFile,
  expression: ts.Expression,
  depth = 0,
): ts.Node | null {
  const node = bare(expression);
  const inside = (part: ts.Expression) => loosePart(repository, file, part, depth + 1);
  if (depth > deepest) return node;
  if (isFixedLiteral(node)) return null;
  if (ts.isTemplateExpression(node))
    return first(node.templateSpans.map((span) => inside(span.expression)));
  if (ts.isBinaryExpression(node)) return inside(node.left) ?? inside(node.right);
  if (ts.isConditionalExpression(node)) return inside(node.whenTrue) ?? inside(node.whenFalse);
  if (ts.isArrayLiteralExpression(node)) return first(node.elements.map(inside));
  if (ts.isSpreadElement(node)) return inside(node.expression);
  if (ts.isObjectLiteralExpression(node))
    return first(
      node.properties.map((property) =>
        ts.isPropertyAssignment(property) ? inside(property.initializer) : property,
      ),
    );
  if (ts.isArrowFunction(node) || ts.isFunctionExpression(node))
    return first(returnsOf(node).map(inside));
  if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node))
    return inside(node.expression) === null ? null : node;
  if (ts.isIdentifier(node)) return looseName(repository, file, node, depth);
  return ts.isCallExpression(node) ? looseCall(repository, file, node, depth) : node;
}

const isFixedLiteral = (node: ts.Node): boolean =>
  ts.isStringLiteralLike(node) ||
  ts.isNumericLiteral(node) ||
  ts.isBigIntLiteral(node) ||
  node.kind === ts.SyntaxKind.TrueKeyword ||
  node.kind === ts.SyntaxKind.FalseKeyword ||
  node.kind === ts.SyntaxKind.NullKeyword;

const first = (parts: readonly (ts.Node | null)[]): ts.Node | null =>
  parts.find((part) => part !== null) ?? null;

function looseCall(
  repository: Repository,
  file: TypeScriptFile,
  node: ts.CallExpression,
  depth: number,
): ts.Node | null {
  const name = calledName(node) ?? '';
  if (escaping.has(name)) return null;
  const on = receiverOf(node);
  if (on !== null) {
    if (!keeping.has(name)) return node;
    // What a list becomes is decided by the function it is mapped with, not by the list.
    const parts = name === 'map' ? node.arguments : [on, ...node.arguments];
    return first(parts.map((part) => loosePart(repository, file, part, depth + 1)));
  }
  if (!ts.isIdentifier(node.expression)) return node;
  const maker = resolved(repository, { file, node: node.expression });
  if (!ts.isFunctionDeclaration(maker.node) && !ts.isArrowFunction(maker.node)) return node;
  const loose = returnsOf(maker.node).some(
    (returned) => loosePart(repository, maker.file, returned, depth + 1) !== null,
  );
  return loose || returnsOf(maker.node).length === 0 ? node : null;
}

/** A constant, the item of a fixed list, or a parameter that can only be one of some literals. */
function looseName(
  repository: Repository,
  file: TypeScriptFile,
  node: ts.Identifier,
  depth: number,
): ts.Node | null {
  const isLoose = (where: TypeScriptFile, part: ts.Expression) =>
    loosePart(repository, where, part, depth + 1) !== null;
  const binding = bindingOf(file, node.text, node);
  if (binding?.kind === 'parameter') {
    if (isOneOfLiterals(file, typeOfParameter(binding.node, node.text))) return null;
    const given = argumentsFor(repository, binding.node);
    return given.length === 0 || given.some(({ file: where, node: part }) => isLoose(where, part))
      ? node
      : null;
  }
  if (binding?.kind === 'variable') {
    if (isOneOfLiterals(file, binding.node.type)) return null;
    const list = listIteratedBy(binding.node);
    if (list !== null) return isLoose(file, list) ? node : null;
    const { initializer } = binding.node;
    const values = [
      ...(initializer === undefined ? [] : [initializer]),
      ...assignmentsTo(file, binding.node),
    ];
    return values.length === 0 || values.some((value) => isLoose(file, value)) ? node : null;
  }
  const definition = resolved(repository, { file, node });
  if (definition.node === node || ts.isFunctionDeclaration(definition.node)) return node;
  return isLoose(definition.file, definition.node) ? node : null;
}

/** What a named function of this repository is called with, in the place of a parameter. */
function argumentsFor(
  repository: Repository,
  parameter: ts.ParameterDeclaration,
): readonly Located[] {
  const maker = parameter.parent;
  const name = ts.isFunctionDeclaration(maker)
    ? maker.name
    : ts.isVariableDeclaration(maker.parent) && ts.isIdentifier(maker.parent.name)
      ? maker.parent.name
      : undefined;
  if (name === undefined || !ts.isIdentifier(parameter.name)) return [];
  const index = maker.parameters.indexOf(parameter);
  return productionFiles(repository).flatMap((where) => {
    if (!where.text.includes(name.text)) return [];
    return syntaxOf(where).calls.flatMap((call): readonly Located[] => {
      if (!ts.isIdentifier(call.expression) || call.expression.text !== name.text) return [];
      const called = resolved(repository, { file: where, node: call.expression });
      if (called.node !== maker) return [];
      const argument = call.arguments[index] ?? parameter.initializer;
      return argument === undefined ? [] : [{ file: where, node: argument }];
    });
  });
}

function listIteratedBy(declaration: ts.VariableDeclaration): ts.Expression | null {
  const loop = declaration.parent.parent;
  return ts.isForOfStatement(loop) ? loop.expression : null;
}

/** The type of a parameter, or of the member that is taken out of it by this name. */
function typeOfParameter(
  { name, type }: ts.ParameterDeclaration,
  wanted: string,
): ts.TypeNode | undefined {
  if (ts.isIdentifier(name) || type === undefined) return type;
  if (!ts.isTypeLiteralNode(type)) return undefined;
  for (const member of type.members)
    if (ts.isPropertySignature(member) && nameOf(member.name) === wanted) return member.type;
  return undefined;
}

/** Whether a type leaves nothing but what is written in it: literals and numbers, or a name for such. */
function isOneOfLiterals(file: TypeScriptFile, type: ts.TypeNode | undefined, depth = 0): boolean {
  if (type === undefined || depth > deepest) return false;
  if (ts.isUnionTypeNode(type))
    return type.types.every((each) => isOneOfLiterals(file, each, depth + 1));
  if (ts.isParenthesizedTypeNode(type)) return isOneOfLiterals(file, type.type, depth + 1);
  // The members of a value that is written in the code.
  if (ts.isTypeOperatorNode(type)) return ts.isTypeQueryNode(type.type);
  if (ts.isTypeReferenceNode(type) && ts.isIdentifier(type.typeName)) {
    const { text } = type.typeName;
    const alias = file.tree.statements.find(
      (each) => ts.isTypeAliasDeclaration(each) && each.name.text === text,
    );
    return (
      alias !== undefined &&
      ts.isTypeAliasDeclaration(alias) &&
      isOneOfLiterals(file, alias.type, depth + 1)
    );
  }
  return ts.isLiteralTypeNode(type) || type.kind === ts.SyntaxKind.NumberKeyword;
}

/** What a function may give back; none, where that cannot be seen. */
function returnsOf(
  node: ts.ArrowFunction | ts.FunctionDeclaration | ts.FunctionExpression,
): readonly ts.Expression[] {
  if (node.body === undefined) return [];
  if (!ts.isBlock(node.body)) return [node.body];
  const found: ts.Expression[] = [];
  const waiting: ts.Node[] = [node.body];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    if (ts.isReturnStatement(at) && at.expression !== undefined) found.push(at.expression);
    if (!ts.isFunctionLike(at)) ts.forEachChild(at, (child) => void waiting.push(child));
  }
  return found;
}
