import { productionFiles } from '../../reading/code/production.ts';
import { bare, calledName, memberOf, syntaxOf } from '../../reading/code/syntax.ts';
import { resolved, textOf } from '../../reading/code/values.ts';
import type { Repository } from '../../reading/repository.ts';
import { ts, type TypeScriptFile } from '../../reading/typescript.ts';
import type { Check, Finding } from '../../rule.ts';

interface Verification {
  readonly file: TypeScriptFile;
  readonly call: ts.CallExpression;
  /** Where the options are written; null: none were given, and undefined: nobody can say. */
  readonly options: ts.ObjectLiteralExpression | null | undefined;
}

export const tokenVerification: Check = {
  name: 'token-verification',
  title:
    'Tokens are verified by a list of asymmetric algorithms, access tokens also by type, issuer and audience',
  reason:
    'Whoever may choose the algorithm signs with the public key; a token of another kind, issuer or service is one that somebody else can get.',
  mend: "Give jwtVerify algorithms: ['RS256', 'ES256'], and for access tokens typ: 'at+jwt', issuer and audience.",
  subject: 'verifications of tokens',
  inspect: (repository) => {
    const verifications = productionFiles(repository).flatMap((file) =>
      file.text.includes('jwtVerify') ? verificationsIn(repository, file) : [],
    );
    return {
      looked: verifications.length,
      findings: [
        ...verifications.flatMap((each) => [...faultsOf(each)]),
        ...untyped(repository, verifications),
      ],
    };
  },
};

function verificationsIn(repository: Repository, file: TypeScriptFile): readonly Verification[] {
  return syntaxOf(file)
    .calls.filter((call) => calledName(call) === 'jwtVerify')
    .map((call) => {
      const given = call.arguments[2];
      return {
        file,
        call,
        options: given === undefined ? null : optionsIn(repository, file, given),
      };
    });
}

function optionsIn(repository: Repository, file: TypeScriptFile, given: ts.Expression) {
  const { node } = resolved(repository, { file, node: given });
  const isWhole =
    ts.isObjectLiteralExpression(node) && !node.properties.some(ts.isSpreadAssignment);
  return isWhole ? node : undefined;
}

function* faultsOf({ file, call, options }: Verification): Generator<Finding> {
  if (options === undefined) return;
  const algorithms = options === null ? null : memberOf(options, 'algorithms');
  if (algorithms === null) {
    yield file.at(call, 'A token is verified, whatever its algorithm.');
  } else {
    const list = bare(algorithms);
    for (const algorithm of ts.isArrayLiteralExpression(list) ? list.elements : [])
      if (/^(?:HS\d+|none)$/i.test(textOf(file, algorithm) ?? ''))
        yield file.at(algorithm, `The algorithm ${textOf(file, algorithm)} has no key pair.`);
  }
  if (options === null || !isOfAccessTokens(file, options)) return;
  for (const name of ['issuer', 'audience'])
    if (memberOf(options, name) === null)
      yield file.at(call, `An access token is verified, whatever its ${name}.`);
}

function isOfAccessTokens(file: TypeScriptFile, options: ts.ObjectLiteralExpression): boolean {
  const type = memberOf(options, 'typ');
  // What is computed is taken for it: nobody can say.
  return type !== null && (textOf(file, type)?.endsWith('at+jwt') ?? true);
}

/** An identity token of the same provider has its issuer, and may have its audience. */
function* untyped(
  repository: Repository,
  verifications: readonly Verification[],
): Generator<Finding> {
  const [first] = verifications;
  if (first === undefined) return;
  const isTyped = ({ file, options }: Verification) =>
    options !== undefined && options !== null && isOfAccessTokens(file, options);
  if (verifications.some(isTyped)) return;
  // Where options are put together, the type may come from anywhere.
  const isSomewhere =
    verifications.some(({ options }) => options === undefined) &&
    productionFiles(repository).some(({ text }) => text.includes("'at+jwt'"));
  if (!isSomewhere) yield first.file.at(first.call, 'No verification demands the type at+jwt.');
}
