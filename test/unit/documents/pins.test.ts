import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

import { actionsOf, imagesOfCompose, imagesOfDockerfile } from '../../../src/stacks/shared/pins.ts';
import { bunVersion } from '../../../src/stacks/typescript/manifests.ts';

function dependencies(path: string): string {
  return readFileSync(new URL(`../../../templates/${path}`, import.meta.url), 'utf8');
}

test('every image of the compose file that update bots read is pinned to an exact version', () => {
  const text = dependencies('shared/dependencies/compose.yaml');
  const images = Object.values(imagesOfCompose(text));
  expect(images).toHaveLength(text.match(/image:/g)?.length ?? 0);
  for (const image of images) expect(image).toMatch(/:v?\d+\.\d+(\.\d+)?(-\w+)?$/);
});

test('every action is pinned to a commit, with the version it is', () => {
  const text = dependencies('shared/dependencies/action.yml');
  expect(Object.keys(actionsOf(text))).toHaveLength(text.match(/uses:/g)?.length ?? 0);
});

test('the image that services run in has the Bun that the repository is made for', () => {
  const images = imagesOfDockerfile(dependencies('typescript/dependencies/Dockerfile'));
  expect(images['build']).toBe(`oven/bun:${bunVersion}-slim`);
  expect(images['run']).toBe(`oven/bun:${bunVersion}-distroless`);
});

test('the Keycloak that judges the realm is of the version that compose.yaml runs', () => {
  const image = imagesOfCompose(dependencies('shared/dependencies/compose.yaml'))['keycloak'];
  const manifest = readFileSync(new URL('../../keycloak/pom.xml', import.meta.url), 'utf8');
  const judge = /<artifactId>keycloak-quarkus-dist<\/artifactId>\s*<version>(\d+\.\d+)\./.exec(
    manifest,
  );
  // Not every patch is published to both registries.
  expect(image).toMatch(new RegExp(`:${judge?.[1]}\\.\\d+$`));
});
