import fc from 'fast-check';
import { decodeRequest, decodeResponse, encodeRequest, encodeResponse } from './http.ts';
import { padTo } from './padding.ts';
import {
  deriveRelayKey, LONGEST_ANSWER, LONGEST_REQUEST, openRequest, type RelayKey, sealRequest,
} from './sealed.ts';

const seed = new Uint8Array(32).fill(7);
let relay: RelayKey;
const post = (content: Uint8Array) => encodeRequest({
  method: 'POST', scheme: 'https', authority: 'vault', path: '/graphql', headers: [], content,
});
const reply = (content: Uint8Array) => encodeResponse({ status: 200, headers: [], content });
const contents = (most: number) => fc.integer({ min: 0, max: most })
  .map((length) => new Uint8Array(length).fill(65));

const same = (left: Uint8Array, right: Uint8Array) => Buffer.compare(left, right) === 0;

beforeAll(async () => {
  relay = await deriveRelayKey(seed);
});

test('request and response arrive whole, and on the wire all have one length', () =>
  fc.assert(fc.asyncProperty(contents(3_900), contents(8_000), async (question, answer) => {
    const client = await sealRequest(relay.config, post(question));
    const vault = await openRequest(relay, client.sealed);
    expect(same(decodeRequest(vault.request).content, question)).toBe(true);
    const sealed = await vault.seal(reply(answer));
    expect(same(decodeResponse(await client.open(sealed)).content, answer)).toBe(true);
    expect([client.sealed.length, sealed.length]).toEqual([4_096, 8_192]);
  }), { numRuns: 40 }));

test('two sealings of one request have nothing in common but the header', async () => {
  const message = post(new Uint8Array(10));
  const [first, second] = await Promise.all([1, 2].map(() => sealRequest(relay.config, message)));
  const equal = first!.sealed.filter((byte, index) => byte === second!.sealed[index]).length;
  expect(first!.sealed.subarray(0, 7)).toEqual(second!.sealed.subarray(0, 7));
  expect(equal).toBeLessThan(60);
});

test('an altered, shortened or foreign request is unreadable, all in the same way', async () => {
  const { sealed } = await sealRequest(relay.config, post(new Uint8Array(10)));
  const stranger = await deriveRelayKey(new Uint8Array(32).fill(8));
  const changed = (at: number) => sealed.map((byte, index) => (index === at ? byte ^ 1 : byte));
  const lowOrder = sealed.map((byte, index) => (index >= 7 && index < 39 ? 0 : byte));
  const attempts: [RelayKey, Uint8Array][] = [
    ...[7, 38, 39, 500, 4095].map((at): [RelayKey, Uint8Array] => [relay, changed(at)]),
    [stranger, sealed], [relay, sealed.subarray(0, 1000)], [relay, lowOrder],
  ];
  for (const [key, bytes] of attempts) {
    await expect(openRequest(key, bytes)).rejects.toMatchObject({
      name: 'SealedError', code: 'unreadable', message: 'sealed message refused: unreadable',
    });
  }
});

test('another key id, another suite and noise name no key of ours', async () => {
  const { sealed } = await sealRequest({ ...relay.config, keyId: 9 }, post(new Uint8Array(10)));
  const suite = sealed.map((byte, index) => (index === 6 ? 2 : byte));
  const noise = [1024, 3, 0].map((length) => new Uint8Array(length));
  for (const foreign of [sealed, suite, ...noise]) {
    await expect(openRequest(relay, foreign)).rejects.toMatchObject({ code: 'unknown-key' });
  }
});

test('an answer opens for its own request alone, and only unaltered', async () => {
  const client = await sealRequest(relay.config, post(new Uint8Array(1)));
  const other = await sealRequest(relay.config, post(new Uint8Array(1)));
  const vault = await openRequest(relay, client.sealed);
  const answer = await vault.seal(reply(new Uint8Array(1)));
  const altered = answer.map((byte, index) => (index === 20 ? byte ^ 1 : byte));
  await expect(other.open(answer)).rejects.toMatchObject({ code: 'unreadable' });
  await expect(client.open(altered)).rejects.toMatchObject({ code: 'unreadable' });
  await expect(client.open(answer.subarray(0, 10))).rejects.toMatchObject({ code: 'unreadable' });
  await expect(client.open(answer)).resolves.toBeDefined();
});

test('a request sealed for an older key still opens while that key is in service', async () => {
  const newer = await deriveRelayKey(new Uint8Array(32).fill(1), 2);
  const { sealed } = await sealRequest(relay.config, post(new Uint8Array(10)));
  await expect(openRequest([newer, relay], sealed)).resolves.toBeDefined();
  await expect(openRequest([newer], sealed)).rejects.toMatchObject({ code: 'unknown-key' });
});

test('what is longer is neither sent nor answered', async () => {
  const longest = new Uint8Array(LONGEST_REQUEST);
  const { sealed } = await sealRequest(relay.config, longest);
  expect(sealed).toHaveLength(4_096);
  await expect(sealRequest(relay.config, new Uint8Array(LONGEST_REQUEST + 1)))
    .rejects.toMatchObject({ code: 'too-large' });
  const vault = await openRequest(relay, sealed);
  expect(await vault.seal(new Uint8Array(LONGEST_ANSWER))).toHaveLength(8_192);
  await expect(vault.seal(new Uint8Array(LONGEST_ANSWER + 1)))
    .rejects.toMatchObject({ code: 'too-large' });
});

test('a relay key follows from its seed; a weak seed is refused', async () => {
  const again = await deriveRelayKey(seed);
  expect(again.config).toEqual(relay.config);
  await expect(deriveRelayKey(new Uint8Array(31))).rejects.toThrow(RangeError);
});

test('what is longer than its padded length is not cut', () => {
  expect(() => padTo(new Uint8Array(5), 4)).toThrow(RangeError);
});
