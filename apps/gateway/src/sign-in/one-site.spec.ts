import { Passwords } from '#server/passwords';
import { startRig, type Rig } from '../../testing/rig.ts';
import { newOwner, PASSWORD } from '../../testing/story.ts';

const SIGN_IN = `mutation ($email: String!, $password: String!) {
  signIn(email: $email, password: $password) { __typename } }`;
const PROXY = '10.9.0.1';

/** A site has thousands of networks of IPv6, and each of them a line of its own. */
describe('one site that floods the sign-in from all its networks', () => {
  let rig: Rig;
  let atOnce = 0;
  let most = 0;
  beforeAll(async () => {
    rig = await startRig(undefined, { TRUSTED_PROXIES: PROXY });
    await newOwner(rig, 'owner@example.org');
    const passwords = rig.app.get(Passwords, { strict: false });
    passwords.check = async (known, typed) => {
      most = Math.max(most, atOnce += 1);
      await new Promise((resolve) => { setImmediate(resolve); });
      atOnce -= 1;
      return known !== undefined && typed === PASSWORD;
    };
  });
  afterAll(() => rig.close());

  const signIn = (from: string, email: string, password: string) => rig.app.inject({
    method: 'POST', url: '/graphql', remoteAddress: PROXY,
    headers: { 'content-type': 'application/json', 'x-sotto-client': 'spec',
      'x-forwarded-for': from },
    payload: { query: SIGN_IN, variables: { email, password } },
  });
  const flood = (count: number) => Promise.all(Array.from({ length: count }, (_, n) =>
    signIn(`2001:db8:7:${n.toString(16)}::1`, `somebody${n}@example.org`, 'a guess of mine')));

  it('has one password looked at at a time, and others get in meanwhile', async () => {
    for (let round = 0; round < 3; round += 1) await flood(100);
    most = 0;
    const guesses = flood(90);
    const others = await Promise.all(['2001:db8:8::1', '203.0.113.9'].map((from) =>
      signIn(from, 'owner@example.org', PASSWORD)));
    expect(others.map(({ payload }) => /SignedIn|OVERLOADED/.exec(payload)?.[0]))
      .toEqual(['SignedIn', 'SignedIn']);
    const refused = (await guesses).filter(({ payload }) => payload.includes('OVERLOADED'));
    expect(refused).toHaveLength(90 - 64);
    // Its one, and the two of others.
    expect(most).toBeLessThanOrEqual(3);
    // Within the site the right password comes in, in its turn.
    expect((await signIn('2001:db8:7:ffff::1', 'owner@example.org', PASSWORD)).payload)
      .toContain('SignedIn');
  });
});
