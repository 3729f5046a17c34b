import { randomUUID } from 'node:crypto';
import {
  book, openCase, openPeriod, openSlots, openVault, publishSlots, refer, registerTherapist,
  type BookingAnswer, type Issuer, type Vault,
} from '../../test/vault.ts';
import { Scheduler } from '../periods/scheduler.service.ts';

const REDEEM = `mutation ($input: RedeemBearerCreditInput!) { redeemBearerCredit(input: $input) {
  __typename ... on BearerRedeemed { authorisation { id number } } } }`;
const CORRECT = `mutation ($input: CorrectBearerSessionInput!) {
  correctBearerSession(input: $input) { __typename } }`;
const CLAIM = '... on ClaimAdjudicated { claim { status serviceDate adjustments { code } } }';
const CONFIRM = `mutation ($input: ConfirmSessionInput!) { confirmSession(input: $input) {
  __typename ${CLAIM} } }`;
const SUBMIT = `mutation ($input: SubmitClaimInput!) { submitClaim(input: $input) {
  __typename ${CLAIM} } }`;
const RECORD = `mutation ($input: RecordOutcomeInput!) { recordOutcome(input: $input) {
  __typename ... on OutcomeRefused { code } } }`;
const CANCEL = `mutation ($input: CancelSessionInput!) { cancelSession(input: $input) {
  __typename } }`;

const DAY = '2026-11-03';
const NOON = `${DAY}T12:00:00Z`;

interface Answer {
  readonly __typename: string;
  readonly code?: string;
  readonly claim?: { status: string; serviceDate: string; adjustments: { code: string }[] };
}

/** What a claim came to: PAID, or the code for which it is denied. */
const verdict = ({ claim, code }: Answer) =>
  code ?? (claim?.status === 'DENIED' ? claim.adjustments[0]?.code : claim?.status);

describe('a therapist\'s day', () => {
  let vault: Vault;
  let issuer: Issuer;
  let therapist: { id: string; authorization: string };
  beforeAll(async () => {
    vault = await openVault();
    await vault.app.get(Scheduler, { strict: false }).beforeApplicationShutdown();
    issuer = await openPeriod(vault);
  });
  afterAll(() => vault.close());
  beforeEach(async () => {
    vault.clock.set('2026-11-02T12:00:00Z');
    therapist = await registerTherapist(vault);
    await vault.row(
      `UPDATE provider_session SET expires_at = '2027-01-01', used_at = '2027-01-01'`);
  });

  const say = (query: string, input: object) => vault.get<Answer>(
    query, { input: { idempotencyKey: randomUUID(), ...input } }, therapist.authorization);
  const redeem = async (minutes: number, serviceDate = DAY) => {
    const { authorisation } = await say(REDEEM, { credit: issuer.mint('session'), serviceDate,
      modality: 'VIDEO', minutes }) as unknown as BookingAnswer;
    return authorisation!;
  };
  const confirm = ({ id }: { id: string }, serviceCode?: string) =>
    say(CONFIRM, { authorisationId: id, serviceCode }).then(verdict);
  const submit = ({ number }: { number: string }, serviceDate: string) => say(SUBMIT, {
    authorisationNumber: number, serviceDate, units: 1, serviceCode: '90834', modality: 'VIDEO',
    fee: { minor: '9500', currency: 'EUR' } }).then(verdict);
  /** Sessions that clients have booked with her. */
  const booked = async (...starts: string[]) => {
    await publishSlots(vault, therapist, starts);
    const person = await openCase(vault, issuer);
    const { referral } = await refer(vault, person, { providerId: therapist.id });
    const sessions: { id: string }[] = [];
    for (const { id: slotId } of await openSlots(vault, person, referral.id)) {
      const { authorisation } = await book(vault, person, { referralId: referral.id, slotId,
        payment: { credit: issuer.mint('session') } });
      sessions.push(authorisation!);
    }
    return { person, sessions };
  };
  /** Fill the day with claims for long sessions, each of a quarter of an hour. */
  const fill = async () => {
    const paid: (string | undefined)[] = [];
    for (let at = 0; at < 17; at += 1) {
      paid.push(await confirm(await redeem(15), at % 2 ? '90837' : '90834'));
    }
    return paid;
  };

  it('is not paid for more hours than anybody works by calling minutes an hour', async () => {
    vault.clock.set(NOON);
    expect(await fill()).toEqual([...Array.from({ length: 14 }, () => 'PAID'), '222', '222', '222']);
  });

  it('has its missed sessions in it: once it is full nobody is paid for one', async () => {
    const { person, sessions: [missed, late] } = await booked(
      `${DAY}T08:00:00Z`, `${DAY}T18:00:00Z`);
    vault.clock.set(NOON);
    await fill();
    expect(await say(RECORD, { authorisationId: missed!.id, outcome: 'NO_SHOW' }))
      .toEqual({ __typename: 'OutcomeRefused', code: 'DAY_FULL' });
    // Her client is not held up by it: the session is hers again.
    expect(await vault.get(CANCEL, { input: { idempotencyKey: randomUUID(),
      authorisationId: late!.id, acceptLate: true } }, person.authorization))
      .toEqual({ __typename: 'SessionCancelled' });
    expect(await vault.row(`SELECT count(*)::integer AS n FROM claim
      WHERE provider_id = $1 AND status = 'paid'`, [therapist.id])).toEqual({ n: 14 });
  });

  it('counts a missed session against those that are claimed after it', async () => {
    const { sessions: [missed] } = await booked(`${DAY}T08:00:00Z`);
    vault.clock.set(NOON);
    expect((await say(RECORD, { authorisationId: missed!.id, outcome: 'NO_SHOW' })).__typename)
      .toBe('OutcomeRecorded');
    expect((await fill()).filter((one) => one === 'PAID')).toHaveLength(13);
  });

  it.each(['2026-09-30', '2026-10-01', '2026-11-02', '2026-11-04'])(
    'is the one that she redeemed a credit for: a claim for %s is denied', async (other) => {
      const session = await redeem(50);
      vault.clock.set('2026-11-05T12:00:00Z');
      expect(await submit(session, other)).toBe(other < '2026-10-01' ? '26' : '284');
      expect(await submit(session, DAY)).toBe('PAID');
    });

  it('can be corrected within the credit\'s period, and is then claimed as corrected', async () => {
    const session = await redeem(50);
    const correct = (serviceDate: string) => say(CORRECT, {
      authorisationId: session.id, serviceDate, modality: 'VIDEO', minutes: 50 });
    vault.clock.set('2026-11-05T12:00:00Z');
    for (const day of ['2026-09-30', '2027-10-01']) {
      await expect(correct(day)).rejects.toThrow('BAD_USER_INPUT');
    }
    expect((await correct('2026-11-04')).__typename).toBe('BearerCorrected');
    expect(await submit(session, DAY)).toBe('284');
    expect(await submit(session, '2026-11-04')).toBe('PAID');
  });
});
