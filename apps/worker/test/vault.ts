import { createHash, generateKeyPairSync, randomBytes, randomUUID, sign, constants, type KeyObject } from 'node:crypto';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { readPeriod } from '#calendar/periods';
import type { Clock } from '#platform/clock';
import { Database } from '#platform/database';
import { silentLog, type Log } from '#platform/logging';
import { withoutPartner } from '#platform/restores/standing-watch';
import { testCluster, type TestCluster } from '#local/testing';
import { creditMessage, encodeCredit } from '#pseudonym/credit';
import { caseHash } from '#pseudonym/roots';
import { PREFERENCES } from '../src/referrals/referrals.input.ts';
import { ReferralsService } from '../src/referrals/referrals.service.ts';
import { CONSENT_VERSION } from '../src/consent/consent.text.ts';
import { OperationExecutor } from '../src/sealed/operation-executor.ts';
import { FundCreditsProcessor } from '../src/funding/fund-credits.processor.ts';
import { FreeTimes } from '../src/matching/free-times.service.ts';
import { MirrorKeysProcessor } from '../src/keys/mirror-keys.processor.ts';
import { createWorkerApp } from '../src/worker-app.ts';
import { BOOKABLE, configOf, NOTHING_WITHHELD, type VaultSetting } from './setting.ts';
import { meetingOf } from './meeting.ts';
import { giveFactor, OWN_PASSWORD, signIn } from './sign-in.ts';
import { departmentsOf, hold, termsOf } from './terms.ts';

/** A clock that a spec sets. */
export class SetClock implements Clock {
  constructor(private instant: Date) {}

  now(): Date {
    return new Date(this.instant);
  }

  set(iso: string): void {
    this.instant = new Date(iso);
  }
}

/** What an operation gave. */
export interface Answer {
  // A spec says what it expects, so a reader of a field need not.
  readonly data?: Record<string, Record<string, never>> | null;
  readonly errors?: readonly { message: string; extensions: { code: string } }[];
}

/** One programme's keys of a period, with the private halves that the vault never has. */
export interface Issuer {
  readonly programme: string;
  readonly period: string;
  /** A fresh valid credit, base64url. */
  mint(kind: 'entry' | 'session'): string;
}

/** A vault on fresh databases, spoken to as its clients do, inside the seal. */
export class Vault {
  constructor(
    readonly cluster: TestCluster,
    readonly db: Database,
    readonly clock: SetClock,
    readonly operatorToken: string,
    readonly app: NestFastifyApplication,
  ) {}

  /** Execute an operation with an inner authorization header. */
  ask(query: string, variables: object = {}, authorization?: string): Promise<Answer> {
    const operation = { query, variables: { ...variables }, authorization };
    return this.app.get(OperationExecutor).execute(operation) as Promise<Answer>;
  }

  /** Execute an operation with one root field, and give that field's value. */
  async get<T>(query: string, variables: object = {}, authorization?: string): Promise<T> {
    const { data, errors } = await this.ask(query, variables, authorization);
    if (errors) throw new Error(`${errors[0]?.extensions.code}: ${errors[0]?.message}`);
    return Object.values(data ?? {})[0] as T;
  }

  get operator(): string {
    return `Operator ${this.operatorToken}`;
  }

  /** One row as the owner sees it. */
  async row<T>(sql: string, values: unknown[] = []): Promise<T> {
    const [row] = await this.cluster.query<T>('vault', sql, values);
    return row as T;
  }

  async close(): Promise<void> {
    await this.app.close();
    await this.cluster.drop();
  }
}

/** Where therapists open their page. */
export const PAGES = 'https://care.sotto.example';

const hex = (bytes: number) => randomBytes(bytes).toString('hex');

/** Open a vault whose clock stands at noon of 2026-11-02. */
export async function openVault(
  poolSize = 8, log: Log = silentLog, {
    cluster: given, secrets = hex(32), standingsOf = () => withoutPartner, draws = NOTHING_WITHHELD,
    operators = [],
  }: VaultSetting = {},
): Promise<Vault> {
  const cluster = given ?? await testCluster();
  const db = await cluster.open('vault', poolSize);
  const clock = new SetClock(new Date('2026-11-02T12:00:00Z'));
  const secret = (of: string) => createHash('sha256').update(secrets + of).digest('hex');
  const config = configOf(cluster, PAGES, operators, secret);
  const standings = standingsOf(db);
  const app = await createWorkerApp({
    config, clock, db, log, standings, answerAfterMs: 0, draws });
  return new Vault(cluster, db, clock, config.operators[0]?.token ?? '', app);
}

