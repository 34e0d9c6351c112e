import { ts } from 'ts-morph';

import type { Finding } from '../rule.ts';

export { ts };

/** A parsed file; the tree has parents, and no types: nothing is resolved beyond names of modules. */
export interface TypeScriptFile {
  readonly path: string;
  readonly text: string;
  readonly tree: ts.SourceFile;
  readonly imports: readonly Import[];
  /** Whether all of it is TypeScript; where not, the tree is what could be made of it. */
  readonly isWhole: boolean;
  /** The nodes of a kind, in the order of the text; the tree is walked once. */
  nodes<Kind extends ts.SyntaxKind>(kind: Kind): readonly NodeOf<Kind>[];
  /** A finding at a node. */
  at(node: ts.Node, message: string): Finding;
}

/** What TypeScript calls the nodes that the checks ask for by kind. */
interface NodeKinds {
  [ts.SyntaxKind.Identifier]: ts.Identifier;
  [ts.SyntaxKind.StringLiteral]: ts.StringLiteral;
  [ts.SyntaxKind.NoSubstitutionTemplateLiteral]: ts.NoSubstitutionTemplateLiteral;
  [ts.SyntaxKind.TemplateExpression]: ts.TemplateExpression;
  [ts.SyntaxKind.TaggedTemplateExpression]: ts.TaggedTemplateExpression;
  [ts.SyntaxKind.CallExpression]: ts.CallExpression;
  [ts.SyntaxKind.NewExpression]: ts.NewExpression;
  [ts.SyntaxKind.PropertyAccessExpression]: ts.PropertyAccessExpression;
  [ts.SyntaxKind.PropertyAssignment]: ts.PropertyAssignment;
  [ts.SyntaxKind.ObjectLiteralExpression]: ts.ObjectLiteralExpression;
  [ts.SyntaxKind.BinaryExpression]: ts.BinaryExpression;
  [ts.SyntaxKind.ClassDeclaration]: ts.ClassDeclaration;
  [ts.SyntaxKind.InterfaceDeclaration]: ts.InterfaceDeclaration;
  [ts.SyntaxKind.TypeAliasDeclaration]: ts.TypeAliasDeclaration;
  [ts.SyntaxKind.FunctionDeclaration]: ts.FunctionDeclaration;
  [ts.SyntaxKind.VariableDeclaration]: ts.VariableDeclaration;
  [ts.SyntaxKind.VariableStatement]: ts.VariableStatement;
}
type NodeOf<Kind> = Kind extends keyof NodeKinds ? NodeKinds[Kind] : ts.Node;

/** Every way to name another module: import, export from, import(), import type, require(). */
export interface Import {
  readonly specifier: string;
  readonly typeOnly: boolean;
  /** Names taken from the other module, as it exports them; `*` for all of it, `default`; empty: for its effects. */
  readonly names: readonly string[];
  readonly kind: 'import' | 'export' | 'dynamic' | 'require';
  readonly node: ts.Node;
}

export function parseTypeScript(path: string, text: string): TypeScriptFile {
  const tree = ts.createSourceFile(
    path,
    text,
    // Comments are not looked at, and parsing them takes a tenth of the time.
    { languageVersion: ts.ScriptTarget.Latest, jsDocParsingMode: ts.JSDocParsingMode.ParseNone },
    true,
    path.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS,
  );
  let imports: readonly Import[] | null = null;
  let kinds: ReadonlyMap<ts.SyntaxKind, readonly ts.Node[]> | null = null;
  return {
    path,
    text,
    tree,
    isWhole: errorsOf(tree) === 0,
    get imports() {
      imports ??= [...importsOf(tree, text)];
      return imports;
    },
    nodes<Kind extends ts.SyntaxKind>(kind: Kind) {
      kinds ??= byKind(tree);
      return (kinds.get(kind) ?? []) as unknown as readonly NodeOf<Kind>[];
    },
    at(node, message) {
      const { line, character } = tree.getLineAndCharacterOfPosition(node.getStart(tree));
      return { path, line: line + 1, column: character + 1, message };
    },
  };
}

/** The parser keeps its errors on the tree, where its types do not show them. */
function errorsOf(tree: ts.SourceFile): number {
  const { parseDiagnostics } = tree as { parseDiagnostics?: readonly unknown[] };
  return parseDiagnostics?.length ?? 0;
}

