import {
  book, openCase, openPeriod, openSlots, openVault, publishSlots, refer, registerTherapist,
  type Issuer, type Vault,
} from '../../test/vault.ts';
import { CreditsService } from './credits.service.ts';

describe('a credit', () => {
  let vault: Vault;
  let issuer: Issuer;
  beforeAll(async () => {
    vault = await openVault();
    issuer = await openPeriod(vault);
  });
  afterAll(() => vault.close());

  it.each([
    ['2026-08-01T23:59:59Z', false], ['2026-08-02T00:00:00Z', true],
    ['2027-09-30T23:59:59Z', true], ['2027-10-01T00:00:00Z', false], ['2028-10-01T12:00:00Z', false],
  ])('of either kind is good from sixty days before its year to its last day: at %s %s', async (at, good) => {
    vault.clock.set(at);
    for (const kind of ['entry', 'session'] as const) {
      const { use } = await vault.app.get(CreditsService, { strict: false })
        .examine(issuer.mint(kind), kind);
      expect(use !== null).toBe(good);
    }
  });

  it('for a session that has expired books nothing, and the slot stays open', async () => {
    vault.clock.set('2027-09-30T12:00:00Z');
    await openPeriod(vault, { programme: issuer.programme, period: '2027-10' });
    const therapist = await registerTherapist(vault);
    const late = '2027-09-30T23:30:00Z';
    await publishSlots(vault, therapist, [late, '2027-10-05T09:00:00Z']);
    const person = await openCase(vault, issuer);
    const { referral: { id: referralId } } = await refer(
      vault, person, { providerId: therapist.id });
    const slots = await openSlots(vault, person, referralId);
    vault.clock.set('2027-10-01T00:00:00Z');
    for (const { id } of slots) {
      expect((await book(vault, person, { referralId, slotId: id,
        payment: { credit: issuer.mint('session') } })).__typename).toBe('CreditNotUsable');
    }
    expect((await openSlots(vault, person, referralId)).map(({ startsAt }) => startsAt))
      .toEqual(['2027-10-05T09:00:00Z']);
  });
});
