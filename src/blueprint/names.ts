import { camelCase, constantCase, kebabCase, pascalCase, snakeCase } from 'change-case';
import pluralize from 'pluralize';

import { isReservedOnWindows, reservedBy } from './reserved-words.ts';

/** Every form a name takes in code, paths, tables and environments. */
export interface NameForms {
  readonly kebab: string;
  readonly camel: string;
  readonly pascal: string;
  readonly snake: string;
  readonly constant: string;
  /** kebab case */
  readonly plural: string;
}

// The host's locale would turn `I` into `ı` in Turkish; names are the same on every machine.
const plain = { locale: false } as const;
// Otherwise a digit at the start of a word is set off by an underscore, which no language's idiom has.
const merged = { ...plain, mergeAmbiguousCharacters: true };

export const kebab = remembered((name) => kebabCase(name, plain));
export const camel = remembered((name) => camelCase(name, merged));
export const pascal = remembered((name) => pascalCase(name, merged));
export const snake = remembered((name) => snakeCase(name, plain));
export const constant = remembered((name) => constantCase(name, plain));

/** A blueprint has few names, and each is asked for in every place that prints it. */
function remembered(form: (name: string) => string): (name: string) => string {
  const forms = new Map<string, string>();
  return (name) => {
    const known = forms.get(name);
    if (known !== undefined) return known;
    const made = form(name);
    forms.set(name, made);
    return made;
  };
}

export const pluralOf = (name: string): string => {
  const words = kebab(name).split('-');
  const last = words.pop() ?? '';
  return [...words, pluralize.plural(last)].join('-');
};

export function nameForms(name: string): NameForms {
  return {
    kebab: kebab(name),
    camel: camel(name),
    pascal: pascal(name),
    snake: snake(name),
    constant: constant(name),
    plural: pluralOf(name),
  };
}

export interface NameProblem {
  readonly code: 'invalid-name' | 'reserved-name';
  readonly message: string;
  /** a name that would be accepted */
  readonly suggestion: string;
}

export type NameKind =
  | 'repository'
  | 'context'
  | 'deployable'
  | 'external'
  | 'plural'
  | 'aggregate'
  | 'read model'
  | 'saga'
  | 'event'
  | 'field'
  | 'transition'
  | 'operation'
  | 'step';

interface NameRule {
  readonly form: 'kebab' | 'camel' | 'pascal';
  readonly maxLength: number;
  /** words of all four languages are refused: it becomes a package, a module or a process in each. */
  readonly package: boolean;
  /** it becomes a file or folder */
  readonly file: boolean;
  readonly fallback: string;
}

const nameRules: Readonly<Record<NameKind, NameRule>> = {
  repository: { form: 'kebab', maxLength: 50, package: false, file: true, fallback: 'my-backend' },
  context: { form: 'kebab', maxLength: 40, package: true, file: true, fallback: 'ordering' },
  deployable: { form: 'kebab', maxLength: 40, package: true, file: true, fallback: 'api' },
  external: { form: 'kebab', maxLength: 40, package: false, file: true, fallback: 'gateway' },
  plural: { form: 'kebab', maxLength: 140, package: false, file: true, fallback: 'items' },
  aggregate: { form: 'pascal', maxLength: 64, package: false, file: true, fallback: 'Order' },
  'read model': { form: 'pascal', maxLength: 64, package: false, file: true, fallback: 'Known' },
  saga: { form: 'pascal', maxLength: 64, package: false, file: true, fallback: 'Fulfilment' },
  event: { form: 'pascal', maxLength: 140, package: false, file: true, fallback: 'OrderPlaced' },
  field: { form: 'camel', maxLength: 64, package: false, file: false, fallback: 'value' },
  transition: { form: 'camel', maxLength: 64, package: false, file: true, fallback: 'place' },
  operation: { form: 'camel', maxLength: 64, package: false, file: true, fallback: 'charge' },
  step: { form: 'camel', maxLength: 64, package: false, file: true, fallback: 'takePayment' },
};

