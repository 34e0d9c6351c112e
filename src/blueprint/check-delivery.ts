import type { Draft } from './draft.ts';
import type { Report } from './problem.ts';

/** What is delivered rests on what is below it. */
export function checkDelivery({ delivery }: Draft, report: Report): void {
  const { container, orchestrator, mesh, gitops } = delivery;
  const refuse = (key: string, message: string, hint: string): void =>
    report('clash', ['delivery', key], message, hint);
  if (container === 'none' && orchestrator === 'kubernetes') {
    refuse(
      'orchestrator',
      'Kubernetes runs container images, and there are to be none',
      'Set container: docker, or orchestrator: none.',
    );
  }
  const withoutCluster =
    orchestrator === 'none' || (container === 'none' && orchestrator === undefined);
  if (withoutCluster && mesh === 'istio')
    refuse('mesh', 'Istio needs Kubernetes', 'Set orchestrator: kubernetes, or mesh: none.');
  if (withoutCluster && gitops === 'argocd')
    refuse('gitops', 'Argo CD needs Kubernetes', 'Set orchestrator: kubernetes, or gitops: none.');
}
