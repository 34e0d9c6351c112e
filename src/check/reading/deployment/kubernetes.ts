import { LineCounter, parseAllDocuments } from 'yaml';

import type { Finding } from '../../rule.ts';
import { isData, itemsOf, textAt, valueAt, type Data } from '../data.ts';
import { derived } from '../derived.ts';
import type { Repository } from '../repository.ts';
import { dataOf, findingIn } from '../yaml.ts';

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
          at: (inside, message) =>
            findingIn(document, lines, path, [...keys, group, index, ...inside], message),
        };
      }
    }
  }
}
