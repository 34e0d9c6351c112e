import { textAt } from '../../reading/data.ts';
import { composeServices } from '../../reading/deployment/compose.ts';
import { dockerfiles, effective } from '../../reading/deployment/dockerfile.ts';
import { inspectEach, type Check } from '../../rule.ts';

export const shutdown: Check = {
  name: 'time-to-stop',
  title: 'Services get the signal to stop, and the time they need for it',
  reason:
    'A request that is cut off in the middle is an error for somebody; Docker kills after 10 seconds.',
  mend: 'Set stop_grace_period above SHUTDOWN_GRACE_SECONDS (20 by default), and write CMD and ENTRYPOINT as lists.',
  subject: 'services and images that are built here',
  applies: (repository) => dockerfiles(repository).length > 0,
  inspect: (repository) => {
    const built = composeServices(repository).filter(
      ({ definition }) => 'build' in definition && definition['restart'] !== 'no',
    );
    const inServices = inspectEach(built, function* ({ name, definition, environment, at }) {
      const grace = secondsOf(textAt(definition, 'stop_grace_period') ?? '10s');
      const needed = Number(environment.get('SHUTDOWN_GRACE_SECONDS') ?? 20);
      if (grace !== null && grace <= needed)
        yield at(
          ['stop_grace_period'],
          `${name} is killed after ${grace} seconds, and needs up to ${needed}.`,
        );
    });
    const inImages = inspectEach(dockerfiles(repository), function* ({ final, at }) {
      for (const keyword of ['ENTRYPOINT', 'CMD'])
        for (const instruction of (final === null ? [] : effective(final, keyword)).slice(-1))
          if (!(instruction.getRawArgumentsContent() ?? '[').startsWith('['))
            yield at(instruction, `${keyword} starts a shell, which does not pass signals on.`);
    });
    return {
      looked: inServices.looked + inImages.looked,
      findings: [...inServices.findings, ...inImages.findings],
    };
  },
};

const unitSeconds: Readonly<Record<string, number>> = { ms: 0.001, s: 1, m: 60, h: 3600 };

/** A duration of compose: `25s`, `1m30s`; null: no such thing. */
function secondsOf(text: string): number | null {
  const parts = [...text.slice(0, 40).matchAll(/(\d{1,9})(ms|h|m|s)/g)];
  if (parts.length === 0) return null;
  return parts.reduce(
    (sum, [, count, unit]) => sum + Number(count) * (unitSeconds[unit ?? 's'] ?? 1),
    0,
  );
}
