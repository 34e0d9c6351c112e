/** Longer than any run takes: whoever has that process id by then is somebody else. */
export const LONGEST_RUN_MS = 10 * 60_000;

/** Whether a process of this machine has the id, ours or another user's. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
