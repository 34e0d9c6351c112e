import type { Repository } from '../repository.ts';
import { ts, type TypeScriptFile } from '../typescript.ts';
import { bare, calledName, receiverOf, syntaxOf } from './syntax.ts';
import { resolved } from './values.ts';

/** Functions of pg that make a text safe in SQL, and conversions that leave nothing but digits. */
const escaping = new Set(['escapeIdentifier', 'escapeLiteral', 'Number', 'parseInt', 'BigInt']);

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
  const parameter = parameterAround(node);
  if (parameter !== null) return isOneOfLiterals(parameter.type) ? null : node;
  const assigned = assignmentsTo(file, node.text);
  const [declaration] = syntaxOf(file).variables.get(node.text) ?? [];
  const list = declaration === undefined ? null : listIteratedBy(declaration);
  if (list !== null) return loosePart(repository, file, list, depth + 1) === null ? null : node;
  const definition = resolved(repository, { file, node });
  if (definition.node === node || ts.isFunctionDeclaration(definition.node)) return node;
  const parts = [loosePart(repository, definition.file, definition.node, depth + 1)];
  for (const value of assigned) parts.push(loosePart(repository, file, value, depth + 1));
  return first(parts) === null ? null : node;
}

/** What is assigned or appended to a variable after its declaration. */
function assignmentsTo(file: TypeScriptFile, name: string): readonly ts.Expression[] {
  return syntaxOf(file).binaries.flatMap(({ left, operatorToken, right }) =>
    ts.isIdentifier(left) &&
    left.text === name &&
    (operatorToken.kind === ts.SyntaxKind.EqualsToken ||
      operatorToken.kind === ts.SyntaxKind.PlusEqualsToken)
      ? [right]
      : [],
  );
}

function listIteratedBy(declaration: ts.VariableDeclaration): ts.Expression | null {
  const loop = declaration.parent.parent;
  return ts.isForOfStatement(loop) ? loop.expression : null;
}

/** The parameter that a name stands for, in the nearest function that has one of that name. */
function parameterAround(node: ts.Identifier): ts.ParameterDeclaration | null {
  for (let at: ts.Node = node; at.parent !== undefined; at = at.parent) {
    if (!ts.isFunctionLike(at)) continue;
    for (const parameter of at.parameters) {
      if (ts.isIdentifier(parameter.name) && parameter.name.text === node.text) return parameter;
    }
  }
  return null;
}

function isOneOfLiterals(type: ts.TypeNode | undefined): boolean {
  if (type === undefined) return false;
  if (ts.isUnionTypeNode(type)) return type.types.every(isOneOfLiterals);
  return ts.isLiteralTypeNode(type) || type.kind === ts.SyntaxKind.NumberKeyword;
}

/** What a function may give back; none, where that cannot be seen. */
export function returnsOf(
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
