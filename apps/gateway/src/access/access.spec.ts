import { GraphQLSchemaHost } from '@nestjs/graphql';
import { getNamedType, isCompositeType, isNonNullType, type GraphQLField } from 'graphql';
import type { Client } from '../../testing/client.ts';
import { startRig, type Rig } from '../../testing/rig.ts';
import { setUpApp } from '../../testing/factors.ts';
import { newOwner, PASSWORD, signedInOwner } from '../../testing/story.ts';

/** Who may use which field: the whole schema, so that a new field has to be written down here. */
const REVIEWED: Record<string, readonly string[]> = {
  public: [
    'keyDirectory', 'signIn', 'acceptInvitation', 'claimCode',
  ],
  viewer: [
    'endOtherSignIns', 'endSignIn', 'me', 'session', 'signIns', 'programmes', 'balance',
    'reports', 'accessFacts', 'signOut', 'beginSecondFactor', 'addPasskey', 'beginPasskey', 'renamePasskey',
    'removePasskey',
    'changePassword', 'confirmSecondFactor', 'renewRecoveryCodes', 'switchOffSecondFactor',
  ],
  billing: ['foresight', 'invoices', 'previewPurchase', 'purchaseCredits'],
  admin: [
    'letterBatches', 'markHandedOut', 'orderLetters', 'createProgramme', 'openPeriod', 'previewYear',
    'changeSessions', 'withdrawPeriod', 'inviteHrUser', 'team', 'teamActions',
    'changeHrRole', 'removeHrUser', 'resetHrPassword', 'resetHrSecondFactor', 'revokeInvitation',
    'checkHeadcounts', 'replaceHeadcounts',
  ],
  member: ['issueCredits'],
  operator: [
    'operations', 'createEmployer', 'recordPayment', 'reversePayment', 'restoreStanding',
    'acceptRestore', 'allPeriods', 'allProgrammes', 'announceEnd', 'askLetIn',
    'cancelInvoice', 'changeCustomer', 'confirmLetIn', 'customer', 'customers', 'customerTeam',
    'deactivateCustomer', 'letInRequests', 'operatorDeeds', 'reactivateCustomer', 'receipts',
    'receivables', 'reinviteOwner', 'returnSurplus', 'printFiles', 'printLetters',
    'sealLetters', 'lettersWaiting', 'waiting',
  ],
};

/** What an administrator without a second factor may do, and nothing else of HR's. */
const WITHOUT_FACTOR = [
  'me', 'session', 'signOut', 'beginSecondFactor', 'confirmSecondFactor', 'beginPasskey', 'addPasskey',
];

const SAMPLES: Record<string, unknown> = {
  'ID': '0b3ab8a6-6f0d-4f5e-9c0e-0d5a3a1f7a11', 'String': 'x', 'Int': 1, 'HrRole': 'VIEWER',
  'CreateEmployerInput': { name: '', currency: '', ownerEmail: '', country: '' },
  'Boolean': true, 'ReceivablesInput': {}, 'ReceiptsInput': {},
  'ChangeCustomerInput': { employerId: 'x' }, 'AnnounceEndInput': { employerId: 'x' },
  'CreateProgrammeInput': { name: '', sessionsPerMember: 0, sites: [] },
  'PurchaseInput': { programmeId: 'x', sessions: 0, method: 'CARD', idempotencyKey: 'x' },
  'PrintLettersInput': { programmeId: 'x', period: 'x', recipient: 'x', language: 'EN' },
  'SealLettersInput': { programmeId: 'x', period: 'x', language: 'EN' },
  'OrderLettersInput': { batchId: 'x', letters: 0, reason: 'LOST', spareSeen: 0 },
  'IssueCreditsInput': { period: '', entry: { keyId: '', blinded: '' }, sessions: [] },
};

