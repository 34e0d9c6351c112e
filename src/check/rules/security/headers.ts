import { contextFiles, productionFiles } from '../../reading/code/production.ts';
import { calledName, memberOf, nameOf, receiverOf, syntaxOf } from '../../reading/code/syntax.ts';
import { textOf } from '../../reading/code/values.ts';
import type { Repository } from '../../reading/repository.ts';
import { ts, type TypeScriptFile } from '../../reading/typescript.ts';
import { atFile, inspectEach, type Check, type Rule } from '../../rule.ts';
import { cookies } from './cookies.ts';
import { cors } from './cors.ts';

const yearSeconds = 31_536_000;

/** Headers of every response, and whether a value will do. */
const demanded: Readonly<Record<string, (value: string) => boolean>> = {
  'strict-transport-security': (value) =>
    Number(/max-age=(\d{1,12})/.exec(value)?.[1] ?? 0) >= yearSeconds &&
    value.includes('includeSubDomains'),
  'content-security-policy': (value) =>
    value.includes("default-src 'none'") && value.includes("frame-ancestors 'none'"),
  'x-content-type-options': (value) => value === 'nosniff',
  'referrer-policy': (value) => value === 'no-referrer',
  'cross-origin-resource-policy': (value) => value === 'same-origin' || value === 'same-site',
};

interface HeaderTable {
  readonly file: TypeScriptFile;
  readonly node: ts.ObjectLiteralExpression;
}

/** Object literals that set the headers of all responses: those with Strict-Transport-Security, else with nosniff. */
function headerTables(repository: Repository): readonly HeaderTable[] {
  const all = productionFiles(repository).flatMap((file) =>
    syntaxOf(file).objects.map((node) => ({ file, node })),
  );
  const having = (header: string) => all.filter(({ node }) => namesOf(node).has(header));
  const strict = having('strict-transport-security');
  return strict.length > 0 ? strict : having('x-content-type-options');
}

const namesOf = (node: ts.ObjectLiteralExpression): ReadonlySet<string> =>
  new Set(
    node.properties.flatMap((property) =>
      property.name === undefined ? [] : [(nameOf(property.name) ?? '').toLowerCase()],
    ),
  );

const complete: Check = {
  name: 'headers-complete',
  title: 'The headers of every response are all there, and strict',
  reason: 'They are what a browser goes by when something else has gone wrong.',
  mend: `Set ${Object.keys(demanded).join(', ')} for all responses, as the platform was made.`,
  subject: 'tables of headers',
  applies: (repository) => repository.paths('packages/platform/src/http/*.ts').length > 0,
  inspect: (repository) => {
    const tables = headerTables(repository);
    if (tables.length === 0) {
      const where = 'packages/platform/src/http/response.ts';
      return { looked: 1, findings: [atFile(where, 'No response gets any security header.')] };
    }
    return inspectEach(tables, function* ({ file, node }) {
      for (const [header, holds] of Object.entries(demanded)) {
        const value = memberOf(node, header);
        if (value === null) yield file.at(node, `${header} is not set.`);
        else {
          const text = textOf(file, value);
          if (text !== null && !holds(text)) yield file.at(value, `${header} is too weak: ${text}`);
        }
      }
    });
  },
};

const throughEdge: Check = {
  name: 'responses-by-the-platform',
  title: 'Contexts leave making responses to the platform',
  reason: 'A response that a context makes itself has none of the headers, and no correlation id.',
  mend: 'Give endpoint a reply (resourceReply, pageReply, createdReply, emptyReply, or an object of status, headers and body).',
  subject: 'source files of contexts',
  inspect: (repository) =>
    inspectEach(contextFiles(repository), function* (file) {
      if (!file.text.includes('Response')) return;
      const { constructions, calls } = syntaxOf(file);
      for (const made of constructions)
        if (
          calledName(made) === 'Response' &&
          ts.isIdentifier(made.expression) &&
          !imports(file, 'Response')
        )
          yield file.at(made, 'A response is made without the headers of the platform.');
      for (const call of calls) {
        const on = receiverOf(call);
        if (
          on !== null &&
          ts.isIdentifier(on) &&
          on.text === 'Response' &&
          !imports(file, 'Response')
        )
          yield file.at(call, 'A response is made without the headers of the platform.');
      }
    }),
};

const imports = (file: TypeScriptFile, name: string): boolean =>
  file.imports.some(({ names }) => names.includes(name));

export const headers: Rule = {
  id: 'SEC-9',
  title: 'Security headers on every response, errors included',
  checks: [complete, throughEdge, cookies, cors],
};
