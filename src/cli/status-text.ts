import type { StatusReport } from '../commands/status.ts';
import type { BlueprintDifference } from '../commands/status/blueprint-drift.ts';
import type { FileStatus } from '../commands/status/file-states.ts';
import { printableLine } from './printable.ts';
import type { Session } from './session.ts';
import type { Style } from './style.ts';
import { proseFor } from './wrap.ts';

/** How a repository stands, for reading: what asks for something first, what people did last. */
export function statusText(report: StatusReport, session: Session): string {
  const { out } = session.terminal;
  const { style } = out;
  const blocks = [
    [headline(report, style)],
    ...fileBlocks(report.files, style),
    blueprintLines(report, style),
    modelLines(report, style),
    report.notes.length === 0
      ? []
      : [
          proseFor(
            out,
            report.notes.map((note) => `${style.yellow('Note:')} ${printableLine(note)}`),
          ),
        ],
    report.next.length === 0
      ? []
      : ['Next:', ...report.next.map((line) => `  ${style.cyan(printableLine(line))}`)],
  ];
  return blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n');
}

function headline({ name, versions, files, drift }: StatusReport, style: Style): string {
  const { repository, program } = versions;
  const by = repository === program ? repository : `${repository}, this is ${program}`;
  const verdict = drift ? style.yellow('drifted') : style.green('in order');
  return `${style.bold(printableLine(name))} (create-backend ${by}): ${verdict}. ${counts(files)}.`;
}

function counts(files: readonly FileStatus[]): string {
  const emitted = files.filter(({ outdated }) => outdated !== 'added');
  const count = (what: string, test: (file: FileStatus) => boolean): readonly string[] => {
    const number = emitted.filter(test).length;
    return number === 0 ? [] : [`${number} ${what}`];
  };
  return [
    `${emitted.length} files`,
    ...count('unchanged', ({ state }) => state === 'unchanged'),
    ...count('edited', ({ edited }) => edited),
    ...count('renamed', ({ from }) => from !== undefined),
    ...count('deleted', ({ state }) => state === 'deleted'),
    ...count('outdated', ({ outdated }) => outdated !== null),
    ...count('in conflict', ({ state }) => state === 'conflicting'),
  ].join(', ');
}

const reasons = {
  changed: 'this version emits it otherwise',
  removed: 'this version does not emit it',
  added: 'this version emits it too',
} as const;

function fileBlocks(files: readonly FileStatus[], style: Style): readonly (readonly string[])[] {
  const of = (test: (file: FileStatus) => boolean, describe: (file: FileStatus) => string) =>
    files.filter(test).map((file) => `  ${printableLine(describe(file))}`);
  const titled = (title: string, lines: readonly string[]): readonly string[] =>
    lines.length === 0 ? [] : [title, ...lines];
  return [
    titled(
      style.red('In conflict:'),
      of(({ state }) => state === 'conflicting', whereIs),
    ),
    titled(
      style.yellow('Outdated:'),
      of(
        ({ outdated }) => outdated !== null,
        (file) => {
          const reason = reasons[file.outdated ?? 'changed'];
          return `${whereIs(file)}  (${reason}${file.edited ? '; edited here' : ''})`;
        },
      ),
    ),
    titled(
      'Edited:',
      of(({ edited, state }) => edited && state === 'edited', whereIs),
    ),
    titled(
      'Renamed:',
      of(({ from, state }) => from !== undefined && state === 'unchanged', whereIs),
    ),
    titled('Deleted:', deletedLines(files)),
  ];
}

const few = 4;

/** Where more than a few lie together, their folder. */
function deletedLines(files: readonly FileStatus[]): readonly string[] {
  const folders = new Map<string, FileStatus[]>();
  for (const file of files.filter(({ state }) => state === 'deleted')) {
    const folder = file.path.split('/').slice(0, 2).join('/');
    folders.set(folder, [...(folders.get(folder) ?? []), file]);
  }
  const lines = [...folders].flatMap(([folder, of]) =>
    of.length <= few ? of.map(whereIs) : [`${folder}  (${of.length} files)`],
  );
  return lines.map((line) => `  ${printableLine(line)}`);
}

const whereIs = ({ path, from }: FileStatus): string =>
  from === undefined ? path : `${from}  (emitted as ${path})`;

function blueprintLines({ blueprint }: StatusReport, style: Style): readonly string[] {
  switch (blueprint.state) {
    case 'applied':
      return [];
    case 'missing':
      return ['backend.yaml is not there; what was applied last is in backend.lock.json.'];
    case 'invalid':
      return [
        style.yellow('backend.yaml is not valid:'),
        ...blueprint.problems.map(
          ({ line, message }) => `  ${line === null ? '' : `${line}: `}${printableLine(message)}`,
        ),
      ];
    case 'changed':
      return [
        style.yellow('backend.yaml differs from what was applied:'),
        ...blueprint.differences.map((each) => `  ${differenceText(each)}`),
      ];
  }
}

function differenceText({ pointer, change, name }: BlueprintDifference): string {
  return printableLine(`${change}  ${pointer}${name === null ? '' : `  (${name})`}`);
}

function modelLines({ model }: StatusReport, style: Style): readonly string[] {
  if (model.missing.length + model.unknown.length === 0) return [];
  return [
    style.yellow('The code differs from the blueprint:'),
    ...model.missing.map(({ kind, name }) => `  missing  ${printableLine(`${kind} ${name}`)}`),
    ...model.unknown.map((folder) => `  unknown  ${printableLine(folder)}`),
  ];
}
