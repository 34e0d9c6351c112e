import { ts, type TypeScriptFile } from '../typescript.ts';
import { syntaxOf } from './syntax.ts';

/** What a name stands for, where it is used. */
export type Binding =
  | { readonly kind: 'parameter'; readonly node: ts.ParameterDeclaration }
  | { readonly kind: 'variable'; readonly node: ts.VariableDeclaration }
  | { readonly kind: 'function'; readonly node: ts.FunctionDeclaration };

/** Declarations by the part of the file in which they are seen. */
type Scopes = Map<ts.Node, Map<string, Binding>>;

const known = new WeakMap<TypeScriptFile, Scopes>();

/** The declaration that a name has at a place of its file; null: it comes from elsewhere. */
export function bindingOf(file: TypeScriptFile, name: string, from: ts.Node): Binding | null {
  const scopes = scopesOf(file);
  for (let at: ts.Node | undefined = from; at !== undefined; at = at.parent) {
    const declared = scopes.get(at)?.get(name);
    if (declared !== undefined) return declared;
    if (!ts.isFunctionLike(at)) continue;
    const parameter = at.parameters.find((each) => binds(each.name, name));
    if (parameter !== undefined)
      return { kind: 'parameter', node: parameter as ts.ParameterDeclaration };
  }
  return null;
}

/** What a name of the whole file stands for. */
export function topLevelBinding(file: TypeScriptFile, name: string): Binding | null {
  return scopesOf(file).get(file.tree)?.get(name) ?? null;
}

/** What is assigned or appended to a variable after its declaration. */
export function assignmentsTo(
  file: TypeScriptFile,
  declaration: ts.VariableDeclaration,
): readonly ts.Expression[] {
  return assignedIn(file).get(declaration) ?? [];
}

const assigned = new WeakMap<TypeScriptFile, Map<ts.Node, ts.Expression[]>>();

function assignedIn(file: TypeScriptFile): ReadonlyMap<ts.Node, readonly ts.Expression[]> {
  const before = assigned.get(file);
  if (before !== undefined) return before;
  const found = new Map<ts.Node, ts.Expression[]>();
  for (const { left, operatorToken, right, parent } of syntaxOf(file).binaries) {
    if (!assigns.has(operatorToken.kind) || !ts.isIdentifier(left)) continue;
    const binding = bindingOf(file, left.text, parent);
    if (binding?.kind !== 'variable') continue;
    const values = found.get(binding.node) ?? [];
    found.set(binding.node, values);
    values.push(right);
  }
  assigned.set(file, found);
  return found;
}

const assigns = new Set<ts.SyntaxKind>([ts.SyntaxKind.EqualsToken, ts.SyntaxKind.PlusEqualsToken]);

function scopesOf(file: TypeScriptFile): Scopes {
  const before = known.get(file);
  if (before !== undefined) return before;
  const scopes: Scopes = new Map();
  const declare = (name: string, binding: Binding) => {
    const scope = scopeAround(binding.node);
    const names = scopes.get(scope) ?? new Map<string, Binding>();
    scopes.set(scope, names.set(name, binding));
  };
  const { variables, functions } = syntaxOf(file);
  for (const node of variables)
    if (ts.isIdentifier(node.name)) declare(node.name.text, { kind: 'variable', node });
    else for (const name of namesIn(node.name)) declare(name, { kind: 'variable', node });
  for (const node of functions)
    if (node.name !== undefined) declare(node.name.text, { kind: 'function', node });
  known.set(file, scopes);
  return scopes;
}

/** The block, the loop, the function or the file in which a declaration is seen. */
function scopeAround(node: ts.Node): ts.Node {
  let at = node.parent;
  while (
    !ts.isBlock(at) &&
    !ts.isSourceFile(at) &&
    !ts.isForStatement(at) &&
    !ts.isForOfStatement(at) &&
    !ts.isForInStatement(at) &&
    !ts.isCaseBlock(at) &&
    !ts.isModuleBlock(at)
  )
    at = at.parent;
  return at;
}

const binds = (bound: ts.BindingName, name: string): boolean => [...namesIn(bound)].includes(name);

function* namesIn(bound: ts.BindingName): Generator<string> {
  const waiting: ts.BindingName[] = [bound];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (ts.isIdentifier(next)) yield next.text;
    else
      for (const element of next.elements)
        if (ts.isBindingElement(element)) waiting.push(element.name);
  }
}
