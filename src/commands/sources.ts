import { createReadStream } from 'node:fs';
import path from 'node:path';
import { addAbortSignal, type Readable } from 'node:stream';

import { maxTextLength } from '../blueprint/source.ts';
import { isAddress } from '../sources/is-address.ts';
import type { Answers } from './answers.ts';
import { err, exitCodes, ok, type Outcome, type World } from './command.ts';
import { builtInPresets } from './presets.ts';
import type { Sources } from './request.ts';

/** Reads the texts that answers refer to: the presets, those of elsewhere too, and the blueprint's file. */
export async function readSources(
  answers: Pick<Answers, 'blueprint' | 'preset'>,
  world: World,
): Promise<Outcome<Sources>> {
  const read = await readPresets(answers.preset, world);
  if (!read.ok) return read;
  if (answers.blueprint === undefined) return ok({ ...read.value, file: null });
  const file = await readTextFile(answers.blueprint, world, '--blueprint');
  return file.ok
    ? ok({
        ...read.value,
        file: {
          name: answers.blueprint === '-' ? 'standard input' : answers.blueprint,
          text: file.value,
        },
      })
    : file;
}

/** A value of `--preset` with a path or a scheme is an address; other values are names of built-in presets. */
async function readPresets(
  preset: string | undefined,
  world: World,
): Promise<Outcome<Omit<Sources, 'file'>>> {
  if (preset === undefined || !isAddress(preset)) return ok({ presets: await builtInPresets() });
  const { readOnePreset } = await import('./preset-source.ts');
  const read = await readOnePreset(preset, world);
  if (!read.ok) return read;
  return ok({ presets: read.value.texts, elsewhere: read.value.origin });
}

/** Reads a text from a file, or from standard input for "-"; what is far too large is not read. */
export async function readTextFile(
  file: string,
  world: World,
  what: string,
): Promise<Outcome<string>> {
  const location = path.resolve(world.cwd, file);
  try {
    if (file === '-') {
      if (world.isTerminal)
        world.progress('Reading the blueprint from standard input; Ctrl-D ends it.');
      return within(
        await start(addAbortSignal(world.signal, process.stdin)),
        'standard input',
        what,
      );
    }
    const stream = createReadStream(location, { signal: world.signal });
    return within(await start(stream), location, what);
  } catch (error) {
    if (world.signal.aborted) {
      return err({
        code: 'cancelled',
        message: 'Cancelled: nothing was written.',
        hint: null,
        exit: exitCodes.cancelled,
      });
    }
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    const reason =
      code === 'ENOENT'
        ? 'does not exist'
        : code === 'EISDIR'
          ? 'is a folder, not a file'
          : code === 'EACCES'
            ? 'may not be read'
            : `cannot be read (${String(code)})`;
    return err({
      code: 'file-not-readable',
      message: `${what}: ${location} ${reason}.`,
      hint: 'Check the path.',
      exit: exitCodes.usage,
    });
  }
}

/** The text of a stream: of what is far too large, or has no end, no more than is needed to refuse it. */
async function start(stream: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of stream) {
    chunks.push(Buffer.from(chunk));
    bytes += chunk.length;
    if (bytes > 4 * maxTextLength) break;
  }
  return Buffer.concat(chunks).toString('utf8');
}

function within(text: string, name: string, what: string): Outcome<string> {
  if (text.length <= maxTextLength) return ok(text);
  return err({
    code: 'too-large',
    message: `${what}: ${name} is larger than 2 MiB.`,
    hint: 'Name a blueprint.',
    exit: exitCodes.usage,
  });
}
