import { randomBytes } from 'node:crypto';
import {
  openCase, openPeriod, openVault, publishSlots, refer, registerTherapist, type Issuer,
  type Vault,
} from '../../test/vault.ts';

const RESULT = `{ __typename
  ... on MessageKept { message { referralId place fromClient sealed sentOn } }
  ... on ThreadClosed { code } ... on TooManyToday { code } ... on ThreadFull { code } }`;
const TO_THERAPIST = `mutation ($input: WriteMessageInput!) {
  writeToTherapist(input: $input) ${RESULT} }`;
const TO_CLIENT = `mutation ($input: WriteMessageInput!) {
  writeToClient(input: $input) ${RESULT} }`;
const OFFER = `mutation ($input: OfferKeyInput!) { offerKey(input: $input) { __typename } }`;
const CASE = 'query ($after: Int!) { case { messages(after: $after) { place fromClient sealed } } }';
const DESK = `query ($after: Int!) { provider { messages(after: $after) {
  referralId place fromClient sealed } referrals { id clientKey } } }`;
const DECLINE = `mutation ($input: AnswerReferralInput!) { answerReferral(input: $input) {
  __typename } }`;

interface Kept { referralId: string; place: number; fromClient: boolean; sealed: string }
interface Result { __typename: string; message?: Kept; code?: string }
interface Somebody { id: string; authorization: string }
/** A therapist to whom a client can be referred. */
const practising = async (vault: Vault): Promise<Somebody> => {
  const therapist = await registerTherapist(vault);
  await publishSlots(vault, therapist, ['2026-11-10T09:00:00Z']);
  return therapist;
};
const sealed = (length = 2_048) => randomBytes(length).toString('base64url');

