import { randomBytes, randomUUID } from 'node:crypto';
import {
  keysMirrored, relayKeyPublished, reportReleased, termsConfirmed,
} from '#contracts/jobs';
import { planTerms, type Terms } from '#disclosure/terms';
import type { ReportTerms } from '#disclosure/year/plan';
import { reportTermsOf } from '#disclosure/year/report-terms';
import type { Report } from '#disclosure/year/statement';
import { JobDeclined } from '#platform/queue/job-worker';
import { CodeBook } from '../src/codes/code-book.ts';
import { PeriodsStore } from '../src/programmes/periods.store.ts';
import type { Client } from './client.ts';
import type { Rig } from './rig.ts';

export const PERIOD = '2026-10';
export const PASSWORD = 'quiet horses under the lamps';
export const SITES = [
  { name: 'Berlin', departments: [{ name: 'Care', headcount: 70 }, { name: 'IT', headcount: 20 }] },
  { name: 'Wien', departments: [{ name: 'Sales', headcount: 65 }] },
];

/** An employer's owner who has just joined, signed in. */
export async function newOwner(
  rig: Rig, email = `${randomUUID()}@example.org`, employer: object = {},
): Promise<Client> {
  const operator = rig.client();
  operator.authorization = `Operator ${rig.operatorToken}`;
  const { invitationToken } = await operator.field<{ invitationToken: string }>(
    `mutation ($input: CreateEmployerInput!) { createEmployer(input: $input) {
       __typename ... on EmployerCreated { employerId invitationToken } } }`,
    { input: { name: `Firma ${email}`, currency: 'EUR', country: 'DE', ownerEmail: email,
      ...employer } },
  );
  const owner = rig.client();
  const { csrfToken } = await owner.field<{ csrfToken: string }>(
    `mutation ($token: String!, $password: String!) {
       acceptInvitation(token: $token, password: $password) {
         __typename ... on SignedIn { csrfToken } } }`,
    { token: invitationToken, password: PASSWORD },
  );
  owner.csrfToken = csrfToken;
  return owner;
}

/** Somebody who buys for an employer, signed in: she needs no second factor. */
export async function newBuyer(rig: Rig, email = `${randomUUID()}@example.org`): Promise<Client> {
  const buyer = await newOwner(rig, email);
  await rig.cluster.query('gateway', `UPDATE hr_user SET role = 'BILLING' WHERE email = $1`, [email]);
  return buyer;
}

/** An owner with a second factor, so that she may administrate. */
export async function signedInOwner(
  rig: Rig, email?: string, employer: object = {},
): Promise<Client> {
  const owner = await newOwner(rig, email, employer);
  await giveFactor(rig, (await owner.field<{ id: string }>('{ me { id } }')).id);
  return owner;
}

/** As if somebody had added a passkey, which nobody has. */
export async function giveFactor(rig: Rig, userId: string): Promise<void> {
  await rig.cluster.query('gateway', `INSERT INTO hr_passkey
    (id, user_id, credential_id, public_key, counter, transports, name, added_on)
    VALUES ($1, $2, $3, $3, 0, '{}', 'given', '2026-11-01')`,
  [randomUUID(), userId, randomBytes(32)]);
}

/** The vault states by how many bits files of issued batches are named, at the rig's time. */
export async function stateBits(rig: Rig, issuedBits: number): Promise<void> {
  const statement = await rig.sign('relay-key', {
    keys: [], notAfter: '2026-12-31', issuedBits, statedAt: rig.clock.now() });
  await rig.deliver(relayKeyPublished, statement);
}

/** A programme of 155 people, in two blocks, with 8 sessions for each, or with `more`. */
export async function createProgramme(
  owner: Client, name = 'EAP', more: object = {},
): Promise<string> {
  const created = await owner.field<{ programme: { id: string } }>(
    `mutation ($input: CreateProgrammeInput!) { createProgramme(input: $input) {
       __typename ... on ProgrammeCreated { programme { id } } } }`,
    { input: { name, sessionsPerMember: 8, sites: SITES, ...more } },
  );
  return created.programme.id;
}

