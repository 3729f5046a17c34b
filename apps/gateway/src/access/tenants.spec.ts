import { randomBytes, randomUUID } from 'node:crypto';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import { getNamedType, isInputObjectType, type GraphQLArgument } from 'graphql';
import { textPlaces } from '../../../../test/faults/texts.ts';
import type { Client } from '../../testing/client.ts';
import { startRig, type Rig } from '../../testing/rig.ts';
import {
  createProgramme, giveFactor, letters, openPeriod, PASSWORD, PERIOD, signedInOwner, SITES,
} from '../../testing/story.ts';

const MARK = 'pelican';
/** Headcounts as a page sends them. */
const FILE = btoa('site,department,headcount\nA,B,99\n');

/** What of one employer's own is named to the gateway. */
interface Owned {
  readonly programmeId: string;
  readonly userId: string;
  readonly invitationId: string;
  readonly batchId: string;
  readonly invoice: string;
  readonly signInId: string;
  readonly passkeyId: string;
}

/** Every field that takes an id of something of an employer's, and a request with that id. */
const FIELDS: Record<string, (ids: Owned) => string> = {
  balance: ({ programmeId }) => `{ balance(programmeId: "${programmeId}") { purchased } }`,
  checkHeadcounts: ({ programmeId }) => `{ checkHeadcounts(programmeId: "${programmeId}",
    file: "${FILE}") { changes { department before } } }`,
  letterBatches: ({ programmeId }) => `{ letterBatches(programmeId: "${programmeId}",
    period: "${PERIOD}") { id department } }`,
  markHandedOut: ({ batchId }) => `mutation { markHandedOut(batchId: "${batchId}",
    handedOut: false) { __typename ... on LettersChanged { batches { department } } } }`,
  orderLetters: ({ batchId }) => `mutation { orderLetters(input: { batchId: "${batchId}",
    letters: 1, reason: LOST, spareSeen: 9 }) { __typename ... on LettersChanged { batches { department } } } }`,
  invoices: ({ programmeId }) => `{ invoices(programmeId: "${programmeId}") { number sessions } }`,
  previewPurchase: ({ programmeId }) => `{ previewPurchase(programmeId: "${programmeId}",
    sessions: 5) { sessions unitPrice { minor } } }`,
  reports: ({ programmeId }) => `{ reports(programmeId: "${programmeId}") { period } }`,
  foresight: ({ programmeId }) => `{ foresight(programmeId: "${programmeId}") { people } }`,
  previewYear: ({ programmeId }) => `{ previewYear(programmeId: "${programmeId}",
    period: "2027-10") { __typename } }`,
  openPeriod: ({ programmeId }) => `mutation { openPeriod(programmeId: "${programmeId}",
    period: "2027-10") { __typename } }`,
  withdrawPeriod: ({ programmeId }) => `mutation { withdrawPeriod(programmeId: "${programmeId}",
    period: "${PERIOD}") { __typename } }`,
  changeSessions: ({ programmeId }) => `mutation { changeSessions(programmeId: "${programmeId}",
    sessionsPerMember: 6) { __typename } }`,
  purchaseCredits: ({ programmeId }) => `mutation { purchaseCredits(input: {
    programmeId: "${programmeId}", sessions: 5, method: INVOICE,
    idempotencyKey: "${randomUUID()}" }) { __typename } }`,
  replaceHeadcounts: ({ programmeId }) => `mutation { replaceHeadcounts(
    programmeId: "${programmeId}", file: "${FILE}") { __typename } }`,
  changeHrRole: ({ userId }) => `mutation { changeHrRole(userId: "${userId}", role: VIEWER) {
    __typename } }`,
  resetHrPassword: ({ userId }) => `mutation { resetHrPassword(userId: "${userId}") {
    __typename ... on PasswordResetBegun { token link } } }`,
  resetHrSecondFactor: ({ userId }) => `mutation { resetHrSecondFactor(userId: "${userId}") {
    __typename } }`,
  endSignIn: ({ signInId }) => `mutation { endSignIn(id: "${signInId}") { browser isThis } }`,
  renamePasskey: ({ passkeyId }) => `mutation { renamePasskey(id: "${passkeyId}", name: "new") {
    __typename } }`,
  removePasskey: ({ passkeyId }) => `mutation { removePasskey(id: "${passkeyId}",
    password: "${PASSWORD}") { __typename } }`,
  revokeInvitation: ({ invitationId }) => `mutation { revokeInvitation(
    invitationId: "${invitationId}") { __typename } }`,
  removeHrUser: ({ userId }) => `mutation { removeHrUser(userId: "${userId}") { __typename } }`,
};
/** Issuer keys are nobody's own: they are public, so that wallets compare them. */
const NOT_OWNED = ['keyDirectory'];
/** Operators name customers' things; that HR may not call these is seen in the last test. */
const OF_OPERATORS = [
  'allPeriods', 'allProgrammes', 'announceEnd', 'askLetIn', 'changeCustomer', 'confirmLetIn', 'customer',
  'customerTeam', 'deactivateCustomer', 'printFiles', 'printLetters', 'reactivateCustomer',
  'receipts', 'receivables', 'reinviteOwner', 'sealLetters',
];

