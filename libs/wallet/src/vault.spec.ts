import { decodeRequest, encodeResponse, type BinaryRequest } from '#pseudonym/http';
import { valueOf } from '#pseudonym/http.fields';
import { relayKeyBody } from '#pseudonym/relay-key';
import { deriveRelayKey, openRequest, SealedError, type RelayKey } from '#pseudonym/sealed';
import { signingPublicKey, signStatement } from '#pseudonym/signed';
import { byHash, type Asked } from './documents.ts';
import { Exchange } from './exchange.ts';
import { atOnce } from './line.ts';
import type { Incoming, Outgoing } from './transport.ts';
import { VaultClient } from './vault.ts';

const SEED = new Uint8Array(32).fill(1);
const ASKED = { __meta__: { hash: 'sha256:a' } } as unknown as Asked<{ is: string }, { [key: string]: never }>;

type Fault = 'late' | 'garbled';

/** A gateway and a vault that has one key a day, and a client whose device is at a moment. */
async function service(begin: string) {
  let moment = new Date(begin);
  const keys = new Map<string, RelayKey>();
  const dayAt = (ahead: number) =>
    new Date(moment.getTime() + ahead * 86_400_000).toISOString().slice(0, 10);
  const keyOf = async (day: string) => {
    const key = keys.get(day)
      ?? await deriveRelayKey(new TextEncoder().encode(day.padEnd(32)), Number(day.slice(-2)));
    keys.set(day, key);
    return key;
  };
  const asked: string[] = [];
  const sent: Uint8Array[] = [];
  let fault: Fault | undefined;
  const statement = async () => {
    const days = await Promise.all([0, 1].map(async (ahead) =>
      ({ day: dayAt(ahead), config: (await keyOf(dayAt(ahead))).config })));
    return signStatement(SEED, 'relay-key', relayKeyBody(days, moment, 0));
  };
  const answered = (status: number, body: Uint8Array | string): Incoming => {
    const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
    return {
      status, redirected: false,
      header: (name) => (name === 'content-type' && typeof body !== 'string' ? 'message/ohttp-res' : null),
      text: () => Promise.resolve(new TextDecoder().decode(bytes)),
      bytes: () => Promise.resolve(new Uint8Array(bytes)),
    };
  };
  const transport = async ({ path, body }: Outgoing): Promise<Incoming> => {
    asked.push(path);
    if (path === '/signed/relay-key.json') return answered(200, JSON.stringify(await statement()));
    sent.push(body as Uint8Array);
    const fails = fault;
    fault = undefined;
    if (fails === 'late') return answered(503, '{"code":"UNAVAILABLE","message":"not yet"}');
    if (fails === 'garbled') return answered(200, new Uint8Array(8192));
    // Of yesterday's key and today's, as the vault holds them.
    const held = [await keyOf(dayAt(-1)), await keyOf(dayAt(0)), await keyOf(dayAt(1))];
    try {
      const opened = await openRequest(held, body as Uint8Array);
      const content = new TextEncoder().encode('{"data":{"is":"answered"}}');
      const response = encodeResponse({ status: 200, headers: [], content });
      return answered(200, await opened.seal(response));
    } catch (error) {
      if (!(error instanceof SealedError)) throw error;
      return answered(400, '{"code":"BAD_USER_INPUT","message":"cannot be opened"}');
    }
  };
  const clock = { now: () => moment, device: () => moment };
  const vaultKey = Buffer.from(await signingPublicKey(SEED)).toString('hex');
  const exchange = new Exchange({ transport, clock, vaultKey });
  const client = new VaultClient({ documents: byHash, line: atOnce(exchange) });
  return {
    client, exchange, asked, sent,
    fail: (how: Fault) => { fault = how; }, go: (to: string) => { moment = new Date(to); },
  };
}

test('the key of a day is read once, and the next one by itself when the day is over', async () => {
  const { client, asked, go } = await service('2027-02-03T23:59:00Z');
  for (const at of ['2027-02-03T23:59:30Z', '2027-02-04T00:00:01Z', '2027-02-09T12:00:00Z']) {
    go(at);
    asked.length = 0;
    expect(await client.ask(ASKED)).toEqual({ is: 'answered' });
    expect(await client.as('Case x').ask(ASKED)).toEqual({ is: 'answered' });
    // Nothing is sealed for a key that is over, so nothing is refused.
    expect(asked).toEqual(['/signed/relay-key.json', '/relay', '/relay']);
  }
});

const SIGNAL = new AbortController().signal;

test('what is sent again is other bytes, and a filler is as long as a step', async () => {
  const { client, exchange, sent, fail } = await service('2027-02-03T12:00:00Z');
  fail('late');
  expect(await client.ask(ASKED)).toEqual({ is: 'answered' });
  await exchange.send(null, SIGNAL);
  expect(sent).toHaveLength(3);
  expect(new Set(sent.map((bytes) => Buffer.from(bytes).toString('hex'))).size).toBe(3);
  expect(new Set(sent.map(({ length }) => length)).size).toBe(1);
});

test('what cannot be opened is sealed once more, for the key that stands by then', async () => {
  const { exchange, asked, fail } = await service('2027-02-03T12:00:00Z');
  fail('garbled');
  await exchange.send(null, SIGNAL);
  expect(asked).toEqual(['/signed/relay-key.json', '/relay', '/signed/relay-key.json', '/relay']);
});

describe('what is asked of the vault', () => {
  const asked: BinaryRequest[] = [];
  const lineOf = (content: string) => ({ ask: (inner: Uint8Array) => {
    asked.push(decodeRequest(inner));
    return Promise.resolve(encodeResponse(
      { status: 200, headers: [], content: new TextEncoder().encode(content) }));
  } });
  beforeEach(() => { asked.length = 0; });

  it('is JSON by a document\'s hash, and says who asks to nobody but the vault', async () => {
    const client = new VaultClient({ documents: byHash, line: lineOf('{"data":{"is":"answered"}}') });
    expect(await client.ask(ASKED)).toEqual({ is: 'answered' });
    expect(await client.as('Case x').ask(ASKED)).toEqual({ is: 'answered' });
    const headers = asked.map((one) => (name: string) => valueOf(one.headers, name));
    expect(asked.map(({ method, scheme, authority, path }) => [method, scheme, authority, path]))
      .toEqual(Array.from({ length: 2 }, () => ['POST', 'https', 'vault', '/graphql']));
    expect(headers.map((value) => value('content-type')))
      .toEqual(['application/json', 'application/json']);
    expect(headers.map((value) => value('authorization'))).toEqual([undefined, 'Case x']);
    expect(asked.map(({ content }) => new TextDecoder().decode(content)))
      .toEqual(Array.from({ length: 2 }, () => '{"documentId":"sha256:a"}'));
  });

  it.each(['', 'no', '{}', '[]'])('and is answered by nothing that can be read: %j', async (content) => {
    const client = new VaultClient({ documents: byHash, line: lineOf(content) });
    await expect(client.ask(ASKED)).rejects.toMatchObject({ code: 'UNREADABLE', fate: 'read' });
  });
});
