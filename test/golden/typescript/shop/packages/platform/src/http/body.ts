import { err, ok, type Result } from '@packages/kernel';
import { readAtMost } from '../read-at-most.ts';
import type { Problem } from './problem.ts';

export const longestBodyBytes = 1024 * 1024;

const tooLarge: Problem = {
  code: 'body-too-large',
  detail: `A body may have ${longestBodyBytes} bytes.`,
  headers: { connection: 'close' },
};

const broken: Problem = {
  code: 'malformed-body',
  detail: 'The body did not arrive whole.',
  headers: { connection: 'close' },
};

const noBytes = new Uint8Array();

/** All bytes of the body, whether announced or streamed, but never more than the limit. */
export async function readBody(request: Request): Promise<Result<Uint8Array, Problem>> {
  const { body } = request;
  if (body === null) return ok(noBytes);
  const announced = request.headers.get('content-length');
  if (announced !== null && Number(announced) > longestBodyBytes) return err(tooLarge);
  try {
    // The server holds a body to the length it announced, so it can be taken at once.
    return announced === null ? await readStream(body) : ok(await request.bytes());
  } catch {
    return err(broken);
  }
}

async function readStream(body: ReadableStream<Uint8Array>): Promise<Result<Uint8Array, Problem>> {
  const bytes = await readAtMost(longestBodyBytes, body);
  return bytes === null ? err(tooLarge) : ok(bytes);
}