/** Every node of a tree, parents before children. */
export function* nodesOf(root: ts.Node): Generator<ts.Node> {
  // A stack of our own: deeply nested input must not exhaust that of the program.
  const waiting: ts.Node[] = [root];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    yield node;
    const children: ts.Node[] = [];
    ts.forEachChild(node, (child) => void children.push(child));
    for (const child of children.toReversed()) waiting.push(child);
  }
}

function byKind(tree: ts.SourceFile): ReadonlyMap<ts.SyntaxKind, readonly ts.Node[]> {
  const kinds = new Map<ts.SyntaxKind, ts.Node[]>();
  for (const node of nodesOf(tree)) {
    const known = kinds.get(node.kind);
    if (known === undefined) kinds.set(node.kind, [node]);
    else known.push(node);
  }
  return kinds;
}

function* importsOf(tree: ts.SourceFile, text: string): Generator<Import> {
  for (const statement of tree.statements) {
    if (ts.isImportDeclaration(statement)) {
      if (ts.isStringLiteral(statement.moduleSpecifier)) yield importOf(statement);
    } else if (ts.isExportDeclaration(statement)) {
      const { moduleSpecifier } = statement;
      if (moduleSpecifier !== undefined && ts.isStringLiteral(moduleSpecifier))
        yield exportOf(statement, moduleSpecifier.text);
    } else if (ts.isImportEqualsDeclaration(statement)) {
      const { moduleReference } = statement;
      if (
        ts.isExternalModuleReference(moduleReference) &&
        ts.isStringLiteral(moduleReference.expression)
      )
        yield {
          specifier: moduleReference.expression.text,
          typeOnly: statement.isTypeOnly,
          names: ['*'],
          kind: 'require',
          node: statement,
        };
    }
  }
  if (!/\b(?:import|require)\s*\(/.test(text)) return;
  for (const node of nodesOf(tree)) {
    const found = inlineImport(node);
    if (found !== null) yield found;
  }
}

function importOf(statement: ts.ImportDeclaration): Import {
  const { importClause } = statement;
  const names: string[] = [];
  let typesOnly = importClause?.isTypeOnly === true;
  if (importClause?.name !== undefined) names.push('default');
  const bindings = importClause?.namedBindings;
  if (bindings !== undefined && ts.isNamespaceImport(bindings)) names.push('*');
  if (bindings !== undefined && ts.isNamedImports(bindings)) {
    names.push(...bindings.elements.map(({ name, propertyName }) => (propertyName ?? name).text));
    typesOnly ||=
      names.length > 0 &&
      importClause?.name === undefined &&
      bindings.elements.every((element) => element.isTypeOnly);
  }
  return {
    specifier: (statement.moduleSpecifier as ts.StringLiteral).text,
    typeOnly: typesOnly,
    names,
    kind: 'import',
    node: statement,
  };
}

function exportOf(statement: ts.ExportDeclaration, specifier: string): Import {
  const clause = statement.exportClause;
  const elements = clause !== undefined && ts.isNamedExports(clause) ? clause.elements : null;
  return {
    specifier,
    typeOnly:
      statement.isTypeOnly ||
      (elements !== null && elements.length > 0 && elements.every((element) => element.isTypeOnly)),
    names: elements?.map(({ name, propertyName }) => (propertyName ?? name).text) ?? ['*'],
    kind: 'export',
    node: statement,
  };
}

function inlineImport(node: ts.Node): Import | null {
  if (ts.isImportTypeNode(node)) {
    const { argument } = node;
    if (!ts.isLiteralTypeNode(argument) || !ts.isStringLiteral(argument.literal)) return null;
    const specifier = argument.literal.text;
    return { specifier, typeOnly: true, names: ['*'], kind: 'dynamic', node };
  }
  if (!ts.isCallExpression(node)) return null;
  const [specifier] = node.arguments;
  if (specifier === undefined || !ts.isStringLiteralLike(specifier)) return null;
  const base = { specifier: specifier.text, typeOnly: false, names: ['*'], node };
  if (node.expression.kind === ts.SyntaxKind.ImportKeyword) return { ...base, kind: 'dynamic' };
  const isRequire = ts.isIdentifier(node.expression) && node.expression.text === 'require';
  return isRequire ? { ...base, kind: 'require' } : null;
}
