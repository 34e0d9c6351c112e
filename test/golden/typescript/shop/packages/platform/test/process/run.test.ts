import { describe, expect, test } from 'bun:test';
import { fileURLToPath } from 'node:url';

const script = fileURLToPath(new URL('service.ts', import.meta.url));

interface End {
  readonly code: number;
  readonly log: string;
  readonly milliseconds: number;
}

/** Runs the process and, unless it ends by itself, tells it to stop. */
async function end(wrong: readonly string[]): Promise<End> {
  const service = Bun.spawn(['bun', script, ...wrong], { stdout: 'pipe', stderr: 'pipe' });
  const log = new Response(service.stdout).text();
  // The first line on standard error says that it has started; where there is none, it ends anyway.
  await service.stderr.getReader().read();
  const toldAt = performance.now();
  service.kill('SIGTERM');
  const code = await service.exited;
  return { code, log: await log, milliseconds: performance.now() - toldAt };
}

describe('a process that is told to stop', () => {
  test.each([[[]], [['drain']], [['hook']], [['server']], [['drain', 'hook', 'server']]])(
    'takes every step and ends with 0, also where %p fails',
    async (wrong) => {
      const { code, log } = await end(wrong);
      expect(code).toBe(0);
      expect(log).toContain('the second hook');
      expect(log).toContain('"shut down"');
      for (const step of wrong) expect(log).toContain(step);
    },
  );

  test('waits for a hook no longer than it has been given', async () => {
    const { code, milliseconds } = await end(['endless']);
    expect(code).toBe(0);
    expect(milliseconds).toBeLessThan(3000);
  });

  test('does not wait for a collector that is away, and says so', async () => {
    const { code, log, milliseconds } = await end(['collector']);
    expect(code).toBe(0);
    expect(log).toContain('the last spans were not sent');
    expect(milliseconds).toBeLessThan(4000);
  });

  test('goes on after a rejection that nobody handled', async () => {
    const { code, log } = await end(['rejection']);
    expect(code).toBe(0);
    expect(log).toContain('a rejection was not handled');
  });
});

test('an exception that nobody caught ends the process in order, with 1', async () => {
  const { code, log } = await end(['exception']);
  expect(code).toBe(1);
  expect(log).toContain('an exception was not caught');
  expect(log).toContain('the second hook');
});
