import { loosePart } from '../../reading/code/fixed-text.ts';
import { productionFiles } from '../../reading/code/production.ts';
import { bare, calledName, memberOf, receiverOf, syntaxOf } from '../../reading/code/syntax.ts';
import { resolved } from '../../reading/code/values.ts';
import type { Repository } from '../../reading/repository.ts';
import { ts, type TypeScriptFile } from '../../reading/typescript.ts';
import { inspectEach, type Check, type Finding, type Rule } from '../../rule.ts';

/** Methods whose first argument is sent to the database. */
const senders = new Set([
  'query',
  'execute',
  'exec',
  'queryRaw',
  'prepare',
  'unsafe',
  '$queryRawUnsafe',
  '$executeRawUnsafe',
]);

/** Ways to put a text into SQL as it is; what they get has to be fixed. Kysely's `lit` escapes. */
const rawMakers: Readonly<Record<string, ReadonlySet<string>>> = {
  sql: new Set(['raw', 'unsafe']),
  CompiledQuery: new Set(['raw']),
};

const startsLikeSql =
  /^\s*(?:SELECT|INSERT|UPDATE|DELETE|WITH|MERGE|CREATE|ALTER|DROP|TRUNCATE|GRANT|REVOKE|SET|DECLARE|FETCH|COPY|CALL|DO|LOCK|LISTEN|NOTIFY|VACUUM|EXPLAIN)\s/i;

const readsLikeSql = /^\s*(?:SELECT\s.*\sFROM|INSERT\s+INTO|UPDATE\s.*\sSET|DELETE\s+FROM)\s/is;

const parameterised: Check = {
  name: 'values-are-parameters',
  title: 'No value is written into the text of a statement',
  reason: 'A value in the text of SQL is a command to the database, whoever sent it.',
  mend: "Give values as parameters: value('name') in a statement, ${value} in a sql template, $1 with pg; names of tables by sql.id or escapeIdentifier.",
  subject: 'source files',
  inspect: (repository) =>
    inspectEach(productionFiles(repository), function* (file) {
      const seen = new Set<ts.Node>();
      for (const loose of looseParts(repository, file)) {
        if (seen.has(loose)) continue;
        seen.add(loose);
        yield finding(file, loose);
      }
    }),
};

function finding(file: TypeScriptFile, loose: ts.Node): Finding {
  return file.at(
    loose,
    `${loose.getText(file.tree).slice(0, 60)} becomes part of the text of a statement.`,
  );
}

function* looseParts(repository: Repository, file: TypeScriptFile): Generator<ts.Node> {
  const usesPg = file.imports.some(({ specifier }) => specifier === 'pg');
  for (const call of syntaxOf(file).calls) {
    const name = calledName(call) ?? '';
    const [argument] = call.arguments;
    const on = receiverOf(call);
    if (argument === undefined || on === null) continue;
    if (isRawMaker(on, name)) {
      const loose = loosePart(repository, file, argument);
      if (loose !== null) yield loose;
    } else if (senders.has(name)) {
      const text = putTogether(repository, file, argument);
      if (text === null || (!usesPg && !startsLikeSql.test(fixedPartsOf(text)))) continue;
      const loose = loosePart(repository, file, text);
      if (loose !== null) yield loose;
    }
  }
  // Wherever else an adapter writes SQL as a text, it will be sent by some name.
  if (!file.path.includes('/infrastructure/')) return;
  for (const text of textsPutTogether(file)) {
    if (!readsLikeSql.test(fixedPartsOf(text))) continue;
    const loose = loosePart(repository, file, text);
    if (loose !== null) yield loose;
  }
}

const isRawMaker = (on: ts.Expression, name: string): boolean =>
  ts.isIdentifier(on) &&
  Object.hasOwn(rawMakers, on.text) &&
  rawMakers[on.text]?.has(name) === true;

/** The expression that puts a text together, by way of constants and of `{ text }`; null: it is no such thing. */
function putTogether(
  repository: Repository,
  file: TypeScriptFile,
  argument: ts.Expression,
): ts.Expression | null {
  const given = bare(argument);
  const text = ts.isObjectLiteralExpression(given) ? memberOf(given, 'text') : given;
  if (text === null) return null;
  const { node, file: where } = resolved(repository, { file, node: text });
  if (where !== file) return null;
  if (isPutTogether(node)) return node;
  // A variable that grows: its declaration is fixed, and what is appended is not.
  return ts.isIdentifier(text) && syntaxOf(file).binaries.some((each) => appendsTo(each, text.text))
    ? text
    : null;
}

function isPutTogether(node: ts.Node): node is ts.Expression {
  if (ts.isTemplateExpression(node)) return true;
  if (ts.isConditionalExpression(node))
    return isPutTogether(bare(node.whenTrue)) || isPutTogether(bare(node.whenFalse));
  if (ts.isBinaryExpression(node)) return node.operatorToken.kind === ts.SyntaxKind.PlusToken;
  return (
    ts.isCallExpression(node) &&
    ['join', 'concat', 'replace', 'replaceAll'].includes(calledName(node) ?? '')
  );
}

const appendsTo = ({ left, operatorToken }: ts.BinaryExpression, name: string): boolean =>
  ts.isIdentifier(left) &&
  left.text === name &&
  operatorToken.kind === ts.SyntaxKind.PlusEqualsToken;

function* textsPutTogether(file: TypeScriptFile): Generator<ts.Expression> {
  for (const node of syntaxOf(file).texts) {
    if (!ts.isTemplateHead(node) || !ts.isTemplateExpression(node.parent)) continue;
    if (!ts.isTaggedTemplateExpression(node.parent.parent)) yield node.parent;
  }
  for (const node of syntaxOf(file).binaries) {
    if (isPutTogether(node) && !ts.isBinaryExpression(node.parent)) yield node;
  }
}

/** The fixed parts of a text, with a question mark for what is between them; the beginning is enough. */
function fixedPartsOf(expression: ts.Expression): string {
  const node = bare(expression);
  if (ts.isStringLiteralLike(node)) return node.text.slice(0, 500);
  if (ts.isTemplateExpression(node))
    return [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)]
      .join('?')
      .slice(0, 500);
  if (!ts.isBinaryExpression(node)) return ts.isIdentifier(node) ? 'SELECT ' : '?';
  const parts: string[] = [];
  let at: ts.Expression = node;
  while (ts.isBinaryExpression(at)) {
    parts.unshift(ts.isStringLiteralLike(at.right) ? at.right.text : '?');
    at = bare(at.left);
  }
  parts.unshift(ts.isStringLiteralLike(at) ? at.text : '?');
  return parts.join('').slice(0, 500);
}

export const sql: Rule = {
  id: 'SEC-11',
  title: 'SQL is parameterised everywhere',
  checks: [parameterised],
};
