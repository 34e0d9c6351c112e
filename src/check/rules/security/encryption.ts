import { isForTests, productionFiles } from '../../reading/code/production.ts';
import { nameOf, syntaxOf } from '../../reading/code/syntax.ts';
import { entriesOf } from '../../reading/data.ts';
import { composeServices, isComposeForDevelopment } from '../../reading/deployment/compose.ts';
import { realms } from '../../reading/deployment/realms.ts';
import type { Repository } from '../../reading/repository.ts';
import { ts, type TypeScriptFile } from '../../reading/typescript.ts';
import { inspectEach, type Check, type Finding, type Rule } from '../../rule.ts';

const verified: Check = {
  name: 'certificates-verified',
  title: 'Code verifies whom it talks to',
  reason: 'TLS without verification is encryption with whoever answers.',
  mend: 'Remove the setting, and trust a private authority by its certificate (ca, NODE_EXTRA_CA_CERTS).',
  subject: 'source files',
  inspect: (repository) => inspectEach(productionFiles(repository), unverifiedIn),
};

function* unverifiedIn(file: TypeScriptFile): Generator<Finding> {
  const { members, texts } = syntaxOf(file);
  for (const { name, initializer } of members) {
    const member = nameOf(name);
    if (
      (member === 'rejectUnauthorized' || member === 'strictSSL') &&
      initializer.kind === ts.SyntaxKind.FalseKeyword
    )
      yield file.at(initializer, 'Certificates are not verified.');
    if (member === 'checkServerIdentity' && isEmptyFunction(initializer))
      yield file.at(initializer, 'The name in the certificate is not compared.');
  }
  for (const node of texts) {
    if (weakMode.test(node.text)) yield file.at(node, 'The connection may go without TLS.');
    if (node.text === 'NODE_TLS_REJECT_UNAUTHORIZED' && isWritten(node))
      yield file.at(node, 'Certificates are not verified in the whole process.');
  }
  if (!file.text.includes('NODE_TLS_REJECT_UNAUTHORIZED')) return;
  for (const { left } of syntaxOf(file).binaries)
    if (ts.isPropertyAccessExpression(left) && left.name.text === 'NODE_TLS_REJECT_UNAUTHORIZED')
      yield file.at(left, 'Certificates are not verified in the whole process.');
}

const weakMode = /\bsslmode=(?:disable|allow|no-verify)\b/;

function isEmptyFunction(node: ts.Expression): boolean {
  if (!ts.isArrowFunction(node)) return false;
  if (ts.isBlock(node.body)) return node.body.statements.length === 0;
  return ts.isIdentifier(node.body) && node.body.text === 'undefined';
}

/** Whether `process.env['X']` is assigned to. */
function isWritten(node: ts.Node): boolean {
  const access = node.parent;
  return (
    ts.isElementAccessExpression(access) &&
    ts.isBinaryExpression(access.parent) &&
    access.parent.left === access &&
    access.parent.operatorToken.kind === ts.SyntaxKind.EqualsToken
  );
}

const manifests: Check = {
  name: 'manifests-encrypt',
  title: 'No manifest, image or script turns TLS or its verification off',
  reason: 'A switch that was meant for an afternoon is still there a year later.',
  mend: 'Remove the switch, and give the certificate of the authority to what has to trust it.',
  subject: 'files of configuration',
  inspect: (repository) =>
    inspectEach(
      repository.paths('**').filter((path) => isConfiguration.test(path) && !isForTests(path)),
      function* (path) {
        const text = repository.text(path) ?? '';
        // A database that a job starts beside itself has nobody in between.
        const beside = path.startsWith('.github/') || isComposeForDevelopment(path);
        let offset = 0;
        for (const line of text.split('\n')) {
          const found = line.trimStart().startsWith('#') ? null : switchedOff.exec(line);
          if (found !== null && !(beside && /sslmode/i.test(found[0])))
            yield repository.at(
              path,
              offset + found.index,
              `${found[0].trim()} turns off what protects the connection.`,
            );
          offset += line.length + 1;
        }
      },
    ),
};

const isConfiguration =
  /\.(?:ya?ml|sh|env|conf|toml|ini)$|(?:^|\/)(?:[^/]*Dockerfile[^/]*|Containerfile|package\.json|\.env[^/]*)$/;

const switchedOff = new RegExp(
  [
    'sslmode=(?:disable|allow|no-verify)\\b',
    'PGSSLMODE["\']?\\s?[:=]\\s?["\']?(?:disable|allow)\\b',
    'NODE_TLS_REJECT_UNAUTHORIZED["\']?\\s?[:=]\\s?["\']?0',
    '\\bcurl\\s[^|;&]{0,200}(?:\\s-k\\b|--insecure\\b)',
    '\\bcurl\\s(?:-k\\b|--insecure\\b)',
    '--no-check-certificate\\b',
    '--(?:strict-ssl=false|disable-tls-verification|tls-verify=false)',
    '(?:insecure_?skip_?verify|tls_?skip_?verify(?:_insecure)?)["\']?\\s?[:=]\\s?["\']?true',
    'sslVerify["\']?\\s?[:=]?\\s?["\']?false',
  ].join('|'),
  'i',
);

const realmTls: Check = {
  name: 'realm-demands-tls',
  title: 'The realm demands TLS from everybody beyond the own machine',
  reason: 'Passwords and tokens pass there.',
  mend: 'Set sslRequired to external, or to all.',
  subject: 'realms',
  inspect: (repository: Repository) =>
    inspectEach(realms(repository), function* (realm) {
      const required = realm.data['sslRequired'];
      if (typeof required === 'string' && required.toLowerCase() === 'none')
        yield realm.at(['sslRequired'], 'The realm takes passwords without TLS.');
    }),
};

/** Settings of the server that a command or a variable gives. */
const databaseTrust: Check = {
  name: 'database-asks-for-passwords',
  title: 'PostgreSQL lets nobody in without a password, and keeps it as scram-sha-256',
  reason: 'With "trust" the network is the only lock, and md5 is a password that can be replayed.',
  mend: 'Remove POSTGRES_HOST_AUTH_METHOD, and keep --auth-host=scram-sha-256.',
  subject: 'services of compose files',
  applies: (repository) => composeServices(repository).length > 0,
  inspect: (repository) =>
    inspectEach(composeServices(repository), function* ({ name, environment, at }) {
      for (const [variable, value] of entriesOf(Object.fromEntries(environment))) {
        const weak =
          variable === 'POSTGRES_HOST_AUTH_METHOD'
            ? /^(?:trust|md5|password)$/.test(String(value))
            : variable === 'POSTGRES_INITDB_ARGS' &&
              /=(?:trust|md5|password)\b/.test(String(value));
        if (weak)
          yield at(['environment', variable], `${name} lets connections in by ${String(value)}.`);
      }
    }),
};

export const encryption: Rule = {
  id: 'SEC-13',
  title: 'Encryption in transit: certificates are verified, and TLS is not turned off',
  checks: [verified, manifests, realmTls, databaseTrust],
};
