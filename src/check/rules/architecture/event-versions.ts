import { eventSchemas } from '../../reading/event-types.ts';
import { literalValue } from '../../reading/literal-values.ts';
import { parseTypeScript } from '../../reading/typescript.ts';
import { schemaBreaks, type SchemaBreak } from '../../schema-break.ts';
import { inspectEach, type Check, type Rule } from '../../rule.ts';

const eventVersions: Check = {
  name: 'event-versions',
  title: 'What an event says is never taken back under the same version',
  reason:
    'Other contexts read the event as it was published, and stored ones are read again: a field that is gone or means something else breaks them after the deployment.',
  mend: 'Leave the published version as it is, add the next one (<event>.v2.ts with its own type) and publish both until nobody reads the old one. docs/versioning.md has the rules.',
  subject: 'contracts of events, compared with what was published',
  applies: ({ earlier }) => earlier.size > 0,
  inspect(repository) {
    const contracts = repository.typescript('contexts/*/src/contracts/**/*.ts');
    const now = new Map([...eventSchemas(contracts)].map((each) => [each.type, each]));
    const earlier = [...repository.earlier].map(([path, text]) => parseTypeScript(path, text));
    return inspectEach(eventSchemas(earlier), ({ type, schema }) => {
      const current = now.get(type);
      if (current === undefined) return [];
      const breaks = schemaBreaks(literalValue(schema), literalValue(current.schema));
      return breaks.map((each) => current.file.at(current.schema, sentence(type, each)));
    });
  },
};

function sentence(type: string, { field, problem }: SchemaBreak): string {
  const what = field === '' ? 'data' : field;
  switch (problem) {
    case 'removed':
      return `${type} no longer has ${what}.`;
    case 'optional':
      return `${type} may leave out ${what}, which was always there.`;
    case 'changed':
      return `${type} tells ${what} in another form than before.`;
  }
}

export const compatibility: Rule = {
  id: 'RES-3',
  title: 'Version compatibility: no breaking change of an event under the same version',
  checks: [eventVersions],
};