describe('who may use what', () => {
  let rig: Rig;
  const callers: Record<string, Client> = {};

  beforeAll(async () => {
    rig = await startRig();
    callers['admin'] = await signedInOwner(rig);
    for (const role of ['viewer', 'billing']) callers[role] = await invited(role);
    callers['public'] = rig.client();
    callers['operator'] = rig.client();
    callers['operator'].authorization = `Operator ${rig.operatorToken}`;
    callers['impostor'] = rig.client();
    callers['impostor'].authorization = `Operator ${rig.operatorToken}0`;
  });
  afterAll(() => rig.close());

  async function invited(role: string): Promise<Client> {
    const { token } = await callers['admin']!.field<{ token: string }>(
      `mutation ($email: String!, $role: HrRole!) { inviteHrUser(email: $email, role: $role) {
         ... on Invited { token } } }`,
      { email: `${role}@example.org`, role: role.toUpperCase() });
    const client = rig.client();
    const { csrfToken } = await client.field<{ csrfToken: string }>(
      `mutation ($token: String!, $password: String!) {
         acceptInvitation(token: $token, password: $password) { ... on SignedIn { csrfToken } } }`,
      { token, password: PASSWORD });
    client.csrfToken = csrfToken;
    return client;
  }

  const fields = (): Map<string, [string, GraphQLField<unknown, unknown>]> => {
    const { schema } = rig.app.get(GraphQLSchemaHost);
    const roots = [['query', schema.getQueryType()], ['mutation', schema.getMutationType()]] as const;
    return new Map(roots.flatMap(([kind, type]) =>
      Object.entries(type?.getFields() ?? {}).map(([name, field]) => [name, [kind, field]])));
  };

  function document(kind: string, name: string, field: GraphQLField<unknown, unknown>): string {
    const required = field.args.filter(({ type }) => isNonNullType(type));
    const declared = required.map((arg) => `$${arg.name}: ${String(arg.type)}`).join();
    const passed = required.map((arg) => `${arg.name}: $${arg.name}`).join();
    const selection = isCompositeType(getNamedType(field.type)) ? '{ __typename }' : '';
    return required.length === 0 ? `${kind} { ${name} ${selection} }`
      : `${kind} (${declared}) { ${name}(${passed}) ${selection} }`;
  }

  const sampled = (field: GraphQLField<unknown, unknown>) => Object.fromEntries(field.args
    .filter(({ type }) => isNonNullType(type))
    .map(({ name, type }) => [name, SAMPLES[String(type).replaceAll(/[!]/g, '')]]));

  it('is written down for every field of the schema', () => {
    expect([...fields().keys()].sort()).toEqual(Object.values(REVIEWED).flat().sort());
  });

  it('lets an administrator without a second factor set one up, and nothing else', async () => {
    const bare = await newOwner(rig);
    const outcomes: Record<string, string> = {};
    for (const [name, [kind, field]] of fields()) {
      const isOfHr = ['viewer', 'billing', 'admin'].some((role) => REVIEWED[role]!.includes(name));
      if (name === 'signOut' || !isOfHr) continue;
      outcomes[name] = await bare.codeOf(document(kind, name, field), sampled(field));
    }
    const refused = Object.keys(outcomes)
      .filter((name) => outcomes[name] === 'SECOND_FACTOR_MISSING');
    expect(refused.length).toBeGreaterThan(20);
    expect([...refused, ...WITHOUT_FACTOR].toSorted())
      .toEqual([...Object.keys(outcomes), 'signOut'].toSorted());
    // A file is asked for by a plain link, beside the schema.
    const file = await rig.app.inject({ method: 'GET', url: '/graphql/invoices/INV-2026-000001.pdf',
      headers: { cookie: Reflect.get(bare, 'cookie') as string } });
    expect([file.statusCode, file.body]).toEqual([403, expect.stringContaining('second factor')]);
    expect(await bare.codeOf('mutation { signOut }')).toBe('none');
  });

  it('lets her do everything once she has one, whichever it is', async () => {
    const owner = await newOwner(rig);
    expect(await owner.field('{ session { secondFactorMissing } }'))
      .toEqual({ secondFactorMissing: true });
    await setUpApp(rig, owner, PASSWORD);
    expect(await owner.codeOf('{ team { members { id } } }')).toBe('none');
    const other = await signedInOwner(rig);
    expect(await other.codeOf('{ team { members { id } } }')).toBe('none');
    expect(await other.field('{ session { secondFactorMissing } }'))
      .toEqual({ secondFactorMissing: false });
  });

  it.each([
    ['public', ['public']],
    ['impostor', ['public']],
    ['operator', ['public', 'operator']],
    ['viewer', ['public', 'viewer']],
    ['billing', ['public', 'viewer', 'billing']],
    ['admin', ['public', 'viewer', 'billing', 'admin']],
  ])('lets %s use the fields of %s and no other', async (caller, audiences) => {
    const open = new Set(audiences.flatMap((audience) => REVIEWED[audience]!));
    const hr = new Set(['viewer', 'billing', 'admin'].flatMap((role) => REVIEWED[role]!));
    const signedIn = audiences.includes('viewer');
    for (const [name, [kind, field]] of fields()) {
      if (name === 'signOut' && signedIn) continue;
      const code = await callers[caller]!.codeOf(document(kind, name, field), sampled(field));
      const refusal = signedIn && hr.has(name) ? 'FORBIDDEN' : 'UNAUTHENTICATED';
      const allowed = !['FORBIDDEN', 'UNAUTHENTICATED'].includes(code);
      expect([name, allowed || code]).toEqual([name, open.has(name) || refusal]);
    }
  });
});
