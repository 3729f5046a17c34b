import { GraphQLSchemaHost } from '@nestjs/graphql';
import { getNamedType, isCompositeType, isNonNullType, type GraphQLField } from 'graphql';
import type { Client } from '../../testing/client.ts';
import { startRig, type Rig } from '../../testing/rig.ts';
import { PASSWORD, signedInOwner } from '../../testing/story.ts';

/** Who may use which field: the whole schema, so that a new field has to be written down here. */
const REVIEWED: Record<string, readonly string[]> = {
  public: [
    'keyDirectory', 'signIn', 'acceptInvitation', 'claimCode',
  ],
  viewer: [
    'me', 'session', 'programmes', 'balance', 'usageReleases', 'signOut', 'beginSecondFactor',
    'changePassword', 'confirmSecondFactor', 'renewRecoveryCodes', 'switchOffSecondFactor',
  ],
  billing: ['invoices', 'previewPurchase', 'purchaseCredits'],
  admin: [
    'letterBatches', 'markHandedOut', 'orderLetters', 'createProgramme', 'openPeriod', 'inviteHrUser', 'team', 'teamActions',
    'changeHrRole', 'removeHrUser', 'resetHrPassword', 'resetHrSecondFactor', 'revokeInvitation',
    'checkHeadcounts', 'replaceHeadcounts',
  ],
  member: ['issueCredits'],
  operator: [
    'operations', 'createEmployer', 'recordPayment', 'reversePayment', 'restoreStanding',
    'acceptRestore', 'allPeriods', 'allProgrammes', 'askLetIn',
    'cancelInvoice', 'changeCustomer', 'confirmLetIn', 'customer', 'customers', 'customerTeam',
    'deactivateCustomer', 'letInRequests', 'operatorDeeds', 'reactivateCustomer', 'receipts',
    'receivables', 'reinviteOwner', 'returnSurplus', 'printFiles', 'printLetters',
    'sealLetters', 'lettersWaiting',
  ],
};

const SAMPLES: Record<string, unknown> = {
  'ID': '0b3ab8a6-6f0d-4f5e-9c0e-0d5a3a1f7a11', 'String': 'x', 'Int': 1, 'HrRole': 'VIEWER',
  'CreateEmployerInput': { name: '', currency: '', ownerEmail: '', country: '' },
  'Boolean': true, 'ReceivablesInput': {}, 'ReceiptsInput': {},
  'ChangeCustomerInput': { employerId: 'x' },
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
    callers['operator'].authorization = `Operator ${rig.config.operatorToken}`;
    callers['impostor'] = rig.client();
    callers['impostor'].authorization = `Operator ${rig.config.operatorToken}0`;
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

  it('is written down for every field of the schema', () => {
    expect([...fields().keys()].sort()).toEqual(Object.values(REVIEWED).flat().sort());
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
      const required = field.args.filter(({ type }) => isNonNullType(type));
      const variables = Object.fromEntries(required.map(({ name: arg, type }) =>
        [arg, SAMPLES[String(type).replaceAll(/[!]/g, '')]]));
      const code = await callers[caller]!.codeOf(document(kind, name, field), variables);
      const refusal = signedIn && hr.has(name) ? 'FORBIDDEN' : 'UNAUTHENTICATED';
      const allowed = !['FORBIDDEN', 'UNAUTHENTICATED'].includes(code);
      expect([name, allowed || code]).toEqual([name, open.has(name) || refusal]);
    }
  });
});
