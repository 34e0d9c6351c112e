import type { Instruction } from 'dockerfile-ast';

import { composeServices } from '../../reading/deployment/compose.ts';
import {
  dockerfiles,
  effective,
  filled,
  lineageOf,
  type Stage,
} from '../../reading/deployment/dockerfile.ts';
import { imageReferences, sourceOf } from '../../reading/deployment/image-references.ts';
import { imageOf, isUnpinned } from '../../reading/deployment/image.ts';
import type { Repository } from '../../reading/repository.ts';
import { atFile, inspectEach, type Check, type Rule } from '../../rule.ts';

const hasImages = (repository: Repository): boolean => dockerfiles(repository).length > 0;

const exists: Check = {
  name: 'image-exists',
  title: 'What is deployed is built by a Dockerfile',
  reason: 'The blueprint says that containers are delivered, and nothing here makes one.',
  mend: 'Restore the Dockerfile (create-backend status shows it), or set delivery.container to none.',
  subject: 'repositories that deliver containers',
  applies: (repository) => repository.blueprint.delivery.container === 'docker',
  inspect: (repository) => ({
    looked: 1,
    findings:
      dockerfiles(repository).length === 0 ? [atFile('Dockerfile', 'There is no Dockerfile.')] : [],
  }),
};

const nonRoot: Check = {
  name: 'not-root',
  title: 'Images run as a user without rights',
  reason:
    'Whoever breaks into a process of root is root in the container, and a step away from the machine.',
  mend: 'End the last stage with USER 65532:65532, or another number that is not 0.',
  subject: 'Dockerfiles',
  applies: hasImages,
  inspect: (repository) =>
    inspectEach(dockerfiles(repository), function* ({ final, at }) {
      if (final === null) return;
      const users = effective(final, 'USER');
      const last = users.at(-1);
      const user = last?.getArgumentsContent() ?? null;
      if (user === null || last === undefined) {
        const base = lineageOf(final).at(-1)?.image ?? '';
        if (!base.includes('nonroot'))
          yield at(final.from, 'The image runs as root: no USER is set.');
      } else if (isRoot(filled(user, valuesOf(final)) ?? ''))
        yield at(last, `The image runs as ${user}.`);
    }),
};

const isRoot = (user: string): boolean => /^(?:root|0+)(?::.*)?$/i.test(user.trim());

/** Defaults of the build arguments of a stage. */
function valuesOf(stage: Stage): ReadonlyMap<string, string> {
  return new Map(
    stage.instructions
      .filter((each) => each.getKeyword() === 'ARG' || each.getKeyword() === 'ENV')
      .flatMap((each) => each.getArguments())
      .flatMap((argument) => {
        const text = argument.getValue();
        const equals = text.indexOf('=');
        return equals === -1 ? [] : [[text.slice(0, equals), text.slice(equals + 1)] as const];
      }),
  );
}

const pinned: Check = {
  name: 'images-pinned',
  title: 'Every image is named with its version',
  reason:
    'What "latest" is today is something else tomorrow, and nobody can say what ran yesterday.',
  mend: 'Name a version, as in redis:8.10.1-trixie, or a digest; update bots keep it current.',
  subject: 'references to images',
  applies: hasImages,
  inspect: (repository) => {
    const references = [...imageReferences(repository)];
    return inspectEach(references, function* ({ image, at }) {
      const parsed = imageOf(image);
      if (parsed !== null && isUnpinned(parsed))
        yield at(`${parsed.text} may be another image tomorrow.`);
    });
  },
};

/** What installs or compiles a program, and is not needed to run it. */
const builds =
  /\b(?:bun install|npm (?:ci|install)|yarn install|pnpm (?:install|fetch)|go build|cargo build|pip install|uv sync|poetry install|apt-get install[^|;&]{0,200}\b(?:gcc|g\+\+|build-essential|git))\b/;

const multiStage: Check = {
  name: 'multi-stage',
  title: 'An image holds what runs, and not what it was built with',
  reason:
    'Compilers, package managers and their caches make an image large, and a gift to whoever gets in.',
  mend: 'Install and build in a stage of its own, and COPY --from it into the last one.',
  subject: 'Dockerfiles',
  applies: hasImages,
  inspect: (repository) =>
    inspectEach(dockerfiles(repository), function* ({ final, at }) {
      for (const instruction of final === null
        ? []
        : lineageOf(final).flatMap((stage) => stage.instructions))
        if (
          instruction.getKeyword() === 'RUN' &&
          builds.test(instruction.getArgumentsContent()?.slice(0, 5000) ?? '')
        )
          yield at(instruction, 'The image is built in the stage that it runs from.');
    }),
};

const contextListed: Check = {
  name: 'context-limited',
  title: 'What is sent to a build is limited by a .dockerignore',
  reason: 'COPY . takes .git, .env and .secrets along, and they stay in a layer.',
  mend: 'Add a .dockerignore that excludes everything (*) and names what the image needs.',
  subject: 'Dockerfiles',
  applies: hasImages,
  inspect: (repository) =>
    inspectEach(dockerfiles(repository), function* ({ path, stages, at }) {
      if (repository.has('.dockerignore') || repository.has(`${path}.dockerignore`)) return;
      const all = stages.flatMap((stage) => stage.instructions).find(copiesAll);
      if (all !== undefined)
        yield at(all, 'The whole folder is copied, and no .dockerignore limits it.');
    }),
};

function copiesAll(instruction: Instruction): boolean {
  if (instruction.getKeyword() !== 'COPY' || sourceOf(instruction) !== null) return false;
  return instruction.getArguments().some((argument) => argument.getValue() === '.');
}

const readOnly: Check = {
  name: 'read-only',
  title: 'Services that are built here run on a file system that cannot be written to',
  reason: 'What cannot be written cannot be replaced by an attacker, nor filled by a mistake.',
  mend: 'Set read_only: true, with tmpfs for what has to be written, and cap_drop: [ALL].',
  subject: 'services of compose files',
  applies: (repository) =>
    composeServices(repository).some(({ definition }) => 'build' in definition),
  inspect: (repository) =>
    inspectEach(
      composeServices(repository).filter(({ definition }) => 'build' in definition),
      function* ({ name, definition, at }) {
        if (definition['read_only'] !== true)
          yield at(['read_only'], `${name} may write to its file system.`);
      },
    ),
};

export const images: Rule = {
  id: 'DEL-1',
  title: 'Multi-stage Docker images: small, non-root, read-only',
  checks: [exists, nonRoot, pinned, multiStage, contextListed, readOnly],
};
