import { ok, type Outcome } from '../../commands/command.ts';
import { listPresets, showPreset, validatePreset } from '../../commands/preset.ts';
import type { Answer } from '../output.ts';
import { printable, printableLine } from '../printable.ts';
import type { Session } from '../session.ts';

export async function presetListAction({ terminal }: Session): Promise<Outcome<Answer>> {
  const presets = await listPresets();
  const { style } = terminal.out;
  const width = Math.max(...presets.map(({ name }) => name.length));
  return ok({
    result: { presets },
    text: presets
      .map(
        ({ name, description }) =>
          `${style.bold(name.padEnd(width))}  ${printableLine(description)}`,
      )
      .join('\n'),
  });
}

export async function presetShowAction(name: string): Promise<Outcome<Answer>> {
  const shown = await showPreset(name);
  if (!shown.ok) return shown;
  const { yaml, ...result } = shown.value;
  return ok({ result, text: printable(yaml) });
}

export async function presetValidateAction(
  file: string,
  { world, terminal }: Session,
): Promise<Outcome<Answer>> {
  const valid = await validatePreset(file, world);
  if (!valid.ok) return valid;
  return ok({
    result: valid.value,
    text: `${terminal.out.style.green('Valid:')} ${printableLine(file)}, contexts ${valid.value.contexts.join(', ')}.`,
  });
}
