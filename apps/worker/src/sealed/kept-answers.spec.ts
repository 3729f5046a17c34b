import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { Secret, TOTP } from 'otpauth';
import { encodeRequest } from '#pseudonym/http';
import { silentLog } from '#platform/logging';
import { padTo } from '#pseudonym/padding';
import { LONGEST_REQUEST } from '#pseudonym/sealed';
import { answered, OWN_PASSWORD, signIn, trySignIn } from '../../test/sign-in.ts';
import { openVault, registerNewcomer, type Vault } from '../../test/vault.ts';
import { Idempotency } from '../foundation/idempotency.store.ts';
import { Housekeeping } from '../housekeeping/housekeeping.ts';
import { FreeTimes } from '../matching/free-times.service.ts';
import { KeptAnswers } from './kept-answers.ts';
import { askOnce, askUntilTold, bytesOf, type Asked } from './sealed-asks.fixture.ts';
import { stepsOf, TAKEN_ONCE } from './step-takers.ts';

const NEXT = 'violet engines under a slow moon';
const SIGN_IN = `mutation ($login: String!, $password: String!, $proof: SignInProofInput, $code: String) {
  providerSignIn(login: $login, password: $password, proof: $proof, code: $code) { __typename
    ... on ProviderSession { token } } }`;
const CHANGE = `mutation ($code: String) { changeProviderPassword(current: "${OWN_PASSWORD}",
  next: "${NEXT}", code: $code) { __typename ... on ProviderSession { token } } }`;
const BEGIN = `mutation { beginSecondFactor(password: "${OWN_PASSWORD}") { __typename
  ... on SecondFactorBegun { typed } } }`;
const CONFIRM = `mutation ($code: String!) { confirmSecondFactor(code: $code) { __typename
  ... on SecondFactorOn { recoveryCodes } } }`;
const RENEW = CONFIRM.replace('confirmSecondFactor', 'renewRecoveryCodes');
const OFF = `mutation ($code: String!) { switchOffSecondFactor(password: "${OWN_PASSWORD}", code: $code) {
  __typename } }`;
const RESET = `mutation ($login: String!) { resetProviderSecondFactor(login: $login) { __typename
  ... on SecondFactorReset { hadOne } } }`;

const HERS = { kind: 'provider', uses: null, bits: null } as const;

