import { randomUUID } from 'node:crypto';
import {
  book, openCase, openPeriod, openSlots, openVault, publishSlots, refer, registerTherapist,
  type Issuer, type Vault,
} from '../../test/vault.ts';

const ROSTER = `query ($active: Boolean, $login: String) { roster(active: $active, login: $login) {
  login name active languages licences { jurisdiction expires } } }`;
const KEEP = `mutation ($input: KeepLicenceInput!) { keepLicence(input: $input) {
  ... on LicenceKept { licensedUntil } } }`;
const SET = `mutation ($login: String!, $active: Boolean!) {
  setProviderActive(login: $login, active: $active) { __typename
    ... on ProviderActiveSet { active returnedSessions unclaimedSessions }
    ... on ProviderNotFound { code } } }`;
const CHANGE = `mutation ($input: ChangeProviderInput!) { changeProvider(input: $input) {
  __typename ... on ProviderChanged { provider { name languages timeZone } }
  ... on ProviderNotFound { code } ... on ProfileRefused { code } } }`;
const DEEDS = '{ operatorDeeds(first: 50) { number operator deed subject outcome } }';

describe('the operator\'s roster of therapists', () => {
  let vault: Vault;
  let issuer: Issuer;
  let therapist: { id: string; authorization: string };
  let login: string;
  beforeAll(async () => {
    vault = await openVault();
    issuer = await openPeriod(vault);
    therapist = await registerTherapist(vault);
    ({ login } = await vault.get<{ login: string }>(
      '{ provider { login } }', {}, therapist.authorization));
    await publishSlots(vault, therapist, ['2026-11-10T09:00:00Z', '2026-11-03T09:00:00Z']);
  });
  afterAll(() => vault.close());

  const ask = <T>(query: string, variables: object = {}) =>
    vault.get<T>(query, variables, vault.operator);
  const isListed = async () => JSON.stringify(await vault.row<{ body: string }>(
    'SELECT body FROM directory_version ORDER BY version DESC LIMIT 1')
    .then(({ body }) => Buffer.from(body, 'base64url').toString())).includes(therapist.id);

  it('lists her by the login that other commands take, with her licences', async () => {
    const all = await ask<object[]>(ROSTER);
    expect(all).toEqual([expect.objectContaining({
      login, active: true, licences: [{ jurisdiction: 'DE', expires: '2028-12-31' }] })]);
    expect(await ask(ROSTER, { login })).toEqual(all);
    expect(await ask(ROSTER, { active: false })).toEqual([]);
    const { errors } = await vault.ask(ROSTER, { login: 'nobody-here' }, vault.operator);
    expect(errors?.[0]).toMatchObject({
      extensions: { code: 'NOT_FOUND' }, message: expect.stringContaining('provider list') });
  });

  it('says until when she can be booked, when a licence is kept or she is taken in', async () => {
    const keep = async (expires: string) => (await ask<{ licensedUntil: string }>(KEEP,
      { input: { login, licence: { jurisdiction: 'DE', number: 'PT-1', expires } } })).licensedUntil;
    expect(await keep('2019-01-01')).toBe('2019-01-01');
    expect(await ask(`mutation ($login: String!) { setProviderActive(login: $login, active: true) {
      ... on ProviderActiveSet { licensedUntil } } }`, { login }))
      .toEqual({ licensedUntil: '2019-01-01' });
    expect(await keep('2028-12-31')).toBe('2028-12-31');
  });

  it('changes what is said of her, and leaves the rest', async () => {
    expect(await ask(CHANGE, { input: { login, name: 'Dr Quist-Aho', languages: ['en', 'fi'] } }))
      .toEqual({ __typename: 'ProviderChanged', provider: {
        name: 'Dr Quist-Aho', languages: ['en', 'fi'], timeZone: 'Europe/Berlin' } });
    expect(await ask(CHANGE, { input: { login: 'nobody-here', name: 'X' } }))
      .toMatchObject({ __typename: 'ProviderNotFound' });
    const { errors } = await vault.ask(
      CHANGE, { input: { login, timeZone: 'Mars/Olympus', languages: ['english'] } }, vault.operator);
    expect(errors?.[0]?.message).toMatch(/"languages.0" must be an ISO.*"timeZone" must be/);
  });

  it('takes her out: clients get their sessions and are free, and she signs in no more', async () => {
    const person = await openCase(vault, issuer);
    const { referral } = await refer(vault, person, { providerId: therapist.id });
    for (let session = 0; session < 2; session += 1) {
      const [slot] = await openSlots(vault, person, referral.id);
      await book(vault, person, { referralId: referral.id, slotId: slot!.id,
        payment: { credit: issuer.mint('session') } });
    }
    vault.clock.set('2026-11-05T12:00:00Z');
    expect(await isListed()).toBe(true);
    const out = await ask(SET, { login, active: false });
    expect(out).toEqual({ __typename: 'ProviderActiveSet', active: false,
      returnedSessions: 1, unclaimedSessions: 1 });
    expect(await isListed()).toBe(false);
    expect((await vault.ask('{ provider { id } }', {}, therapist.authorization)).errors?.[0])
      .toMatchObject({ extensions: { code: 'UNAUTHENTICATED' } });
    expect(await vault.get(`{ case { referrals { status } returnedSessions { used } } }`, {},
      person.authorization)).toEqual({
      referrals: [{ status: 'declined' }], returnedSessions: [{ used: false }] });
    expect(await openSlots(vault, person, referral.id)).toEqual([]);
    expect((await refer(vault, await openCase(vault, issuer))).__typename).toBe('NoMatch');
    expect(await ask(SET, { login, active: false })).toMatchObject({ returnedSessions: 0 });
    expect(await vault.cluster.query('vault', 'SELECT * FROM ledger_verify()')).toEqual([]);
  });

  it('takes her in again', async () => {
    await ask(SET, { login, active: true });
    expect(await isListed()).toBe(true);
    expect((await refer(vault, await openCase(vault, issuer))).__typename).toBe('ReferralMade');
    expect(await ask(SET, { login: 'nobody-here', active: true }))
      .toMatchObject({ __typename: 'ProviderNotFound' });
  });

  it('lists payouts, one too, and says which command has the ids', async () => {
    expect(await ask('{ sentPayouts(first: 5) { id } }')).toEqual([]);
    const { errors } = await vault.ask(
      `{ sentPayout(payoutId: "${randomUUID()}") { id } }`, {}, vault.operator);
    expect(errors?.[0]).toMatchObject({
      extensions: { code: 'NOT_FOUND' }, message: expect.stringContaining('payouts list') });
  });

  it('keeps every deed on record, with refusals and with calls by nobody\'s token', async () => {
    await vault.ask(ROSTER, {}, 'Operator nobody');
    const deeds = await ask<{ number: number; operator: string; deed: string; outcome: string }[]>(
      DEEDS);
    expect(deeds.map(({ number }) => number))
      .toEqual(Array.from({ length: deeds.length }, (_, index) => deeds.length - index));
    expect(deeds[0]).toMatchObject({
      operator: 'unknown', deed: 'roster', subject: '', outcome: 'UNAUTHENTICATED' });
    expect(deeds).toEqual(expect.arrayContaining([
      expect.objectContaining({ deed: 'setProviderActive', subject: `${login} in`, outcome: 'DONE' }),
      expect.objectContaining({ deed: 'setProviderActive', outcome: 'PROVIDER_NOT_FOUND' }),
      expect.objectContaining({ deed: 'changeProvider', outcome: 'BAD_USER_INPUT' }),
      expect.objectContaining({ deed: 'registerProvider', subject: login, outcome: 'DONE' }),
    ]));
    await expect(vault.cluster.query('vault', 'DELETE FROM operator_deed')).rejects.toThrow('stays');
  });
});
