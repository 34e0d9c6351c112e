const patienceMs = 10_000;
const pauseMs = 10;

/** Waits until the expectation holds; fails with its own message when it does not in time. */
export async function eventually(expectation: () => void | Promise<void>): Promise<void> {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    try {
      // oxlint-disable-next-line no-await-in-loop -- one look after another is the point
      return await expectation();
    } catch (error) {
      if (performance.now() > deadline) throw error;
      // oxlint-disable-next-line no-await-in-loop
      await Bun.sleep(pauseMs);
    }
  }
}
