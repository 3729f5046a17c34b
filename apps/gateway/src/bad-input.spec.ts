import { randomUUID } from 'node:crypto';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import { documentOf, faultsOf, mutationsOf } from '../../../test/faults/answers.ts';
import { hostileVersions } from '../../../test/faults/hostile.ts';
import type { Client } from '../testing/client.ts';
import { startRig, type Rig } from '../testing/rig.ts';
import {
  claimedMember, createProgramme, letters, openPeriod, PASSWORD, PERIOD, signedInOwner, SITES,
} from '../testing/story.ts';

/** What operators alone may do. */
const OPERATORS = [
  'createEmployer', 'recordPayment', 'reversePayment', 'cancelInvoice', 'returnSurplus', 'changeCustomer',
  'deactivateCustomer', 'reactivateCustomer', 'reinviteOwner', 'askLetIn', 'confirmLetIn',
  'acceptRestore', 'announceEnd', 'printLetters', 'sealLetters',
];
/** A public key of nobody's. */
const PRINTER = 'age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p';
const blinded = { keyId: 'ab'.repeat(32), blinded: 'A'.repeat(342) };

describe('hostile values', () => {
  let rig: Rig;
  let callers: Record<'owner' | 'operator' | 'member' | 'nobody', Client>;
  let honest: Record<string, Record<string, unknown>>;

  beforeAll(async () => {
    rig = await startRig();
    const owner = await signedInOwner(rig);
    const programmeId = await createProgramme(owner);
    await openPeriod(rig, owner, programmeId);
    const [letter] = await letters(rig, programmeId, 1);
    const operator = rig.client();
    operator.authorization = `Operator ${rig.operatorToken}`;
    const member = await claimedMember(rig, letter!.code);
    callers = { owner, operator, member, nobody: rig.client() };
    honest = {
      signIn: { email: 'a@example.org', password: PASSWORD },
      acceptInvitation: { token: 'x.y', password: PASSWORD },
      inviteHrUser: { email: 'b@example.org', role: 'VIEWER' },
      changePassword: { current: 'not the password', next: PASSWORD },
      beginSecondFactor: { password: 'not hers at all' },
      confirmSecondFactor: { code: '000000' },
      renewRecoveryCodes: { code: '000000' },
      switchOffSecondFactor: { password: PASSWORD, code: '000000' },
      changeHrRole: { userId: randomUUID(), role: 'VIEWER' },
      endSignIn: { id: randomUUID() },
      endOtherSignIns: {},
      beginPasskey: { password: 'not hers at all' },
      addPasskey: { answer: '{"id":"a"}', name: 'laptop' },
      renamePasskey: { id: randomUUID(), name: 'phone' },
      removePasskey: { id: randomUUID(), password: PASSWORD },
      removeHrUser: { userId: randomUUID() },
      resetHrPassword: { userId: randomUUID() },
      resetHrSecondFactor: { userId: randomUUID() },
      revokeInvitation: { invitationId: randomUUID() },
      replaceHeadcounts: { programmeId, file: btoa('site,department,headcount\nNorth,All,7') },
      createEmployer: {
        input: {
          name: 'F', currency: 'EUR', ownerEmail: 'c@example.org', country: 'DE',
          sessionPriceMinor: '9500', contractNumber: 'C-00000001',
        },
      },
      acceptRestore: { upTo: 0 },
      recordPayment: { invoiceNumber: 'INV-2026-000001', amountMinor: '100', reference: 'R1' },
      reversePayment: {
        invoiceNumber: 'INV-2026-000009', reference: 'R3', reason: 'Recorded twice.' },
      cancelInvoice: { invoiceNumber: 'INV-2026-000009' },
      returnSurplus: { invoiceNumber: 'INV-2026-000001', amountMinor: '100', reference: 'R2' },
      changeCustomer: { input: { employerId: randomUUID(), name: 'F', contact: 'd@example.org' } },
      announceEnd: { input: { employerId: randomUUID(), lastDay: '2027-03-31' } },
      deactivateCustomer: { employerId: randomUUID() },
      reactivateCustomer: { employerId: randomUUID() },
      reinviteOwner: { employerId: randomUUID(), email: 'e@example.org' },
      askLetIn: {
        employerId: randomUUID(), email: 'e@example.org', withoutSecondFactor: false,
      },
      confirmLetIn: { requestId: randomUUID() },
      createProgramme: { input: { name: 'P', sessionsPerMember: 8, k: 10, sites: SITES } },
      openPeriod: { programmeId, period: PERIOD },
      withdrawPeriod: { programmeId, period: PERIOD },
      changeSessions: { programmeId, sessionsPerMember: 6 },
      printLetters: {
        input: { programmeId, period: PERIOD, recipient: PRINTER, language: 'EN', again: 1 } },
      sealLetters: { input: { programmeId, period: PERIOD, language: 'EN', again: 1 } },
      markHandedOut: { batchId: randomUUID(), handedOut: true },
      orderLetters: { input: { batchId: randomUUID(), letters: 1, reason: 'LOST', spareSeen: 9 } },
      purchaseCredits: {
        input: {
          programmeId, sessions: 10, method: 'CARD', cardToken: 'sandbox-ok',
          idempotencyKey: randomUUID(),
        },
      },
      claimCode: { code: letter!.code, claimKey: 'ab'.repeat(32) },
      issueCredits: { request: { period: PERIOD, entry: blinded, sessions: [blinded] } },
    };
  });
  afterAll(() => rig.close());

  it('get a typed answer from every mutation, with no echo and nothing of our insides', async () => {
    const { schema } = rig.app.get(GraphQLSchemaHost);
    const faults: string[] = [];
    let asked = 0;
    for (const [name, field] of mutationsOf(schema)) {
      if (name === 'signOut') continue;
      const variables = honest[name];
      expect([name, variables]).toEqual([name, expect.anything()]);
      for (const hostile of hostileVersions(field.args, variables!)) {
        for (const caller of callersFor(name)) {
          const { text } = await callers[caller].send(documentOf(name, field), hostile.variables);
          const found = faultsOf(text).filter((fault) => !fault.includes('RATE_LIMITED'));
          faults.push(...found.map((fault) => `${name}, ${hostile.what}, ${caller}: ${fault}`));
          asked += 1;
        }
      }
    }
    expect(faults).toEqual([]);
    expect(rig.faults).toEqual([]);
    expect(asked).toBeGreaterThan(500);
  });

  const ASK = '{ __typename }';
  it.each([
    ['another content type', { 'content-type': 'text/plain' }, 415],
    ['GraphQL as its own type', { 'content-type': 'application/graphql' }, 415],
    ['a form', { 'content-type': 'application/x-www-form-urlencoded' }, 415],
    ['no header of our own', { 'x-sotto-client': '' }, 400],
  ])('refuses %s', async (_what, headers, status) => {
    const answer = await rig.client().send(ASK, {}, headers);
    expect(answer.status).toBe(status);
    expect(faultsOf(answer.text)).toEqual([]);
  });

  it.each(['/%67raphql', '/graphq%6C', '/%67%72aphql?a=b'])(
    'asks the same of %s as of /graphql', async (url) => {
      const payload = JSON.stringify({ query: ASK });
      const get = await rig.app.inject({ method: 'GET', url: `${url.split('?')[0]}?query=${ASK}` });
      expect([get.statusCode, get.headers['allow']]).toEqual([405, 'POST']);
      for (const [headers, status] of [
        [{ 'content-type': 'text/plain', 'x-sotto-client': 'spec' }, 415],
        [{ 'content-type': 'application/json' }, 400],
      ] as const) {
        const { statusCode } = await rig.app.inject({ method: 'POST', url, headers, payload });
        expect(statusCode).toBe(status);
      }
      const batch = await rig.app.inject({
        method: 'POST', url, payload: `[${payload}]`,
        headers: { 'content-type': 'application/json', 'x-sotto-client': 'spec' } });
      expect([batch.statusCode, batch.body]).toEqual([400, expect.stringContaining('Send one')]);
    });

  it('refuses GET, batches, broken JSON and a body without end', async () => {
    const headers = { 'content-type': 'application/json', 'x-sotto-client': 'spec' };
    const post = (payload: string) =>
      rig.app.inject({ method: 'POST', url: '/graphql', headers, payload });
    const get = await rig.app.inject({ method: 'GET', url: '/graphql?query={__typename}', headers });
    expect([get.statusCode, get.headers['allow']]).toEqual([405, 'POST']);
    expect((await post(JSON.stringify({ query: ' '.repeat(3_000_000) }))).statusCode).toBe(413);
    for (const payload of [
      `[${JSON.stringify({ query: ASK })}]`, '{"query":', '7', '{"query":7}', '{}',
      JSON.stringify({ query: ASK, variables: 'x' }), JSON.stringify({ query: ' '.repeat(200_000) }),
    ]) {
      const { statusCode, body } = await post(payload);
      expect([payload.slice(0, 30), statusCode < 500, faultsOf(body)])
        .toEqual([payload.slice(0, 30), true, []]);
      expect(body).toContain('BAD_USER_INPUT');
    }
  });

  it.each([
    ['GET', '/', 404, 'NOT_FOUND'], ['GET', '/relay', 404, 'NOT_FOUND'],
    ['POST', '/somewhere/else', 404, 'NOT_FOUND'], ['GET', '/%', 400, 'BAD_USER_INPUT'],
  ] as const)('answers %s %s with a stable code, and repeats no address',
    async (method, url, status, code) => {
      const answer = await rig.app.inject({ method, url });
      expect(answer.statusCode).toBe(status);
      expect(answer.json<{ errors: object[] }>().errors).toEqual(
        [{ message: expect.any(String), extensions: { code } }]);
      expect(answer.body).not.toContain('else');
    });

  it.each([
    ['two mutations', 'mutation { a: signOut b: signOut }'],
    ['two through a fragment', 'mutation { ...f } fragment f on Mutation { a: signOut b: signOut }'],
    ['aliases', `{ ${Array.from({ length: 16 }, (_, i) => `a${i}: __typename`).join(' ')} }`],
    ['directives', `{ __typename ${'@skip(if: false) '.repeat(6)} }`],
    ['depth', `{ programmes ${'{ periods '.repeat(9)} ${'}'.repeat(9)} }`],
    ['tokens', `{ ${'__typename '.repeat(2_000)} }`],
    ['a name that is nearly one of ours', '{ programme { id } }'],
  ])('refuses too many or too much: %s', async (_what, document) => {
    const { text, status } = await rig.client().send(document);
    expect([status, faultsOf(text)]).toEqual([400, []]);
    expect(text).toContain('BAD_USER_INPUT');
  });

  function callersFor(name: string): (keyof typeof callers)[] {
    if (['signIn', 'acceptInvitation', 'claimCode'].includes(name)) return ['nobody'];
    if (name === 'issueCredits') return ['member', 'nobody'];
    return [OPERATORS.includes(name) ? 'operator' : 'owner', 'nobody'];
  }
});
