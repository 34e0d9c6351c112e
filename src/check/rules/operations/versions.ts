import { textAt } from '../../reading/data.ts';
import { imageReferences, type ImageReference } from '../../reading/deployment/image-references.ts';
import { imageOf, majorOf } from '../../reading/deployment/image.ts';
import type { Repository } from '../../reading/repository.ts';
import { inspectEach, type Check, type Rule } from '../../rule.ts';

interface Engine {
  readonly name: string;
  readonly images: ReadonlySet<string>;
  readonly oldest: number;
}

const postgres: Engine = {
  name: 'PostgreSQL',
  images: new Set(['postgres', 'postgresql', 'postgis', 'pgvector', 'timescaledb']),
  oldest: 16,
};

const redis: Engine = { name: 'Redis', images: new Set(['redis', 'valkey']), oldest: 7 };

/** Every image of an engine, that of the development services included. */
function imagesOf(repository: Repository, { images }: Engine): readonly ImageReference[] {
  const development = 'tools/dev/config.json';
  const file = repository.json(development);
  const configured: ImageReference[] =
    file === null
      ? []
      : [
          {
            image: textAt(file.data, 'postgresImage') ?? undefined,
            at: (message) => file.at(['postgresImage'], message),
          },
        ];
  return [...imageReferences(repository), ...configured].filter(({ image }) =>
    images.has(imageOf(image)?.base ?? ''),
  );
}

const recent = (engine: Engine): Check => ({
  name: 'version',
  title: `${engine.name} is ${engine.oldest} or newer, wherever it is started`,
  reason:
    'Older versions lack what the code uses, and get no more fixes; and tests on another version test something else.',
  mend: `Use an image of ${engine.name} ${engine.oldest} or newer everywhere.`,
  subject: `images of ${engine.name}`,
  applies: (repository) => imagesOf(repository, engine).length > 0,
  inspect: (repository) =>
    inspectEach(imagesOf(repository, engine), function* ({ image, at }) {
      const parsed = imageOf(image);
      const major = parsed === null ? null : majorOf(parsed);
      if (major !== null && major < engine.oldest)
        yield at(`${parsed?.text ?? ''} is ${engine.name} ${major}, older than ${engine.oldest}.`);
    }),
});

export const postgresVersion: Rule = {
  id: 'STK-PG',
  title: 'PostgreSQL 16 or newer',
  checks: [recent(postgres)],
};

export const redisVersion: Rule = {
  id: 'STK-RD',
  title: 'Redis 7 or newer',
  checks: [recent(redis)],
};