describe('an id of another employer', () => {
  let rig: Rig;
  let owner: Client;
  let stranger: Client;
  let theirs: Owned;
  beforeAll(async () => {
    rig = await startRig();
    owner = await signedInOwner(rig, `owner@${MARK}.example`);
    stranger = await signedInOwner(rig, 'stranger@example.org');
    await createProgramme(stranger, 'Of the stranger');
    theirs = await settle(owner);
  });
  afterAll(() => rig.close());

  /** A programme with letters and an invoice, a colleague, and an open invitation. */
  async function settle(by: Client): Promise<Owned> {
    const created = await by.field<{ programme: { id: string } }>(
      `mutation ($input: CreateProgrammeInput!) { createProgramme(input: $input) {
         ... on ProgrammeCreated { programme { id } } } }`,
      { input: { name: MARK, sessionsPerMember: 8, sites: SITES } });
    const programmeId = created.programme.id;
    await openPeriod(rig, by, programmeId);
    const { invoice } = await by.field<{ invoice: { number: string } }>(
      `mutation { purchaseCredits(input: { programmeId: "${programmeId}", sessions: 5,
         method: INVOICE, idempotencyKey: "${randomUUID()}" }) {
         ... on Purchased { invoice { number } } } }`);
    const invite = (email: string) => by.field<{ token: string }>(
      `mutation { inviteHrUser(email: "${email}", role: VIEWER) { ... on Invited { token } } }`);
    const { token } = await invite(`ada@${MARK}.example`);
    await rig.client().field(`mutation { acceptInvitation(token: "${token}",
      password: "calm harbours ahead of us") { __typename } }`);
    await invite(`bo@${MARK}.example`);
    const { members, invitations } = await by.field<{
      members: { id: string; isSelf: boolean }[]; invitations: { id: string }[] }>(
      '{ team { members { id isSelf } invitations { id } } }');
    const [batch] = await by.field<{ id: string }[]>(
      `{ letterBatches(programmeId: "${programmeId}", period: "${PERIOD}") { id } }`);
    return {
      programmeId, batchId: batch!.id, invoice: invoice.number, invitationId: invitations[0]!.id,
      userId: members.find(({ isSelf }) => !isSelf)!.id, ...await elsewhere(by),
    };
  }

  /** Another sign-in and another passkey of hers. */
  async function elsewhere(by: Client): Promise<Pick<Owned, 'signInId' | 'passkeyId'>> {
    const { id } = await by.field<{ id: string }>('{ me { id } }');
    await giveFactor(rig, id);
    const signInId = randomUUID();
    await rig.cluster.query('gateway', `INSERT INTO hr_session
      (token_hash, id, user_id, browser, used_at, expires_at)
      VALUES ($1, $2, $3, 'OTHER', $4, '2026-11-03')`,
    [randomBytes(32), signInId, id, rig.clock.now()]);
    const { passkeys } = await by.field<{ passkeys: { id: string }[] }>(
      '{ session { passkeys { id } } }');
    return { signInId, passkeyId: passkeys[0]!.id };
  }

  /** Every row of every table. */
  async function everything(): Promise<Record<string, unknown>> {
    const tables = await rig.cluster.query<{ name: string }>('gateway',
      `SELECT relname AS name FROM pg_class
       WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY 1`);
    const dump: Record<string, unknown> = {};
    for (const { name } of tables) {
      const [row] = await rig.cluster.query<{ rows: unknown }>('gateway',
        `SELECT coalesce(jsonb_agg(t ORDER BY t::text), '[]') AS rows FROM ${name} t`);
      dump[name] = row?.rows;
    }
    return dump;
  }

  it('is taken by no field of HR\'s but those of the table', () => {
    const { schema } = rig.app.get(GraphQLSchemaHost);
    const found = [schema.getQueryType(), schema.getMutationType()].flatMap((type) =>
      Object.values(type?.getFields() ?? {})
        .filter(({ args }) => idsIn(args).length > 0).map(({ name }) => name));
    expect(found.filter((name) => !NOT_OWNED.includes(name)).sort())
      .toEqual([...Object.keys(FIELDS), ...OF_OPERATORS].sort());
  });

  it.each(Object.entries(FIELDS))('does and tells nothing: %s', async (_name, ask) => {
    const before = await everything();
    const { text } = await stranger.send(ask(theirs));
    expect(await everything()).toEqual(before);
    const known = await letters(rig, theirs.programmeId, 5);
    for (const secret of [MARK, theirs.invoice, ...known.map(({ code }) => code), 'Berlin']) {
      expect(text).not.toContain(secret);
    }
    // Nothing tells it from an id that nobody has.
    const nobodys = {
      programmeId: randomUUID(), userId: randomUUID(), invitationId: randomUUID(), invoice: 'none',
      signInId: randomUUID(), passkeyId: randomUUID(),
      batchId: randomUUID(),
    };
    expect(text).toBe((await stranger.send(ask(nobodys))).text);
  });

  it('lets nobody of HR, nor anybody else, do what operators do', async () => {
    const { schema } = rig.app.get(GraphQLSchemaHost);
    const places = textPlaces(schema)
      .filter(({ name }) => OF_OPERATORS.includes(name.split(':')[0] ?? ''));
    expect(new Set(places.map(({ name }) => name.split(':')[0])).size).toBe(OF_OPERATORS.length);
    const before = await everything();
    for (const { name, document, variables } of places) {
      for (const caller of [owner, stranger]) {
        const { errors } = await caller.ask(document, variables(theirs.programmeId));
        expect([name, errors?.[0]?.extensions.code]).toEqual([name, 'UNAUTHENTICATED']);
      }
    }
    const after = await everything();
    expect({ ...after, operator_deed: before['operator_deed'] }).toEqual(before);
  });

  it('does what it says where it is one\'s own, so that the table asks for something', async () => {
    for (const [name, ask] of Object.entries(FIELDS)) {
      const { data, errors } = await owner.ask(ask(theirs));
      expect([name, errors]).toEqual([name, undefined]);
      expect([name, JSON.stringify(data)]).not.toEqual([name, expect.stringContaining('Refused')]);
    }
  });
});

/** Arguments that name something by its id; an idempotency key is the caller's own. */
function idsIn(args: readonly GraphQLArgument[]): string[] {
  return args.flatMap(({ name, type }) => {
    const named = getNamedType(type);
    const fields = isInputObjectType(named) ? Object.values(named.getFields()) : [{ name, type }];
    return fields.filter((field) => getNamedType(field.type).name === 'ID')
      .map((field) => field.name).filter((field) => field !== 'idempotencyKey');
  });
}
