import { Secret, TOTP } from 'otpauth';
import { startRig, type Rig } from '../../testing/rig.ts';
import { newOwner, PASSWORD } from '../../testing/story.ts';

const SIGN_IN = `mutation ($email: String!, $password: String!, $code: String) {
  signIn(email: $email, password: $password, code: $code) { __typename
    ... on SignedIn { csrfToken } } }`;
const BEGIN = `mutation { beginSecondFactor(password: "${PASSWORD}") {
  ... on SecondFactorBegun { typed } } }`;
const CONFIRM = `mutation ($code: String!) { confirmSecondFactor(code: $code) {
  ... on SecondFactorOn { recoveryCodes } } }`;
const CHANGE = `mutation ($next: String!, $code: String!) {
  changePassword(current: "${PASSWORD}", next: $next, code: $code) { __typename } }`;
const NEXT = 'quietly walnut harbour';
const email = 'owner@example.org';

/** Who has got the password and nothing more may not keep its owner out. */
describe('wrong codes, by somebody who knows the password', () => {
  let rig: Rig;
  let app: TOTP;
  let recoveryCodes: string[];
  beforeEach(async () => {
    rig = await startRig();
    const owner = await newOwner(rig, email);
    const { typed } = await owner.field<{ typed: string }>(BEGIN);
    app = new TOTP({ secret: Secret.fromBase32(typed) });
    ({ recoveryCodes } = await owner.field<{ recoveryCodes: string[] }>(
      CONFIRM, { code: shown(0) }));
    for (let n = 0; n < 10; n += 1) {
      expect(await tried(PASSWORD, '000000')).toBe('SignInRefused');
    }
    expect(await tried(PASSWORD, '000000')).toBe('RATE_LIMITED');
  });
  afterEach(() => rig.close());

  const shown = (ahead: number) =>
    app.generate({ timestamp: rig.clock.now().getTime() + ahead * 30_000 });
  /** What a sign-in from somewhere comes to: its answer, or a code. */
  async function tried(password: string, code: string): Promise<string> {
    const { data, errors } = await rig.client().ask(SIGN_IN, { email, password, code });
    return errors?.[0]?.extensions.code
      ?? (data?.['signIn'] as { __typename: string }).__typename;
  }

  it('stop no recovery code', async () => {
    expect(await tried(PASSWORD, shown(1))).toBe('RATE_LIMITED');
    expect(await tried(PASSWORD, recoveryCodes[0]!)).toBe('SignedIn');
  });

  it('are forgotten with the password that she knows', async () => {
    const owner = rig.client();
    ({ csrfToken: owner.csrfToken } = await owner.field<{ csrfToken: string }>(
      SIGN_IN, { email, password: PASSWORD, code: recoveryCodes[0] }));
    expect(await owner.field(CHANGE, { next: NEXT, code: recoveryCodes[1] }))
      .toEqual({ __typename: 'SignedIn' });
    for (let n = 0; n < 9; n += 1) await tried(PASSWORD, '000000');
    expect(await tried(NEXT, shown(1))).toBe('SignedIn');
  });

  it('of a recovery code\'s form are refused, and are not counted', async () => {
    // Another letter or digit at each place.
    const unknown = recoveryCodes[0]!.replaceAll(/\w/g, (one) => (one === '7' ? 'Z' : '7'));
    for (let n = 0; n < 12; n += 1) expect(await tried(PASSWORD, unknown)).toBe('SignInRefused');
  });
});
