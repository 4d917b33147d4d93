// The beginning of a body: a receiver may answer without end.

/** Bytes that are read at most. */
const MAX_BYTES = 32_768;

/** Reads a text as far as it is looked at. Stopping early ends the body. */
export const boundedText = async (
  body: AsyncIterable<Uint8Array>,
): Promise<{ readonly text: string; readonly isCut: boolean }> => {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of body) {
    parts.push(part);
    length += part.length;
    if (length > MAX_BYTES) break;
  }
  const bytes = Buffer.concat(parts).subarray(0, MAX_BYTES);
  return { text: bytes.toString('utf8'), isCut: length > MAX_BYTES };
};
