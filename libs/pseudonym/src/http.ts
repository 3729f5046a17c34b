import { concatBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import { decodeFields, decodeTerminatedFields, encodeFields, type Field } from './http.fields.ts';
import { BinaryHttpError, Cursor, encodeVarint } from './varint.ts';

/*
 * Binary HTTP (RFC 9292). Encodes the known-length form, decodes both; padding (zero bytes after
 * the message, section 3.8) is accepted by the decoder and added by whoever seals.
 */

export interface BinaryRequest {
  readonly method: string;
  readonly scheme: string;
  readonly authority: string;
  readonly path: string;
  readonly headers: readonly Field[];
  readonly content: Uint8Array;
  readonly trailers?: readonly Field[];
}

/** An interim answer (1xx) that came before the final one. */
export interface InterimResponse {
  readonly status: number;
  readonly headers: readonly Field[];
}

export interface BinaryResponse {
  /** Final status, 200 to 599. */
  readonly status: number;
  readonly headers: readonly Field[];
  readonly content: Uint8Array;
  readonly trailers?: readonly Field[];
  readonly informational?: readonly InterimResponse[];
}

/** Framing indicators (RFC 9292, 3.3). */
const REQUEST = 0;
const RESPONSE = 1;
const INDETERMINATE = 2;

/** Bytes of one piece of control data, such as the path. */
const LONGEST_CONTROL = 4096;

/** Encode a request in the known-length form (RFC 9292, 3.1). Field names become lower-case. */
export function encodeRequest(request: BinaryRequest): Uint8Array {
  const { method, scheme, authority, path } = request;
  const control = [method, scheme, authority, path].map((part) => prefixed(utf8ToBytes(part)));
  return concatBytes(encodeVarint(REQUEST), ...control, ...tail(request));
}

/** Encode a response in the known-length form (RFC 9292, 3.1). */
export function encodeResponse(response: BinaryResponse): Uint8Array {
  const interim = (response.informational ?? []).flatMap(({ status, headers }) => [
    encodeVarint(status), prefixed(encodeFields(headers)),
  ]);
  return concatBytes(
    encodeVarint(RESPONSE), ...interim, encodeVarint(response.status), ...tail(response),
  );
}

/**
 * Decode a request of either form, padded or truncated as RFC 9292 allows (3.7, 3.8).
 *
 * @throws BinaryHttpError for anything else.
 */
export function decodeRequest(bytes: Uint8Array): Required<BinaryRequest> {
  const cursor = new Cursor(bytes);
  const framing = cursor.varint();
  if ((framing & ~INDETERMINATE) !== REQUEST) throw new BinaryHttpError('invalid');
  const method = text(cursor);
  const scheme = text(cursor);
  const authority = text(cursor);
  const path = text(cursor);
  if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(method)) throw new BinaryHttpError('invalid');
  const indeterminate = framing === (REQUEST | INDETERMINATE);
  return { method, scheme, authority, path, ...body(cursor, indeterminate) };
}

/**
 * Decode a response of either form, padded or truncated as RFC 9292 allows (3.7, 3.8).
 *
 * @throws BinaryHttpError for anything else.
 */
export function decodeResponse(bytes: Uint8Array): Required<BinaryResponse> {
  const cursor = new Cursor(bytes);
  const framing = cursor.varint();
  if ((framing & ~INDETERMINATE) !== RESPONSE) throw new BinaryHttpError('invalid');
  const indeterminate = framing === (RESPONSE | INDETERMINATE);
  const informational: InterimResponse[] = [];
  for (;;) {
    const status = cursor.varint();
    if (status < 100 || status > 599) throw new BinaryHttpError('invalid');
    if (status >= 200) return { status, informational, ...body(cursor, indeterminate) };
    informational.push({ status, headers: fields(cursor, indeterminate) });
  }
}

type Body = Pick<Required<BinaryRequest>, 'headers' | 'content' | 'trailers'>;

/** Headers, content and trailers, in the known-length form. */
function tail({ headers, content, trailers = [] }: BinaryRequest | BinaryResponse): Uint8Array[] {
  return [prefixed(encodeFields(headers)), prefixed(content), prefixed(encodeFields(trailers))];
}

/** Read headers, content, trailers, then nothing but padding. Missing ends are empty (3.8). */
function body(cursor: Cursor, indeterminate: boolean): Body {
  const headers = cursor.done ? [] : fields(cursor, indeterminate);
  const content = cursor.done ? new Uint8Array() : contentOf(cursor, indeterminate);
  const trailers = cursor.done ? [] : fields(cursor, indeterminate);
  if (cursor.rest.some((byte) => byte !== 0)) throw new BinaryHttpError('invalid');
  return { headers, content, trailers };
}

function fields(cursor: Cursor, indeterminate: boolean): Field[] {
  if (indeterminate) return decodeTerminatedFields(cursor);
  return decodeFields(new Cursor(cursor.prefixed()));
}

/** One run of content, or chunks up to an empty one (RFC 9292, 3.2). */
function contentOf(cursor: Cursor, indeterminate: boolean): Uint8Array {
  if (!indeterminate) return cursor.prefixed().slice();
  const chunks: Uint8Array[] = [];
  for (;;) {
    const chunk = cursor.prefixed();
    if (chunk.length === 0) return concatBytes(...chunks);
    chunks.push(chunk);
  }
}

function prefixed(bytes: Uint8Array): Uint8Array {
  return concatBytes(encodeVarint(bytes.length), bytes);
}

/** Control data: no control characters, no spaces, so that it cannot be split when replayed. */
function text(cursor: Cursor): string {
  const bytes = cursor.prefixed();
  if (bytes.length > LONGEST_CONTROL) throw new BinaryHttpError('too-large');
  const value = String.fromCharCode(...bytes);
  if (!/^[\x21-\x7e]*$/.test(value)) throw new BinaryHttpError('invalid');
  return value;
}
