import { ts } from './typescript.ts';

/** Deeper than any schema that people write. */
const maxDepth = 64;

/** The value of a literal expression, as JSON has it; undefined for what is computed. */
export function literalValue(node: ts.Expression, depth = 0): unknown {
  if (depth > maxDepth) return undefined;
  const inside = (child: ts.Expression): unknown => literalValue(child, depth + 1);
  if (ts.isAsExpression(node) || ts.isSatisfiesExpression(node)) return inside(node.expression);
  if (ts.isParenthesizedExpression(node)) return inside(node.expression);
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isNumericLiteral(node)) return Number(node.text);
  if (ts.isPrefixUnaryExpression(node)) return negative(node, inside(node.operand));
  if (ts.isArrayLiteralExpression(node)) return node.elements.map(inside);
  if (ts.isObjectLiteralExpression(node)) return objectValue(node, inside);
  return constants.get(node.kind);
}

const constants = new Map<ts.SyntaxKind, unknown>([
  [ts.SyntaxKind.TrueKeyword, true],
  [ts.SyntaxKind.FalseKeyword, false],
  [ts.SyntaxKind.NullKeyword, null],
]);

function negative({ operator }: ts.PrefixUnaryExpression, value: unknown): unknown {
  return operator === ts.SyntaxKind.MinusToken && typeof value === 'number' ? -value : undefined;
}

function objectValue(
  { properties }: ts.ObjectLiteralExpression,
  inside: (child: ts.Expression) => unknown,
): Readonly<Record<string, unknown>> {
  const entries = properties.flatMap((property): [string, unknown][] => {
    if (!ts.isPropertyAssignment(property)) return [];
    const { name } = property;
    const isNamed = ts.isIdentifier(name) || ts.isStringLiteralLike(name);
    return isNamed ? [[name.text, inside(property.initializer)]] : [];
  });
  // By definition, so that a field called __proto__ is a field.
  return Object.fromEntries(entries);
}
