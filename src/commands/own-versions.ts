import { compareVersions } from './semantic-version.ts';

/** Semantic Versioning 2.0.0 without build metadata: a version, and never a range, a tag or an address. */
const exactVersion =
  /^(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)(?:-[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?$/;

/** Whether npm may be asked for a version: below 4.0.0 the name belonged to somebody else (ADR 0001). */
export function isOwnVersion(version: string): boolean {
  return (
    exactVersion.test(version) && version.length <= 64 && compareVersions(version, '4.0.0-0') >= 0
  );
}
