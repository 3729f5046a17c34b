import { brotliDecompressSync } from 'node:zlib';
import { startRig, type Rig } from '../../testing/rig.ts';
import { directoryPublished, logPublished, relayKeyPublished } from '#contracts/jobs';
import { logOf } from '#pseudonym/terms-log';

let rig: Rig;
beforeAll(async () => { rig = await startRig(); });
afterAll(() => rig.close());

const directory = (version: number) =>
  rig.sign('directory', { version, signedOn: '2026-11-02', providers: [] });
const deliver = (job: object, id?: string) => rig.deliver(directoryPublished, job, id);
const read = async (name: string) => {
  const { type, body, signature } = (await rig.app.inject({ url: `/signed/${name}.json` }))
    .json<Record<'type' | 'body' | 'signature', string>>();
  return { type, body: Buffer.from(body).toString('base64url'), signature };
};
const shown = () => read('directory');

it('directories that come again or in another order leave the newest one', async () => {
  const [first, second, third] = await Promise.all([1, 2, 3].map(directory));
  await deliver(first!);
  await Promise.all([deliver(third!), deliver(second!)]);
  expect(await shown()).toEqual(third);
  await deliver(first!);
  expect(await shown()).toEqual(third);
});

it('a directory without a version is malformed, and changes nothing', async () => {
  const before = await shown();
  await expect(deliver(await rig.sign('directory', { providers: [] }))).rejects.toThrow('malformed');
  expect(await shown()).toEqual(before);
});

it('of statements of the relay keys the one that was made last stands', async () => {
  const stated = (statedAt: string) =>
    rig.sign('relay-key', { keys: [], notAfter: '2026-11-16', issuedBits: 0, statedAt });
  const publish = (job: object) => rig.deliver(relayKeyPublished, job);
  const standing = () => read('relay-key');
  const [old, renewed, next] = [
    await stated('2026-11-15T00:00:01Z'), await stated('2026-11-15T09:00:00Z'),
    await stated('2026-11-16T00:00:01Z')];
  for (const job of [old, renewed, old]) await publish(job);
  expect(await standing()).toEqual(renewed);
  for (const job of [next, renewed, old]) await publish(job);
  expect(await standing()).toEqual(next);
  const odd = [{ statedAt: undefined }, { issuedBits: undefined }, { issuedBits: 25 },
    { issuedBits: -1 }, { issuedBits: 1.5 }];
  for (const more of odd) {
    await expect(publish(await rig.sign('relay-key', {
      keys: [], notAfter: '2026-11-17', issuedBits: 0, statedAt: '2026-11-17T00:00:01Z', ...more,
    }))).rejects.toThrow('malformed');
  }
  expect(await standing()).toEqual(next);
});

describe('the log of terms', () => {
  const leaf = (digit: string) => digit.repeat(64);
  const log = (...leaves: string[]) =>
    rig.sign('terms-log', logOf(leaves.map(leaf)));
  const publish = (job: object) => rig.deliver(logPublished, job);

  it('is passed on as it grows, and stays where a shorter one comes late', async () => {
    const [none, one, three] = [await log(), await log('1'), await log('1', '2', '3')];
    for (const job of [one, none]) await publish(job);
    expect(await read('log')).toEqual(one);
    for (const job of [three, one, three]) await publish(job);
    expect(await read('log')).toEqual(three);
  });

  it('that does not go on from the one that was passed on is not passed on', async () => {
    const standing = await read('log');
    for (const [fault, leaves] of [
      ['log-forked', ['1', '2', '4']], ['log-rewritten', ['1', '4', '3', '5']],
      ['log-rewritten', ['2', '1', '3', '5']],
    ] as const) {
      await expect(publish(await log(...leaves))).rejects.toThrow(fault);
    }
    expect(await read('log')).toEqual(standing);
  });

  it('whose head is not the one of its leaves is malformed', async () => {
    const { head } = logOf([leaf('1')]);
    await expect(publish(await rig.sign('terms-log', { head: { ...head }, leaves: [] })))
      .rejects.toThrow('malformed');
  });
});

describe('the signed files', () => {
  const get = (headers: Record<string, string> = {}, name = 'directory') =>
    rig.app.inject({ url: `/signed/${name}.json`, headers });

  it('are the same for everybody, whatever a request brings', async () => {
    const plain = await get();
    const marked = await get({
      'cookie': 'sotto_hr=abc', 'authorization': 'Member x', 'x-forwarded-for': '203.0.113.9' });
    expect(marked.rawPayload.equals(plain.rawPayload)).toBe(true);
    expect({ ...marked.headers, date: '' }).toEqual({ ...plain.headers, date: '' });
    expect(plain.headers['set-cookie']).toBeUndefined();
    expect(plain.headers['cache-control']).toMatch(/^public, max-age=\d+$/);
  });

  it('come small to whoever takes brotli, and are not sent twice', async () => {
    const plain = await get();
    const small = await get({ 'accept-encoding': 'gzip, br' });
    expect(small.headers['content-encoding']).toBe('br');
    expect(brotliDecompressSync(small.rawPayload).equals(plain.rawPayload)).toBe(true);
    const etag = String(plain.headers.etag);
    expect(small.headers.etag).toBe(etag);
    expect((await get({ 'if-none-match': etag })).statusCode).toBe(304);
    await deliver(await directory(9));
    expect((await get({ 'if-none-match': etag })).statusCode).toBe(200);
  });

  it('are these, and no others', async () => {
    for (const name of ['x', 'directory.json', '..%2fdirectory', '%2e%2e']) {
      expect([name, (await get({}, name)).statusCode]).toEqual([name, 404]);
    }
  });
});
