import { randomBytes } from 'node:crypto';
import { CONSENT_VERSION } from '../../apps/worker/src/consent/consent.text.ts';
import { testCluster, type TestCluster } from '#local/testing';
import { fromBase64Url } from '#pseudonym/bytes';
import { creditMessage, decodeCredit, encodeCredit } from '#pseudonym/credit';
import { readCase } from '#wallet/care';
import { claimsOf } from '../../demo/story/billing.ts';
import { bookingOf, openSlots, tryToBook } from '../../demo/story/booking.ts';
import { referralOf, type Client } from '../../demo/story/care.ts';
import { calendar } from '../simulation/calendar.ts';
import { therapistsSignIn, type Therapist } from '../../demo/story/practices.ts';
import { newKey } from '../../demo/story/scenario.ts';
import {
  fewActors, memberInCare, memberWithCredits, sessionCredits, type FewActors,
} from '../simulation/actors.ts';
import { openWorld, type World } from '../simulation/world.ts';
import { rawGateway, rawVault, type RawVault } from './raw.ts';

/**
 * Where the difference would tell something, there is none: what is unknown, spent, forged or
 * somebody else's gets the same bytes within the seal, and the same length outside of it.
 */

let cluster: TestCluster;
let world: World;
let actors: FewActors;
let ask: RawVault;
let mine: Client;
let other: Client;
let booked: { number: string };
let consoles: Therapist[];

beforeAll(async () => {
  cluster = await testCluster();
  world = await openWorld({ members: 60, providers: 4, seed: 6 }, { cluster });
  actors = await fewActors(world.scenario);
  ask = rawVault(world.scenario);
  mine = await memberInCare(world.scenario, actors, 0);
  other = await memberInCare(world.scenario, actors, 1);
  const [slot] = await openSlots(other);
  const answer = await tryToBook(other, slot!.id,
    { credit: sessionCredits(other.wallet)[0]! });
  booked = answer.authorisation;
  await readCase(other.wallet);
  consoles = await therapistsSignIn(world.scenario, actors.therapists);
}, 120_000);

afterAll(async () => {
  await world.close();
  await cluster.drop();
});

/** Credits that are no good, each for another reason. */
function uselessCredits(kind: 'entry' | 'session'): Record<string, string> {
  const held = mine.wallet.content.credits.filter((one) => one.kind === kind);
  const wrong = mine.wallet.content.credits.find((one) => one.kind !== kind)!;
  const spent = (kind === 'entry' ? held[0]! : other.wallet.content.credits
    .filter((one) => one.kind === 'session')[0]!).credit;
  const reading = decodeCredit(fromBase64Url(held.at(-1)!.credit)!);
  if (reading.kind !== 'credit') throw new Error('not a credit');
  const { credit } = reading;
  const encode = (change: Partial<typeof credit>) =>
    Buffer.from(encodeCredit({ ...credit, ...change })).toString('base64url');
  const strange = randomBytes(32).toString('hex');
  return {
    spent, 'of the other kind': wrong.credit,
    'with a random signature': encode({ signature: randomBytes(256) }),
    'with another nonce': encode({ message: creditMessage(credit.keyId, randomBytes(32)) }),
    'under an unknown key': encode({
      keyId: strange, message: creditMessage(strange, credit.message.subarray(0, 32)) }),
  };
}

type Variables = Record<string, unknown>;

/** Ask the same with each of the values; every answer has the same bytes and the same length. */
async function expectAlike(
  whose: string | undefined, document: string, variants: Record<string, Variables>,
): Promise<string> {
  const answers: [string, string][] = [];
  for (const [what, variables] of Object.entries(variants)) {
    let answer = await ask(whose, document, variables);
    // Under load an answer is not yet there in time: it says to ask the same again.
    while (answer.status === 503) answer = await ask(whose, document, variables);
    answers.push([what, `${answer.sealedLength} ${answer.status} ${answer.text}`]);
  }
  const [, first] = answers[0]!;
  expect(answers).toEqual(answers.map(([what]) => [what, first]));
  return first;
}

function each<T>(values: Record<string, T>, of: (value: T) => Variables) {
  return Object.fromEntries(Object.entries(values).map(([what, value]) => [what, of(value)]));
}

const caseOf = (client: Client) =>
  client.wallet.caseAuthorization(actors.employer.programmeId);
const consoleOf = (therapist: Therapist) =>
  (therapist.console as unknown as { whose: string }).whose;
const REFUSED = '{ __typename ... on CreditNotUsable { code message } }';

