import { Passwords } from '#server/passwords';
import type { Client } from '../../testing/client.ts';
import { startRig, type Rig } from '../../testing/rig.ts';
import { PASSWORD, signedInOwner } from '../../testing/story.ts';

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
    const owner = await signedInOwner(rig, email);
    afterCheck(() => meanwhile(owner, email));
    const late = rig.client();
    expect(await late.field(SIGN_IN, { email, password: PASSWORD }))
      .toEqual({ __typename: 'SignInRefused' });
    expect(await late.codeOf(ME)).toBe('UNAUTHENTICATED');
  });

  it('sets no other password when it was changed meanwhile', async () => {
    const email = 'twice@example.org';
    const owner = await signedInOwner(rig, email);
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
