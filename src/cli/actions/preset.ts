import { ok, type Outcome } from '../../commands/command.ts';
import { listPresets, showPreset, validatePresets } from '../../commands/preset.ts';
import type { Answer } from '../output.ts';
import { printable, printableLine } from '../printable.ts';
import type { Session } from '../session.ts';

export async function presetListAction(
  source: string | undefined,
  { world, terminal }: Session,
): Promise<Outcome<Answer>> {
  const listed = await listPresets(source ?? null, world);
  if (!listed.ok) return listed;
  const { presets, source: from, notes } = listed.value;
  const { style } = terminal.out;
  const width = Math.max(...presets.map(({ name }) => name.length));
  return ok({
    result: { source: from, presets, notes },
    text: [
      ...(from === null ? [] : [style.dim(printableLine(from))]),
      ...notes.map((note) => `${style.yellow('Note:')} ${printableLine(note)}`),
      ...presets.map(
        ({ name, title, description }) =>
          `${style.bold(printableLine(name).padEnd(width))}  ${printableLine(description === '' ? title : description)}`,
      ),
    ].join('\n'),
  });
}

export async function presetShowAction(
  preset: string,
  { world }: Session,
): Promise<Outcome<Answer>> {
  const shown = await showPreset(preset, world);
  if (!shown.ok) return shown;
  const { yaml, ...result } = shown.value;
  return ok({ result, text: printable(yaml) });
}

export async function presetValidateAction(
  preset: string,
  { world, terminal }: Session,
): Promise<Outcome<Answer>> {
  const valid = await validatePresets(preset, world);
  if (!valid.ok) return valid;
  return ok({
    result: { presets: valid.value },
    text: valid.value
      .map(
        ({ file, contexts }) =>
          `${terminal.out.style.green('Valid:')} ${printableLine(file)}, contexts ${contexts.join(', ')}.`,
      )
      .join('\n'),
  });
}
