import { productionFiles } from '../../reading/code/production.ts';
import { bare, memberOf, nameOf, syntaxOf } from '../../reading/code/syntax.ts';
import { numberOf } from '../../reading/code/values.ts';
import { itemsOf, textAt } from '../../reading/data.ts';
import { composeServices } from '../../reading/deployment/compose.ts';
import { containers } from '../../reading/deployment/kubernetes.ts';
import type { Repository } from '../../reading/repository.ts';
import { ts, type TypeScriptFile } from '../../reading/typescript.ts';
import type { Check, Finding, Inspection, Rule } from '../../rule.ts';

/** Requests in a second beyond which a limit stops nobody, by its class. */
const most: Readonly<Record<string, number>> = { read: 10_000, write: 10_000, auth: 10 };

const limitsHold: Check = {
  name: 'limits-hold',
  title: 'Every class of endpoints has a limit that stops somebody',
  reason:
    'Without one a single caller takes the service from all others, and whoever guesses at a sign-in may go on for ever.',
  mend: 'Give RATE_LIMIT_READ and RATE_LIMIT_WRITE what one caller needs, and RATE_LIMIT_AUTH not more than 10 in a second.',
  subject: 'limits',
  inspect: (repository) => {
    const parts = [defaults(repository), inServices(repository), inContainers(repository)];
    return {
      looked: parts.reduce((sum, { looked }) => sum + looked, 0),
      findings: parts.flatMap(({ findings }) => findings),
    };
  },
};

/** `read: { count: 600, seconds: 60 }` in the configuration of the platform. */
function defaults(repository: Repository): Inspection {
  const findings: Finding[] = [];
  let looked = 0;
  for (const file of productionFiles(repository)) {
    if (!file.path.startsWith('packages/platform/') || !file.text.includes('seconds')) continue;
    for (const member of syntaxOf(file).members) {
      const limitClass = nameOf(member.name) ?? '';
      const rule = bare(member.initializer);
      if (!Object.hasOwn(most, limitClass) || !ts.isObjectLiteralExpression(rule)) continue;
      const count = memberOf(rule, 'count');
      const seconds = memberOf(rule, 'seconds');
      if (count === null || seconds === null) continue;
      looked += 1;
      const perSecond = countOf(file, count) / (numberOf(file, seconds) ?? 1);
      if (perSecond > (most[limitClass] ?? 0))
        findings.push(file.at(count, `The limit of ${limitClass} stops nobody.`));
    }
  }
  return { looked, findings };
}

/** What cannot be read is taken for a number like any other. */
function countOf(file: TypeScriptFile, count: ts.Expression): number {
  const value = bare(count);
  if (ts.isIdentifier(value) && value.text === 'Infinity') return Infinity;
  if (ts.isPropertyAccessExpression(value) && value.name.text.startsWith('MAX_')) return Infinity;
  return numberOf(file, value) ?? 0;
}

const named = /^RATE_LIMIT_(READ|WRITE|AUTH)$/;

function inServices(repository: Repository): Inspection {
  const found = composeServices(repository).flatMap(({ name, environment, at }) =>
    [...environment].flatMap(([variable, value]) =>
      named.test(variable)
        ? [{ variable, value, finding: () => at(['environment', variable], stops(name, variable)) }]
        : [],
    ),
  );
  return judged(found);
}

function inContainers(repository: Repository): Inspection {
  const found = containers(repository).flatMap(({ workload, data, at }) =>
    itemsOf(data['env']).flatMap((each, index) => {
      const variable = textAt(each, 'name') ?? '';
      const value = textAt(each, 'value');
      return named.test(variable)
        ? [{ variable, value, finding: () => at(['env', index], stops(workload, variable)) }]
        : [];
    }),
  );
  return judged(found);
}

const stops = (who: string, variable: string): string => `${variable} of ${who} stops nobody.`;

interface Setting {
  readonly variable: string;
  readonly value: string | null;
  finding(): Finding;
}

const judged = (settings: readonly Setting[]): Inspection => ({
  looked: settings.length,
  findings: settings
    .filter(({ variable, value }) => {
      const limitClass = (named.exec(variable)?.[1] ?? '').toLowerCase();
      const [, count = '0', seconds = '1'] = /^(\d{1,12})\/(\d{1,9})$/.exec(value ?? '') ?? [];
      return Number(count) / Number(seconds) > (most[limitClass] ?? 0);
    })
    .map((setting) => setting.finding()),
});

export const limits: Rule = {
  id: 'SEC-5',
  title: 'Rate limits for each user, address and class of endpoints',
  checks: [limitsHold],
};
