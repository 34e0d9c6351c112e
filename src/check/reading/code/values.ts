import { moduleOf, exportedFile } from '../modules.ts';
import type { Repository } from '../repository.ts';
import { ts, type TypeScriptFile } from '../typescript.ts';
import { bindingOf, topLevelBinding, type Binding } from './bindings.ts';
import { bare } from './syntax.ts';

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
    const value = valueOf(bindingOf(file, node.text, node));
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
  const value = valueOf(bindingOf(file, node.text, node));
  const inner = value === null ? null : bare(value);
  return inner !== null && ts.isStringLiteralLike(inner) ? inner.text : null;
}

/** The value that a variable was declared with. */
function valueOf(binding: Binding | null): ts.Expression | null {
  if (binding?.kind !== 'variable' || !ts.isIdentifier(binding.node.name)) return null;
  return binding.node.initializer ?? null;
}

type Definition = Located<ts.Expression | ts.FunctionDeclaration>;

/** A declaration as what it stands for; null: nothing that can be seen. */
function definitionOf(file: TypeScriptFile, binding: Binding): Definition | null {
  if (binding.kind === 'function') return { file, node: binding.node };
  const value = valueOf(binding);
  return value === null ? null : { file, node: value };
}

/** What a name stands for that a file imports, or passes on; followed through this repository. */
function importedDefinition(
  repository: Repository,
  file: TypeScriptFile,
  name: string,
  depth = 0,
): Definition | null {
  if (depth > deepest) return null;
  for (const statement of file.tree.statements) {
    const from = importedFrom(statement, name);
    if (from === null) continue;
    for (const target of targetsOf(repository, file.path, from.specifier)) {
      const own = topLevelBinding(target, from.name);
      const found =
        own === null
          ? importedDefinition(repository, target, from.name, depth + 1)
          : definitionOf(target, own);
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

/**
 * The expression behind a name: a literal, a call, a function, found in this file or through its
 * imports. A parameter, or what comes from elsewhere, stays the name it is.
 */
export function resolved(repository: Repository, { file, node }: Located): Definition {
  let at: Definition = { file, node: bare(node) };
  for (let step = 0; step < deepest && ts.isIdentifier(at.node); step += 1) {
    const binding = bindingOf(at.file, at.node.text, at.node);
    const definition =
      binding === null
        ? importedDefinition(repository, at.file, at.node.text)
        : definitionOf(at.file, binding);
    if (definition === null) return at;
    at = ts.isFunctionDeclaration(definition.node)
      ? definition
      : { file: definition.file, node: bare(definition.node) };
  }
  return at;
}