describe('credits that are spent, forged, strange or of another kind are answered alike', () => {
  it('when a case is opened', async () => {
    expect(await expectAlike(undefined,
      `mutation ($input: OpenCaseInput!) { openCase(input: $input) ${REFUSED} }`,
      each(uselessCredits('entry'), (entryCredit) => ({ input: {
        idempotencyKey: newKey(), entryCredit, caseKey: randomBytes(32).toString('hex'),
        consentVersion: CONSENT_VERSION, acceptedConsent: true } })))).toContain('CREDIT_NOT_USABLE');
  });

  it('when a session is booked', async () => {
    const [slot] = await openSlots(mine);
    expect(await expectAlike(caseOf(mine),
      `mutation ($input: BookSessionInput!) { bookSession(input: $input) ${REFUSED} }`,
      each(uselessCredits('session'), (credit) => (
        { input: bookingOf(mine, slot!.id, { credit }) })))).toContain('CREDIT_NOT_USABLE');
  });

  it('when a therapist redeems one as a voucher', async () => {
    expect(await expectAlike(consoleOf(consoles[0]!),
      `mutation ($input: RedeemBearerCreditInput!) { redeemBearerCredit(input: $input) ${REFUSED} }`,
      each(uselessCredits('session'), (credit) => ({ input: {
        idempotencyKey: newKey(), credit, serviceDate: calendar.claiming.slice(0, 10),
        modality: 'VIDEO', minutes: 50 } })))).toContain('CREDIT_NOT_USABLE');
  });
});

describe('what is somebody else\'s is answered like what never was', () => {
  it('a therapist\'s authorisation number', async () => {
    const hers = consoles.find(({ id }) => id === other.providerId)!;
    const [claim] = (await claimsOf(hers))
      .filter(({ authorisationNumber }) => authorisationNumber === booked.number);
    const stranger = consoles.find(({ id }) => id !== other.providerId)!;
    const numbers = { hers: booked.number, nobodys: booked.number.replace(/.$/, (last) =>
      last === 'Z' ? 'Y' : 'Z') };
    expect(await expectAlike(consoleOf(stranger),
      `mutation ($input: SubmitClaimInput!) { submitClaim(input: $input) { __typename
        ... on AuthorisationNotFound { code message } } }`,
      each(numbers, (authorisationNumber) => ({ input: {
        ...claim, authorisationNumber, idempotencyKey: newKey() } }))))
      .toContain('AuthorisationNotFound');
  });

  it('a referral, a session and a returned session', async () => {
    const referrals = { hers: referralOf(other), nobodys: newKey() };
    const [free] = await openSlots(mine);
    await expectAlike(caseOf(mine), `mutation ($input: BookSessionInput!) {
      bookSession(input: $input) ${REFUSED} }`,
    each(referrals, (referralId) => ({ input: { referralId, idempotencyKey: newKey(),
      slotId: free!.id, payment: { credit: sessionCredits(mine.wallet)[1]! } } })));
    const [own] = await cluster.query<{ id: string }>('vault',
      'SELECT id FROM authorisation WHERE number = $1', [booked.number]);
    await expectAlike(caseOf(mine), `mutation ($input: CancelSessionInput!) {
      cancelSession(input: $input) { __typename } }`,
    each({ hers: own!.id, nobodys: newKey() }, (authorisationId) => ({ input: {
      idempotencyKey: newKey(), authorisationId } })));
    const [slot] = await openSlots(mine);
    await expectAlike(caseOf(mine), `mutation ($input: BookSessionInput!) {
      bookSession(input: $input) ${REFUSED} }`,
    each({ one: newKey(), another: own!.id }, (returnedSessionId) => (
      { input: bookingOf(mine, slot!.id, { returnedSessionId }) })));
  });

  it('a secret that opens nothing, and one of another scheme', async () => {
    const answers = await Promise.all([`Case ${randomBytes(32).toString('hex')}`, 'Case x',
      `Provider ${randomBytes(32).toString('base64url')}`, 'Operator guess', undefined,
    ].map((whose) => ask(whose, 'query { case { openedOn } }', {})));
    expect(new Set(answers.map(({ status, text, sealedLength }) =>
      `${sealedLength} ${status} ${text}`)).size).toBe(1);
  });
});

describe('a code that is unknown, misspelt or another wallet\'s', () => {
  it('is answered with the same bytes, also when its period is over', async () => {
    await memberWithCredits(world.scenario, actors, 2);
    const claim = async (code: string) => {
      const { status, text } = await rawGateway(world.scenario)(
        `mutation ($code: String!, $claimKey: String!) { claimCode(code: $code,
          claimKey: $claimKey) { __typename ... on CodeNotUsable { code message } } }`,
        { code, claimKey: randomBytes(32).toString('hex') });
      return `${status} ${text}`;
    };
    const [bound, free] = [actors.letters[2]!.code, actors.letters[3]!.code];
    const misspelt = `${free.slice(0, -1)}${free.endsWith('0') ? '1' : '0'}`;
    const answers = [await claim(bound), await claim(misspelt), await claim('nonsense')];
    await world.scenario.clock.moveTo(
      new Date(Date.parse(calendar.yearEnds) + 2 * 86_400_000).toISOString());
    answers.push(await claim(free));
    expect(new Set(answers).size).toBe(1);
    expect(answers[0]).toContain('CodeNotUsable');
  });
});
