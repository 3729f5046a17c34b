import { Passwords } from '#server/passwords';
import type { Client } from '../../testing/client.ts';
import { startRig, type Rig } from '../../testing/rig.ts';
import { newBuyer, PASSWORD, signedInOwner } from '../../testing/story.ts';

const SIGN_IN = `mutation ($email: String!, $password: String!) {
  signIn(email: $email, password: $password) { __typename ... on SignedIn { csrfToken } } }`;
const CHANGE = `mutation ($current: String!, $next: String!) {
  changePassword(current: $current, next: $next) { __typename } }`;
const ME = '{ me { email } }';
const NEXT = 'another harbour and lamps';

/** What was decided about a password while it was being checked. */
describe('a password that was right when it was looked at', () => {
  let rig: Rig;
  beforeAll(async () => { rig = await startRig(); });
  afterAll(() => rig.close());

  /** Run `meanwhile` after the next check of a password, before anything comes of it. */
  function afterCheck(meanwhile: () => Promise<unknown>): void {
    const passwords = rig.app.get(Passwords, { strict: false });
    const check = passwords.check.bind(passwords);
    passwords.check = async (known, typed) => {
      passwords.check = check;
      const fits = await check(known, typed);
      await meanwhile();
      return fits;
    };
  }
  const remove = (email: string) => rig.cluster.query('gateway',
    'UPDATE hr_user SET removed_on = $2 WHERE email = $1', [email, '2026-11-02']);
  const change = (owner: Client) => owner.field(CHANGE, { current: PASSWORD, next: NEXT });

  it.each([
    ['was changed', change],
    ['is of somebody removed', (_: Client, email: string) => remove(email)],
  ])('signs nobody in when it %s meanwhile', async (what, meanwhile) => {
    const email = `${what.replaceAll(' ', '-')}@example.org`;
    const owner = await newBuyer(rig, email);
    afterCheck(() => meanwhile(owner, email));
    const late = rig.client();
    expect(await late.field(SIGN_IN, { email, password: PASSWORD }))
      .toEqual({ __typename: 'SignInRefused' });
    expect(await late.codeOf(ME)).toBe('UNAUTHENTICATED');
  });

  it('sets no other password when it was changed meanwhile', async () => {
    const email = 'twice@example.org';
    const owner = await newBuyer(rig, email);
    const other = rig.client();
    other.csrfToken = (await other.field<{ csrfToken: string }>(
      SIGN_IN, { email, password: PASSWORD })).csrfToken;
    afterCheck(() => change(owner));
    expect(await other.field(CHANGE, { current: PASSWORD, next: 'not this one of mine' }))
      .toEqual({ __typename: 'SignInRefused' });
    expect(await rig.client().field(SIGN_IN, { email, password: NEXT }))
      .toMatchObject({ __typename: 'SignedIn' });
  });
});

/** What each try costs when many are made at once. */
describe('a link by which a password is set', () => {
  let rig: Rig;
  let hashed: number;
  beforeAll(async () => {
    rig = await startRig();
    const passwords = rig.app.get(Passwords, { strict: false });
    const hash = passwords.hash.bind(passwords);
    passwords.hash = (typed) => {
      hashed += 1;
      return hash(typed);
    };
  });
  beforeEach(() => { hashed = 0; });
  afterAll(() => rig.close());

  const accept = (token: string) => rig.client().ask(`mutation ($token: String!) {
    acceptInvitation(token: $token, password: "${NEXT}") { __typename } }`, { token });
  async function invited(email: string): Promise<string> {
    const owner = await signedInOwner(rig);
    hashed = 0;
    const { token } = await owner.field<{ token: string }>(`mutation ($email: String!) {
      inviteHrUser(email: $email, role: VIEWER) { ... on Invited { token } } }`, { email });
    return token;
  }
  /** What so many at once came to: their answers, or codes. */
  async function atOnce(tokens: readonly string[]): Promise<string[]> {
    const answers = await Promise.all(tokens.map(accept));
    return answers.map(({ data, errors }) => errors?.[0]?.extensions.code
      ?? (data?.['acceptInvitation'] as { __typename: string }).__typename).sort();
  }

  it('is tried one by one: of four at once, one password is hashed', async () => {
    const token = await invited('four@example.org');
    expect(await atOnce([token, token, token, token])).toEqual(
      ['InvitationRefused', 'InvitationRefused', 'InvitationRefused', 'SignedIn']);
    expect(hashed).toBe(1);
  });

  it('makes so many wait and no more', async () => {
    const token = await invited('many@example.org');
    const ends = await atOnce(Array<string>(30).fill(token));
    expect(ends.filter((end) => end === 'SignedIn')).toHaveLength(1);
    expect(ends.filter((end) => end === 'OVERLOADED').length).toBeGreaterThan(0);
    expect(hashed).toBe(1);
  });

  it('that is none of ours costs no hash, however many are tried', async () => {
    const token = await invited('none@example.org');
    const tokens = Array.from({ length: 30 }, (_, n) => `${n}${token.slice(String(n).length)}`);
    expect(new Set(await atOnce(tokens.filter((other) => other !== token))))
      .toEqual(new Set(['InvitationRefused']));
    expect(hashed).toBe(0);
  });
});
