import { quote, suggest } from '../blueprint/problem.ts';
import { ok, type Result } from '../blueprint/result.ts';
import { limits } from './limits.ts';
import { pathProblem } from './preset-path.ts';
import { refuse, type SourceError } from './source-error.ts';

/** A file of a source that may be a preset. */
export interface PresetFile {
  /** POSIX, inside the source */
  readonly path: string;
  readonly body: Uint8Array;
}

/** The presets of one folder of a source, and which of them was asked for. */
export interface SourcePresets {
  /** null: none was named, and there are several */
  readonly chosen: string | null;
  /** name → text */
  readonly texts: Readonly<Record<string, string>>;
}

const extension = /\.(?:ya?ml|json)$/;
const presetName = /^[A-Za-z0-9][A-Za-z0-9._-]{0,79}$/;

/** Whether a file of a source is read at all: by its name, its place and its size. */
export function isPresetFile(path: string, size: number): boolean {
  return extension.test(path) && size <= limits.preset && pathProblem(path) === null;
}

/** `presets/shop.yaml` → `shop` */
export function presetNameOf(path: string): string {
  return (path.split('/').at(-1) ?? path).replace(extension, '');
}

/**
 * The presets that a path in a source means: a file with or without its extension, or a folder. A
 * source without a path: its folder `presets`, else its root. A name is looked for in `presets` too.
 */
export function selectPresets(
  files: readonly PresetFile[],
  path: string | null,
  source: string,
): Result<SourcePresets, SourceError> {
  for (const folder of path === null ? ['presets', ''] : ['', 'presets']) {
    const at = [folder, path ?? ''].filter((part) => part !== '').join('/');
    const file = files.find((each) => each.path === at || each.path.replace(extension, '') === at);
    const home = file === undefined ? at : at.split('/').slice(0, -1).join('/');
    const beside = files.filter((each) => folderOf(each.path) === home);
    if (beside.length === 0) continue;
    const texts = textsOf(beside);
    if (!texts.ok) return texts;
    const names = Object.keys(texts.value);
    if (names.length === 0) continue;
    const chosen =
      file === undefined ? (names.length === 1 ? names[0] : null) : presetNameOf(file.path);
    return ok({ chosen: chosen ?? null, texts: texts.value });
  }
  if (path === null || files.length === 0) {
    return refuse(
      'source-not-found',
      `${source} holds no presets.`,
      'Presets are files in YAML or JSON in its folder "presets", or in its root.',
    );
  }
  const names = files.map((each) => presetNameOf(each.path));
  return refuse('unknown-preset', `${source} has no preset ${quote(path)}.`, suggest(path, names));
}

function folderOf(path: string): string {
  return path.split('/').slice(0, -1).join('/');
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

function textsOf(files: readonly PresetFile[]): Result<Record<string, string>, SourceError> {
  const texts: Record<string, string> = {};
  let bytes = 0;
  for (const { path, body } of files.toSorted((a, b) => (a.path < b.path ? -1 : 1))) {
    const name = presetNameOf(path);
    if (!presetName.test(name) || isOfATool(name)) continue;
    bytes += body.length;
    // A file system that folds case would give one of them, another both.
    if (Object.keys(texts).some((other) => other.toLowerCase() === name.toLowerCase())) {
      return refuse(
        'source-unsafe',
        `There are two files for the preset ${quote(name)}.`,
        'Keep one of them.',
      );
    }
    if (Object.keys(texts).length >= limits.presets || bytes > limits.presetsTogether) {
      return refuse(
        'source-too-large',
        `${quote(folderOf(path))} holds too many presets, or too much.`,
      );
    }
    try {
      texts[name] = utf8.decode(body);
    } catch {
      return refuse(
        'source-unsafe',
        `The preset ${quote(name)} is not UTF-8.`,
        'Save it as UTF-8.',
      );
    }
  }
  return ok(texts);
}

/** What lies in the root of a package or repository for other programs. */
function isOfATool(name: string): boolean {
  return /^(?:package|package-lock|npm-shrinkwrap|tsconfig.*|degit|pnpm-lock|pnpm-workspace|docker-compose.*|compose.*|renovate|mkdocs|action)$/.test(
    name,
  );
}
