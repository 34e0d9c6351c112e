import { pointerOf, printable, quote, suggest, type BlueprintProblem } from './problem.ts';
import { err, ok, type Result } from './result.ts';
import { hasUnsafeKey, isPlainObject, mergeWritten } from './merge.ts';
import { isDeep } from './nesting.ts';
import { maxTextLength, readSource } from './source.ts';

/** A partial blueprint with a name: `preset:` says what it is and what it extends, the rest is merged. */
export interface PresetSummary {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly extends: readonly string[];
}

interface Preset {
  readonly summary: PresetSummary;
  readonly written: Readonly<Record<string, unknown>>;
}

/** The presets by name, as texts. */
export type PresetTexts = Readonly<Record<string, string>>;

/**
 * The written blueprint of a preset: what it extends, in order, under itself. The result is not a
 * checked blueprint yet: files and flags may still be laid over it.
 */
export function composePreset(
  name: string,
  texts: PresetTexts,
): Result<Record<string, unknown>, readonly BlueprintProblem[]> {
  return compose(name, texts, []);
}

/** What there is to choose from; a text that cannot be read is left out. */
export function presetSummaries(texts: PresetTexts): readonly PresetSummary[] {
  return Object.keys(texts)
    .toSorted()
    .flatMap((name) => {
      const preset = readPreset(name, texts);
      return preset.ok ? [preset.value.summary] : [];
    });
}

function compose(
  name: string,
  texts: PresetTexts,
  below: readonly string[],
): Result<Record<string, unknown>, readonly BlueprintProblem[]> {
  if (below.includes(name)) {
    return refuse(
      below[0] ?? name,
      `The preset ${quote(name)} extends itself`,
      `Break the circle ${[...below, name].join(' → ')}.`,
      '/preset/extends',
    );
  }
  const preset = readPreset(name, texts);
  if (!preset.ok) return preset;
  let written: Record<string, unknown> = {};
  for (const base of preset.value.summary.extends) {
    const composed = compose(base, texts, [...below, name]);
    if (!composed.ok) return composed;
    written = mergeWritten(written, composed.value);
  }
  return ok(mergeWritten(written, preset.value.written));
}

/** The build turns the presets that come with the program into JSON, which is read in no time. */
function readPresetText(text: string): ReturnType<typeof readSource> {
  if (!text.startsWith('{') || text.length > maxTextLength) return readSource(text);
  try {
    const raw: unknown = JSON.parse(text);
    if (isDeep(raw)) return readSource(text);
    return ok({ raw, locate: () => ({ line: 1, column: 1 }) });
  } catch {
    return readSource(text);
  }
}

function readPreset(name: string, texts: PresetTexts): Result<Preset, readonly BlueprintProblem[]> {
  const text = Object.hasOwn(texts, name) ? texts[name] : undefined;
  if (text === undefined) {
    return refuse(
      null,
      `There is no preset ${quote(name)}`,
      suggest(name, Object.keys(texts).toSorted()),
      '',
    );
  }
  const source = readPresetText(text);
  if (!source.ok) {
    return err(
      source.error.map(({ path, position, ...finding }) => ({
        ...finding,
        pointer: pointerOf(path),
        file: name,
        ...position,
      })),
    );
  }
  const { raw } = source.value;
  if (!isPlainObject(raw))
    return refuse(name, 'A preset is an object', 'Start with `preset:`.', '');
  if (hasUnsafeKey(raw))
    return refuse(name, 'The key “__proto__” is not allowed', 'Remove it.', '');
  const { preset: header = {}, ...written } = raw;
  if (!isPlainObject(header))
    return refuse(name, '`preset` is an object', 'Give it a title and a description.', '/preset');
  const known = ['title', 'description', 'extends'];
  const unknown = Object.keys(header).find((key) => !known.includes(key));
  if (unknown !== undefined) {
    return refuse(
      name,
      `${quote(unknown)} is not a key of “preset”`,
      suggest(unknown, known),
      pointerOf(['preset', unknown]),
    );
  }
  const { title = name, description = '', extends: bases = [] } = header;
  if (typeof title !== 'string' || typeof description !== 'string') {
    return refuse(
      name,
      'The title and the description of a preset are texts',
      'Put quotes around them.',
      '/preset',
    );
  }
  const list: unknown[] = Array.isArray(bases) ? bases : [bases];
  if (!list.every((base): base is string => typeof base === 'string')) {
    return refuse(
      name,
      '`extends` lists names of presets',
      'Write e.g. `extends: [minimal]`.',
      '/preset/extends',
    );
  }
  return ok({
    summary: { name, title: printable(title), description: printable(description), extends: list },
    written,
  });
}

function refuse(
  file: string | null,
  message: string,
  hint: string,
  pointer: string,
): Result<never, readonly BlueprintProblem[]> {
  return err([{ code: 'preset', message, hint, pointer, file, line: null, column: null }]);
}
