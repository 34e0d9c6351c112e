import type { Command } from 'commander';

import type { ModuleOptions } from './module-options.ts';
import { collect, text } from './option-values.ts';
import { outputOptions } from './output-options.ts';
import type { Select } from './program.ts';

/** `module <name>`, which is `module add <name>`, and what else is done with modules. */
export function describeModule(program: Command, select: Select): void {
  const module = program
    .command('module')
    .description('add a bounded context to the repository, list those there are, or remove one')
    .argument('[name]', 'the context to add, in kebab case');
  describeAddition(module, 'module', select);
  module.addHelpText('after', examples);
  describeAddition(
    module
      .command('add')
      .description('the same as "module <name>"')
      .argument('[name]', 'the context to add, in kebab case'),
    'module add',
    select,
  );
  outputOptions(
    module
      .command('list')
      .description('print the contexts, what they hold and how they hang together'),
  ).action(() => {
    select('module list', async (session) =>
      (await import('./actions/module-list.ts')).moduleListAction(session),
    );
  });
  describeRemoval(module, select);
}

function describeAddition(command: Command, name: string, select: Select): void {
  command
    .optionsGroup('The context:')
    .option(
      '--from <file>',
      'a context in YAML, as an entry of "contexts"; "-" reads standard input',
      text,
    )
    .option('--owner <@team>', 'the GitHub user or team that owns it', text)
    .option('--description <text>', 'what it is, in the words of the business', text)
    .option(
      '--aggregate <line>',
      "adds an aggregate: 'Invoice(orderId:ref(ordering.Order), total:money)' (repeatable)",
      collect,
      [],
    )
    .option(
      '--transition <line>',
      "adds a transition: 'Invoice.settle: open -> settled', 'a|b -> c' for several sources (repeatable)",
      collect,
      [],
    )
    .option(
      '--consume <line>',
      "reacts to an event: 'ordering.OrderPlaced -> create Invoice(orderId=id, total)', '... -> Invoice.settle(match orderId)', '... -> project KnownOrder(total)', 'InvoiceCreated -> call tax.compute(total) then settle else fail' (repeatable)",
      collect,
      [],
    )
    .option(
      '--external <line>',
      "calls a service outside: 'tax.compute: POST /tax idempotent', 'tax.rate: POST /rate(country:string) -> (rate:decimal)' (repeatable)",
      collect,
      [],
    )
    .option('--set <path=value>', 'sets anything else of the context (repeatable)', collect, [])
    .option(
      '--deployable <name>',
      'the deployable that hosts it, one there is or a new one; needed where it does not follow',
      text,
    );
  command
    .optionsGroup('Writing:')
    .option('--no-plop', "do not run the generators of the repository's plopfile");
  writingOptions(command).action((context: string | undefined, options: ModuleOptions) => {
    select(name, async (session) =>
      (await import('./actions/module.ts')).moduleAction(context, options, session),
    );
  });
}

function describeRemoval(module: Command, select: Select): void {
  writingOptions(
    module
      .command('remove')
      .description('remove a context that no other rests on; its data stays')
      .argument('<name>', 'the context to remove'),
  ).action((context: string, options: ModuleOptions) => {
    select('module remove', async (session) =>
      (await import('./actions/module-remove.ts')).moduleRemoveAction(context, options, session),
    );
  });
}

function writingOptions(command: Command): Command {
  return outputOptions(
    command
      .optionsGroup('Writing:')
      .option('-y, --yes', 'take the defaults for what was not answered, and do not ask', false)
      .option('--no-install', "do not run the repository's setup where dependencies changed")
      .option('--allow-dirty', 'go on with uncommitted changes in the repository', false)
      .option('--dry-run', 'print what would be changed, and write nothing', false),
  );
}

const examples = `
Exits with 5 where what was changed has conflicts to resolve.

Examples:
  create-backend module billing                    asks what it holds
  create-backend module billing --aggregate 'Invoice(number:string, total:money)'
  create-backend module billing --from billing.yaml --dry-run
  create-backend module remove billing`;
