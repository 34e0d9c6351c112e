/** What `--set` is mostly used for: path → its values; empty: anything. A test holds it to the schema. */
export const setPaths: Readonly<Record<string, readonly string[]>> = {
  name: [],
  stack: ['typescript', 'python', 'go', 'rust'],
  'team.size': [],
  'team.domainComplexity': ['low', 'medium', 'high'],
  'team.clearBoundaries': ['true', 'false'],
  'targets.p99Ms': [],
  'targets.throughputRps': [],
  'targets.availability': [],
  'features.cache': [],
  'features.messaging': ['in-process', 'kafka', 'bullmq', 'pubsub'],
  'features.search': ['none', 'elasticsearch'],
  'features.analytics': ['none', 'clickhouse'],
  'features.tenancy': ['none', 'claim'],
  'features.acceptance': ['synchronous', 'asynchronous'],
  'features.readReplicas': ['true', 'false'],
  'features.partitioning': ['none', 'hash'],
  'delivery.ci': ['github-actions', 'none'],
  'delivery.container': ['docker', 'none'],
  'delivery.orchestrator': ['kubernetes', 'none'],
  'delivery.gateway': ['kong', 'envoy', 'none'],
  'delivery.mesh': ['istio', 'none'],
  'delivery.gitops': ['argocd', 'none'],
};

/** `features.messaging=`, and once that is there, `features.messaging=kafka`. */
export function assignments(typed: string): readonly string[] {
  const path = typed.slice(0, Math.max(0, typed.indexOf('=')));
  if (path === '') return Object.keys(setPaths).map((each) => `${each}=`);
  const values = Object.hasOwn(setPaths, path) ? setPaths[path] : undefined;
  return (values ?? []).map((value) => `${path}=${value}`);
}
