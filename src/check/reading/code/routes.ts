import { derived } from '../derived.ts';
import type { Repository } from '../repository.ts';
import { ts, type TypeScriptFile } from '../typescript.ts';
import { productionFiles } from './production.ts';
import { bindingOf } from './bindings.ts';
import { bare, calledName, memberOf, receiverOf, syntaxOf } from './syntax.ts';
import { resolved, textOf } from './values.ts';

/** A route as it is added to a controller of Elysia. */
export interface CodeRoute {
  readonly file: TypeScriptFile;
  readonly call: ts.CallExpression;
  readonly method: string;
  /** With braces around its parameters; null: put together where it cannot be read. */
  readonly template: string | null;
  readonly handler: ts.Expression;
}

const verbs = new Set(['get', 'post', 'put', 'patch', 'delete', 'options', 'head', 'all', 'ws']);

/** Every route of the production code. */
export const codeRoutes = derived((repository): readonly CodeRoute[] =>
  productionFiles(repository).flatMap((file) =>
    file.imports.some(({ specifier, typeOnly }) => specifier === 'elysia' && !typeOnly)
      ? [...routesIn(repository, file)]
      : [],
  ),
);

function* routesIn(repository: Repository, file: TypeScriptFile): Generator<CodeRoute> {
  for (const call of syntaxOf(file).calls) {
    const method = calledName(call) ?? '';
    const [path, handler] = call.arguments;
    if (!verbs.has(method) || path === undefined || handler === undefined) continue;
    const application = applicationOf(file, call);
    if (application === null) continue;
    const own = textOf(file, path);
    const prefix = prefixOf(repository, file, application);
    yield {
      file,
      call,
      method: method.toUpperCase(),
      template: own === null || prefix === null ? null : braced(prefix + own),
      handler,
    };
  }
}

/**
 * The `new Elysia(…)` that a chain of calls starts with, also by way of a variable; `unknown`, where
 * it was handed over; null: another chain.
 */
function applicationOf(
  file: TypeScriptFile,
  call: ts.CallExpression,
): ts.NewExpression | 'unknown' | null {
  let at: ts.Expression | null = receiverOf(call);
  for (let step = 0; step < 2000 && at !== null; step += 1) {
    const node: ts.Expression = bare(at);
    if (ts.isNewExpression(node)) return calledName(node) === 'Elysia' ? node : null;
    if (ts.isCallExpression(node)) at = receiverOf(node);
    else if (ts.isIdentifier(node)) {
      const binding = bindingOf(file, node.text, node);
      if (binding?.kind === 'parameter') return isHandedOver(binding.node) ? 'unknown' : null;
      at = binding?.kind === 'variable' ? (binding.node.initializer ?? null) : null;
    } else return null;
  }
  return null;
}

/** Whether a parameter is an application: by its type, or because of who calls with it. */
function isHandedOver({ type, parent }: ts.ParameterDeclaration): boolean {
  if (type?.getText().includes('Elysia') === true) return true;
  const call = parent.parent;
  return ts.isCallExpression(call) && ['group', 'guard', 'use'].includes(calledName(call) ?? '');
}

function prefixOf(
  repository: Repository,
  file: TypeScriptFile,
  application: ts.NewExpression | 'unknown',
): string | null {
  if (application === 'unknown') return null;
  const options = application.arguments?.[0];
  if (options === undefined || !ts.isObjectLiteralExpression(options)) return '';
  const prefix = memberOf(options, 'prefix');
  if (prefix === null) return '';
  const { node } = resolved(repository, { file, node: prefix });
  return ts.isStringLiteralLike(node) ? node.text : null;
}

const braced = (path: string): string => path.replaceAll(/:(\w+)\??/g, '{$1}');