/** Open a period of a programme: terms confirmed, keys mirrored, credits funded. */
export async function openPeriod(
  vault: Vault, {
    programme = randomUUID() as string, period = '2026-10', sessions = 100, headcount = 120,
    sessionsPerMember = 8,
  }: Partial<Record<'programme' | 'period', string>>
    & Partial<Record<'sessions' | 'headcount' | 'sessionsPerMember', number>> = {},
): Promise<Issuer> {
  const days = readPeriod(period) ?? { opens: '', last: '' };
  const keys = { entry: issuerKey('entry'), session: issuerKey('session') };
  await hold(vault, termsOf({
    programme, period, sessionsPerMember, departments: departmentsOf(headcount) }));
  await vault.app.get(MirrorKeysProcessor, { strict: false }).process({
    programme, period,
    keys: Object.values(keys).map(({ keyId, kind, spki }) => ({
      keyId, kind, spki, block: kind === 'entry' ? 'B1' : null, notBefore: days.opens,
      notAfter: days.last,
    })),
  });
  if (sessions > 0) {
    await vault.app.get(FundCreditsProcessor, { strict: false }).process({
      programme, funding: randomUUID(), sessions, amountMinor: String(9500 * sessions),
      currency: 'EUR',
    });
  }
  return { programme, period, mint: (kind) => mintUnder(keys[kind]) };
}

interface PrivateKey {
  readonly keyId: string;
  readonly kind: 'entry' | 'session';
  readonly spki: string;
  readonly privateKey: KeyObject;
}

/** A new issuer key pair. */
export function issuerKey(kind: 'entry' | 'session'): PrivateKey {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const der = publicKey.export({ format: 'der', type: 'spki' });
  const keyId = createHash('sha256').update(der).digest('hex');
  return { keyId, kind, spki: der.toString('base64url'), privateKey };
}

/** A credit as a wallet finishes it: blinding leaves no trace in a signature. */
export function mintUnder({ keyId, privateKey }: Pick<PrivateKey, 'keyId' | 'privateKey'>): string {
  const message = creditMessage(keyId, randomBytes(32));
  const padding = constants.RSA_PKCS1_PSS_PADDING;
  const signature = sign('sha384', message, { key: privateKey, padding, saltLength: 48 });
  return Buffer.from(encodeCredit({ keyId, message, signature })).toString('base64url');
}

/** A therapist who is registered and signed in, with a second factor that nobody has. */
export async function registerTherapist(vault: Vault, practice: Record<string, unknown> = {}) {
  const newcomer = await registerNewcomer(vault, practice);
  await giveFactor(vault, newcomer.id);
  return newcomer;
}

/** The same as she is after her first sign-in: without a second factor. */
export async function registerNewcomer(vault: Vault, practice: Record<string, unknown> = {}) {
  const input = {
    idempotencyKey: randomUUID(), name: 'Dr Quist', languages: ['en'], specialities: ['STRESS'],
    modalities: ['VIDEO', 'PHONE'], gender: 'FEMALE', timeZone: 'Europe/Berlin',
    licences: [{ jurisdiction: 'DE', number: 'PT-1', expires: '2028-12-31' }],
    meeting: meetingOf((practice['modalities'] as string[] | undefined) ?? ['VIDEO', 'PHONE']),
    ...practice,
  };
  const registered = await vault.get<Record<'providerId' | 'login' | 'initialPassword', string>>(
    `mutation ($input: RegisterProviderInput!) { registerProvider(input: $input) {
      __typename ... on ProviderRegistered { providerId login initialPassword } } }`,
    { input }, vault.operator);
  const { providerId: id, login, initialPassword: password } = registered;
  const { token } = await signIn(vault, login, password, { newPassword: OWN_PASSWORD });
  return { id, login, authorization: `Provider ${token}` };
}

/** Publish slots of 50 minutes at these instants. */
export function publishSlots(
  vault: Vault, therapist: { authorization: string }, starts: readonly string[],
): Promise<{ __typename: string; code?: string }> {
  const slots = starts.map((startsAt) => ({ startsAt, minutes: 50, modality: 'VIDEO' }));
  return vault.get(`mutation ($slots: [SlotInput!]!) { publishSlots(slots: $slots) {
    __typename ... on SlotsPublished { count } ... on SlotsRefused { code } } }`,
  { slots }, therapist.authorization);
}

