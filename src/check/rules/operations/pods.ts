import { itemsOf, textAt, valueAt } from '../../reading/data.ts';
import { containers, type Container } from '../../reading/deployment/kubernetes.ts';
import { inspectEach, type Check, type Rule } from '../../rule.ts';

/** What the restricted Pod Security Standard wants of a container, or of its pod. */
const restricted: readonly {
  readonly holds: (container: Container) => boolean;
  readonly problem: string;
}[] = [
  {
    holds: ({ data, pod }) => settingOf(data, pod, 'runAsNonRoot') === true,
    problem: 'may run as root',
  },
  {
    holds: ({ data }) => valueAt(data, 'securityContext', 'allowPrivilegeEscalation') === false,
    problem: 'may gain more rights than it was started with',
  },
  {
    holds: ({ data }) =>
      itemsOf(valueAt(data, 'securityContext', 'capabilities', 'drop')).includes('ALL'),
    problem: 'keeps capabilities',
  },
  {
    holds: ({ data, pod }) =>
      ['RuntimeDefault', 'Localhost'].includes(
        String(valueAt(settingOf(data, pod, 'seccompProfile'), 'type')),
      ),
    problem: 'may make every system call',
  },
  {
    holds: ({ data }) => valueAt(data, 'securityContext', 'privileged') !== true,
    problem: 'has all rights on its machine',
  },
  {
    holds: ({ pod }) =>
      pod['hostNetwork'] !== true && pod['hostPID'] !== true && pod['hostIPC'] !== true,
    problem: 'shares the network or the processes of its machine',
  },
];

const settingOf = (container: unknown, pod: unknown, name: string): unknown =>
  valueAt(container, 'securityContext', name) ?? valueAt(pod, 'securityContext', name);

const podSecurity: Check = {
  name: 'pods-restricted',
  title: 'Pods meet the restricted Pod Security Standard',
  reason: 'A cluster that enforces it refuses the others, and one that does not should.',
  mend: 'Set runAsNonRoot, allowPrivilegeEscalation: false, capabilities: { drop: [ALL] } and seccompProfile: { type: RuntimeDefault }.',
  subject: 'containers of manifests',
  applies: (repository) => containers(repository).length > 0,
  inspect: (repository) =>
    inspectEach(containers(repository), function* (container) {
      const name = textAt(container.data, 'name') ?? container.workload;
      for (const { holds, problem } of restricted)
        if (!holds(container))
          yield container.at(['securityContext'], `${name} of ${container.workload} ${problem}.`);
    }),
};

export const pods: Rule = {
  id: 'DEL-2',
  title: 'Pods are admitted under the restricted Pod Security Standard',
  checks: [podSecurity],
};
