import type * as tsMorph from '../../typescript-syntax.ts';
import { itemKeys } from './item-keys.ts';
import type { Parsing } from './typescript.ts';

type Node = tsMorph.ts.Node;

/** What a statement is known by. */
export function statementKeys({ ts, file }: Parsing, statement: Node): readonly string[] {
  if (ts.isImportDeclaration(statement)) {
    const isType = statement.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword;
    const isNamespace =
      statement.importClause?.namedBindings !== undefined &&
      ts.isNamespaceImport(statement.importClause.namedBindings);
    const form = isType ? 'import type' : isNamespace ? 'import *' : 'import';
    return [`${form} ${moduleOf(ts, statement.moduleSpecifier)}`];
  }
  if (ts.isExportDeclaration(statement)) {
    const from = statement.moduleSpecifier;
    const form = statement.exportClause === undefined ? 'export *' : 'export';
    const isType = statement.isTypeOnly ? ' type' : '';
    return [`${form}${isType} ${from === undefined ? '' : moduleOf(ts, from)}`];
  }
  if (ts.isVariableStatement(statement)) {
    const names = statement.declarationList.declarations.map(({ name }) => name.getText(file));
    return [`variable ${names.join(' ').replaceAll(/\s+/g, ' ')}`];
  }
  if (ts.isReturnStatement(statement)) return ['return'];
  if (ts.isExpressionStatement(statement)) return expressionKeys(ts, file, statement.expression);
  const name = (statement as { name?: Node }).name;
  return name === undefined ? [] : [`${statement.kind} ${name.getText(file)}`];
}

function expressionKeys(
  ts: Parsing['ts'],
  file: Parsing['file'],
  expression: Node,
): readonly string[] {
  const inner = ts.isAwaitExpression(expression) ? expression.expression : expression;
  return ts.isCallExpression(inner) ? [`call ${inner.expression.getText(file)}`] : [];
}

function moduleOf(ts: Parsing['ts'], specifier: Node): string {
  return ts.isStringLiteral(specifier) ? specifier.text : '';
}

/** What an element of an array is known by: a call by what it calls, an object by its properties. */
export function elementKeys(parsing: Parsing, element: Node, meaning: string): readonly string[] {
  const { ts, file } = parsing;
  if (ts.isObjectLiteralExpression(element)) {
    const properties = new Map<string, string>();
    for (const property of element.properties) {
      if (!ts.isPropertyAssignment(property)) continue;
      properties.set(
        property.name.getText(file),
        parsing.tokens
          .between({ start: property.initializer.getStart(file), end: property.end })
          .join(' '),
      );
    }
    return itemKeys(properties, meaning);
  }
  return [...expressionKeys(ts, file, element), meaning];
}

/** What a property, or a name in an import, is known by. */
export function memberKeys({ file }: Parsing, member: Node, meaning: string): readonly string[] {
  const name = (member as { name?: Node }).name;
  return [name === undefined ? meaning : name.getText(file).replaceAll(/^['"]|['"]$/g, '')];
}
