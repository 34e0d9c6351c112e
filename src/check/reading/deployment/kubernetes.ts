import { isMap, LineCounter, parseAllDocuments, type Document } from 'yaml';

import type { Finding } from '../../rule.ts';
import { isData, itemsOf, textAt, valueAt, type Data } from '../data.ts';
import { derived } from '../derived.ts';
import type { Repository } from '../repository.ts';

/** A container of a workload in a Kubernetes manifest. Templates of Helm are no YAML, and not read. */
export interface Container {
  readonly workload: string;
  readonly kind: string;
  readonly initial: boolean;
  readonly data: Data;
  readonly pod: Data;
  at(keys: readonly (string | number)[], message: string): Finding;
}

const pods: Readonly<Record<string, readonly string[]>> = {
  Pod: ['spec'],
  Deployment: ['spec', 'template', 'spec'],
  StatefulSet: ['spec', 'template', 'spec'],
  DaemonSet: ['spec', 'template', 'spec'],
  ReplicaSet: ['spec', 'template', 'spec'],
  Job: ['spec', 'template', 'spec'],
  CronJob: ['spec', 'jobTemplate', 'spec', 'template', 'spec'],
};

/** Containers of all plain manifests. */
export const containers = derived((repository): readonly Container[] =>
  repository.paths('**/*.{yaml,yml}').flatMap((path) => [...containersOf(repository, path)]),
);

function* containersOf(repository: Repository, path: string): Generator<Container> {
  const text = repository.text(path) ?? '';
  if (!text.includes('apiVersion:') || !text.includes('containers:') || text.includes('{{')) return;
  const lines = new LineCounter();
  const documents = parseAllDocuments(text, { lineCounter: lines, prettyErrors: false });
  for (const document of Array.isArray(documents) ? documents : []) {
    if (document.errors.length > 0) continue;
    const data = dataOf(document);
    const kind = textAt(data, 'kind') ?? '';
    const keys = Object.hasOwn(pods, kind) ? (pods[kind] ?? []) : [];
    const pod = valueAt(data, ...keys);
    if (keys.length === 0 || !isData(pod)) continue;
    for (const group of ['containers', 'initContainers']) {
      for (const [index, container] of itemsOf(pod[group]).entries()) {
        if (!isData(container)) continue;
        yield {
          workload: textAt(data, 'metadata', 'name') ?? kind,
          kind,
          initial: group === 'initContainers',
          data: container,
          pod,
          at: (inside, message) => {
            const offset = offsetIn(document, [...keys, group, index, ...inside]);
            const { line, col } = lines.linePos(offset);
            return { path, line: Math.max(line, 1), column: Math.max(col, 1), message };
          },
        };
      }
    }
  }
}

function dataOf(document: Document): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 }) as unknown;
  } catch {
    return undefined;
  }
}

function offsetIn(document: Document.Parsed, keys: readonly (string | number)[]): number {
  for (let length = keys.length; length > 0; length -= 1) {
    const node: unknown = document.getIn(keys.slice(0, length), true);
    const range = isMap(node)
      ? node.range
      : (node as { range?: readonly number[] | null } | undefined)?.range;
    if (range) return range[0] ?? 0;
  }
  return 0;
}
