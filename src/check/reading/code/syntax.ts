import { ts, type TypeScriptFile } from '../typescript.ts';

/** The nodes of a file by what checks ask for, found in one walk. */
export interface Syntax {
  readonly calls: readonly ts.CallExpression[];
  readonly constructions: readonly ts.NewExpression[];
  readonly objects: readonly ts.ObjectLiteralExpression[];
  readonly members: readonly ts.PropertyAssignment[];
  /** String literals and the fixed parts of templates. */
  readonly texts: readonly (
    | ts.StringLiteralLike
    | ts.TemplateHead
    | ts.TemplateMiddle
    | ts.TemplateTail
  )[];
  readonly binaries: readonly ts.BinaryExpression[];
  readonly variables: readonly ts.VariableDeclaration[];
  readonly functions: readonly ts.FunctionDeclaration[];
}

const known = new WeakMap<TypeScriptFile, Syntax>();

export function syntaxOf(file: TypeScriptFile): Syntax {
  const before = known.get(file);
  if (before !== undefined) return before;
  const syntax = collect(file.tree);
  known.set(file, syntax);
  return syntax;
}

function collect(tree: ts.SourceFile): Syntax {
  const calls: ts.CallExpression[] = [];
  const constructions: ts.NewExpression[] = [];
  const objects: ts.ObjectLiteralExpression[] = [];
  const members: ts.PropertyAssignment[] = [];
  const texts: (ts.StringLiteralLike | ts.TemplateHead | ts.TemplateMiddle | ts.TemplateTail)[] =
    [];
  const binaries: ts.BinaryExpression[] = [];
  const variables: ts.VariableDeclaration[] = [];
  const functions: ts.FunctionDeclaration[] = [];

  const waiting: ts.Node[] = [tree];
  const children: ts.Node[] = [];
  const keep = (child: ts.Node): void => void children.push(child);
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (ts.isCallExpression(node)) calls.push(node);
    else if (ts.isNewExpression(node)) constructions.push(node);
    else if (ts.isObjectLiteralExpression(node)) objects.push(node);
    else if (ts.isPropertyAssignment(node)) members.push(node);
    else if (
      ts.isStringLiteralLike(node) ||
      ts.isTemplateMiddleOrTemplateTail(node) ||
      ts.isTemplateHead(node)
    )
      texts.push(node);
    else if (ts.isBinaryExpression(node)) binaries.push(node);
    else if (ts.isVariableDeclaration(node)) variables.push(node);
    else if (ts.isFunctionDeclaration(node)) functions.push(node);
    ts.forEachChild(node, keep);
    while (children.length > 0) waiting.push(children.pop() as ts.Node);
  }
  return { calls, constructions, objects, members, texts, binaries, variables, functions };
}

/** The name of a member as it is written, quotes aside; null: computed. */
export function nameOf(name: ts.PropertyName): string | null {
  return ts.isIdentifier(name) || ts.isStringLiteralLike(name) || ts.isNumericLiteral(name)
    ? name.text
    : null;
}

/** The value of a member of an object literal, written out or in short. */
export function memberOf(object: ts.ObjectLiteralExpression, name: string): ts.Expression | null {
  for (const property of object.properties) {
    if (ts.isPropertyAssignment(property) && nameOf(property.name) === name)
      return property.initializer;
    if (ts.isShorthandPropertyAssignment(property) && property.name.text === name)
      return property.name;
  }
  return null;
}

/** The name of what is called: `query` of `client.query(…)`, `fetch` of `fetch(…)`. */
export function calledName({ expression }: ts.CallExpression | ts.NewExpression): string | null {
  if (ts.isIdentifier(expression)) return expression.text;
  return ts.isPropertyAccessExpression(expression) ? expression.name.text : null;
}

/** What a method is called on; null: no method. */
export function receiverOf({ expression }: ts.CallExpression): ts.Expression | null {
  return ts.isPropertyAccessExpression(expression) ? expression.expression : null;
}

/** An expression without parentheses, `as`, `satisfies` and `!`. */
export function bare(expression: ts.Expression): ts.Expression {
  let inner = expression;
  while (
    ts.isParenthesizedExpression(inner) ||
    ts.isAsExpression(inner) ||
    ts.isSatisfiesExpression(inner) ||
    ts.isNonNullExpression(inner)
  )
    inner = inner.expression;
  return inner;
}
