import type { Blueprint, Lifecycle } from '../../../blueprint/model.ts';

/**
 * The contexts, the events between them and the externals they call. An arrow leads from the
 * context where something happens to the one that reacts.
 */
export function contextMap(blueprint: Blueprint): string {
  const nodeLine = (name: string) => `${nodeOf('context', name)}[${label(name)}]`;
  const lines = ['flowchart LR'];

  if (blueprint.deployables.length === 1) {
    lines.push(...blueprint.contexts.map(({ name }) => `  ${nodeLine(name)}`));
  } else {
    for (const { name, contexts } of blueprint.deployables) {
      lines.push(`  subgraph ${nodeOf('deployable', name)} [${label(name)}]`);
      lines.push(...contexts.map((context) => `    ${nodeLine(context)}`), '  end');
    }
  }

  for (const { from, to, events } of eventFlows(blueprint)) {
    lines.push(`  ${nodeOf('context', from)} -->|${label(...events)}| ${nodeOf('context', to)}`);
  }

  for (const context of blueprint.contexts) {
    for (const { name, operations } of context.externals) {
      const id = nodeOf('external', `${context.name}/${name}`);
      lines.push(`  ${id}[[${label(name)}]]`);
      lines.push(
        `  ${nodeOf('context', context.name)} -.->|${label(...operations.map((operation) => operation.name))}| ${id}`,
      );
    }
  }
  return fenced(lines);
}

/** Named, not numbered: what is added leaves the lines of the others as they are. Names are in kebab case. */
function nodeOf(kind: 'context' | 'deployable' | 'external', name: string): string {
  return `${kind}_${name.replaceAll('-', '_').replaceAll('/', '__')}`;
}

export interface EventFlow {
  readonly from: string;
  readonly to: string;
  /** PascalCase, in order of first mention */
  readonly events: readonly string[];
}

/** Which context's events reach which other context, by consumers and by the answers sagas wait for. */
export function eventFlows(blueprint: Blueprint): readonly EventFlow[] {
  const flows = new Map<string, { from: string; to: string; events: string[] }>();
  const add = (from: string, to: string, event: string) => {
    if (from === to) return;
    const key = `${from} ${to}`;
    const flow = flows.get(key) ?? { from, to, events: [] };
    flows.set(key, flow);
    if (!flow.events.includes(event)) flow.events.push(event);
  };
  for (const context of blueprint.contexts) {
    for (const { on } of context.consumes) add(on.context, context.name, on.event);
    for (const step of context.sagas.flatMap((saga) => saga.steps)) {
      add(step.succeedsOn.context, context.name, step.succeedsOn.event);
      if (step.failsOn !== null) add(step.failsOn.context, context.name, step.failsOn.event);
    }
  }
  return [...flows.values()];
}

/** States and transitions. States are free text, so they are named by number and labelled. */
export function lifecycleDiagram(lifecycle: Lifecycle): string {
  const node = new Map(lifecycle.states.map((state, index) => [state, `state${index}`]));
  const lines = ['stateDiagram-v2', '  direction LR'];
  lines.push(...lifecycle.states.map((state) => `  state ${label(state)} as ${node.get(state)}`));
  lines.push(`  [*] --> ${node.get(lifecycle.initial)}`);
  for (const { name, from, to } of lifecycle.transitions) {
    lines.push(...from.map((state) => `  ${node.get(state)} --> ${node.get(to)}: ${name}`));
  }
  const left = new Set(lifecycle.transitions.flatMap(({ from }) => from));
  lines.push(
    ...lifecycle.states
      .filter((state) => !left.has(state))
      .map((state) => `  ${node.get(state)} --> [*]`),
  );
  return fenced(lines);
}

/** Quoted text, a line for each part; what could mean something to Mermaid is written as an entity. */
function label(...parts: readonly string[]): string {
  const escaped = parts.map((part) =>
    part.replace(/[^\p{L}\p{N} _.,-]/gu, (character) => `#${character.codePointAt(0)};`),
  );
  return `"${escaped.join('<br>')}"`;
}

function fenced(lines: readonly string[]): string {
  return ['```mermaid', ...lines, '```'].join('\n');
}
