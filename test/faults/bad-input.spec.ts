import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { buildSchema } from 'graphql';
import { CONSENT_VERSION } from '../../apps/worker/src/consent/consent.text.ts';
import { testCluster, type TestCluster } from '#local/testing';
import { SealedError } from '#pseudonym/sealed';
import { together } from '../../demo/story/together.ts';
import type { Client } from '../../demo/story/care.ts';
import { meetingOf } from '../../demo/story/meeting.ts';
import { calendar } from '../simulation/calendar.ts';
import { fewActors, memberInCare, sessionCredits, type FewActors } from '../simulation/actors.ts';
import { openWorld, type World } from '../simulation/world.ts';
import { documentOf, faultsOf, mutationsOf } from './answers.ts';
import { hostileVersions, MARKER } from './hostile.ts';
import { rawGateway, rawHr, rawVault, type RawGateway } from './raw.ts';

/**
 * Every mutation of both schemas, with every argument and field missing, oversized, malformed and
 * hostile. A mutation that is added to a schema fails here until an honest example of it is given.
 */

const read = (app: string) => buildSchema(readFileSync(`apps/${app}/schema.graphql`, 'utf8'));
const schemas = { gateway: read('gateway'), worker: read('worker') };
const names = (app: keyof typeof schemas) => mutationsOf(schemas[app]).map(([name]) => name);

let cluster: TestCluster;
let world: World;
let actors: FewActors;
let client: Client;

beforeAll(async () => {
  cluster = await testCluster();
  world = await openWorld({ members: 60, providers: 4, seed: 3 }, { cluster });
  actors = await fewActors(world.scenario);
  client = await memberInCare(world.scenario, actors, 0);
}, 120_000);

afterAll(async () => {
  await world.close();
  await cluster.drop();
});

type Honest = { readonly as: string; readonly variables: Record<string, unknown> };
const key = () => randomUUID();
const MEETING = meetingOf(['VIDEO']);
const EMAIL = 'somebody@quillfeather.example';