describe('messages at the vault', () => {
  let vault: Vault;
  let issuer: Issuer;
  let one: Somebody;
  let two: Somebody;
  beforeAll(async () => {
    vault = await openVault();
    issuer = await openPeriod(vault);
    [one, two] = [await practising(vault), await practising(vault)];
  });
  afterAll(() => vault.close());

  const write = (
    mutation: string, who: { authorization: string }, referralId: string, bytes: string,
  ) => vault.get<Result>(
    mutation, { input: { referralId, sealed: bytes } }, who.authorization);
  const introduced = async (therapist = one) => {
    const person = await openCase(vault, issuer);
    const { referral } = await refer(vault, person, { providerId: therapist.id });
    return { person, referralId: referral.id };
  };
  const ofCase = async (who: { authorization: string }, after = 0) =>
    (await vault.get<{ messages: Kept[] }>(CASE, { after }, who.authorization)).messages;
  const ofTherapist = (who: { authorization: string }, after = 0) =>
    vault.get<{ messages: Kept[]; referrals: { id: string; clientKey: string | null }[] }>(
      DESK, { after }, who.authorization);

  it('are handed to both sides, in order and as they came, and to nobody else', async () => {
    const { person, referralId } = await introduced();
    const [first, second] = [sealed(), sealed()];
    await write(TO_THERAPIST, person, referralId, first);
    await write(TO_CLIENT, one, referralId, second);
    expect(await ofCase(person)).toEqual([
      { place: 1, fromClient: true, sealed: first },
      { place: 2, fromClient: false, sealed: second }]);
    expect(await ofCase(person, 1)).toHaveLength(1);
    const { messages } = await ofTherapist(one);
    expect(messages.filter((kept) => kept.referralId === referralId).map((kept) => kept.sealed))
      .toEqual([first, second]);
    expect((await ofTherapist(two)).messages).toEqual([]);
    expect(await ofCase((await introduced()).person)).toEqual([]);
  });

  it('that come again are the same message', async () => {
    const { person, referralId } = await introduced();
    const bytes = sealed();
    const once = await write(TO_THERAPIST, person, referralId, bytes);
    const again = await Promise.all(Array.from({ length: 4 }, () =>
      write(TO_THERAPIST, person, referralId, bytes)));
    expect(again).toEqual(again.map(() => once));
    expect(await ofCase(person)).toHaveLength(1);
  });

  it('have places without gaps, however many are written at once', async () => {
    const therapist = await practising(vault);
    const threads = await Promise.all([introduced(therapist), introduced(therapist)]);
    await Promise.all(threads.flatMap(({ person, referralId }) =>
      Array.from({ length: 6 }, (_, nth) => (nth % 2 === 0
        ? write(TO_THERAPIST, person, referralId, sealed())
        : write(TO_CLIENT, therapist, referralId, sealed())))));
    const first = (await ofTherapist(therapist)).messages;
    const rest = (await ofTherapist(therapist, first.at(-1)!.place)).messages;
    expect([...first, ...rest].map(({ place }) => place))
      .toEqual(Array.from({ length: 12 }, (_, place) => place + 1));
    expect((await ofCase(threads[0].person)).map(({ place }) => place)).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it.each([0, 1, 2_047, 2_049, 4_096])('of %i bytes are refused', async (length) => {
    const { person, referralId } = await introduced();
    for (const [mutation, who] of [[TO_THERAPIST, person], [TO_CLIENT, one]] as const) {
      await expect(write(mutation, who, referralId, sealed(length))).rejects.toThrow('BAD_USER_INPUT');
    }
    expect(await ofCase(person)).toEqual([]);
  });

  it('are taken under one\'s own referrals alone', async () => {
    const [own, other] = [await introduced(), await introduced(two)];
    await expect(write(TO_THERAPIST, own.person, other.referralId, sealed())).rejects.toThrow('NOT_FOUND');
    await expect(write(TO_CLIENT, one, other.referralId, sealed())).rejects.toThrow('NOT_FOUND');
    await expect(write(TO_CLIENT, own.person, own.referralId, sealed())).rejects.toThrow('FORBIDDEN');
    await expect(write(TO_THERAPIST, one, own.referralId, sealed())).rejects.toThrow('FORBIDDEN');
  });

  it('end with the referral, and stay readable', async () => {
    const { person, referralId } = await introduced();
    await write(TO_THERAPIST, person, referralId, sealed());
    await vault.get(DECLINE, { input: { idempotencyKey: crypto.randomUUID(), referralId,
      answer: 'DECLINE' } }, one.authorization);
    for (const [mutation, who] of [[TO_THERAPIST, person], [TO_CLIENT, one]] as const) {
      expect(await write(mutation, who, referralId, sealed()))
        .toEqual({ __typename: 'ThreadClosed', code: 'THREAD_CLOSED' });
    }
    expect(await ofCase(person)).toHaveLength(1);
  });

  it('are so many a day from each side, at once or one by one', async () => {
    const { person, referralId } = await introduced();
    const written = await Promise.all(Array.from({ length: 44 }, () =>
      write(TO_THERAPIST, person, referralId, sealed())));
    expect(written.filter(({ code }) => code === 'TOO_MANY_TODAY')).toHaveLength(4);
    expect((await write(TO_CLIENT, one, referralId, sealed())).__typename).toBe('MessageKept');
    vault.clock.set('2026-11-03T12:00:00Z');
    expect((await write(TO_THERAPIST, person, referralId, sealed())).__typename).toBe('MessageKept');
  });

  it('are so many in all', async () => {
    const { person, referralId } = await introduced();
    await vault.cluster.query('vault', `INSERT INTO message (referral_id, hash, case_id, provider_id,
        from_client, case_place, provider_place, sealed, sent_on)
      SELECT r.id, sha256(n::text::bytea), r.case_id, r.provider_id, true, 100 + n, 10000 + n,
        decode(repeat('00', 2048), 'hex'), '2026-01-01'
      FROM referral r, generate_series(1, 2000) AS n WHERE r.id = $1`, [referralId]);
    expect(await write(TO_THERAPIST, person, referralId, sealed()))
      .toEqual({ __typename: 'ThreadFull', code: 'THREAD_FULL' });
  });
});

describe('a client\'s key', () => {
  let vault: Vault;
  beforeAll(async () => { vault = await openVault(); });
  afterAll(() => vault.close());

  it('is the first that her wallet offers, and her therapist sees it', async () => {
    const issuer = await openPeriod(vault);
    const therapist = await practising(vault);
    const person = await openCase(vault, issuer);
    const { referral } = await refer(vault, person, { providerId: therapist.id });
    const offer = (key: string) => vault.get<{ __typename: string }>(
      OFFER, { input: { referralId: referral.id, key } }, person.authorization);
    const seen = async () => (await vault.get<{ referrals: { clientKey: string | null }[] }>(
      DESK, { after: 0 }, therapist.authorization)).referrals.map(({ clientKey }) => clientKey);
    expect(await seen()).toEqual([null]);
    const key = randomBytes(32).toString('hex');
    expect([await offer(key), await offer(key)].map(({ __typename }) => __typename))
      .toEqual(['KeyKept', 'KeyKept']);
    expect((await offer(randomBytes(32).toString('hex'))).__typename).toBe('KeyKnown');
    expect(await seen()).toEqual([key]);
    await expect(offer('0'.repeat(63))).rejects.toThrow('BAD_USER_INPUT');
  });
});
