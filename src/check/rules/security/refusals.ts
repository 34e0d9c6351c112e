import { productionFiles } from '../../reading/code/production.ts';
import { calledName, nameOf, syntaxOf } from '../../reading/code/syntax.ts';
import { numberOf, textOf } from '../../reading/code/values.ts';
import { inspectEach, type Check } from '../../rule.ts';

const codes = new Set(['unauthenticated', 'invalid-token', 'insufficient-scope', 'forged-request']);

export const refusalsAreAudited: Check = {
  name: 'refusals-are-audited',
  title: 'Nobody is refused but where it is kept in the security log',
  reason:
    'Attempts that leave no entry are not seen while they fail, nor found after one of them did not.',
  mend: 'Leave it to the scope of the operation, or tell admission.refused of it where the decision is made.',
  subject: 'source files of contexts and deployables',
  inspect: (repository) =>
    inspectEach(
      productionFiles(repository).filter(({ path }) => !path.startsWith('packages/')),
      function* (file) {
        const { members, calls } = syntaxOf(file);
        if (calls.some((call) => calledName(call) === 'refused')) return;
        // What an external answers is its own business.
        if (file.path.includes('/infrastructure/')) return;
        for (const { name, initializer } of members) {
          const member = nameOf(name);
          const status = member === 'status' ? numberOf(file, initializer) : null;
          const code = member === 'code' ? textOf(file, initializer) : null;
          if (status === 401 || status === 403 || (code !== null && codes.has(code)))
            yield file.at(initializer, 'Somebody is refused, and nothing is kept of it.');
        }
      },
    ),
};
