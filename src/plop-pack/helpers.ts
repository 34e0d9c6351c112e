import { eventType, transitionEvent } from '../blueprint/events.ts';
import { camel, constant, kebab, pascal, pluralOf, snake } from '../blueprint/names.ts';

/** Helpers of templates: names as create-backend forms them, so that they match what it emits. */
export const helpers = {
  kebab: form('kebab', kebab),
  camel: form('camel', camel),
  pascal: form('pascal', pascal),
  snake: form('snake', snake),
  constant: form('constant', constant),
  plural: form('plural', pluralOf),
  /** `{{eventName 'Invoice' 'settle' 'settled'}}`: the event of a transition */
  eventName: (aggregate: unknown, transition: unknown, to: unknown): string =>
    transitionEvent(String(aggregate), String(transition), String(to)),
  /** `{{eventType 'billing' 'InvoiceSettled'}}`: its type on the wire */
  eventType: (context: unknown, event: unknown): string =>
    eventType(String(context), String(event)),
} as const;

/** `{{kebab name}}`; by itself it is what the data has of that name, as in `{{#with names}}`. */
function form(name: string, of: (text: string) => string) {
  return function (this: Readonly<Record<string, unknown>>, ...args: readonly unknown[]): string {
    const [text] = args;
    return args.length === 1 ? String(this[name] ?? '') : of(String(text));
  };
}

/** Partials of Markdown, for the data that a `module:` generator gets. */
export const partials = {
  /** `{{> aggregate-fields}}` in an aggregate: a table of its fields */
  'aggregate-fields': [
    '| field | type |',
    '| --- | --- |',
    '{{#each fields}}',
    '| {{name}} | {{{type}}}{{#if optional}}, may be missing{{/if}} |',
    '{{/each}}',
    '',
  ].join('\n'),
  /** `{{> module-events}}`: a list of what the context publishes */
  'module-events': '{{#each events}}\n- `{{type}}`\n{{/each}}\n',
} as const;
