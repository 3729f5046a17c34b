import {
  book, openCase, openPeriod, openSlots, openVault, publishSlots, refer, registerTherapist,
  type Issuer, type Vault,
} from '../../test/vault.ts';
import { DirectoryService } from '../directory/directory.service.ts';

const OPENINGS = `query ($ids: [ID!]!) {
  openings(providerIds: $ids, jurisdiction: "DE") { providerId } }`;

describe('a therapist who is no longer active', () => {
  let vault: Vault;
  let issuer: Issuer;
  beforeAll(async () => {
    vault = await openVault();
    issuer = await openPeriod(vault);
  });
  afterAll(() => vault.close());

  const directory = async () => {
    await vault.db.transaction('publish', (tx) =>
      vault.app.get(DirectoryService, { strict: false }).publish(tx));
    const { body } = await vault.row<{ body: string }>(
      'SELECT body FROM directory_version ORDER BY version DESC LIMIT 1');
    return Buffer.from(body, 'base64url').toString('utf8');
  };

  it('is in no list, referred to nobody, and booked by nobody, whatever was seen before', async () => {
    const therapist = await registerTherapist(vault);
    await publishSlots(vault, therapist, ['2026-11-10T09:00:00Z', '2026-11-11T09:00:00Z']);
    const [person, other] = [await openCase(vault, issuer), await openCase(vault, issuer)];
    const { referral: { id: referralId } } = await refer(
      vault, person, { providerId: therapist.id });
    const [slot] = await openSlots(vault, person, referralId);
    const payment = { credit: issuer.mint('session') };
    const openings = () => vault.get<{ providerId: string }[]>(
      OPENINGS, { ids: [therapist.id] }, person.authorization);
    expect(await openings()).toHaveLength(2);
    expect(await directory()).toContain(therapist.id);

    // Alone, without what else is done when an operator takes her out: each rule has to hold.
    await vault.row('UPDATE provider SET active = false WHERE id = $1', [therapist.id]);
    expect(await openings()).toEqual([]);
    expect(await openSlots(vault, person, referralId)).toEqual([]);
    expect((await book(vault, person, { referralId, slotId: slot!.id, payment })).__typename)
      .toBe('SlotTaken');
    for (const wish of [{}, { providerId: therapist.id }]) {
      expect((await refer(vault, other, wish)).__typename).toBe('NoMatch');
    }
    expect(await directory()).not.toContain(therapist.id);
    await expect(vault.get('{ provider { id } }', {}, therapist.authorization)).rejects.toThrow();

    await vault.row('UPDATE provider SET active = true WHERE id = $1', [therapist.id]);
    expect((await book(vault, person, { referralId, slotId: slot!.id, payment })).__typename)
      .toBe('SessionBooked');
  });
});
