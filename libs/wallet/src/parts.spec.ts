import { gunzipSync, gzipSync } from 'node:zlib';
import { randomBytes } from 'node:crypto';
import { decodeRequest, encodeResponse, type BinaryRequest } from '#pseudonym/http';
import { valueOf } from '#pseudonym/http.fields';
import { contentRange, readRangeFrom } from '#pseudonym/http.ranges';
import { LONGEST_REQUEST } from '#pseudonym/sealed';
import { askWhole } from './parts.ts';

const SIGNAL = new AbortController().signal;
const utf8 = (text: string) => new TextEncoder().encode(text);
const asking = (content: Uint8Array): BinaryRequest => (
  { method: 'POST', scheme: 'https', authority: 'vault', path: '/graphql', headers: [], content });

/** A vault that answers in parts of 100 bytes; `answers` of it, one after the other. */
function vaultOf(answers: (part: number) => Uint8Array, change: { range?: string } = {}) {
  const requests: Required<BinaryRequest>[] = [];
  const ask = (inner: Uint8Array) => {
    const request = decodeRequest(inner);
    const header = (name: string) => valueOf(request.headers, name);
    const whole = answers(requests.push(request) - 1);
    const etag = `"${Buffer.from(whole).toString('hex').slice(0, 16)}"`;
    const isSame = (header('if-range') ?? etag) === etag;
    const from = isSame ? readRangeFrom(header('range')) ?? 0 : 0;
    const until = Math.min(from + 100, whole.length);
    return Promise.resolve(encodeResponse({
      status: 206, content: whole.subarray(from, until),
      headers: [['etag', etag],
        ['content-range', change.range ?? contentRange({ from, until, total: whole.length })]],
    }));
  };
  return { requests, line: { ask } };
}

test('an answer in parts is put together, each part asked for by itself', async () => {
  const whole = randomBytes(450);
  const { line, requests } = vaultOf(() => whole);
  expect(Buffer.from(await askWhole(line, asking(utf8('?')), SIGNAL)).equals(whole)).toBe(true);
  expect(requests).toHaveLength(5);
  expect(new Set(requests.map(({ content }) => Buffer.from(content).toString()))).toEqual(new Set(['?']));
});

test('one that changed meanwhile begins anew, and nothing of the old is left in it', async () => {
  const [old, fresh] = [randomBytes(450), randomBytes(330)];
  const { line, requests } = vaultOf((part) => (part < 3 ? old : fresh));
  expect(Buffer.from(await askWhole(line, asking(utf8('?')), SIGNAL)).equals(fresh)).toBe(true);
  expect(requests).toHaveLength(3 + 4);
});

test('one that changes at every look is given up', async () => {
  const { line, requests } = vaultOf(() => randomBytes(450));
  await expect(askWhole(line, asking(utf8('?')), SIGNAL)).rejects.toMatchObject({ code: 'TOO_LONG' });
  expect(requests).toHaveLength(64);
});

test.each(['', 'bytes 5-9/450', 'bytes 0-9/450', 'bytes 0-99/50', 'bytes */450'])(
  'a part that says it is "%s" is not read', async (range) => {
    const { line } = vaultOf(() => randomBytes(450), { range });
    await expect(askWhole(line, asking(utf8('?')), SIGNAL)).rejects.toMatchObject({ code: 'UNREADABLE' });
  });

/** One whole answer with this packed content. */
const packedAnswer = (content: Uint8Array) => ({ ask: () => Promise.resolve(encodeResponse(
  { status: 200, headers: [['content-encoding', 'gzip']], content })) });
const MOST = 4 * 1024 * 1024;

test.each([[MOST, 'read'], [MOST + 1, 'TOO_LONG'], [16 * MOST, 'TOO_LONG']])(
  'a packed answer that becomes %d bytes is %s', async (length, verdict) => {
    const asked = askWhole(packedAnswer(gzipSync(Buffer.alloc(length))), asking(utf8('?')), SIGNAL);
    if (verdict === 'read') expect(await asked).toHaveLength(length);
    else await expect(asked).rejects.toMatchObject({ name: 'Refusal', code: verdict });
  });

test('of one that would fill the memory little more is unpacked than may be', async () => {
  const Real = globalThis.DecompressionStream;
  let unpacked = 0;
  const counting = () => new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
    transform: (piece, controller) => {
      unpacked += piece.length;
      controller.enqueue(piece);
    },
  });
  globalThis.DecompressionStream = class {
    private readonly real = new Real('gzip');
    readonly writable = this.real.writable;
    readonly readable = this.real.readable.pipeThrough(counting());
  };
  const bomb = gzipSync(Buffer.alloc(32 * MOST));
  try {
    await expect(askWhole(packedAnswer(bomb), asking(utf8('?')), SIGNAL))
      .rejects.toMatchObject({ code: 'TOO_LONG' });
  } finally {
    globalThis.DecompressionStream = Real;
  }
  expect(unpacked).toBeGreaterThan(MOST);
  expect(unpacked).toBeLessThan(2 * MOST);
});

test('what is no gzip is not read', async () => {
  for (const content of [utf8('not packed'), gzipSync('cut off').subarray(0, 12)]) {
    await expect(askWhole(packedAnswer(content), asking(utf8('?')), SIGNAL))
      .rejects.toMatchObject({ code: 'UNREADABLE' });
  }
});

test('a long question is packed, and one that does not fit so is not sent', async () => {
  const sent: Required<BinaryRequest>[] = [];
  const line = { ask: (inner: Uint8Array) => {
    expect(inner.length).toBeLessThanOrEqual(LONGEST_REQUEST);
    sent.push(decodeRequest(inner));
    const content = gzipSync('{"is":"answered"}');
    return Promise.resolve(encodeResponse(
      { status: 200, headers: [['content-encoding', 'gzip']], content }));
  } };
  const long = utf8('{"from":"08:00"}'.repeat(2_000));
  expect(new TextDecoder().decode(await askWhole(line, asking(long), SIGNAL))).toBe('{"is":"answered"}');
  expect(sent[0]?.headers).toContainEqual(['content-encoding', 'gzip']);
  expect(gunzipSync(sent[0]!.content).equals(long)).toBe(true);
  await expect(askWhole(line, asking(randomBytes(5_000)), SIGNAL))
    .rejects.toMatchObject({ code: 'TOO_LARGE', fate: 'unsent' });
  expect(sent).toHaveLength(1);
});
