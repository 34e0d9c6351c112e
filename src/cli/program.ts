import { Command, Option } from 'commander';

import type { Outcome } from '../commands/command.ts';
import type { AdviseOptions } from './actions/advise.ts';
import type { RenderOptions } from './actions/render.ts';
import type { CheckOptions } from './actions/check.ts';
import type { CreateOptions } from './create-options.ts';
import { describeCompletion } from './completion-command.ts';
import { describeDoctor } from './doctor-command.ts';
import { describeModule } from './module-command.ts';
import { collect, milliseconds, people, requestsPerSecond, text } from './option-values.ts';
import type { Answer } from './output.ts';
import { outputOptions } from './output-options.ts';
import type { Session } from './session.ts';
import { describeStatus } from './status-command.ts';
import { describeUpgrade } from './upgrade-command.ts';

export type Select = (command: string, run: (session: Session) => Promise<Outcome<Answer>>) => void;

/** Every command and flag there is; `select` is told which one a command line asks for. */
export function describeProgram(version: string, select: Select): Command {
  const program = new Command('create-backend')
    .description(
      'Decides the architecture of a backend, says why, and writes a repository that is ready for production.',
    )
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand('help [command]', 'print the help of a command')
    .enablePositionalOptions()
    .showHelpAfterError(false);
  describeCreate(program, select);
  describeAdvise(program, select);
  describeCheck(program, select);
  describeCompletion(program, select);
  describeDev(program, select);
  describeDoctor(program, select);
  describeModule(program, select);
  describePreset(program, select);
  describeRender(program, select);
  describeSchema(program, select);
  describeStatus(program, select);
  describeUpgrade(program, select);
  return program;
}

function describeCreate(program: Command, select: Select): void {
  program
    .argument('[directory]', 'the folder to write: new, or empty; "." is the current one')
    .optionsGroup('Where to start from:')
    .option(
      '--preset <name>',
      `a ready domain: see "create-backend preset list"; or a file, ${sources}`,
      text,
    )
    .option('--blueprint <file>', 'a blueprint in YAML or JSON; "-" reads standard input', text)
    .addOption(stackOption());
  inputOptions(program);
  program
    .optionsGroup('Domain:')
    .option('--context <name>', 'adds a bounded context (repeatable)', collect, [])
    .option(
      '--aggregate <line>',
      "adds an aggregate, or fields to one: 'ordering/Order(customerId:uuid, total:money, note:text?)' (repeatable)",
      collect,
      [],
    )
    .option(
      '--transition <line>',
      "adds a transition: 'ordering/Order.place: draft -> placed', 'a|b -> c' for several sources (repeatable)",
      collect,
      [],
    )
    .option(
      '--rename <old=new>',
      'renames a context or an aggregate of the preset or blueprint: ordering=sales, ordering/Order=Purchase (repeatable)',
      collect,
      [],
    )
    .option(
      '--without <name>',
      'leaves out a context or an aggregate of the preset or blueprint: payments, ordering/Order (repeatable)',
      collect,
      [],
    )
    .option(
      '--set <path=value>',
      'sets anything else of the blueprint: features.cache=[memory,redis] (repeatable)',
      collect,
      [],
    )
    .optionsGroup('Writing:')
    .option(
      '-y, --yes',
      'take the defaults for what was not answered (the preset minimal where nothing is named), and do not ask',
      false,
    )
    .option('--no-git', 'do not make a git repository')
    .option('--no-install', "do not run the repository's setup")
    .option('--dry-run', 'print what would be written, and write nothing', false);
  outputOptions(program)
    .addHelpText('after', examples)
    .action((directory: string | undefined, options: CreateOptions) => {
      select('create', async (session) =>
        (await import('./actions/create.ts')).createAction(directory, options, session),
      );
    });
}

function describeAdvise(program: Command, select: Select): void {
  const advise = program
    .command('advise')
    .description('print the decisions and their reasons for given inputs; nothing is written')
    .optionsGroup('Where to start from:')
    .option('--preset <name>', 'take the inputs of a preset; as for create', text)
    .option('--blueprint <file>', 'take the inputs of a blueprint; "-" reads standard input', text);
  inputOptions(advise)
    .option(
      '--set <path=value>',
      'sets anything else of the blueprint: features.messaging=in-process (repeatable)',
      collect,
      [],
    )
    .option('-y, --yes', 'take the defaults for what was not given, and do not ask', false);
  outputOptions(advise).action((options: AdviseOptions) => {
    select('advise', async (session) =>
      (await import('./actions/advise.ts')).adviseAction(options, session),
    );
  });
}

