import { productionFiles } from '../../reading/code/production.ts';
import { bare, calledName, memberOf, nameOf, syntaxOf } from '../../reading/code/syntax.ts';
import { textOf } from '../../reading/code/values.ts';
import { ts, type TypeScriptFile } from '../../reading/typescript.ts';
import { inspectEach, type Check, type Finding } from '../../rule.ts';

export const cookies: Check = {
  name: 'cookie-flags',
  title: 'Cookies go over TLS only, and those of a session neither to scripts nor to other sites',
  reason:
    'A cookie of a session is the session: whoever reads it on the way or in a page is signed in, and whoever can have it sent acts as its owner.',
  mend: 'Give every cookie Secure, and those of sessions HttpOnly and SameSite=Strict, or Lax for a sign-in in flight.',
  subject: 'source files',
  inspect: (repository) =>
    inspectEach(productionFiles(repository), function* (file) {
      if (!/cookie|samesite/i.test(file.text)) return;
      yield* writtenOut(file);
      yield* byOptions(file);
    }),
};

/** Lists such as `['Path=/', 'Secure', 'HttpOnly']`, and texts such as `a=b; Path=/; Secure`. */
function* writtenOut(file: TypeScriptFile): Generator<Finding> {
  const lists = new Set<ts.Node>();
  for (const text of syntaxOf(file).texts) {
    const { parent } = text;
    if (ts.isArrayLiteralExpression(parent)) {
      if (lists.has(parent) || !ts.isStringLiteralLike(text) || !attribute.test(text.text))
        continue;
      lists.add(parent);
      const parts = fixedParts(parent);
      if (parts !== null) yield* faults(file, parent, parts.join('; '));
    } else if (ts.isNoSubstitutionTemplateLiteral(text) || ts.isStringLiteral(text)) {
      if (cookieForm.test(text.text)) yield* faults(file, text, text.text);
    } else if (ts.isTemplateHead(text)) {
      const { templateSpans } = text.parent;
      const whole = [text.text, ...templateSpans.map(({ literal }) => literal.text)].join('?');
      // An expression in the place of an attribute may be any of them.
      const isFixed = templateSpans.every(({ literal }, index) =>
        index === templateSpans.length - 1 ? !/^$/.test(literal.text) : true,
      );
      if (cookieForm.test(whole) && isFixed) yield* faults(file, text, whole);
    }
  }
}

const attribute = /^(?:HttpOnly|Secure|Path=\/.{0,80}|SameSite=(?:Strict|Lax|None))$/i;
const cookieForm =
  /^[^=;,\s]{0,80}=[^;,]{0,200};[^,]{0,200}\b(?:HttpOnly|SameSite=|Path=\/|Max-Age=)/i;

/** null: somebody else has a say. */
function fixedParts({ elements }: ts.ArrayLiteralExpression): readonly string[] | null {
  const parts: string[] = [];
  for (const [index, element] of elements.entries()) {
    if (ts.isStringLiteralLike(element)) parts.push(element.text);
    else if (ts.isTemplateExpression(element)) parts.push(`${element.head.text}?`);
    else if (index === 0 && !ts.isSpreadElement(element)) parts.push('?=?');
    else return null;
  }
  return parts;
}

const ofSession = /^[^=]*(?:session|sess|token|auth|sid|login)[^=]*=/i;

function* faults(file: TypeScriptFile, node: ts.Node, cookie: string): Generator<Finding> {
  if (!/;\s*Secure\b/i.test(cookie)) yield file.at(node, 'A cookie goes without TLS as well.');
  if (!ofSession.test(cookie)) return;
  if (!/;\s*HttpOnly\b/i.test(cookie)) yield file.at(node, 'Scripts can read the cookie.');
  if (!/;\s*SameSite=(?:Strict|Lax)\b/i.test(cookie))
    yield file.at(node, 'The cookie is sent with requests of other sites.');
}

const setters = new Set(['serialize', 'setCookie', 'cookie', 'stringifySetCookie', 'set']);

/** `setCookie(name, value, { … })` of whatever library. */
function* byOptions(file: TypeScriptFile): Generator<Finding> {
  for (const call of syntaxOf(file).calls) {
    if (!setters.has(calledName(call) ?? '')) continue;
    const options = call.arguments.map(bare).find((each) => isCookieOptions(each));
    if (options === undefined || !ts.isObjectLiteralExpression(options)) continue;
    const [name] = call.arguments;
    const label = name === undefined ? '' : `${textOf(file, name) ?? ''}=`;
    for (const [flag, message] of [
      ['secure', 'A cookie goes without TLS as well.'],
      ['httpOnly', 'Scripts can read the cookie.'],
    ] as const) {
      const value = memberOf(options, flag);
      const matters = flag === 'secure' || ofSession.test(label);
      if (matters && value?.kind === ts.SyntaxKind.FalseKeyword) yield file.at(value, message);
    }
    const site = memberOf(options, 'sameSite');
    if (site !== null && ofSession.test(label) && /^none$/i.test(textOf(file, site) ?? ''))
      yield file.at(site, 'The cookie is sent with requests of other sites.');
  }
}

const isCookieOptions = (node: ts.Expression): boolean =>
  ts.isObjectLiteralExpression(node) &&
  node.properties.some(
    ({ name }) => name !== undefined && /^(?:httpOnly|sameSite|secure)$/.test(nameOf(name) ?? ''),
  );