/** Propose the period; the vault's operator confirms it and, with `mirrored`, it has the keys. */
export async function openPeriod(
  rig: Rig, owner: Client, programmeId: string, mirrored = true,
): Promise<void> {
  await proposePeriod(owner, programmeId);
  await confirmPeriod(rig, programmeId);
  if (!mirrored) return;
  const rows = await rig.cluster.query<{ key_id: string }>(
    'gateway', 'SELECT key_id FROM issuer_key WHERE programme_id = $1', [programmeId],
  );
  await rig.deliver(keysMirrored,
    { programme: programmeId, period: PERIOD, keyIds: rows.map((row) => row.key_id) });
}

/** Propose the period to a vault that says nothing yet. */
export async function proposePeriod(owner: Client, programmeId: string): Promise<void> {
  await owner.field(
    `mutation ($programmeId: ID!, $period: String!) {
       openPeriod(programmeId: $programmeId, period: $period) { __typename } }`,
    { programmeId, period: PERIOD },
  );
}

/** The word of a vault whose operator confirms the period; `more` is said otherwise. */
export async function confirmPeriod(
  rig: Rig, programmeId: string, more: object = {}, period = PERIOD,
): Promise<void> {
  const [row] = await rig.cluster.query<{ terms: string }>('gateway',
    'SELECT terms FROM period WHERE programme_id = $1 AND label = $2', [programmeId, period]);
  const word = await rig.sign('terms', {
    version: 1, programme: programmeId, period, terms: JSON.parse(row?.terms ?? '{}') as object,
    by: 'operator', ...more });
  await rig.deliver(termsConfirmed, word);
}

/** What reports of a year are planned from, by the terms that were proposed of it or confirmed. */
export async function reportTerms(
  { cluster }: Rig, programmeId: string, period = PERIOD,
): Promise<ReportTerms> {
  const [row] = await cluster.query<{ terms: string }>('gateway',
    'SELECT terms FROM period WHERE programme_id = $1 AND label = $2', [programmeId, period]);
  const terms = JSON.parse(row?.terms ?? '{}') as Terms;
  const plan = planTerms(terms);
  if (plan.kind === 'refused') throw new Error(`no plan: ${plan.fault}`);
  return reportTermsOf(terms, plan.blocks);
}

/** Reports as they come from the vault, one after the other. */
export async function deliverReports(rig: Rig, reports: readonly Report[]): Promise<void> {
  for (const report of reports) {
    const ended = await rig.deliver(reportReleased, await rig.sign('report', report));
    if (ended instanceof JobDeclined) throw new Error(`refused: ${ended.code}`);
  }
}

/** Letters of the period as their file has them, without a file. */
export async function letters(rig: Rig, programmeId: string, first = 200) {
  const store = rig.app.get(PeriodsStore, { strict: false });
  const book = rig.app.get(CodeBook, { strict: false });
  const ranges = await rig.db.read('letters', (tx) => store.ranges(tx, programmeId, PERIOD));
  return ranges.flatMap(({ firstNumber, headcount, site, department, order }) =>
    Array.from({ length: headcount }, (_, place) => firstNumber + place).map((number) => (
      { number, site, department, code: book.write(programmeId, PERIOD, number, order) })))
    .slice(0, first);
}

export const CLAIM = `mutation ($code: String!, $claimKey: String!) {
  claimCode(code: $code, claimKey: $claimKey) { __typename
    ... on MemberSession { token expiresAt programmeId period block sessionsPerMember }
    ... on CodeNotUsable { code message } } }`;

/** A member who has claimed a code. */
export async function claimedMember(rig: Rig, code: string): Promise<Client> {
  const member = rig.client();
  const claimKey = randomBytes(32).toString('hex');
  const { token } = await member.field<{ token: string }>(CLAIM, { code, claimKey });
  member.authorization = `Member ${token}`;
  return member;
}
