import { developmentFiles, isForTests, productionFiles } from '../../reading/code/production.ts';
import { bare, nameOf, syntaxOf } from '../../reading/code/syntax.ts';
import {
  knownSecrets,
  looksSecret,
  namesSecret,
  passwordsInAddresses,
} from '../../reading/secret-words.ts';
import { isComposeForDevelopment } from '../../reading/deployment/compose.ts';
import type { Repository } from '../../reading/repository.ts';
import { ts, type TypeScriptFile } from '../../reading/typescript.ts';
import { inspectEach, type Check, type Finding, type Rule } from '../../rule.ts';
import { namedValues } from './named-values.ts';
import { environmentSecrets } from './secrets-in-environment.ts';

/** Texts that programs write, and that hold nothing but hashes. */
const generated =
  /(?:^|\/)(?:bun\.lock|package-lock\.json|backend\.lock\.json|yarn\.lock|pnpm-lock\.yaml)$/;

const texts = (repository: Repository) =>
  repository.paths('**').filter((path) => !generated.test(path));

const knownForms: Check = {
  name: 'no-issued-secrets',
  title: 'No key or token that somebody has issued is in the repository',
  reason:
    'What is in the repository is in every copy of it, for ever, and it is searched for by machines.',
  mend: 'Withdraw it where it was issued, give the new one as a file (<NAME>_FILE), and remove it from the history.',
  subject: 'files',
  inspect: (repository) =>
    inspectEach(texts(repository), function* (path) {
      for (const { offset, what } of knownSecrets(repository.text(path) ?? '')) {
        // Keys made for tests open nothing; what others have issued does.
        if (isForTests(path) && (what === 'a private key' || what === 'a token')) continue;
        yield repository.at(path, offset, `This looks like ${what}.`);
      }
    }),
};

const addresses: Check = {
  name: 'no-password-in-addresses',
  title: 'No address holds a password',
  reason: 'An address is logged, shown and passed on as if it were no secret.',
  mend: 'Give the whole address as a file (DATABASE_URL_FILE), and keep that file out of the repository.',
  subject: 'files',
  inspect: (repository) =>
    inspectEach(
      texts(repository).filter((path) => !isForTests(path) && !isForDevelopment(path)),
      function* (path) {
        for (const { offset, host } of passwordsInAddresses(repository.text(path) ?? ''))
          if (!(path.startsWith('.github/') && isOwnMachine(host)))
            yield repository.at(path, offset, 'The address holds a password.');
      },
    ),
};

/** A service that a job starts beside itself, and that is gone with it. */
const isOwnMachine = (host: string): boolean => !host.includes('.') || host.startsWith('127.');

/** What only ever runs on the machine of a developer, and prose. */
const isForDevelopment = (path: string): boolean =>
  path.startsWith('tools/') || path.endsWith('.md') || isComposeForDevelopment(path);

const literals: Check = {
  name: 'no-literal-secrets',
  title: 'No secret is written into code or configuration',
  reason: 'It cannot be rotated without a release, and everybody who may read the code may use it.',
  mend: 'Read it from the file that <NAME>_FILE names; for development let ops/secrets.sh make it.',
  subject: 'files',
  inspect: (repository) => {
    const code = [...productionFiles(repository), ...developmentFiles(repository)];
    const files = texts(repository).filter((path) => !isForTests(path) && !isForDevelopment(path));
    const inCode = inspectEach(code, literalsIn);
    const inFiles = inspectEach(files, function* (path) {
      for (const { name, value, offset } of namedValues(repository, path))
        if (namesSecret(name) && looksSecret(value))
          yield repository.at(path, offset, `${name} has its secret written here.`);
    });
    return {
      looked: inCode.looked + inFiles.looked,
      findings: [...inCode.findings, ...inFiles.findings],
    };
  },
};

function* literalsIn(file: TypeScriptFile): Generator<Finding> {
  const { members, variables, binaries } = syntaxOf(file);
  const values: (readonly [string, ts.Expression])[] = [
    ...members.map(({ name, initializer }) => [nameOf(name) ?? '', initializer] as const),
    ...variables.flatMap(({ name, initializer }) =>
      ts.isIdentifier(name) && initializer !== undefined ? [[name.text, initializer] as const] : [],
    ),
    ...binaries.flatMap(({ left, operatorToken, right }) =>
      operatorToken.kind === ts.SyntaxKind.EqualsToken ? [[lastName(left), right] as const] : [],
    ),
  ];
  for (const [name, value] of values) {
    if (!namesSecret(name)) continue;
    const literal = fallbackOf(value);
    if (literal !== null && looksSecret(literal.text) && !isExample(literal))
      yield file.at(literal, `${name} has its secret written here.`);
  }
}

/** What a description of an API shows. */
function isExample(literal: ts.Node): boolean {
  for (let at: ts.Node = literal; at.parent !== undefined; at = at.parent)
    if (ts.isPropertyAssignment(at) && /^examples?$/.test(nameOf(at.name) ?? '')) return true;
  return false;
}

function lastName(expression: ts.Expression): string {
  if (ts.isIdentifier(expression)) return expression.text;
  if (ts.isPropertyAccessExpression(expression)) return expression.name.text;
  return ts.isElementAccessExpression(expression) &&
    ts.isStringLiteralLike(expression.argumentExpression)
    ? expression.argumentExpression.text
    : '';
}

/** The literal itself, or the one that is taken where something else is missing. */
function fallbackOf(expression: ts.Expression): ts.StringLiteralLike | null {
  const value = bare(expression);
  if (ts.isStringLiteralLike(value)) return value;
  if (!ts.isBinaryExpression(value)) return null;
  const { kind } = value.operatorToken;
  const falls = kind === ts.SyntaxKind.QuestionQuestionToken || kind === ts.SyntaxKind.BarBarToken;
  return falls ? fallbackOf(value.right) : null;
}

const privateFiles: Check = {
  name: 'private-files-ignored',
  title: 'Files of secrets are kept out of git',
  reason: 'A file that git does not ignore is committed sooner or later.',
  mend: 'Add .env, .env.* and /.secrets/ to .gitignore; examples without values may be called .env.example.',
  subject: 'lists of what git ignores',
  inspect: (repository) => {
    const ignored = new Set(
      (repository.text('.gitignore') ?? '')
        .split('\n')
        .map((line) => line.trim().replace(/^\//, '').replace(/\/$/, '')),
    );
    const missing = [
      ...(['.env', '.env*', '**/.env'].some((line) => ignored.has(line)) ? [] : ['.env']),
      ...(!repository.has('ops/secrets.sh') || ignored.has('.secrets') ? [] : ['.secrets/']),
    ];
    return {
      looked: 1,
      findings: missing.map((name) => ({
        path: '.gitignore',
        line: 1,
        column: 1,
        message: `${name} is not ignored by git.`,
      })),
    };
  },
};

export const secrets: Rule = {
  id: 'SEC-10',
  title: 'No shared secrets in the repository or in environment variables: files',
  checks: [knownForms, addresses, literals, environmentSecrets, privateFiles],
};
