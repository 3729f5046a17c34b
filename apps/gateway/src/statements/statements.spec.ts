import { randomUUID } from 'node:crypto';
import { startRig, type Rig } from '../../testing/rig.ts';
import { DirectoryPublishedProcessor } from './directory-published.processor.ts';

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
