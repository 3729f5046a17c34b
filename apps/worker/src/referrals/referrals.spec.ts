import {
  book, openCase, openPeriod, openSlots, openVault, publishSlots, refer, registerTherapist,
  type Issuer, type Vault,
} from '../../test/vault.ts';

const ACCOUNT = `{ provider { id name referrals { id handle colour status }
  appointments { id handle startsAt serviceDate status } } }`;
interface Account {
  referrals: { id: string; handle: string }[];
  appointments: { id: string; handle: string | null }[];
}

describe('a referral', () => {
  let vault: Vault;
  let issuer: Issuer;
  let therapists: { id: string; authorization: string }[];
  beforeAll(async () => {
    vault = await openVault();
    issuer = await openPeriod(vault);
    therapists = await Promise.all(['One', 'Two'].map((name) => registerTherapist(vault, { name })));
    for (const therapist of therapists) {
      await publishSlots(vault, therapist, ['2026-11-10T09:00:00Z', '2026-11-11T09:00:00Z']);
    }
  });
  afterAll(() => vault.close());

  it('gives each therapist another pseudonym for one case, always the same', async () => {
    const person = await openCase(vault, issuer);
    const [one, two, again] = [
      await refer(vault, person, { providerId: therapists[0]!.id }),
      await refer(vault, person, { providerId: therapists[1]!.id }),
      await refer(vault, person, { providerId: therapists[0]!.id }),
    ];
    expect(one.referral.handle).not.toBe(two.referral.handle);
    expect(again.referral).toEqual(one.referral);
    const pseudonyms = await vault.cluster.query<{ pseudonym: Buffer }>('vault',
      'SELECT pseudonym FROM referral');
    expect(new Set(pseudonyms.map(({ pseudonym }) => pseudonym.toString('hex'))).size)
      .toBe(pseudonyms.length);
  });

  it('is seen by its therapist under the handle alone, and by no other', async () => {
    const person = await openCase(vault, issuer);
    const { referral } = await refer(vault, person, { providerId: therapists[0]!.id });
    const [slot] = await openSlots(vault, person, referral.id);
    const booked = await book(vault, person, {
      referralId: referral.id, slotId: slot!.id, payment: { credit: issuer.mint('session') },
    });
    const [own, other] = await Promise.all(therapists.map(({ authorization }) =>
      vault.get<Account>(ACCOUNT, {}, authorization)));
    expect(own!.appointments).toContainEqual(expect.objectContaining(
      { id: booked.authorisation!.id, handle: referral.handle }));
    expect(own!.referrals.map(({ id }) => id)).toContain(referral.id);
    expect(JSON.stringify(other)).not.toContain(referral.id);
    expect(JSON.stringify(other)).not.toContain(booked.authorisation!.id);
  });

  it('that does not fit says what to give up', async () => {
    const person = await openCase(vault, issuer);
    const providerId = therapists[0]!.id;
    const wish = { languages: ['en'], jurisdiction: 'DE', gender: 'MALE' };
    expect(await refer(vault, person, { preferences: wish, providerId }))
      .toMatchObject({ __typename: 'NoMatch',
        message: expect.stringMatching(/give up one of: gender\.$/) as string });
    const abroad = { languages: ['en'], jurisdiction: 'FR' };
    expect(await refer(vault, person, { preferences: abroad, providerId }))
      .toMatchObject({ __typename: 'NoMatch',
        message: expect.stringContaining('Choose another one') as string });
  });

  it('gives nobody another audience: a client has no account', async () => {
    const person = await openCase(vault, issuer);
    await expect(vault.get(ACCOUNT, {}, person.authorization)).rejects.toThrow('FORBIDDEN');
    await expect(vault.get('{ operations { cases } }', {}, person.authorization))
      .rejects.toThrow('FORBIDDEN');
    await expect(vault.get('{ operations { cases } }', {}, 'Operator wrong'))
      .rejects.toThrow('UNAUTHENTICATED');
  });

  it('is one of eight at most, however many are asked for at once', async () => {
    const crowd: Awaited<ReturnType<typeof registerTherapist>>[] = [];
    for (let n = 0; n < 12; n += 1) {
      const therapist = await registerTherapist(vault, { name: `Crowd ${n}`, languages: ['is'] });
      await publishSlots(vault, therapist, ['2026-11-12T09:00:00Z']);
      crowd.push(therapist);
    }
    const person = await openCase(vault, issuer);
    const preferences = { languages: ['is'], jurisdiction: 'DE' };
    const asked = await Promise.allSettled(crowd.map(({ id }) =>
      refer(vault, person, { preferences, providerId: id })));
    expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(8);
    for (const each of asked) {
      if (each.status === 'rejected') expect(each.reason).toMatchObject({ code: 'RATE_LIMITED' });
    }
  });
});