function describeCheck(program: Command, select: Select): void {
  const check = program
    .command('check')
    .description(
      'say where the repository breaks the rules of its architecture; it is read, never run',
    )
    .option('--rule <id>', 'only this requirement or check: ARC-2 (repeatable)', collect, [])
    .option(
      '--base <revision>',
      'compare events with those of this commit or branch, not with what was emitted',
      text,
    )
    .option('--baseline <file>', 'do not fail on the findings listed in this file', text)
    .option('--update-baseline', 'write all findings into the baseline', false);
  outputOptions(check)
    .addOption(
      new Option('--sarif', 'print SARIF 2.1.0, for code scanning')
        .default(false)
        .conflicts('json'),
    )
    .addHelpText('after', '\nExits with 4 where something is found that is not in the baseline.')
    .action((options: CheckOptions) => {
      select('check', async (session) =>
        (await import('./actions/check.ts')).checkAction(options, session),
      );
    });
}

function describeDev(program: Command, select: Select): void {
  program
    .command('dev')
    .description(
      "run the repository's development services, then the service, or the given command with their addresses",
    )
    .argument('[command...]', 'after "--": the command to run, e.g. -- bun test')
    .passThroughOptions()
    .option('--verbose', 'print stack traces', false)
    .action((command: string[]) => {
      select('dev', async (session) =>
        (await import('./actions/dev.ts')).devAction(command, session),
      );
    });
}

const sources = 'npm:package@version/name or github:owner/repository#commit/name';

function describePreset(program: Command, select: Select): void {
  const preset = outputOptions(
    program.command('preset').description('list, show or validate presets'),
  );
  outputOptions(
    preset
      .command('list')
      .description('print the presets there are, or those of a source')
      .argument('[source]', `a file, a folder, ${sources}`),
  ).action((source: string | undefined) => {
    select('preset list', async (session) =>
      (await import('./actions/preset.ts')).presetListAction(source, session),
    );
  });
  outputOptions(
    preset
      .command('show')
      .description('print a preset, complete, as YAML')
      .argument('<preset>', `a preset, the path of a preset file, ${sources}`),
  ).action((name: string) => {
    select('preset show', async (session) =>
      (await import('./actions/preset.ts')).presetShowAction(name, session),
    );
  });
  outputOptions(
    preset
      .command('validate')
      .description('check a preset file, or all presets of a source; exit 2 where one is invalid')
      .argument('<file>', `the path of a preset file, a folder, ${sources}`),
  ).action((file: string) => {
    select('preset validate', async (session) =>
      (await import('./actions/preset.ts')).presetValidateAction(file, session),
    );
  });
}

function describeRender(program: Command, select: Select): void {
  const render = program
    .command('render')
    .description('write the bare tree of a blueprint: no git, no install')
    .option('--preset <name>', 'render a preset; as for create', text)
    .option('--blueprint <file>', 'render a blueprint; "-" reads standard input', text)
    .addOption(stackOption())
    .option('--set <path=value>', 'sets anything of the blueprint (repeatable)', collect, [])
    .requiredOption('--out <directory>', 'the folder to write: new, or empty', text);
  outputOptions(render).action((options: RenderOptions) => {
    select('render', async (session) =>
      (await import('./actions/render.ts')).renderAction(options, session),
    );
  });
}

function describeSchema(program: Command, select: Select): void {
  outputOptions(
    program.command('schema').description('print the JSON Schema of a blueprint'),
  ).action(() => {
    select('schema', async () => (await import('./actions/schema.ts')).schemaAction());
  });
}

function stackOption(): Option {
  return new Option('--stack <stack>', 'the language (this version emits typescript only)').choices(
    ['typescript', 'python', 'go', 'rust'],
  );
}

/** The inputs of the advisor; the same for `create` and `advise`. */
function inputOptions(command: Command): Command {
  return command
    .optionsGroup('What the decisions are made from:')
    .option('--team-size <people>', 'how many people work on it', people)
    .addOption(
      new Option('--complexity <level>', 'how complex the domain is').choices([
        'low',
        'medium',
        'high',
      ]),
    )
    .option('--clear-boundaries', 'the boundaries of the domain are clear')
    .option('--no-clear-boundaries', 'they are not')
    .option(
      '--p99-ms <ms>',
      'target: 99 of 100 requests are faster than this, in milliseconds',
      milliseconds,
    )
    .option('--throughput-rps <requests>', 'target: requests per second', requestsPerSecond);
}

const examples = `
Examples:
  create-backend my-shop                       asks, shows what it decides, then writes
  create-backend my-shop --preset shop --yes   asks nothing
  create-backend advise --team-size 12 --clear-boundaries --p99-ms 80
  create-backend module billing                adds a context to the repository you are in
  create-backend . --context billing --aggregate 'billing/Invoice(number:string, total:money)'`;
