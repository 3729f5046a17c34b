import { ownBytes, randomBytes } from '#pseudonym/bytes';
import { decodeResponse, encodeRequest, type BinaryRequest } from '#pseudonym/http';
import { valueOf } from '#pseudonym/http.fields';
import { rangeFrom, readContentRange } from '#pseudonym/http.ranges';
import { LONGEST_REQUEST } from '#pseudonym/sealed';
import { bytesToHex, concatBytes } from '@noble/hashes/utils.js';
import type { Line } from './line.ts';
import { Refusal } from './refusal.ts';

/*
 * Every sealed request has one length, and so has every answer. A longer question is compressed; a
 * longer answer is compressed, and is asked for part by part.
 */

/** Parts of one answer at most, counting those that had to be asked for again. */
const MOST_PARTS = 64;
/** Of an answer, unpacked: far more than any has. */
const LONGEST_CONTENT = 4 * 1024 * 1024;
/** What is unpacked at once: it can become a thousand times as long. */
const PIECE = 1024;

/**
 * Ask over a line, whatever the lengths.
 *
 * @returns the content of the whole answer.
 * @throws Refusal: `TOO_LARGE` when the question does not fit, `TOO_LONG` when the answer has no
 *   end or is too long unpacked, or what the line throws.
 */
export async function askWhole(
  line: Line, request: BinaryRequest, signal: AbortSignal,
): Promise<Uint8Array> {
  const headers = [...request.headers, ['idempotency-key', newKey()] as const];
  const asking = await packed({ ...request, headers });
  let parts: Uint8Array[] = [];
  let etag: string | undefined;
  for (let asked = 0; asked < MOST_PARTS; asked += 1) {
    const from = parts.reduce((sum, { length }) => sum + length, 0);
    const answer = readResponse(await line.ask(withRange(asking, from, etag), signal));
    const header = (name: string) => valueOf(answer.headers, name);
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
  throw tooLong();
}

/**
 * The vault may be late with an answer, and keeps it then for whoever sends the same request again.
 * A key of its own makes each another one, so that nobody is given what was true before.
 */
function newKey(): string {
  return bytesToHex(randomBytes(8));
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

function tooLong(): Refusal {
  return new Refusal('TOO_LONG', 'The answer is too long, or changes all the time: ask for less.');
}

async function zip(bytes: Uint8Array): Promise<Uint8Array> {
  const piped = new Blob([ownBytes(bytes)]).stream().pipeThrough(new CompressionStream('gzip'));
  return new Uint8Array(await new Response(piped).arrayBuffer());
}

/** @throws Refusal `UNREADABLE` for what is no gzip, `TOO_LONG` where it gets too long. */
async function unzip(bytes: Uint8Array): Promise<Uint8Array> {
  const unpacked = inPieces(bytes).pipeThrough(new DecompressionStream('gzip')).getReader();
  const parts: Uint8Array[] = [];
  let room = LONGEST_CONTENT;
  while (room >= 0) {
    const { done, value } = await unpacked.read().catch(() => { throw unreadable(); });
    if (done) return concatBytes(...parts);
    parts.push(value);
    room -= value.length;
  }
  // Nothing more is unpacked. Whether that goes well tells nothing of the answer.
  unpacked.cancel().catch(() => undefined);
  throw tooLong();
}

/** The bytes piece by piece, each when it is asked for. */
function inPieces(bytes: Uint8Array): ReadableStream<Uint8Array<ArrayBuffer>> {
  let from = 0;
  return new ReadableStream({
    pull: (controller) => {
      if (from >= bytes.length) return controller.close();
      controller.enqueue(ownBytes(bytes.subarray(from, from + PIECE)));
      from += PIECE;
    },
  });
}
