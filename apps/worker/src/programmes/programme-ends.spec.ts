import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { OWN_PASSWORD, signInFully } from '../../test/sign-in.ts';
import {
  book, cancel, openCase, openPeriod, openSlots, openVault, publishSlots, refer, registerTherapist,
  type Issuer, type Vault,
} from '../../test/vault.ts';
import { confirm, propose, termsOf } from '../../test/terms.ts';
import { EndProgrammesProcessor } from './end-programmes.processor.ts';

const LAST = '2026-11-20';
const REDEEM = `mutation ($input: RedeemBearerCreditInput!) { redeemBearerCredit(input: $input) {
  __typename } }`;
const CORRECT = `mutation ($input: CorrectBearerSessionInput!) {
  correctBearerSession(input: $input) { __typename } }`;
const KEYS = `query ($programmeId: ID!) { keyDirectory(programmeId: $programmeId, period: "2026-10") {
  body } }`;

describe('a programme whose end is announced', () => {
  let vault: Vault;
  beforeAll(async () => { vault = await openVault(); });
  afterAll(() => vault.close());
  beforeEach(() => { vault.clock.set('2026-11-02T12:00:00Z'); });

  let number = 0;
  const announce = (programme: string, lastDay: string | null, as = (number += 1)) =>
    vault.app.get(EndProgrammesProcessor, { strict: false })
      .process({ programme, number: as, lastDay });
  const told = (programme: string) => vault.get<string | null>(
    'query ($id: ID!) { programmeEnd(programmeId: $id) }', { id: programme });
  const inCare = async (issuer: Issuer, times: string[]) => {
    const therapist = await registerTherapist(vault);
    await publishSlots(vault, therapist, times);
    const person = await openCase(vault, issuer);
    const { referral } = await refer(vault, person, { providerId: therapist.id });
    const bookAt = async (startsAt: string, payment: object = { credit: issuer.mint('session') }) => {
      const slot = (await openSlots(vault, person, referral.id))
        .find((one) => one.startsAt === startsAt);
      return book(vault, person, { referralId: referral.id, slotId: slot!.id, payment });
    };
    return { person, therapist, bookAt };
  };

  it('books sessions that are held until its last day, and none after it; what is booked stays',
    async () => {
      const issuer = await openPeriod(vault);
      const times = ['2026-11-20T10:00:00Z', '2026-11-21T10:00:00Z', '2026-11-23T10:00:00Z'];
      const { person, bookAt } = await inCare(issuer, times);
      const late = await bookAt('2026-11-23T10:00:00Z');
      await announce(issuer.programme, LAST);
      expect((await bookAt('2026-11-20T10:00:00Z')).__typename).toBe('SessionBooked');
      expect((await bookAt('2026-11-21T10:00:00Z')).__typename).toBe('SlotTaken');
      const kept = await vault.get<{ endsOn: string; authorisations: object[] }>(
        '{ case { endsOn authorisations { id status } } }', {}, person.authorization);
      expect(kept.endsOn).toBe(LAST);
      expect(kept.authorisations).toContainEqual({ id: late.authorisation!.id, status: 'held' });
    });

  it('has no session on paper after its last day, also not one whose day is corrected', async () => {
    const issuer = await openPeriod(vault);
    const therapist = await registerTherapist(vault);
    const redeem = async (serviceDate: string) => {
      const { authorisation } = await vault.get<{ authorisation: { id: string } }>(
        REDEEM.replace('__typename', '... on BearerRedeemed { authorisation { id } }'), { input: {
          idempotencyKey: randomUUID(), credit: issuer.mint('session'), modality: 'VIDEO',
          minutes: 50, serviceDate } }, therapist.authorization);
      return authorisation.id;
    };
    const correct = (authorisationId: string, serviceDate: string) =>
      vault.get<{ __typename: string }>(CORRECT, { input: { idempotencyKey: randomUUID(),
        authorisationId, serviceDate, modality: 'PHONE', minutes: 45 } }, therapist.authorization);
    const [early, late] = [await redeem('2026-11-02'), await redeem('2026-11-25')];
    await announce(issuer.programme, LAST);
    expect((await correct(early, LAST)).__typename).toBe('BearerCorrected');
    for (const [id, day] of [[early, '2026-11-21'], [late, '2026-11-26']] as const) {
      await expect(correct(id, day)).rejects.toThrow('after the last day of the programme');
    }
    // What was redeemed before stays, and may be held earlier.
    expect((await correct(late, '2026-11-25')).__typename).toBe('BearerCorrected');
    expect((await correct(late, '2026-11-19')).__typename).toBe('BearerCorrected');
  });

  it('opens no case, books nothing, and takes no code on paper once its last day is over', async () => {
    const issuer = await openPeriod(vault);
    const { therapist, bookAt } = await inCare(
      issuer, ['2026-11-18T10:00:00Z', '2026-11-19T10:00:00Z', '2026-11-26T10:00:00Z']);
    const first = await bookAt('2026-11-18T10:00:00Z');
    await announce(issuer.programme, LAST);
    const hers = async () =>
      `Provider ${(await signInFully(vault, therapist.login, OWN_PASSWORD)).token}`;
    const redeem = async () => (await vault.get<{ __typename: string }>(REDEEM, { input: {
      idempotencyKey: randomUUID(), credit: issuer.mint('session'), modality: 'VIDEO', minutes: 50,
      serviceDate: vault.clock.now().toISOString().slice(0, 10) } }, await hers())).__typename;
    const ended = async () => JSON.parse(Buffer.from((await vault.get<{ body: string }>(
      KEYS, { programmeId: issuer.programme })).body, 'base64url').toString()) as { ended: boolean };
    vault.clock.set('2026-11-20T08:00:00Z');
    expect(await redeem()).toBe('BearerRedeemed');
    expect(await ended()).toMatchObject({ ended: false });
    vault.clock.set('2026-11-21T08:00:00Z');
    expect(await redeem()).toBe('CreditNotUsable');
    // Whoever has a letter yet is told so before anything is issued for it.
    expect(await ended()).toMatchObject({ ended: true });
    await expect(openCase(vault, issuer)).rejects.toThrow('CreditNotUsable');
    expect((await bookAt('2026-11-26T10:00:00Z')).__typename).toBe('CreditNotUsable');
    expect(first.__typename).toBe('SessionBooked');
    // Another programme is as it was.
    const other = await openPeriod(vault);
    await expect(openCase(vault, other)).resolves.toBeDefined();
  });

  it('gives a cancelled session back until its last day, for days up to it', async () => {
    const issuer = await openPeriod(vault);
    const { person, bookAt } = await inCare(
      issuer, ['2026-11-18T10:00:00Z', '2026-11-19T10:00:00Z', '2026-11-24T10:00:00Z']);
    const booked = await bookAt('2026-11-18T10:00:00Z');
    await announce(issuer.programme, LAST);
    const { returnedSessionId } = await cancel(vault, person, booked.authorisation!.id);
    expect((await bookAt('2026-11-24T10:00:00Z', { returnedSessionId })).__typename).toBe('SlotTaken');
    expect((await bookAt('2026-11-19T10:00:00Z', { returnedSessionId })).__typename)
      .toBe('SessionBooked');
  });

  it('says the same to whoever asks, with a case or without, and nothing of anybody', async () => {
    const programme = randomUUID();
    expect(await told(programme)).toBeNull();
    await announce(programme, LAST);
    expect(await told(programme)).toBe(LAST);
    expect(await told(randomUUID())).toBeNull();
  });

  it('has no terms to confirm of a year that begins after its end: they are refused', async () => {
    const contract = `C-${randomUUID().slice(0, 8).toUpperCase()}`;
    const terms = termsOf({ period: '2027-10', contract });
    const kinds = async () => Object.fromEntries((
      await vault.get<{ kind: string; count: number }[]>(
        '{ waiting { kind count } }', {}, vault.operator)).map(({ kind, count }) => [kind, count]));
    const listed = async () => (await vault.get<object[]>(`query ($contract: String) {
      proposedTerms(contract: $contract) { state last endsOn } }`,
    { contract: terms.contract }, vault.operator))[0];
    await propose(vault, terms);
    expect(await kinds()).toMatchObject({ TERMS: 1 });
    await announce(terms.programme, '2027-03-31');
    expect(await kinds()).not.toHaveProperty('TERMS');
    expect(await listed()).toEqual(
      { state: 'CALLED_OFF', last: '2028-09-30', endsOn: '2027-03-31' });
    expect(await confirm(vault, terms)).toMatchObject({ code: 'TERMS_CALLED_OFF' });
    vault.clock.set('2027-09-20T12:00:00Z');
    expect(await kinds()).not.toHaveProperty('TERMS_OVERDUE');
    await announce(terms.programme, '2028-03-31');
    expect(await kinds()).toMatchObject({ TERMS_OVERDUE: 1 });
    expect(await confirm(vault, terms)).toMatchObject({ __typename: 'TermsConfirmed' });
  });

  it('ends two weeks from the day on which it is told at the soonest, whatever is told', async () => {
    const issuer = await openPeriod(vault);
    const { bookAt } = await inCare(issuer, ['2026-11-12T10:00:00Z', '2026-11-13T10:00:00Z']);
    await announce(issuer.programme, '2020-01-01');
    expect(await told(issuer.programme)).toBe('2026-11-16');
    expect((await bookAt('2026-11-12T10:00:00Z')).__typename).toBe('SessionBooked');
    vault.clock.set('2026-11-10T12:00:00Z');
    // What stands is not put off by what is told of it, nor drawn near.
    for (const [lastDay, stands] of [['2026-11-16', '2026-11-16'], ['2026-11-11', '2026-11-16'],
      ['2026-11-18', '2026-11-18'], [null, null], ['2026-11-11', '2026-11-24']] as const) {
      await announce(issuer.programme, lastDay);
      expect(await told(issuer.programme)).toBe(stands);
    }
  });

  it('ended when it did, for a vault that was restored and is told so again', async () => {
    const issuer = await openPeriod(vault);
    await vault.cluster.query('vault', `UPDATE standing SET closed = 'restored'`);
    await announce(issuer.programme, '2026-11-01');
    await vault.cluster.query('vault', 'UPDATE standing SET closed = NULL');
    expect(await told(issuer.programme)).toBe('2026-11-01');
    await expect(openCase(vault, issuer)).rejects.toThrow('CreditNotUsable');
  });

  it('goes by the last announcement, in whichever order and how often they come', async () => {
    const days = fc.option(fc.constantFrom('2026-11-20', '2026-12-01', '2027-03-31'));
    const sent = fc.array(days, { minLength: 1, maxLength: 5 }).chain((all) => fc.tuple(
      fc.constant(all),
      fc.shuffledSubarray(all.flatMap((_, at) => [at, at]), { minLength: all.length * 2 })));
    await fc.assert(fc.asyncProperty(sent, async ([all, order]) => {
      const programme = randomUUID();
      for (const at of order) await announce(programme, all[at] ?? null, at + 1);
      expect(await told(programme)).toBe(all.at(-1) ?? null);
    }), { numRuns: 20 });
  });
});
