import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { encodeResponse, type BinaryRequest, type BinaryResponse } from '#pseudonym/http';
import { valueOf } from '#pseudonym/http.fields';
import { contentRange, readRangeFrom } from '#pseudonym/http.ranges';
import { LONGEST_ANSWER } from '#pseudonym/sealed';

/*
 * Every sealed answer has one length. What is longer is compressed, and what is longer still comes
 * in parts: each time it is asked for, the operation is executed again, so that nothing is kept.
 * Queries change nothing, and a write answers the same for the same idempotency key.
 */

/** What a compressed request may become: more than anything that is asked. */
const LONGEST_CONTENT = 64 * 1024;
const GZIP = ['content-encoding', 'gzip'] as const;
const unpack = promisify<Uint8Array, { maxOutputLength: number }, Buffer>(gunzip);
const pack = promisify<Uint8Array, Buffer>(gzip);

/** The request with its content as it was before it was compressed; null when it can't be. */
export async function unpacked(request: BinaryRequest): Promise<BinaryRequest | null> {
  const encoding = valueOf(request.headers, 'content-encoding');
  if (encoding === undefined) return request;
  if (encoding !== 'gzip') return null;
  try {
    const content = await unpack(request.content, { maxOutputLength: LONGEST_CONTENT });
    return { ...request, content };
  } catch {
    return null;
  }
}

/**
 * What fits of an answer: all of it, compressed where it must be, or the part that was asked for.
 * An answer that is another one by now (`if-range`) comes from its beginning.
 *
 * @returns null when it is too long for one who takes no parts.
 */
export async function fitting(
  request: BinaryRequest, response: BinaryResponse,
): Promise<BinaryResponse | null> {
  if (encodeResponse(response).length <= LONGEST_ANSWER) return response;
  if (!valueOf(request.headers, 'accept-encoding')?.includes('gzip')) return null;
  const content = await pack(response.content);
  const whole = { ...response, headers: [...response.headers, GZIP], content };
  if (encodeResponse(whole).length <= LONGEST_ANSWER) return whole;
  const asked = readRangeFrom(valueOf(request.headers, 'range'));
  if (asked === undefined) return null;
  const etag = `"${createHash('sha256').update(content).digest('base64url').slice(0, 16)}"`;
  const ifRange = valueOf(request.headers, 'if-range');
  const isSame = ifRange === undefined || ifRange === etag;
  const from = isSame && asked < content.length ? asked : 0;
  return partOf({ ...whole, headers: [...whole.headers, ['etag', etag]] }, from);
}

/** As much of an answer as fits, from a byte on. */
function partOf(whole: BinaryResponse, from: number): BinaryResponse {
  const total = whole.content.length;
  const partUntil = (until: number): BinaryResponse => ({
    ...whole, status: 206, content: whole.content.subarray(from, until),
    headers: [...whole.headers, ['content-range', contentRange({ from, until, total })]],
  });
  const surplus = encodeResponse(partUntil(total)).length - LONGEST_ANSWER;
  return partUntil(total - Math.max(0, surplus));
}
