/** All bytes of a stream, but never more than the limit: null, and the rest is not taken. */
export async function readAtMost(
  limit: number,
  stream: ReadableStream<Uint8Array>,
): Promise<Uint8Array | null> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of stream) {
    length += chunk.byteLength;
    if (length > limit) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** The JSON that somebody else's service answered; throws where it is none, or too much. */
export async function readJsonAtMost(limit: number, { body }: Response): Promise<unknown> {
  const bytes = body === null ? new Uint8Array() : await readAtMost(limit, body);
  if (bytes === null) throw new Error(`The answer has more than ${limit} bytes.`);
  return JSON.parse(new TextDecoder().decode(bytes));
}
