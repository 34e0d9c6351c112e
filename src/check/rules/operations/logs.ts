import { productionFiles } from '../../reading/code/production.ts';
import { calledName, nameOf, receiverOf, syntaxOf } from '../../reading/code/syntax.ts';
import type { Repository } from '../../reading/repository.ts';
import { ts, type TypeScriptFile } from '../../reading/typescript.ts';
import { inspectEach, type Check, type Rule } from '../../rule.ts';

const logger: Check = {
  name: 'logger-only',
  title: 'Contexts and packages write by the logger only',
  reason:
    'A line that is no JSON has no correlation id, is found by nobody, and breaks what reads the others.',
  mend: 'Use telemetry.logger with fields and a message; programs of apps/*/src that a person starts may print.',
  subject: 'source files',
  inspect: (repository) =>
    inspectEach(
      productionFiles(repository).filter(({ path }) => !path.startsWith('apps/')),
      function* (file) {
        if (!file.text.includes('console') && !file.text.includes('process.stdout')) return;
        for (const call of syntaxOf(file).calls) {
          const on = receiverOf(call)?.getText(file.tree);
          if (on === 'console' || (on === 'process.stdout' && calledName(call) === 'write'))
            yield file.at(call, `${on}.${calledName(call) ?? ''} writes past the logger.`);
        }
      },
    ),
};

const levels = new Set(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'child']);

/** Members of a log line that hold what nobody may read there. */
const confidential = new Set([
  'password',
  'secret',
  'token',
  'accesstoken',
  'refreshtoken',
  'idtoken',
  'authorization',
  'cookie',
  'cookies',
  'apikey',
  'body',
  'headers',
]);

const nothingConfidential: Check = {
  name: 'logs-hold-no-secrets',
  title: 'Tokens, cookies, secrets and bodies are not logged',
  reason: 'Logs are read by more people, and kept for longer, than anything else.',
  mend: 'Log what identifies the matter (an id, a code, a status), not what was sent.',
  subject: 'lines that are logged',
  applies: (repository) => logCalls(repository).length > 0,
  inspect: (repository) =>
    inspectEach(logCalls(repository), function* ({ file, call }) {
      const [fields] = call.arguments;
      if (fields === undefined || !ts.isObjectLiteralExpression(fields)) return;
      for (const property of fields.properties) {
        const name = property.name === undefined ? null : nameOf(property.name);
        if (name !== null && confidential.has(name.toLowerCase()) && !isFlag(property))
          yield file.at(property, `${name} is written to the log.`);
      }
    }),
};

/** `token: true` tells that there was one. */
const isFlag = (property: ts.ObjectLiteralElementLike): boolean =>
  ts.isPropertyAssignment(property) &&
  (ts.isNumericLiteral(property.initializer) ||
    property.initializer.kind === ts.SyntaxKind.TrueKeyword ||
    property.initializer.kind === ts.SyntaxKind.FalseKeyword ||
    (ts.isBinaryExpression(property.initializer) &&
      property.initializer.getText().includes('===')));

function logCalls(
  repository: Repository,
): readonly { file: TypeScriptFile; call: ts.CallExpression }[] {
  return productionFiles(repository).flatMap((file) =>
    file.text.includes('ogger')
      ? syntaxOf(file)
          .calls.filter((call) => {
            const on = receiverOf(call);
            if (on === null || !levels.has(calledName(call) ?? '')) return false;
            return ts.isIdentifier(on)
              ? on.text === 'logger'
              : ts.isPropertyAccessExpression(on) && on.name.text === 'logger';
          })
          .map((call) => ({ file, call }))
      : [],
  );
}

export const structuredLogs: Rule = {
  id: 'OBS-4',
  title: 'Structured logs, by the logger alone, and nothing confidential in them',
  checks: [logger, nothingConfidential],
};
