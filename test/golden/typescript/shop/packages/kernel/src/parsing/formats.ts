import { ok } from '../result.ts';
import { refuse, type Parser } from './parser.ts';
import { text, type TextConstraints } from './text.ts';

const uuidForm = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** The address syntax of the HTML standard: RFC 5322 without what nobody uses. */
const emailForm =
  /^[\w.!#$%&'*+/=?^`{|}~-]+@[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*$/i;

/** RFC 3986, absolute, for the web: user information is refused, it hides where a link leads. */
const webAddressForm =
  /^https?:\/\/(?:\[[0-9a-f:.]+\]|[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?)(?::\d{1,5})?(?:[/?#](?:[\w\-.~:/?#[\]@!$&'()*+,;=]|%[0-9a-f]{2})*)?$/i;

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
  return formatted(constraints, emailForm, 'must be an email address');
}

export function url(constraints: TextConstraints): Parser<string> {
  return formatted(constraints, webAddressForm, 'must be an absolute http or https URL');
}

function formatted(constraints: TextConstraints, format: RegExp, message: string): Parser<string> {
  const string = text(constraints);
  return (value, pointer) => {
    const parsed = string(value, pointer);
    if (!parsed.ok || format.test(parsed.value)) return parsed;
    return refuse(pointer, 'format', message);
  };
}
