import { quote } from '../../blueprint/problem.ts';
import { ok, type Result } from '../../blueprint/result.ts';
import { pathProblem } from '../preset-path.ts';
import { refuse, type SourceError } from '../source-error.ts';

export interface NpmAddress {
  readonly kind: 'npm';
  /** `@acme/presets` */
  readonly package: string;
  /** exact, or a range or tag that npm resolves; `latest` where none was written */
  readonly version: string;
  readonly exact: boolean;
  readonly path: string | null;
}

const form =
  /^npm:((?:@[a-z0-9][a-z0-9._-]*\/)?[a-z0-9][a-z0-9._-]*)(?:@([0-9A-Za-z^~][0-9A-Za-z.+^~-]*))?(?:\/(.+))?$/;
const exactVersion = /^\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?$/;

/** `npm:@acme/presets@1.2.3/shop`: a package of the registry; no URL, no folder, no git. */
export function parseNpmAddress(text: string): Result<NpmAddress, SourceError> {
  const [, name, version = 'latest', path = null] = form.exec(text) ?? [];
  if (name === undefined || name.length > 214) {
    return refuse(
      'invalid-source',
      `${quote(text)} names no package of a registry.`,
      'Write npm:@scope/package@1.2.3, and /name for one of its presets.',
    );
  }
  const problem = path === null ? null : pathProblem(path);
  if (problem !== null) {
    return refuse('invalid-source', `${quote(text)}: the preset's path is refused, ${problem}.`);
  }
  return ok({
    kind: 'npm',
    package: name,
    version,
    exact: exactVersion.test(version),
    path,
  });
}

export function npmAddress(name: string, version: string, path: string | null): string {
  return `npm:${name}@${version}${path === null ? '' : `/${path}`}`;
}
