import manifest from '../../package.json' with { type: 'json' };
import { replacing, type Release } from './next-version.ts';

const [major = '0', minor = '0'] = manifest.version.split('.');

/** The version that the working tree is, and the made-up one that follows it. */
export const thisVersion = manifest.version;
export const nextVersion = `${major}.${Number(minor) + 1}.0`;

const typescript = 'templates/typescript';
const platform = `${typescript}/repository/packages/platform/src`;
const refusal = replacing("'./refused.ts'", "'./refusal.ts'");

/** What changes in the release after this one, for the tests of upgrades: something of every kind. */
export const nextRelease: Release = {
  version: nextVersion,
  rename: {
    [`${typescript}/repository/docs/adding-a-context.md.hbs`]: `${typescript}/repository/docs/guides/new-context.md.hbs`,
    [`${platform}/migrations/refused.ts`]: `${platform}/migrations/refusal.ts`,
  },
  remove: [`${typescript}/repository/dot_editorconfig`],
  write: {
    [`${typescript}/repository/docs/releases.md`]: () => '# Releases\n\nOne a week.\n',
    [`${typescript}/repository/README.md.hbs`]: (text) =>
      replacing(
        'and nothing else: PostgreSQL',
        'and nothing more: PostgreSQL',
      )(text.replace('(docs/adding-a-context.md)', '(docs/guides/new-context.md)')),
    'templates/shared/repository/compose.yaml.hbs': replacing(
      'stop_grace_period: 25s',
      'stop_grace_period: 30s',
    ),
    [`${typescript}/deployable/apps/{deployable}/src/contexts.ts.hbs`]: replacing(
      'The contexts that this process hosts.',
      'The contexts that this process hosts, by name.',
    ),
    [`${typescript}/aggregate/contexts/{context}/src/domain/{aggregate}/{aggregate}.repository.ts.hbs`]:
      replacing('Nobody else changes what was found', 'Nobody changes what was found'),
    [`${platform}/read-at-most.ts`]: replacing(
      'All bytes of a stream, but never more than the limit',
      'All bytes of a stream, and never more than the limit',
    ),
    [`${platform}/migrations/index.ts`]: refusal,
    [`${platform}/migrations/migrate.ts.hbs`]: refusal,
    [`${platform}/migrations/no-transaction.ts`]: refusal,
    [`${platform}/migrations/separation.ts.hbs`]: refusal,
    'src/stacks/typescript/manifests.ts': replacing("format: 'oxfmt',", "format: 'oxfmt .',"),
    'src/stacks/typescript/renames.ts': replacing(
      'readonly TemplateRename[] = []',
      `readonly TemplateRename[] = [
  { since: '${nextVersion}', from: 'docs/adding-a-context.md', to: 'docs/guides/new-context.md' },
  { since: '${nextVersion}', from: 'packages/platform/src/{folder}/refused.ts', to: 'packages/platform/src/{folder}/refusal.ts' },
]`,
    ),
  },
};

/** What that release does to a repository of preset `minimal`, by path; the lock aside. */
export const changedInNextRelease: Readonly<Record<string, 'create' | 'update' | 'delete'>> = {
  '.editorconfig': 'delete',
  // It names the version that checks it.
  '.github/workflows/ci.yml': 'update',
  'README.md': 'update',
  'apps/api/src/contexts.ts': 'update',
  'compose.yaml': 'update',
  'contexts/planning/src/domain/task/task.repository.ts': 'update',
  'docs/guides/new-context.md': 'update',
  'docs/releases.md': 'create',
  'package.json': 'update',
  'packages/platform/src/migrations/index.ts': 'update',
  'packages/platform/src/migrations/migrate.ts': 'update',
  'packages/platform/src/migrations/no-transaction.ts': 'update',
  'packages/platform/src/migrations/refusal.ts': 'update',
  'packages/platform/src/read-at-most.ts': 'update',
};