const GATEWAY: Record<string, () => Honest> = {
  signIn: () => ({ as: 'public', variables: { email: EMAIL, password: 'calm harbours ahead' } }),
  signOut: () => ({ as: 'public', variables: {} }),
  endSignIn: () => ({ as: 'hr', variables: { id: key() } }),
  endOtherSignIns: () => ({ as: 'hr', variables: {} }),
  beginPasskey: () => ({ as: 'hr', variables: { password: 'not hers at all' } }),
  addPasskey: () => ({ as: 'hr', variables: { answer: '{"id":"a"}', name: 'laptop' } }),
  renamePasskey: () => ({ as: 'hr', variables: { id: key(), name: 'phone' } }),
  removePasskey: () => ({ as: 'hr', variables: { id: key(), password: 'not hers at all' } }),
  acceptInvitation: () => ({ as: 'public', variables: { token: 'x'.repeat(43), password: 'calm harbours' } }),
  inviteHrUser: () => ({ as: 'hr', variables: { email: EMAIL, role: 'VIEWER' } }),
  changePassword: () => ({ as: 'hr', variables: {
    current: 'not the password', next: 'calm harbours ahead' } }),
  beginSecondFactor: () => ({ as: 'hr', variables: { password: 'not hers at all' } }),
  confirmSecondFactor: () => ({ as: 'hr', variables: { code: '000000' } }),
  renewRecoveryCodes: () => ({ as: 'hr', variables: { code: '000000' } }),
  switchOffSecondFactor: () => ({ as: 'hr', variables: {
    password: 'calm harbours ahead', code: '000000' } }),
  changeHrRole: () => ({ as: 'hr', variables: { userId: key(), role: 'VIEWER' } }),
  removeHrUser: () => ({ as: 'hr', variables: { userId: key() } }),
  resetHrPassword: () => ({ as: 'hr', variables: { userId: key() } }),
  resetHrSecondFactor: () => ({ as: 'hr', variables: { userId: key() } }),
  revokeInvitation: () => ({ as: 'hr', variables: { invitationId: key() } }),
  replaceHeadcounts: () => ({ as: 'hr', variables: {
    programmeId: actors.employer.programmeId,
    file: btoa('site,department,headcount\nNorth,All,7') } }),
  createEmployer: () => ({ as: 'operator', variables: { input: {
    name: 'Fernside', currency: 'EUR', ownerEmail: EMAIL, country: 'DE', sessionPriceMinor: '9500',
    contractNumber: 'C-00000001' } } }),
  acceptRestore: () => ({ as: 'operator', variables: { upTo: 0 } }),
  recordPayment: () => ({ as: 'operator', variables: {
    invoiceNumber: 'none', amountMinor: '100', reference: key() } }),
  reversePayment: () => ({ as: 'operator', variables: {
    invoiceNumber: 'none', reference: key(), reason: 'Recorded twice.' } }),
  cancelInvoice: () => ({ as: 'operator', variables: { invoiceNumber: 'INV-2026-000009' } }),
  returnSurplus: () => ({ as: 'operator', variables: {
    invoiceNumber: 'INV-2026-000009', amountMinor: '100', reference: key() } }),
  changeCustomer: () => ({ as: 'operator', variables: {
    input: { employerId: key(), name: 'Fernside', contact: EMAIL } } }),
  announceEnd: () => ({ as: 'operator', variables: {
    input: { employerId: key(), lastDay: '2031-03-31' } } }),
  deactivateCustomer: () => ({ as: 'operator', variables: { employerId: key() } }),
  reactivateCustomer: () => ({ as: 'operator', variables: { employerId: key() } }),
  reinviteOwner: () => ({ as: 'operator', variables: { employerId: key(), email: EMAIL } }),
  askLetIn: () => ({ as: 'operator', variables: {
    employerId: key(), email: EMAIL, withoutSecondFactor: false } }),
  confirmLetIn: () => ({ as: 'operator', variables: { requestId: key() } }),
  createProgramme: () => ({ as: 'hr', variables: { input: { name: 'Second', sessionsPerMember: 4, k: 10,
    sites: [{ name: 'North', departments: [{ name: 'All', headcount: 70 }] }] } } }),
  printLetters: () => ({ as: 'operator', variables: { input: {
    programmeId: actors.employer.programmeId, period: calendar.period, language: 'EN', again: 1,
    recipient: 'age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p' } } }),
  sealLetters: () => ({ as: 'operator', variables: { input: {
    programmeId: actors.employer.programmeId, period: calendar.period, language: 'EN', again: 9 } } }),
  markHandedOut: () => ({ as: 'hr', variables: { batchId: key(), handedOut: true } }),
  orderLetters: () => ({ as: 'hr', variables: {
    input: { batchId: key(), letters: 1, reason: 'LOST', spareSeen: 9 } } }),
  openPeriod: () => ({ as: 'hr', variables: {
    programmeId: actors.employer.programmeId, period: calendar.period } }),
  withdrawPeriod: () => ({ as: 'hr', variables: {
    programmeId: actors.employer.programmeId, period: calendar.period } }),
  changeSessions: () => ({ as: 'hr', variables: {
    programmeId: actors.employer.programmeId, sessionsPerMember: 6 } }),
  purchaseCredits: () => ({ as: 'hr', variables: { input: { programmeId: actors.employer.programmeId,
    sessions: 10, method: 'CARD', cardToken: 'sandbox-declined', idempotencyKey: key() } } }),
  claimCode: () => ({ as: 'public', variables: {
    code: actors.letters[9]!.code, claimKey: 'ab'.repeat(32) } }),
  issueCredits: () => ({ as: 'public', variables: { request: { period: calendar.period,
    entry: blinded(), sessions: Array.from({ length: 8 }, blinded) } } }),
};

/** 2,048 bytes, base64url. */
const SEALED_MESSAGE = `${'A'.repeat(2_730)}A`;
const blinded = () => ({ keyId: 'ab'.repeat(32), blinded: 'B'.repeat(342) });

