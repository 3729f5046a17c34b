import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import {
  decodeResponse, encodeRequest, type BinaryRequest, type BinaryResponse,
} from '#pseudonym/http';
import type { KeyConfig } from '#pseudonym/ohttp';
import { deriveRelayKey, sealRequest } from '#pseudonym/sealed';
import { openVault, type Vault } from '../../test/vault.ts';
import { OpenRequestsProcessor } from './open-requests.processor.ts';
import { OperationExecutor } from './operation-executor.ts';
import { RelayKeys } from './relay-keys.service.ts';

const JSON_AND = (encoding: string): [string, string][] =>
  [['content-type', 'application/json'], ['content-encoding', encoding]];

describe('the sealed door', () => {
  let vault: Vault;
  let key: KeyConfig;

  beforeAll(async () => {
    vault = await openVault();
    key = vault.app.get(RelayKeys, { strict: false }).configs[0]!.config;
  });
  afterAll(() => vault.close());

  const inner = (request: Partial<BinaryRequest> & { body?: unknown } = {}): Uint8Array =>
    encodeRequest({
      method: 'POST', scheme: 'https', authority: 'vault', path: '/graphql',
      headers: [['content-type', 'application/json']],
      content: new TextEncoder().encode(JSON.stringify(request.body ?? { query: '{ __typename }' })),
      ...request,
    });
  const process = (sent: Uint8Array[]) => {
    const requests = sent.map((bytes) => Buffer.from(bytes).toString('base64url'));
    return vault.app.get(OpenRequestsProcessor, { strict: false }).process({ requests });
  };
  const send = async (request: Uint8Array) => {
    const { sealed, open } = await sealRequest(key, request);
    const [reply] = await process([sealed]);
    const bytes = new Uint8Array(Buffer.from(reply!, 'base64url'));
    const { status, content } = decodeResponse(await open(bytes));
    const answer = JSON.parse(new TextDecoder().decode(content)) as {
      data?: unknown; errors?: { message: string; extensions: { code: string } }[] };
    return { length: bytes.length, status, answer };
  };

  it('answers what its own key opens, in one length', async () => {
    const { length, status, answer } = await send(inner());
    expect(length).toBe(8192);
    expect({ status, answer }).toEqual({ status: 200, answer: { data: { __typename: 'Query' } } });
  });

  it('answers each request of a batch to its own sender, and what can\'t be opened with nothing', async () => {
    const good = await sealRequest(key, inner());
    const stranger = await deriveRelayKey(randomBytes(32));
    const foreign = await sealRequest(stranger.config, inner());
    const altered = Uint8Array.from(good.sealed);
    altered[100]! ^= 1;
    const replies = await process([
      foreign.sealed, good.sealed, altered, randomBytes(4096), good.sealed.subarray(1),
      randomBytes(3),
    ]);
    expect(replies.map((reply) => reply === null)).toEqual([true, false, true, true, true, true]);
    const opened = await good.open(new Uint8Array(Buffer.from(replies[1]!, 'base64url')));
    expect(decodeResponse(opened).status).toBe(200);
  });

  it('opens a request once, however often it is brought and beside what else', async () => {
    const good = await sealRequest(key, inner());
    const other = await sealRequest(key, inner());
    const altered = Uint8Array.from(good.sealed);
    altered[4000]! ^= 1;
    const answered = async (...sent: Uint8Array[]) =>
      (await process(sent)).map((reply) => !!reply);
    expect(await answered(altered)).toEqual([false]);
    const many = await answered(...Array.from({ length: 63 }, () => good.sealed), other.sealed);
    expect(many.filter(Boolean)).toHaveLength(2);
    expect(many.at(-1)).toBe(true);
    expect(await answered(good.sealed, other.sealed)).toEqual([false, false]);
    // Not as if it were refused: it was done.
    expect(await process([good.sealed, altered])).toEqual(['', null]);
    // Sealed afresh, the same is another request.
    expect(await answered((await sealRequest(key, inner())).sealed)).toEqual([true]);
  });

  it.each([
    ['another path', { path: '/' }, 404],
    ['another method', { method: 'GET' }, 405],
    ['another type', { headers: [['content-type', 'text/plain'] as [string, string]] }, 415],
    ['a list of operations', { body: [{ query: '{ __typename }' }] }, 400],
    ['no query', { body: { query: 7 } }, 400],
    ['a syntax tree', { body: { query: '{"kind":"Document","definitions":[]}' } }, 400],
    ['variables that are none', { body: { query: '{ __typename }', variables: 'x' } }, 400],
    ['bytes that are no JSON', { content: new Uint8Array([123, 255]) }, 400],
    ['content that is packed otherwise', { headers: JSON_AND('br') }, 415],
    ['content that cannot be unpacked', { headers: JSON_AND('gzip') }, 415],
    ['content that is too long unpacked', {
      headers: JSON_AND('gzip'), content: gzipSync(`{"query":"${' '.repeat(70_000)}"}`) }, 415],
  ])('refuses %s with a status and a code', async (_what, request, expected) => {
    const { status, answer } = await send(inner(request));
    expect(status).toBe(expected);
    expect(answer.errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
  });

  it.each([
    ['too deep', '{ case { referrals { provider { id { a { b { c { d { e } } } } } } } } }'],
    ['too wide', `{ ${Array.from({ length: 30 }, (_, n) => `a${n}: __typename`).join(' ')} }`],
    ['too wide within a fragment', `{ ... on Query { ${
      Array.from({ length: 9 }, (_, n) => `a${n}: __typename`).join(' ')} } }`],
    ['of fragments without end', '{ ...A } fragment A on Query { vaultDay ...A }'],
    ['without end', `{ ${'a '.repeat(1_900)} }`],
    ['of unknown fields', '{ cas { openedOn } }'],
    ['unfinished', '{ consent {'],
    ['without an operation', ''],
  ])('refuses an operation that is %s, and suggests nothing', async (_what, query) => {
    const { status, answer } = await send(inner({ body: { query } }));
    expect(status).toBe(200);
    expect(answer.errors?.length).toBeGreaterThan(0);
    for (const { message, extensions } of answer.errors!) {
      expect(extensions).toEqual({ code: 'BAD_USER_INPUT' });
      expect(message).not.toMatch(/did you mean|node_modules| at /i);
    }
  });

  it('answers late what takes long, in one length at one time, and does it once', async () => {
    const executor = vault.app.get(OperationExecutor, { strict: false });
    const slow = Promise.withResolvers<BinaryResponse>();
    const done: string[] = [];
    const door = new OpenRequestsProcessor(vault.app.get(RelayKeys, { strict: false }), {
      answer: (request: BinaryRequest, bytes: Uint8Array) => {
        const text = new TextDecoder().decode(request.content);
        done.push(text);
        return text.includes('slow') ? slow.promise : executor.answer(request, bytes);
      },
    } as unknown as OperationExecutor, { write: () => undefined }, 100);
    const named = (name: string) => inner({
      headers: [['content-type', 'application/json'], ['idempotency-key', name]],
      body: { query: `{ ${name}: __typename }` } });
    const ask = async (...asked: Uint8Array[]) => {
      const sealed = await Promise.all(asked.map((bytes) => sealRequest(key, bytes)));
      const replies = await door.process({
        requests: sealed.map((one) => Buffer.from(one.sealed).toString('base64url')) });
      return Promise.all(replies.map(async (reply, place) => {
        const bytes = new Uint8Array(Buffer.from(reply!, 'base64url'));
        expect(bytes.length).toBe(8192);
        return decodeResponse(await sealed[place]!.open(bytes)).status;
      }));
    };
    const filler = inner({ method: 'GET', path: '/filler', headers: [], content: new Uint8Array() });
    expect(await ask(filler, named('slow'), named('quick'))).toEqual([204, 503, 200]);
    expect(await ask(named('slow'))).toEqual([503]);
    slow.resolve({ status: 200, headers: [], content: new Uint8Array() });
    expect(await ask(named('slow'), named('quick'))).toEqual([200, 200]);
    expect(done.map((text) => /slow|quick/.exec(text)?.[0])).toEqual(['slow', 'quick']);
  });

  it('takes what is packed', async () => {
    const content = gzipSync(JSON.stringify({ query: `{ __typename ${' '.repeat(20_000)} }` }));
    const { answer } = await send(inner({ headers: JSON_AND('gzip'), content }));
    expect(answer).toEqual({ data: { __typename: 'Query' } });
  });

  it('opens at most what is asked for: a request that is no HTTP gets its sealed refusal', async () => {
    const { answer, status } = await send(new Uint8Array([9, 9, 9]));
    expect(status).toBe(400);
    expect(answer.errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
  });
});
