import { moduleOf, exportedFile } from '../modules.ts';
import type { Repository } from '../repository.ts';
import { ts, type TypeScriptFile } from '../typescript.ts';
import { bare, initialValue, syntaxOf } from './syntax.ts';

/** An expression and the file that its names are to be looked up in. */
export interface Located<Node extends ts.Node = ts.Expression> {
  readonly file: TypeScriptFile;
  readonly node: Node;
}

const deepest = 12;

/** The number an expression stands for: literals, arithmetic, and constants of the file; null: not known. */
export function numberOf(
  file: TypeScriptFile,
  expression: ts.Expression,
  depth = 0,
): number | null {
  if (depth > deepest) return null;
  const node = bare(expression);
  if (ts.isNumericLiteral(node)) return Number(node.text);
  if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.MinusToken) {
    const value = numberOf(file, node.operand, depth + 1);
    return value === null ? null : -value;
  }
  if (ts.isIdentifier(node)) {
    const value = initialValue(file, node.text);
    return value === null ? null : numberOf(file, value, depth + 1);
  }
  if (!ts.isBinaryExpression(node)) return null;
  const left = numberOf(file, node.left, depth + 1);
  const right = numberOf(file, node.right, depth + 1);
  if (left === null || right === null) return null;
  switch (node.operatorToken.kind) {
    case ts.SyntaxKind.AsteriskToken:
      return left * right;
    case ts.SyntaxKind.PlusToken:
      return left + right;
    case ts.SyntaxKind.MinusToken:
      return left - right;
    case ts.SyntaxKind.SlashToken:
      return left / right;
    default:
      return null;
  }
}

/** The text of a literal, or of a constant of the file that holds one; null: not known. */
export function textOf(file: TypeScriptFile, expression: ts.Expression): string | null {
  const node = bare(expression);
  if (ts.isStringLiteralLike(node)) return node.text;
  if (!ts.isIdentifier(node)) return null;
  const value = initialValue(file, node.text);
  const inner = value === null ? null : bare(value);
  return inner !== null && ts.isStringLiteralLike(inner) ? inner.text : null;
}

/**
 * What a name stands for, followed through imports of this repository and what they pass on: the value
 * of a variable, or a function; null: it is something else, or comes from elsewhere.
 */
export function definitionOf(
  repository: Repository,
  file: TypeScriptFile,
  name: string,
  depth = 0,
): Located<ts.Expression | ts.FunctionDeclaration> | null {
  if (depth > deepest) return null;
  const { functions } = syntaxOf(file);
  const own = functions.get(name) ?? initialValue(file, name);
  if (own !== null && own !== undefined) return { file, node: own };
  for (const statement of file.tree.statements) {
    const from = importedFrom(statement, name);
    if (from === null) continue;
    for (const target of targetsOf(repository, file.path, from.specifier)) {
      const found = definitionOf(repository, target, from.name, depth + 1);
      if (found !== null) return found;
    }
  }
  return null;
}

function importedFrom(
  statement: ts.Statement,
  name: string,
): { readonly specifier: string; readonly name: string } | null {
  if (ts.isImportDeclaration(statement)) {
    const bindings = statement.importClause?.namedBindings;
    if (bindings === undefined || !ts.isNamedImports(bindings)) return null;
    const element = bindings.elements.find((each) => each.name.text === name);
    return element === undefined
      ? null
      : passed(statement.moduleSpecifier, (element.propertyName ?? element.name).text);
  }
  if (!ts.isExportDeclaration(statement) || statement.moduleSpecifier === undefined) return null;
  const { exportClause } = statement;
  if (exportClause === undefined) return passed(statement.moduleSpecifier, name);
  if (!ts.isNamedExports(exportClause)) return null;
  const element = exportClause.elements.find((each) => each.name.text === name);
  return element === undefined
    ? null
    : passed(statement.moduleSpecifier, (element.propertyName ?? element.name).text);
}

const passed = (specifier: ts.Expression, name: string) =>
  ts.isStringLiteral(specifier) ? { specifier: specifier.text, name } : null;

function targetsOf(
  repository: Repository,
  from: string,
  specifier: string,
): readonly TypeScriptFile[] {
  const module = moduleOf(from, specifier);
  const path =
    module.kind === 'file'
      ? module.path
      : module.kind === 'workspace'
        ? exportedFile(repository, module)
        : null;
  const file = path === null ? null : repository.typescriptFile(path);
  return file === null ? [] : [file];
}

/** The expression behind names: a literal, a call, a function. */
export function resolved(
  repository: Repository,
  { file, node }: Located,
): Located<ts.Expression | ts.FunctionDeclaration> {
  let at: Located<ts.Expression | ts.FunctionDeclaration> = { file, node: bare(node) };
  for (let step = 0; step < deepest && ts.isIdentifier(at.node); step += 1) {
    const definition = definitionOf(repository, at.file, at.node.text);
    if (definition === null) return at;
    at = ts.isFunctionDeclaration(definition.node)
      ? definition
      : { file: definition.file, node: bare(definition.node) };
  }
  return at;
}