const WORKER: Record<string, () => Honest> = {
  confirmTerms: () => ({ as: 'operator', variables: { input: {
    contract: 'C-00000000', period: '2027-10', checkNumber: '4821-7306', people: 330,
    spareSeats: 30, sessionsPerMember: 8,
    priceMinor: '9500', currency: 'EUR', k: 10, rateBps: 450 } } }),
  keepLicence: () => ({ as: 'operator', variables: { input: { login: 'nobody-here', licence: {
    jurisdiction: 'DE', number: 'PT-1', expires: '2030-01-01' } } } }),
  changeProvider: () => ({ as: 'operator', variables: { input: { login: 'nobody-here',
    name: 'Dr Nobody', languages: ['en'], specialities: ['WORK'], modalities: ['VIDEO'],
    gender: 'FEMALE', timeZone: 'Europe/Berlin',
    meeting: { videoLink: 'https://meet.example.org/nobody' } } } }),
  setProviderActive: () => ({ as: 'operator', variables: { login: 'nobody-here', active: false } }),
  resetProviderPassword: () => ({ as: 'operator', variables: {
    login: 'nobody-here', idempotencyKey: key() } }),
  resetProviderSecondFactor: () => ({ as: 'operator', variables: { login: 'nobody-here' } }),
  changeProviderPassword: () => ({ as: 'provider', variables: {
    current: 'not the password', next: 'calm harbours ahead', code: '000000' } }),
  beginPasskey: () => ({ as: 'provider', variables: { password: 'not hers at all' } }),
  addPasskey: () => ({ as: 'provider', variables: { answer: '{"id":"a"}', name: 'laptop' } }),
  renamePasskey: () => ({ as: 'provider', variables: { id: key(), name: 'phone' } }),
  removePasskey: () => ({ as: 'provider', variables: { id: key(), password: 'not hers at all' } }),
  beginSecondFactor: () => ({ as: 'provider', variables: { password: 'not hers at all' } }),
  confirmSecondFactor: () => ({ as: 'provider', variables: { code: '000000' } }),
  renewRecoveryCodes: () => ({ as: 'provider', variables: { code: '000000' } }),
  switchOffSecondFactor: () => ({ as: 'provider', variables: {
    password: 'not the password', code: '000000' } }),
  answerReferral: () => ({ as: 'provider', variables: { input: {
    idempotencyKey: key(), referralId: key(), answer: 'ACCEPT' } } }),
  publishKeys: () => ({ as: 'provider', variables: { input: {
    body: '{}', signature: 'A'.repeat(86), vouch: 'A'.repeat(86) } } }),
  writeToClient: () => ({ as: 'provider', variables: { input: {
    referralId: key(), sealed: SEALED_MESSAGE } } }),
  writeToTherapist: () => ({ as: 'case', variables: { input: {
    referralId: key(), sealed: SEALED_MESSAGE } } }),
  offerKey: () => ({ as: 'case', variables: { input: {
    referralId: key(), key: 'ab'.repeat(32) } } }),
  setAvailability: () => ({ as: 'provider', variables: { input: { idempotencyKey: key(), version: 0,
    noticeHours: 24, bufferBefore: 0, bufferAfter: 10, exceptions: [
      { from: '2027-02-01', until: '2027-02-05', hours: [] }],
    rules: [{ weekday: 1, from: '09:00', until: '12:00', minutes: 50, modality: 'VIDEO' }] } } }),
  confirmSession: () => ({ as: 'provider', variables: { input: {
    idempotencyKey: key(), authorisationId: key(), serviceCode: '90834' } } }),
  updateProfile: () => ({ as: 'provider', variables: { input: { idempotencyKey: key(),
    languages: ['en'], specialities: ['WORK'], modalities: ['VIDEO'], gender: 'FEMALE',
    timeZone: 'Europe/Berlin', meeting: MEETING } } }),
  recordOutcome: () => ({ as: 'provider', variables: { input: {
    idempotencyKey: key(), authorisationId: key(), outcome: 'NO_SHOW' } } }),
  takeBackClaim: () => ({ as: 'provider', variables: { input: {
    idempotencyKey: key(), claimId: key() } } }),
  cancelAppointment: () => ({ as: 'provider', variables: { input: {
    idempotencyKey: key(), authorisationId: key() } } }),
  declineTerms: () => ({ as: 'operator', variables: { input: {
    contract: 'C-UNKNOWN', period: '2027-10', programmeId: key(), reason: 'people' } } }),
  correctBearerSession: () => ({ as: 'provider', variables: { input: { idempotencyKey: key(),
    authorisationId: key(), serviceDate: '2027-01-05', modality: 'VIDEO', minutes: 50 } } }),
  bookSession: () => ({ as: 'case', variables: { input: { idempotencyKey: key(),
    referralId: null, slotId: key(), referral: { providerId: client.providerId, preferences: {
      languages: ['en'], speciality: 'WORK', concern: 'WORK', modality: 'VIDEO', gender: 'FEMALE',
      jurisdiction: 'DE', from: '2027-01-05', until: '2027-03-05' } },
    payment: { credit: sessionCredits(client.wallet)[0], returnedSessionId: null } } } }),
  cancelSession: () => ({ as: 'case', variables: { input: {
    idempotencyKey: key(), authorisationId: key() } } }),
  openCase: () => ({ as: 'public', variables: { input: { idempotencyKey: key(), caseKey: 'ab'.repeat(32),
    entryCredit: sessionCredits(client.wallet)[0], consentVersion: CONSENT_VERSION, consentLanguage: 'en',
    acceptedConsent: true, concern: 'WORK' } } }),
  providerSignIn: () => ({ as: 'public', variables: { login: 'nobody-here', password: 'no password',
    proof: { challenge: 'none', answer: 7 }, code: '000000', newPassword: 'calm harbours ahead' } }),
  providerSignOut: () => ({ as: 'public', variables: {} }),
  endSignIn: () => ({ as: 'provider', variables: { id: key() } }),
  endOtherSignIns: () => ({ as: 'public', variables: {} }),
  publishSlots: () => ({ as: 'provider', variables: { slots: [
    { startsAt: '2027-02-01T20:00:00.000Z', minutes: 50, modality: 'VIDEO' }] } }),
  redeemBearerCredit: () => ({ as: 'provider', variables: { input: { idempotencyKey: key(),
    credit: client.wallet.content.credits[0]!.credit, serviceDate: '2027-01-06', minutes: 50,
    modality: 'VIDEO' } } }),
  registerProvider: () => ({ as: 'operator', variables: { input: { idempotencyKey: key(),
    name: 'Dr Nobody', languages: ['en'], specialities: ['WORK'], modalities: ['VIDEO'],
    gender: 'FEMALE', timeZone: 'Europe/Berlin', meeting: MEETING,
    licences: [{ jurisdiction: 'DE', number: 'PT-1', expires: '2028-01-01' }] } } }),
  endPeriods: () => ({ as: 'operator', variables: {} }),
  acceptRestore: () => ({ as: 'operator', variables: { upTo: 0 } }),
  approvePayouts: () => ({ as: 'operator', variables: { idempotencyKey: key() } }),
  runPayouts: () => ({ as: 'operator', variables: { idempotencyKey: key() } }),
  submitClaim: () => ({ as: 'provider', variables: { input: { idempotencyKey: key(),
    authorisationNumber: 'A-0000-0000-0000', serviceDate: '2027-01-06', units: 1,
    serviceCode: '90834', modality: 'VIDEO', fee: { minor: '9500', currency: 'EUR' } } } }),
};

