import { randomUUID } from 'node:crypto';
import { decodeResponse, encodeRequest } from '#pseudonym/http';
import { sealRequest } from '#pseudonym/sealed';
import { pauseAt, type Paused } from '../../../../test/faults/forced.ts';
import {
  book, openCase, openPeriod, openSlots, openVault, publishSlots, refer, registerTherapist,
  type Issuer, type Vault,
} from '../../test/vault.ts';
import { OpenRequestsProcessor } from '../sealed/open-requests.processor.ts';
import { OperationExecutor } from '../sealed/operation-executor.ts';
import { RelayKeys } from '../sealed/relay-keys.service.ts';

/** Somebody's session holds the row of one programme's fund, and is stuck. */
describe('while one programme\'s fund is held', () => {
  let vault: Vault;
  let therapist: { id: string; authorization: string };
  let held: Issuer;
  let other: Issuer;
  let stuck: Paused;
  let used = 0;
  beforeAll(async () => {
    vault = await openVault();
    therapist = await registerTherapist(vault);
    await publishSlots(vault, therapist, Array.from({ length: 30 }, (_, n) =>
      new Date(Date.parse('2026-11-10T08:00:00Z') + n * 3_600_000).toISOString()));
    [held, other] = [await openPeriod(vault), await openPeriod(vault)];
  });
  afterAll(() => vault.close());
  beforeEach(async () => {
    stuck = await pauseAt(vault.cluster, 'SELECT 1 FROM account WHERE code = $1 FOR UPDATE',
      [`fund:programme/${held.programme}/EUR`]);
  });
  afterEach(() => stuck.letGo('ROLLBACK'));

  const client = async (issuer: Issuer) => {
    const person = await openCase(vault, issuer);
    const { referral } = await refer(vault, person, { providerId: therapist.id });
    const slots = await openSlots(vault, person, referral.id);
    // Never the same twice, whatever is booked meanwhile: nobody waits for another's slot here.
    const { id: slotId } = slots.at(-1 - used++)!;
    return { person, session: {
      referralId: referral.id, slotId, payment: { credit: issuer.mint('session') },
      idempotencyKey: randomUUID(),
    } };
  };

  it('others book, and who needs it is refused, has spent nothing, and books afterwards',
    async () => {
      const [one, two] = [await client(held), await client(other)];
      const waiting = await stuck.queueUp(() => book(vault, one.person, one.session));
      expect((await book(vault, two.person, two.session)).__typename).toBe('SessionBooked');
      await expect(waiting.ends).rejects.toThrow('UNAVAILABLE: The service can\'t do this now');
      await stuck.letGo('ROLLBACK');
      expect((await book(vault, one.person, one.session)).__typename).toBe('SessionBooked');
      stuck = await pauseAt(vault.cluster, 'SELECT 1 FROM account LIMIT 1');
    });

  it('however many book for the first time, few connections wait with them', async () => {
    const { person, session } = await client(other);
    const first = () =>
      vault.get(`mutation ($input: BookSessionInput!) { bookSession(input: $input) {
        __typename } }`, { input: {
        idempotencyKey: randomUUID(), slotId: randomUUID(),
        payment: { credit: held.mint('session') },
        referral: { providerId: therapist.id, preferences: { languages: ['en'], jurisdiction: 'DE' } },
      } }, person.authorization);
    const referrals = await pauseAt(vault.cluster, 'LOCK TABLE referral IN SHARE MODE');
    const waiting = await referrals.queueUp(first);
    const others = Promise.allSettled(Array.from({ length: 20 }, first));
    expect((await book(vault, person, session)).__typename).toBe('SessionBooked');
    expect(await referrals.waiting()).toBe(1);
    await referrals.letGo('ROLLBACK');
    await Promise.allSettled([waiting.ends, others]);
  });

  it('a sealed request of the same job is answered in its time, and one that breaks fails alone',
    async () => {
      const keys = vault.app.get(RelayKeys, { strict: false });
      const seal = (query: string, variables: object, authorization?: string) =>
        sealRequest(keys.configs[0]!.config, encodeRequest({
          method: 'POST', scheme: 'https', authority: 'vault', path: '/graphql',
          headers: [['content-type', 'application/json'],
            ...(authorization ? [['authorization', authorization] as [string, string]] : [])],
          content: new TextEncoder().encode(JSON.stringify({ query, variables })),
        }));
      const { person, session } = await client(held);
      const [booking, day] = [
        await seal(`mutation ($input: BookSessionInput!) { bookSession(input: $input) {
          __typename } }`, { input: session }, person.authorization),
        await seal('{ vaultDay }', {}),
      ];
      const door = new OpenRequestsProcessor(keys,
        vault.app.get(OperationExecutor, { strict: false }), { write: () => undefined }, 500);
      const base64 = ({ sealed }: typeof day) => Buffer.from(sealed).toString('base64url');
      const waiting = await stuck.queueUp(() =>
        door.process({ requests: [base64(booking), 'AAAA', base64(day)] }));
      const [late, broken, inTime] = await waiting.ends;
      const statusOf = async ({ open }: typeof day, reply: string | null | undefined) =>
        decodeResponse(await open(Uint8Array.from(Buffer.from(reply ?? '', 'base64url')))).status;
      expect(await statusOf(booking, late)).toBe(503);
      expect(broken).toBeNull();
      expect(await statusOf(day, inTime)).toBe(200);
    });
});