/** A case that was opened with an entry credit of this issuer. */
export async function openCase(
  vault: Vault, issuer: Issuer, secret: Buffer = randomBytes(32),
): Promise<{ authorization: string; secret: Buffer }> {
  const input = {
    idempotencyKey: randomUUID(), entryCredit: issuer.mint('entry'), caseKey: caseHash(secret),
    consentVersion: CONSENT_VERSION, acceptedConsent: true, concern: 'STRESS',
  };
  const opened = await vault.get<{ __typename: string }>(
    `mutation ($input: OpenCaseInput!) { openCase(input: $input) { __typename } }`, { input });
  if (opened.__typename !== 'CaseOpened') throw new Error(opened.__typename);
  return { authorization: `Case ${secret.toString('hex')}`, secret };
}

/** What a referral came to. */
interface Referred {
  readonly __typename: 'ReferralMade' | 'NoMatch';
  readonly referral: { id: string; handle: string; provider: { id: string } };
  readonly code?: string;
  /** Where it is none. */
  readonly message?: string;
}

/**
 * Introduce a case as the first booking does, and book nothing: to a therapist, or to one whom it
 * does not know, with preferences that anybody fits.
 */
export async function refer(
  vault: Vault, { authorization }: { authorization: string },
  { providerId, preferences = { languages: ['en'], jurisdiction: 'DE' } }: {
    providerId?: string; preferences?: object } = {},
): Promise<Referred> {
  const secret = Buffer.from(authorization.replace('Case ', ''), 'hex');
  const [own] = await vault.cluster.query<{ id: string }>('vault',
    `SELECT id FROM care_case WHERE secret_hash = decode($1, 'hex')`, [caseHash(secret)]);
  if (!own) throw new Error('there is no such case');
  const [other] = providerId ? [{ id: providerId }] : await vault.cluster.query<{ id: string }>(
    'vault', `SELECT id FROM provider WHERE active
      AND id NOT IN (SELECT provider_id FROM referral WHERE case_id = $1) LIMIT 1`, [own.id]);
  const wish = {
    providerId: other?.id ?? randomUUID(), preferences: PREFERENCES.parse(preferences) };
  await vault.app.get(FreeTimes, { strict: false }).admit(own.id, wish.providerId);
  const made = await vault.app.get(Database, { strict: false }).transaction('refer', (tx) =>
    vault.app.get(ReferralsService, { strict: false }).refer(tx, own.id, wish));
  if (made.kind === 'referral-made') {
    return { __typename: 'ReferralMade', referral: {
      id: made.referral.id, handle: made.referral.handle, provider: { id: made.provider.id } } };
  }
  const { code, message } = made;
  return { __typename: 'NoMatch', code, message, referral: undefined as never };
}

/** Midnight passes for free times: what was given back or left out can be booked again. */
export function passMidnight(vault: Vault): Promise<void> {
  return vault.app.get(FreeTimes, { strict: false }).settleAnew();
}

/** All that can be booked under a referral of this case once midnight has passed, soonest first. */
export async function openSlots(
  vault: Vault, { authorization }: { authorization: string }, referralId: string,
): Promise<{ id: string; startsAt: string }[]> {
  await passMidnight(vault);
  const secret = Buffer.from(authorization.replace('Case ', ''), 'hex');
  return vault.cluster.query('vault',
    BOOKABLE, [referralId, caseHash(secret), vault.clock.now()]);
}

/** What booking gave, in the fields that specs look at. */
export interface BookingAnswer {
  readonly __typename: string;
  readonly code?: string;
  readonly message?: string;
  readonly again?: string;
  readonly authorisation?: {
    id: string; number: string; status: string; serviceDate: string; startsAt: string };
}

/** Book a slot. */
export function book(
  vault: Vault, person: { authorization: string },
  session: { referralId: string; slotId: string; payment: object; idempotencyKey?: string },
): Promise<BookingAnswer> {
  const input = { idempotencyKey: randomUUID(), ...session };
  return vault.get(`mutation ($input: BookSessionInput!) { bookSession(input: $input) {
    __typename
    ... on SessionBooked { authorisation { id number status serviceDate startsAt } }
    ... on CreditNotUsable { code message } ... on SlotTaken { code message }
    ... on BookedTooOften { code message again }
    ... on NotNow { code message } } }`, { input }, person.authorization);
}

/** Cancel a session. */
export function cancel(
  vault: Vault, person: { authorization: string }, authorisationId: string,
  idempotencyKey: string = randomUUID(),
): Promise<{ __typename: string; returnedSessionId?: string }> {
  return vault.get(`mutation ($input: CancelSessionInput!) { cancelSession(input: $input) {
    __typename ... on SessionCancelled { returnedSessionId } ... on TooLateToCancel { code } } }`,
  { input: { idempotencyKey, authorisationId } }, person.authorization);
}
