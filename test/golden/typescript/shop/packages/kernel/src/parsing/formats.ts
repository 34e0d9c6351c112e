import { ok } from '../result.ts';
import { refuse, type Parser } from './parser.ts';
import { text, type TextConstraints } from './text.ts';

const uuidForm = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** The addresses of RFC 5321 without what nobody uses: quoted names and numbers in place of a host. */
export const emailForm =
  /^[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*@[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*$/;

/** RFC 5321 §4.5.3.1.1, in octets, which are the characters of the form. */
const longestMailbox = 64;

/** RFC 3986, absolute, for the web: user information is refused, it hides where a link leads. */
export const webAddressForm =
  /^[Hh][Tt][Tt][Pp][Ss]?:\/\/(?:\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?)(?::\d{1,5})?(?:[/?#](?:[\w\-.~:/?#[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})*)?$/;

/** Any version of UUID, written in lower case from here on. */
export function uuid(): Parser<string> {
  const string = text();
  return (value, pointer) => {
    const parsed = string(value, pointer);
    if (!parsed.ok) return parsed;
    if (!uuidForm.test(parsed.value)) return refuse(pointer, 'format', 'must be a UUID');
    return ok(parsed.value.toLowerCase());
  };
}

export function email(constraints: TextConstraints): Parser<string> {
  return formatted(constraints, isEmailAddress, 'must be an email address');
}

const isEmailAddress = (value: string): boolean =>
  emailForm.test(value) && value.indexOf('@') <= longestMailbox;

export function url(constraints: TextConstraints): Parser<string> {
  return formatted(constraints, isWebAddress, 'must be an absolute http or https URL');
}

const isWebAddress = (value: string): boolean => webAddressForm.test(value);

function formatted(
  constraints: TextConstraints,
  isWellFormed: (value: string) => boolean,
  message: string,
): Parser<string> {
  const string = text(constraints);
  return (value, pointer) => {
    const parsed = string(value, pointer);
    if (!parsed.ok || isWellFormed(parsed.value)) return parsed;
    return refuse(pointer, 'format', message);
  };
}
