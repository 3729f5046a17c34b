import { ownBytes } from '#pseudonym/bytes';
import { decodeResponse, encodeRequest, type BinaryRequest } from '#pseudonym/http';
import { rangeFrom, readContentRange } from '#pseudonym/http.ranges';
import { LONGEST_REQUEST } from '#pseudonym/sealed';
import { concatBytes } from '@noble/hashes/utils.js';
import type { Line } from './line.ts';
import { Refusal } from './refusal.ts';

/*
 * Every sealed request has one length, and so has every answer. A longer question is compressed; a
 * longer answer is compressed, and is asked for part by part.
 */

/** Parts of one answer at most, counting those that had to be asked for again. */
const MOST_PARTS = 64;

/**
 * Ask over a line, whatever the lengths.
 *
 * @returns the content of the whole answer.
 * @throws Refusal: `TOO_LARGE` when the question does not fit, `TOO_LONG` when the answer has no
 *   end, or what the line throws.
 */
export async function askWhole(
  line: Line, request: BinaryRequest, signal: AbortSignal,
): Promise<Uint8Array> {
  const asking = await packed(request);
  let parts: Uint8Array[] = [];
  let etag: string | undefined;
  for (let asked = 0; asked < MOST_PARTS; asked += 1) {
    const from = parts.reduce((sum, { length }) => sum + length, 0);
    const answer = readResponse(await line.ask(withRange(asking, from, etag), signal));
    const header = (name: string) => answer.headers.find(([field]) => field === name)?.[1];
    const unpack = (content: Uint8Array) =>
      (header('content-encoding') === 'gzip' ? unzip(content) : Promise.resolve(content));
    if (answer.status !== 206) return unpack(answer.content);
    const part = readContentRange(header('content-range'));
    if (part?.until !== (part?.from ?? 0) + answer.content.length) throw unreadable();
    // It is another answer than the one before: this is its beginning.
    if (part.from === 0) parts = [];
    else if (part.from !== from) throw unreadable();
    parts.push(answer.content);
    etag = header('etag');
    if (part.until === part.total) return unpack(concatBytes(...parts));
  }
  throw new Refusal('TOO_LONG', 'The answer is too long, or changes all the time: ask for less.');
}

/** The request as it fits: as it is, or compressed. @throws Refusal `TOO_LARGE` */
async function packed(request: BinaryRequest): Promise<BinaryRequest> {
  if (fits(request)) return request;
  const headers = [...request.headers, ['content-encoding', 'gzip'] as const];
  const smaller = { ...request, headers, content: await zip(request.content) };
  if (fits(smaller)) return smaller;
  throw new Refusal('TOO_LARGE', 'This is too long to be sent: send less at once.',
    { fate: 'unsent' });
}

function fits(request: BinaryRequest): boolean {
  return withRange(request, 0, LONGEST_ETAG).length <= LONGEST_REQUEST;
}

const LONGEST_ETAG = `"${'0'.repeat(16)}"`;

function withRange(request: BinaryRequest, from: number, etag: string | undefined): Uint8Array {
  return encodeRequest({
    ...request,
    headers: [
      ...request.headers, ['accept-encoding', 'gzip'], ['range', rangeFrom(from)],
      ...(etag === undefined ? [] : [['if-range', etag] as const]),
    ],
  });
}

function readResponse(bytes: Uint8Array): ReturnType<typeof decodeResponse> {
  try {
    return decodeResponse(bytes);
  } catch {
    throw unreadable();
  }
}

function unreadable(): Refusal {
  return new Refusal('UNREADABLE', 'The answer cannot be read.');
}

function zip(bytes: Uint8Array): Promise<Uint8Array> {
  return through(bytes, new CompressionStream('gzip'));
}

function unzip(bytes: Uint8Array): Promise<Uint8Array> {
  return through(bytes, new DecompressionStream('gzip')).catch(() => { throw unreadable(); });
}

async function through(
  bytes: Uint8Array, stream: CompressionStream | DecompressionStream,
): Promise<Uint8Array> {
  const piped = new Blob([ownBytes(bytes)]).stream().pipeThrough(stream);
  return new Uint8Array(await new Response(piped).arrayBuffer());
}
