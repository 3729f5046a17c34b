import { randomUUID } from 'node:crypto';
import { meetingOf } from '../../test/meeting.ts';
import { answered, OWN_PASSWORD, signIn, signInFully, trySignIn } from '../../test/sign-in.ts';
import { openVault, publishSlots, registerTherapist, type Vault } from '../../test/vault.ts';

const REGISTER = `mutation ($input: RegisterProviderInput!) { registerProvider(input: $input) {
  __typename ... on ProviderRegistered { providerId login initialPassword }
  ... on RegistrationRefused { code } } }`;
const NAME = '{ provider { name } }';

interface Registered { providerId: string; login: string; initialPassword: string | null }
interface Directory { version: number; providers: Record<string, unknown>[] }

describe('a therapist', () => {
  let vault: Vault;
  beforeAll(async () => { vault = await openVault(); });
  afterAll(() => vault.close());

  const practice = (more: object = {}) => ({
    idempotencyKey: randomUUID(), name: 'Dr Grünwald', languages: ['de', 'en'],
    specialities: ['GRIEF'], modalities: ['VIDEO'], gender: 'NONBINARY', timeZone: 'Europe/Vienna',
    licences: [{ jurisdiction: 'AT', number: 'W-7', expires: '2027-06-30' }],
    meeting: meetingOf(['VIDEO']), ...more,
  });
  const register = (more: object = {}) =>
    vault.get<Registered>(REGISTER, { input: practice(more) }, vault.operator);
  const published = async (): Promise<Directory> => {
    const { payload } = await vault.row<{ payload: { body: string } }>(
      `SELECT payload FROM outbox WHERE name = 'directory.published' ORDER BY position DESC LIMIT 1`);
    return JSON.parse(Buffer.from(payload.body, 'base64url').toString('utf8')) as Directory;
  };

  it('is registered by the operator, once for a key; the password is shown once', async () => {
    const idempotencyKey = randomUUID();
    const first = await register({ idempotencyKey });
    const again = await register({ idempotencyKey });
    expect(first.login).toMatch(/^dr-grunwald-[a-z2-9]{4}$/);
    expect(again).toEqual({ ...first, initialPassword: null });
    expect(await vault.row('SELECT password_hash FROM provider WHERE id = $1', [first.providerId]))
      .toEqual({ password_hash: expect.stringMatching(/^\$argon2id\$v=19\$m=19456,p=1,t=2\$/) });
  });

  it('is in the next version of the signed directory, without a word about time', async () => {
    const before = (await published()).version;
    const { providerId } = await register({ name: 'Dr Newest' });
    const directory = await published();
    expect(directory.version).toBe(before + 1);
    expect(directory.providers).toContainEqual({
      id: providerId, name: 'Dr Newest', languages: ['de', 'en'], specialities: ['GRIEF'],
      modalities: ['VIDEO'], gender: 'NONBINARY', timeZone: 'Europe/Vienna',
      licences: [{ jurisdiction: 'AT', number: 'W-7', expires: '2027-06-30' }],
      keys: null,
    });
  });

  it('is refused with all that is wrong at once, in fields of every kind', async () => {
    const meeting = { videoLink: 'http://meet.example.org/x', phone: 'call me' };
    const wrong = { modalities: ['VIDEO', 'PHONE'], meeting };
    const ask = 'mutation ($input: RegisterProviderInput!) { registerProvider(input: $input) { '
      + '... on RegistrationRefused { code field message } } }';
    const links = expect.stringMatching(
      /^"meeting\.phone" must be one [^;]*; "meeting\.videoLink" must begin with https:\/\/\.$/);
    expect(await vault.get(ask, { input: practice(wrong) }, vault.operator))
      .toEqual({ code: 'PHONE_UNREADABLE', field: 'meeting.phone', message: links });
    await expect(register({ ...wrong, languages: ['de', 'xx'], timeZone: 'Mars/Olympus' })).rejects
      .toThrow(new RegExp('"languages\\.1" must [^;]*; "timeZone" must [^;]*; '
        + '"meeting\\.phone" must [^;]*; "meeting\\.videoLink" must begin'));
  });

  it('without a licence that is valid today is refused', async () => {
    const licences = [{ jurisdiction: 'AT', number: 'W-7', expires: '2026-11-01' }];
    expect(await register({ licences })).toMatchObject({ code: 'REGISTRATION_REFUSED' });
  });

  it.each([
    ['name', { name: 'Dr \u{1F600}' }, '"name" must not have U+1F600 (\u{1F600})'],
    ['name', { name: 'Dr \u202Exe' }, '"name" must not have the invisible U+202E'],
    ...([['\0', 'licences.0.number has the character U+0000'],
      ['\uD800', 'licences.0.number has '],
      ['\u200B', '"licences.0.number" must not have the invisible U+200B']] as const)
      .map(([one, told]) => ['licence', { licences: [
        { jurisdiction: 'AT', number: `W${one}7`, expires: '2027-06-30' }] }, told] as const),
  ] as const)('with a %s that no paper can carry is refused, by character', async (_, more, told) => {
    const { errors } = await vault.ask(REGISTER, { input: practice(more) }, vault.operator);
    expect(errors).toMatchObject([
      { message: expect.stringContaining(told), extensions: { code: 'BAD_USER_INPUT' } }]);
  });

  it.each(['xx', 'zz', 'EN', 'eng', 'e'])('of a language that there is not is refused: %s',
    async (code) => {
      await expect(register({ languages: ['en', code] })).rejects.toThrow(
        '"languages.1" must be an ISO 639-1 code such as en');
    });

  it('whose name is in any script we print has a login that can be typed', async () => {
    for (const name of ['株式会社 佐藤', 'Щедрик', 'Łukasz Żółć']) {
      expect((await register({ name })).login).toMatch(/^[a-z-]+-[a-z2-9]{4}$/);
    }
  });

  it('signs in and out; a token ends after half a day', async () => {
    const { login, initialPassword } = await register();
    const { token } = await signInFully(vault, login.toUpperCase(), initialPassword!,
      { newPassword: OWN_PASSWORD });
    const me = `Provider ${token}`;
    expect(await vault.get(NAME, {}, me)).toEqual({ name: 'Dr Grünwald' });
    vault.clock.set('2026-11-03T00:00:01Z');
    await expect(vault.get(NAME, {}, me)).rejects.toThrow('UNAUTHENTICATED');
    vault.clock.set('2026-11-02T12:00:00Z');
    expect(await vault.get('mutation { providerSignOut }', {}, me)).toBe(true);
    await expect(vault.get(NAME, {}, me)).rejects.toThrow('UNAUTHENTICATED');
    expect(await vault.row(`SELECT count(*)::integer AS n FROM provider_session
      WHERE token_hash = convert_to($1, 'UTF8')`, [token])).toEqual({ n: 0 });
  });

  it('is refused in one shape for a wrong password and for an unknown login', async () => {
    const { login } = await register();
    const wrong = await signIn(vault, login, 'wrong');
    expect(wrong).toMatchObject({ __typename: 'SignInRefused', code: 'SIGN_IN_REFUSED' });
    expect(await signIn(vault, 'nobody-here', 'wrong')).toEqual(wrong);
  });

  it('is never locked out by who knows her login: each failure costs more work, no more', async () => {
    const { login, initialPassword } = await register();
    const costs: number[] = [];
    for (let tries = 0; tries < 7; tries += 1) {
      costs.push((await trySignIn(vault, login, 'wrong')).bits!);
      await signIn(vault, login, 'wrong');
    }
    expect(costs).toEqual([8, 8, 8, 12, 13, 14, 15]);
    expect((await trySignIn(vault, 'never-tried', 'wrong')).bits).toBe(8);
    expect((await signIn(vault, login, initialPassword!, { newPassword: OWN_PASSWORD })).__typename)
      .toBe('ProviderSession');
    expect((await trySignIn(vault, login, 'wrong')).bits).toBe(8);
  });

  it('can\'t save up cheap challenges, use one twice or for another login', async () => {
    const { login, initialPassword } = await register();
    await signIn(vault, login, initialPassword!, { newPassword: OWN_PASSWORD });
    const take = async () => {
      const { challenge, bits } = await trySignIn(vault, login, 'x');
      return { proof: answered(challenge!, bits!) };
    };
    const [saved, used] = [await take(), await take()];
    expect((await trySignIn(vault, login, OWN_PASSWORD, used)).__typename).toBe('ProviderSession');
    const replays = await Promise.all([1, 2].map(() =>
      trySignIn(vault, login, OWN_PASSWORD, used)));
    expect(replays.map(({ __typename }) => __typename))
      .toEqual(['ProviderSignInProofNeeded', 'ProviderSignInProofNeeded']);
    expect((await trySignIn(vault, 'nobody-here', 'x', saved)).__typename)
      .toBe('ProviderSignInProofNeeded');
    for (let tries = 0; tries < 4; tries += 1) await signIn(vault, login, 'wrong');
    expect((await trySignIn(vault, login, OWN_PASSWORD, saved)).bits).toBe(13);
    const late = await take();
    vault.clock.set('2026-11-02T12:10:01Z');
    expect((await trySignIn(vault, login, OWN_PASSWORD, late)).__typename)
      .toBe('ProviderSignInProofNeeded');
    vault.clock.set('2026-11-02T12:00:00Z');
  });

  it('publishes slots, the same ones twice without harm, overlapping ones not at all', async () => {
    const therapist = await registerTherapist(vault);
    const count = () => vault.row<{ n: number }>(
      'SELECT count(*)::integer AS n FROM slot WHERE provider_id = $1', [therapist.id]);
    const slots = ['2026-11-10T09:00:00Z', '2026-11-10T10:00:00+01:00', '2026-11-10T11:00:00Z'];
    expect(await publishSlots(vault, therapist, slots)).toMatchObject({ code: 'SLOTS_REFUSED' });
    expect(await publishSlots(vault, therapist, [slots[0]!, slots[2]!]))
      .toMatchObject({ __typename: 'SlotsPublished', count: 2 });
    await publishSlots(vault, therapist, [slots[0]!, slots[2]!]);
    expect(await count()).toEqual({ n: 2 });
    for (const start of ['2026-11-10T09:30:00Z', '2026-11-10T08:30:00Z', '2026-11-02T11:00:00Z']) {
      expect(await publishSlots(vault, therapist, [start])).toMatchObject({ code: 'SLOTS_REFUSED' });
    }
    const rivals = await Promise.all(['2026-11-20T09:00:00Z', '2026-11-20T09:20:00Z']
      .map((start) => publishSlots(vault, therapist, [start])));
    expect(rivals.filter(({ __typename }) => __typename === 'SlotsPublished')).toHaveLength(1);
  });
});