export const namePatterns = {
  kebab: /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/,
  camel: /^[a-z][a-zA-Z0-9]*$/,
  pascal: /^[A-Z][a-zA-Z0-9]*$/,
} as const;

const formNames = {
  kebab: 'kebab case (lower-case letters, digits and single hyphens, a letter first)',
  camel: 'camel case (letters and digits, a lower-case letter first)',
  pascal: 'Pascal case (letters and digits, an upper-case letter first)',
} as const;

/** What forbids the name for this kind of thing; null: nothing. */
export function checkName(kind: NameKind, name: string): NameProblem | null {
  const rule = nameRules[kind];
  if (name.length > rule.maxLength) {
    return {
      code: 'invalid-name',
      message: `is ${name.length} characters long; a ${kind} has at most ${rule.maxLength}`,
      suggestion: suggestName(kind, name),
    };
  }
  if (!namePatterns[rule.form].test(name)) {
    return {
      code: 'invalid-name',
      message: `is not in ${formNames[rule.form]}`,
      suggestion: suggestName(kind, name),
    };
  }
  const why = whyReserved(kind, name);
  if (why === null) return null;
  return { code: 'reserved-name', message: why, suggestion: suggestName(kind, name) };
}

function whyReserved(kind: NameKind, name: string): string | null {
  const rule = nameRules[kind];
  if (rule.file && isReservedOnWindows(kebab(name))) return 'is a reserved file name on Windows';
  if (kind === 'external' && serviceVariables.has(name)) {
    return `would take ${constant(name)}_URL, which the service itself needs`;
  }
  if (!rule.package) return null;
  const identifier = snake(name);
  if (kind === 'context' && /^pg(?:_|$)/.test(identifier)) {
    return 'starts like the schemas PostgreSQL keeps for itself';
  }
  const reserver = reservedBy(identifier);
  if (reserver === null) return null;
  return reserver === 'PostgreSQL'
    ? 'is a schema every PostgreSQL database already has'
    : `is a word ${reserver} reserves, and a ${kind} becomes a package or module in every stack`;
}

/** Externals get their address from <NAME>_URL; these belong to the service. */
const serviceVariables = new Set([
  'database',
  'migration-database',
  'database-replica',
  'redis',
  'public',
]);

/** A legal name close to the given text. */
export function suggestName(kind: NameKind, text: string): string {
  const rule = nameRules[kind];
  const ascii = text
    .normalize('NFKD')
    .replaceAll(/[^A-Za-z0-9]+/g, ' ')
    .trim();
  const letterFirst = ascii.replace(/^[0-9 ]+/, '');
  const forms = { kebab, camel, pascal };
  const shaped = forms[rule.form](letterFirst.slice(0, 300))
    .slice(0, rule.maxLength)
    .replace(/-+$/, '');
  if (!namePatterns[rule.form].test(shaped)) return rule.fallback;
  if (whyReserved(kind, shaped) === null) return shaped;
  const base = shaped.replace(/^pg(?=-|$)/, 'postgres');
  const free = [base, rule.form === 'kebab' ? pluralOf(base) : base].find(
    (name) => name.length <= rule.maxLength && whyReserved(kind, name) === null,
  );
  if (free !== undefined) return free;
  const suffix = { kebab: '-area', camel: 'Value', pascal: 'Record' }[rule.form];
  return `${base.slice(0, rule.maxLength - suffix.length)}${suffix}`;
}

const postgresLimit = 63;

/**
 * A PostgreSQL identifier of the parts: joined by underscores, in snake case. PostgreSQL cuts
 * identifiers at 63 bytes silently, so a longer one ends in a hash of the whole instead.
 */
export function postgresName(...parts: readonly string[]): string {
  const whole = parts
    .map((part) => (part.startsWith('_') ? `_${snake(part)}` : snake(part)))
    .join('_');
  if (whole.length <= postgresLimit) return whole;
  return `${whole.slice(0, postgresLimit - 9)}_${fnv1a(whole)}`;
}

/** FNV-1a, 32 bits: enough to tell apart the few names of one table, and the same everywhere. */
function fnv1a(text: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return (hash >>> 0).toString(16).padStart(8, '0');
}
