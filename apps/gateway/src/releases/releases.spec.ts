import { randomUUID } from 'node:crypto';
import { relayKeyPublished } from '#contracts/jobs';
import type { Client } from '../../testing/client.ts';
import { startRig, type Rig } from '../../testing/rig.ts';
import { createProgramme, openPeriod, signedInOwner } from '../../testing/story.ts';

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
