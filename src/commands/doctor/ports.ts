import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';

import type { World } from '../command.ts';
import { fine, warning, type Finding } from './finding.ts';

/** The ports that the repository's app and its Compose file listen on. */
export async function ports(root: string, world: World): Promise<readonly Finding[]> {
  const [processes, composed] = await Promise.all([processesOf(root), composePorts(root)]);
  const own = [
    ...range('PORT', 8080, processes, world),
    ...range('MANAGEMENT_PORT', 9464, processes, world),
  ];
  const others = composed
    .filter((port) => !own.some((each) => each.port === port))
    .map((port) => ({
      port,
      use: 'docker compose',
      hint: 'Stop the program that has it, or change compose.yaml.',
    }));
  return Promise.all([...own, ...others].map(look));
}

interface Port {
  readonly port: number;
  readonly use: string;
  readonly hint: string;
}

/** As `tools/dev` counts: from the variable, or its default, one for each process. */
function range(
  name: string,
  fallback: number,
  processes: number,
  { environment }: World,
): readonly Port[] {
  const first = Number(environment[name] ?? fallback);
  if (!Number.isInteger(first) || first < 1 || first + processes > 65_535) return [];
  return Array.from({ length: processes }, (_, index) => ({
    port: first + index,
    use: 'the service in development',
    hint: `Stop the program that has it, or set ${name}=${first + 100}.`,
  }));
}

async function look({ port, use, hint }: Port): Promise<Finding> {
  const id = `port-${port}`;
  const subject = `port ${port}`;
  return (await isTaken(port))
    ? warning(id, subject, `taken; ${use} listens on it`, hint)
    : fine(id, subject, `free, for ${use}`);
}

function isTaken(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error) => resolve('code' in error && error.code === 'EADDRINUSE'));
    server.listen({ port, exclusive: true }, () => server.close(() => resolve(false)));
  });
}

/** One, where the repository does not say. */
async function processesOf(root: string): Promise<number> {
  try {
    const config: unknown = JSON.parse(
      await readFile(path.join(root, 'tools/dev/config.json'), 'utf8'),
    );
    const { processes } = (config as { app: { processes: unknown } }).app;
    return Array.isArray(processes) ? Math.min(processes.length, 50) : 1;
  } catch {
    return 1;
  }
}

async function composePorts(root: string): Promise<readonly number[]> {
  const text = await readFile(path.join(root, 'compose.yaml'), 'utf8').catch(() => '');
  const found = [...text.matchAll(/127\.0\.0\.1:(\d{1,5}):\d/g)].map(([, port]) => Number(port));
  return [...new Set(found)].filter((port) => port > 0 && port <= 65_535).slice(0, 30);
}
