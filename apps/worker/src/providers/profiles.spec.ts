import { randomUUID } from 'node:crypto';
import { meetingOf } from '../../test/meeting.ts';
import { OWN_PASSWORD, signInFully } from '../../test/sign-in.ts';
import { openVault, registerTherapist, type Vault } from '../../test/vault.ts';

const UPDATE = `mutation ($input: UpdateProfileInput!) { updateProfile(input: $input) { __typename
  ... on ProfileUpdated { provider { languages timeZone licences { number } } }
  ... on ProfileRefused { code } } }`;
const HOURS = `mutation ($input: SetAvailabilityInput!) {
  setAvailability(input: $input) { __typename } }`;

describe('a therapist\'s profile', () => {
  let vault: Vault;
  beforeAll(async () => { vault = await openVault(); });
  afterAll(() => vault.close());

  const profile = ({ modalities = ['VIDEO'], ...more }: { modalities?: string[] } = {}) => ({
    input: { idempotencyKey: randomUUID(), languages: ['en', 'es'], specialities: ['GRIEF'],
      modalities, gender: 'FEMALE', timeZone: 'America/New_York', meeting: meetingOf(modalities),
      ...more } });

  it('is changed in the directory, and her slots follow her time zone', async () => {
    const therapist = await registerTherapist(vault);
    const rules = [{ weekday: 2, from: '09:00', until: '10:00', minutes: 50, modality: 'VIDEO' }];
    await vault.get(HOURS, { input: { idempotencyKey: randomUUID(), version: 0, noticeHours: 0,
      bufferBefore: 0, bufferAfter: 10, rules, exceptions: [] } }, therapist.authorization);
    expect(await vault.get(UPDATE, profile(), therapist.authorization)).toEqual({
      __typename: 'ProfileUpdated', provider: { languages: ['en', 'es'],
        timeZone: 'America/New_York', licences: [{ number: 'PT-1' }] } });
    const { at } = await vault.row<{ at: Date }>(`SELECT min(starts_at) AS at FROM slot
      WHERE provider_id = $1 AND status = 'open'`, [therapist.id]);
    expect(at.toISOString()).toBe('2026-11-03T14:00:00.000Z');
    const { body } = await vault.row<{ body: string }>(
      'SELECT body FROM directory_version ORDER BY version DESC LIMIT 1');
    expect(Buffer.from(body, 'base64url').toString('utf8')).toContain('America/New_York');
    expect(await vault.get(UPDATE, profile({ modalities: ['PHONE'] }), therapist.authorization))
      .toEqual({ __typename: 'ProfileRefused', code: 'PROFILE_REFUSED' });
  });

  it('gets a renewed licence and a new password from the operator; the old password is over', async () => {
    const { login } = await vault.get<{ login: string }>('{ provider { login } }', {},
      (await registerTherapist(vault)).authorization);
    const licence = { jurisdiction: 'DE', number: 'PT-2', expires: '2031-01-01' };
    const keep = (whose: string) => vault.get<{ __typename: string }>(
      `mutation ($input: KeepLicenceInput!) { keepLicence(input: $input) { __typename } }`,
      { input: { login: whose, licence } }, vault.operator);
    expect((await keep(login)).__typename).toBe('LicenceKept');
    expect((await keep('nobody-here')).__typename).toBe('ProviderNotFound');
    const key = randomUUID();
    const reset = () => vault.get<{ password: string | null }>(
      `mutation ($login: String!, $key: ID!) { resetProviderPassword(login: $login,
        idempotencyKey: $key) { ... on PasswordReset { password } } }`,
      { login, key }, vault.operator);
    const { password } = await reset();
    expect((await reset()).password).toBeNull();
    const { token } = await signInFully(vault, login, password!, { newPassword: OWN_PASSWORD });
    expect(await vault.get('{ provider { licences { number expires } } }', {}, `Provider ${token}`))
      .toEqual({ licences: [{ number: 'PT-2', expires: '2031-01-01' }] });
  });
});
