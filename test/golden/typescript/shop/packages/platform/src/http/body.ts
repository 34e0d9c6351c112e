import { err, ok, type Result } from '@packages/kernel';
import { readAtMost } from '../read-at-most.ts';
import type { Problem } from './problem.ts';

const longestBodyBytes = 1024 * 1024;

const tooLarge = (longestBytes: number): Problem => ({
  code: 'body-too-large',
  detail: `A body may have ${longestBytes} bytes here.`,
  headers: { connection: 'close' },
});

const broken: Problem = {
  code: 'malformed-body',
  detail: 'The body did not arrive whole.',
  headers: { connection: 'close' },
};

const noBytes = new Uint8Array();

/** All bytes of the body, whether announced or streamed, but never more than the limit. */
export async function readBody(
  request: Request,
  longestBytes = longestBodyBytes,
): Promise<Result<Uint8Array, Problem>> {
  const { body } = request;
  if (body === null) return ok(noBytes);
  const announced = request.headers.get('content-length');
  if (announced !== null && Number(announced) > longestBytes) return err(tooLarge(longestBytes));
  try {
    // The server holds a body to the length it announced, so it can be taken at once.
    if (announced !== null) return ok(await request.bytes());
    const bytes = await readAtMost(longestBytes, body);
    return bytes === null ? err(tooLarge(longestBytes)) : ok(bytes);
  } catch {
    return err(broken);
  }
}
