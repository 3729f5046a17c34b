import { randomUUID } from 'node:crypto';
import { relayKeyPublished, usageReleased } from '#contracts/jobs';
import type { Client } from '../../testing/client.ts';
import { startRig, type Rig } from '../../testing/rig.ts';
import { createProgramme, openPeriod, PERIOD, signedInOwner } from '../../testing/story.ts';

const READ = `query ($id: ID!) {
  usageReleases(programmeId: $id) { period k releasedOn body signature
    cells { table key users sessions reason } } }`;

describe('what the vault releases', () => {
  let rig: Rig;
  let owner: Client;
  let programmeId: string;

  beforeAll(async () => {
    rig = await startRig();
    owner = await signedInOwner(rig);
    programmeId = await createProgramme(owner);
    await openPeriod(rig, owner, programmeId);
    await owner.field(
      'mutation ($input: PurchaseInput!) { purchaseCredits(input: $input) { __typename } }',
      { input: { programmeId, sessions: 50, method: 'CARD', cardToken: 'sandbox-ok',
        idempotencyKey: randomUUID() } });
  });
  afterAll(() => rig.close());

  const cells = [
    { table: 'total', key: 'all', users: 12, sessions: 34, reason: 'published' },
    { table: 'block', key: 'B1', users: null, sessions: null, reason: 'hidden' },
  ];
  const REPORT = `${PERIOD}.1`;
  const usage = (changes: object = {}) => ({
    version: 1, programme: programmeId, period: REPORT, releasedOn: '2027-01-30', k: 5, cells,
    settledSessions: 30, note: 'x', ...changes,
  });
  const read = async () => (await owner.send(READ, { id: programmeId })).text;

  it.each([
    ['another\'s signature', async () => ({ ...await rig.sign('usage', usage()), signature: 'A'.repeat(86) })],
    ['another type\'s signature', async () => ({ ...await rig.sign('settlement', usage()), type: 'usage' })],
    ['a changed body', async () => {
      const job = await rig.sign('usage', usage());
      const body = Buffer.from(job.body, 'base64url').toString().replace('34', '35');
      return { ...job, body: Buffer.from(body).toString('base64url') };
    }],
    ['a body of another shape', () => rig.sign('usage', { programme: programmeId })],
    ['a period that was never opened', () => rig.sign('usage', usage({ period: '2028-10.1' }))],
    ['a whole year at once', () => rig.sign('usage', usage({ period: PERIOD }))],
    ['a programme that is not ours', () => rig.sign('usage', usage({ programme: randomUUID() }))],
  ])('is not stored with %s', async (_what, job) => {
    const before = await read();
    await expect(rig.deliver(usageReleased, await job())).rejects.toThrow('is malformed');
    expect(await read()).toBe(before);
  });

  it('is shown as it was signed, whatever is delivered again or later', async () => {
    const job = await rig.sign('usage', usage());
    const id = randomUUID();
    await rig.deliver(usageReleased, job, id);
    const shown = await read();
    expect(JSON.parse(shown)).toEqual({ data: {
      usageReleases: [{ period: REPORT, k: 5, releasedOn: '2027-01-30', cells,
        body: job.body, signature: job.signature }],
    } });
    await rig.deliver(usageReleased, job, id);
    await rig.deliver(usageReleased, job);
    await expect(rig.deliver(
      usageReleased, await rig.sign('usage', usage({ settledSessions: 40 })),
    )).rejects.toThrow('is malformed');
    expect(await read()).toBe(shown);
  });

  it('is published for clients to verify', async () => {
    const ask = (name: string) => rig.app.inject({ url: `/signed/${name}.json` });
    expect((await ask('relay-key')).statusCode).toBe(404);
    const job = await rig.sign('relay-key',
      { keys: [], notAfter: '2026-11-16', issuedBits: 0, statedAt: '2026-11-15T00:00:00Z' });
    await rig.deliver(relayKeyPublished, job);
    expect((await ask('relay-key')).json<{ signature: string }>().signature).toBe(job.signature);
    expect((await ask('directory')).statusCode).toBe(404);
  });
});
