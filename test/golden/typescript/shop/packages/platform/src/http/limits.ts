import type { Problem } from './problem.ts';

export const longestTargetBytes = 8 * 1024;
export const longestHeadersBytes = 16 * 1024;

/** The parser lets more through than we allow, so that what is refused gets a proper answer. */
export const parsedHeaderBytes = 64 * 1024;

const separators = ': \r\n'.length;

/** What is wrong with a request before anybody has looked at what it asks. */
export function exceededLimit(request: Request, target: string): Problem | null {
  if (target.length > longestTargetBytes) {
    return { code: 'uri-too-long', detail: `An address may have ${longestTargetBytes} bytes.` };
  }
  if (headerBytes(request.headers) > longestHeadersBytes) {
    return {
      code: 'headers-too-large',
      detail: `All headers together may have ${longestHeadersBytes} bytes.`,
    };
  }
  return null;
}

function headerBytes(headers: Headers): number {
  let bytes = 0;
  for (const [name, value] of headers) bytes += name.length + value.length + separators;
  return bytes;
}
