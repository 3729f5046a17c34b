import { randomUUID } from 'node:crypto';
import { startRig, type Rig } from '../../testing/rig.ts';
import { DirectoryPublishedProcessor } from './directory-published.processor.ts';
import { RelayKeyPublishedProcessor } from './relay-key-published.processor.ts';

let rig: Rig;
beforeAll(async () => { rig = await startRig(); });
afterAll(() => rig.close());

const directory = (version: number) =>
  rig.sign('directory', { version, signedOn: '2026-11-02', providers: [] });
const deliver = (job: object, id = randomUUID()) =>
  rig.app.get(DirectoryPublishedProcessor, { strict: false }).handler.run(job, { id, attempt: 1 });
const shown = () => rig.client().field('{ vaultStatements { directory { type body signature } } }');

it('directories that come again or in another order leave the newest one', async () => {
  const [first, second, third] = await Promise.all([1, 2, 3].map(directory));
  await deliver(first!);
  await Promise.all([deliver(third!), deliver(second!)]);
  expect(await shown()).toEqual({ directory: third });
  await deliver(first!);
  expect(await shown()).toEqual({ directory: third });
});

it('a directory without a version is malformed, and changes nothing', async () => {
  const before = await shown();
  await expect(deliver(await rig.sign('directory', { providers: [] }))).rejects.toThrow('malformed');
  expect(await shown()).toEqual(before);
});

it('of statements of the relay keys the one that was made last stands', async () => {
  const stated = (statedAt: string) =>
    rig.sign('relay-key', { keys: [], notAfter: '2026-11-16', statedAt });
  const publish = (job: object) => rig.app.get(RelayKeyPublishedProcessor, { strict: false })
    .handler.run(job, { id: randomUUID(), attempt: 1 });
  const standing = async () => (await rig.client().field<{ relayKey: unknown }>(
    '{ vaultStatements { relayKey { type body signature } } }')).relayKey;
  const [old, renewed, next] = [
    await stated('2026-11-15T00:00:01Z'), await stated('2026-11-15T09:00:00Z'),
    await stated('2026-11-16T00:00:01Z')];
  for (const job of [old, renewed, old]) await publish(job);
  expect(await standing()).toEqual(renewed);
  for (const job of [next, renewed, old]) await publish(job);
  expect(await standing()).toEqual(next);
  await expect(publish(await rig.sign('relay-key', { keys: [], notAfter: '2026-11-17' })))
    .rejects.toThrow('malformed');
});