/** A worker's own memory is not the other's: what both know is in their one database. */
describe('a step that can be taken once', () => {
  let one: Vault;
  let two: Vault;
  beforeAll(async () => {
    one = await openVault(8, undefined, { secrets: 'same' });
    two = await openVault(8, undefined, { cluster: one.cluster, secrets: 'same' });
  });
  afterAll(async () => {
    await two.app.close();
    await one.close();
  });

  const ask = askUntilTold;
  const rows = async () => (await one.row<{ n: number }>(
    'SELECT count(*)::int AS n FROM kept_answer')).n;
  const shown = (app: TOTP, ahead = 0) =>
    app.generate({ timestamp: one.clock.now().getTime() + ahead * 30_000 });
  const therapist = async () => {
    const { login } = await registerNewcomer(one);
    const { token } = await signIn(one, login, OWN_PASSWORD);
    return { login, me: `Provider ${token}` };
  };
  const enrolled = async () => {
    const person = await therapist();
    const { typed } = await one.get<{ typed: string }>(BEGIN, {}, person.me);
    const app = new TOTP({ secret: Secret.fromBase32(typed) });
    await one.get(CONFIRM, { code: shown(app, -1) }, person.me);
    return { ...person, app };
  };
  const begun = async () => {
    const person = await therapist();
    const { typed } = await one.get<{ typed: string }>(BEGIN, {}, person.me);
    return { ...person, app: new TOTP({ secret: Secret.fromBase32(typed) }) };
  };

  const STEPS: [string, string, () => Promise<Asked>][] = [
    ['signing in with a code', 'ProviderSession', async () => {
      const { login, app } = await enrolled();
      const { challenge, bits } = await trySignIn(one, login, OWN_PASSWORD);
      return { query: SIGN_IN, variables: { login, password: OWN_PASSWORD, code: shown(app),
        proof: answered(challenge!, bits!) } };
    }],
    ['changing a password by a code', 'ProviderSession', async () => {
      const { me, app } = await enrolled();
      return { query: CHANGE, variables: { code: shown(app) }, authorization: me };
    }],
    ['beginning a second factor', 'SecondFactorBegun', async () =>
      ({ query: BEGIN, authorization: (await therapist()).me })],
    ['confirming it', 'SecondFactorOn', async () => {
      const { me, app } = await begun();
      return { query: CONFIRM, variables: { code: shown(app) }, authorization: me };
    }],
    ['fresh recovery codes', 'SecondFactorOn', async () => {
      const { me, app } = await enrolled();
      return { query: RENEW, variables: { code: shown(app) }, authorization: me };
    }],
    ['switching it off', 'SecondFactorOff', async () => {
      const { me, app } = await enrolled();
      return { query: OFF, variables: { code: shown(app) }, authorization: me };
    }],
    ['signing out', 'providerSignOut":true', async () =>
      ({ query: 'mutation { providerSignOut }', authorization: (await therapist()).me })],
    ['taking it from her', 'hadOne":true', async () => ({ query: RESET,
      variables: { login: (await enrolled()).login }, authorization: one.operator })],
  ];

  it.each(STEPS)('is taken once by two workers, in whatever order they are asked: %s', async (
    _, kind, begin,
  ) => {
    // Each place is a round of asks that are made at once, at these workers.
    const round = fc.array(fc.integer({ min: 0, max: 1 }), { minLength: 1, maxLength: 3 });
    const rounds = fc.array(round, { minLength: 1, maxLength: 3 });
    await fc.assert(fc.asyncProperty(rounds, async (asked) => {
      const bytes = bytesOf(await begin());
      const told: string[] = [];
      for (const at of [...asked, [1, 0]]) {
        told.push(...await Promise.all(at.map((worker) => ask(worker === 0 ? one : two, bytes))));
      }
      expect(told[0]).toContain(kind);
      expect(new Set(told).size).toBe(1);
    }), { numRuns: 3, examples: [[[[0], [1]]], [[[0, 1]]]] });
  });

  it('is refused as before where it comes as another request', async () => {
    const { me, app } = await enrolled();
    const step = { query: RENEW, variables: { code: shown(app) }, authorization: me };
    expect(await ask(one, bytesOf(step))).toContain('SecondFactorOn');
    expect(await ask(two, bytesOf(step))).toContain('SecondFactorRefused');
  });

  it('is under way while another worker is at it, and is taken on when that one died', async () => {
    const { me } = await therapist();
    const bytes = padTo(bytesOf({ query: BEGIN, authorization: me }), LONGEST_REQUEST);
    const dies = Promise.withResolvers<never>();
    void one.app.get(KeptAnswers, { strict: false }).of(bytes, HERS, () => dies.promise);
    while (await rows() === 0) await new Promise(setImmediate);
    expect(await askOnce(two, bytes)).toMatchObject({ status: 503 });
    two.clock.set('2026-11-02T12:00:16Z');
    expect(await askOnce(two, bytes)).toMatchObject({ status: 200 });
    two.clock.set('2026-11-02T12:00:00Z');
  });

  it('leaves one row of one size, which opens by the request alone and is forgotten soon', async () => {
    const { me } = await therapist();
    await one.cluster.query('vault', 'DELETE FROM kept_answer');
    const bytes = bytesOf({ query: BEGIN, authorization: me });
    const { data } = JSON.parse(await ask(one, bytes)) as {
      data: { beginSecondFactor: { typed: string } } };
    const row = await one.row<{ size: number; row: string }>(
      'SELECT octet_length(answer) AS size, k::text AS row FROM kept_answer k');
    expect(row.size).toBe(8188);
    const { typed } = data.beginSecondFactor;
    expect(row.row).not.toContain(Buffer.from(typed).toString('hex'));
    const anew = { status: 200, headers: [], content: new Uint8Array() };
    const found = (of = padTo(bytes, LONGEST_REQUEST)) =>
      two.app.get(KeptAnswers, { strict: false }).of(of, HERS, () => Promise.resolve(anew));
    two.clock.set('2026-11-02T12:02:00Z');
    expect(new TextDecoder().decode((await found())?.content)).toContain(typed);
    two.clock.set('2026-11-02T12:02:01Z');
    expect(await found()).toBe(anew);
    two.clock.set('2026-11-02T12:04:02Z');
    await new Housekeeping(two.db, two.clock, silentLog, new Idempotency(two.clock),
      two.app.get(FreeTimes, { strict: false })).forget();
    expect(await rows()).toBe(0);
    two.clock.set('2026-11-02T12:00:00Z');
  });

  it('is kept of so many at most, and done all the same beyond them', async () => {
    const { me } = await therapist();
    await one.cluster.query('vault', `DELETE FROM kept_answer;
      INSERT INTO kept_answer (name, taker, ends)
      SELECT sha256(n::text::bytea), 'provider', '2026-11-02T12:02:00Z' FROM generate_series(1, 2048) AS n`);
    const bytes = bytesOf({ query: BEGIN, authorization: me });
    expect(await ask(one, bytes)).toContain('SecondFactorBegun');
    expect(await rows()).toBe(2048);
    await one.cluster.query('vault', 'DELETE FROM kept_answer');
  });

  it('is alone in having a row: members, fillers and what has no key leave none', async () => {
    await one.cluster.query('vault', 'DELETE FROM kept_answer');
    const { me } = await therapist();
    const filler = encodeRequest({ method: 'GET', scheme: 'https', authority: 'vault',
      path: '/filler', headers: [['idempotency-key', 'f']], content: new Uint8Array() });
    expect((await askOnce(one, filler)).status).toBe(204);
    const cancel = `mutation { cancelAppointment(input: { appointmentId: "${'0'.repeat(8)}" }) {
      __typename } }`;
    const named = `{ vaultDay } # ${TAKEN_ONCE.join(' ')}`;
    for (const bytes of [bytesOf({ query: '{ vaultDay }' }), bytesOf({ query: named }), bytesOf({ query: cancel }),
      bytesOf({ query: '{ providerPasskeys { host } }', authorization: me }),
      bytesOf({ query: BEGIN, authorization: me }, '')]) await ask(one, bytes);
    expect(await rows()).toBe(0);
  });

  it.each([
    ['its field', 'mutation { acceptRestore(upTo: 1) { state } }', true],
    ['under another name', 'mutation { vaultDay: acceptRestore(upTo: 1) { state } }', true],
    ['by a fragment', 'mutation { ...F } fragment F on Mutation { ...G } fragment G on Mutation {'
      + ' ... { acceptRestore(upTo: 1) { state } } }', true],
    ['by a fragment in a circle', 'mutation { ...F } fragment F on Mutation { ...F providerSignOut }',
      true],
    ['in a comment', 'mutation { endPeriods { state } } # providerSignOut', false],
    ['in a text', 'mutation { renamePasskey(id: "1", name: "addPasskey") { __typename } }', false],
    ['as another field\'s name', 'mutation { acceptRestore: endPeriods { state } }', false],
    ['as the operation\'s name', 'mutation declineTerms { endPeriods { state } }', false],
    ['of what it asks further', 'mutation { endPeriods { declineTerms } }', false],
    ['of a question', '{ providerSignOut }', false],
    ['in a fragment that is not used',
      'mutation { endPeriods { state } } fragment F on Mutation { providerSignOut }', false],
    ['in what is no document', 'mutation { providerSignOut', false],
    ['in a document that is too long', `mutation { providerSignOut ${'a '.repeat(2000)} }`, false],
  ])('is known by what is asked, not by its text: %s', (_, query, isStep) => {
    expect(stepsOf({ query }).length > 0).toBe(isStep);
  });

  it('is that of the operation which is asked for, of several', () => {
    const both = 'mutation One { providerSignOut } mutation Two { endPeriods { state } }';
    const steps = (operationName?: string) =>
      stepsOf({ query: both, ...operationName === undefined ? {} : { operationName } }).length;
    expect([steps('One'), steps('Two'), steps()]).toEqual([1, 0, 0]);
  });

  it('is every one that neither carries a key nor comes to the same again', () => {
    const schema = readFileSync(new URL('../../schema.graphql', import.meta.url), 'utf8');
    const mutations = /^type Mutation \{\n([^}]*)^\}/m.exec(schema)![1]!.split('\n')
      .flatMap((line) => /^ {2}(\w+)([(:].*)/.exec(line)?.slice(1, 3) as [string, string] ?? []);
    const fields = mutations.flatMap((_, at) =>
      (at % 2 === 0 ? [[mutations[at]!, mutations[at + 1]!] as const] : []));
    const carriesKey = (args: string) => args.includes('idempotencyKey')
      || [...args.matchAll(/: (\w+Input)\b/g)].some(([, input]) =>
        new RegExp(`^input ${input} \\{[^}]*\\bidempotencyKey: ID!`, 'm').test(schema));
    const once: readonly string[] = TAKEN_ONCE;
    const left = fields.filter(([name, args]) => !carriesKey(args) && !once.includes(name))
      .map(([name]) => name);
    expect(left).toEqual(SAME_AGAIN);
    expect(fields.map(([name]) => name)).toEqual(expect.arrayContaining([...TAKEN_ONCE]));
  });
});

/** What is so after one of these is so after two of them, and both are answered alike. */
const SAME_AGAIN = ['changeProvider', 'confirmTerms', 'endOtherSignIns', 'endPeriods',
  'endSignIn', 'keepLicence', 'offerKey', 'publishKeys', 'publishSlots', 'renamePasskey',
  'setProviderActive', 'writeToClient', 'writeToTherapist'];
