import { contextsOf } from '../../reading/contexts.ts';
import { ts, type TypeScriptFile } from '../../reading/typescript.ts';
import { inspectEach, type Check, type Finding } from '../../rule.ts';

export const noCallsBetween: Check = {
  name: 'calls-between',
  title: 'No context calls the API of another',
  reason:
    'A call makes the two fail together and wait for each other: the slowest decides for all. Events let each go on alone.',
  mend: "Keep what is needed in a read model of one's own, fed by the other context's events; ask for work by an event, as a saga does.",
  subject: 'files of contexts',
  inspect(repository) {
    const contexts = contextsOf(repository).map(({ name }) => name);
    const hosts = new Set([
      ...contexts,
      ...repository.blueprint.deployables.map(({ name }) => name),
    ]);
    return inspectEach(repository.typescript('contexts/*/src/**/*.ts'), (file) => {
      const others = new Set(contexts.filter((name) => name !== file.path.split('/')[1]));
      return callsIn(file, others, hosts);
    });
  },
};

/** Texts that are addresses: paths below another context's, and hosts that are ours. */
function* callsIn(
  file: TypeScriptFile,
  others: ReadonlySet<string>,
  hosts: ReadonlySet<string>,
): Generator<Finding> {
  for (const { node, text } of textsOf(file)) {
    const paths = [...text.matchAll(/\/v[1-9][0-9]*\/([a-z][a-z0-9-]*)/g)].map(
      ([, name]) => name ?? '',
    );
    const host = /^https?:\/\/([a-z][a-z0-9-]*)/.exec(text)?.[1] ?? '';
    const other = paths.find((name) => others.has(name)) ?? (hosts.has(host) ? host : undefined);
    if (other !== undefined) yield file.at(node, `The API of ${other} is called here.`);
  }
}

function* textsOf(
  file: TypeScriptFile,
): Generator<{ readonly node: ts.Node; readonly text: string }> {
  for (const node of file.nodes(ts.SyntaxKind.StringLiteral)) {
    const { parent } = node;
    if (!ts.isImportDeclaration(parent) && !ts.isExportDeclaration(parent))
      yield { node, text: node.text };
  }
  for (const node of file.nodes(ts.SyntaxKind.NoSubstitutionTemplateLiteral))
    yield { node, text: node.text };
  for (const node of file.nodes(ts.SyntaxKind.TemplateExpression)) {
    const rest = node.templateSpans.map(({ literal }) => literal.text);
    yield { node, text: [node.head.text, ...rest].join('\n') };
  }
}