it('knows an honest example of every mutation of both schemas', () => {
  expect(Object.keys(GATEWAY).sort()).toEqual(names('gateway').sort());
  expect(Object.keys(WORKER).sort()).toEqual(names('worker').sort());
});

/** The faults of the answers to every hostile version of one mutation. */
async function provoke(
  app: keyof typeof schemas, name: string, honest: Honest,
  send: (document: string, variables: Record<string, unknown>) => Promise<string>,
): Promise<string[]> {
  const field = schemas[app].getMutationType()!.getFields()[name]!;
  const document = documentOf(name, field);
  const hostile = hostileVersions(field.args, honest.variables);
  const found = await together(hostile, 16, async ({ what, variables }) => {
    const text = await send(document, variables);
    return faultsOf(text).map((fault) => `${what}: ${fault}`);
  });
  return found.flat();
}

describe('the gateway answers hostile values with typed errors, and echoes nothing', () => {
  let hr: RawGateway;
  beforeAll(async () => { hr = await rawHr(world.scenario, actors.employer); });
  const as = (who: string) => who === 'hr' ? hr : rawGateway(world.scenario, who === 'operator'
    ? { authorization: `Operator ${world.brief.gatewayOperatorToken}` } : {});

  it.each(Object.keys(GATEWAY))('%s', async (name) => {
    const honest = GATEWAY[name]!();
    const faults = await provoke('gateway', name, honest, async (document, variables) =>
      (await as(honest.as)(document, variables)).text);
    expect(faults).toEqual([]);
  });
});

describe('the vault answers hostile values with typed errors, and echoes nothing', () => {
  const authorizationOf = (who: string): string | undefined => ({
    case: client.wallet.caseAuthorization(actors.employer.programmeId),
    provider: (actors.therapists[0]!.console as unknown as { whose: string }).whose,
    operator: `Operator ${world.brief.vaultOperatorToken}`,
  })[who];

  it.each(Object.keys(WORKER))('%s', async (name) => {
    const ask = rawVault(world.scenario);
    const honest = WORKER[name]!();
    const faults = await provoke('worker', name, honest, async (document, variables) => {
      try {
        return (await ask(authorizationOf(honest.as), document, variables)).text;
      } catch (error) {
        // Too large for the largest bucket: it cannot even be sealed.
        if (error instanceof SealedError) return '{"data":{"refused":null}}';
        throw error;
      }
    });
    expect(faults).toEqual([]);
  });
});

describe('neither process takes harm', () => {
  it('both logs name faults, and nothing that was sent', () => {
    for (const part of ['gateway', 'worker'] as const) {
      expect(world.log(part)).not.toContain(MARKER);
      expect(world.log(part)).not.toMatch(/crash|TypeError|^ +at /m);
    }
  });
});
