import { randomUUID } from 'node:crypto';
import type { Client } from '../../testing/client.ts';
import { startRig, type Rig } from '../../testing/rig.ts';
import { giveFactor, PASSWORD, signedInOwner } from '../../testing/story.ts';

const INVITE = `mutation ($email: String!, $role: HrRole!) { inviteHrUser(email: $email, role: $role) {
  ... on Invited { token } } }`;
const ACCEPT = `mutation ($token: String!, $password: String!) {
  acceptInvitation(token: $token, password: $password) {
    __typename ... on SignedIn { csrfToken user { id role } } } }`;
const RESET = `mutation ($id: ID!) { resetHrPassword(userId: $id) {
  ... on PasswordResetBegun { token } } }`;
const REMOVE = 'mutation ($id: ID!) { removeHrUser(userId: $id) { __typename } }';
const roleOf = (role: string) =>
  `mutation ($id: ID!) { changeHrRole(userId: $id, role: ${role}) { __typename } }`;
const CHANGE = `mutation ($current: String!, $next: String!) {
  changePassword(current: $current, next: $next) { __typename } }`;
const HERS = 'eve owns this account now';

interface Person { client: Client; id: string; email: string }

describe('a link that an administrator made', () => {
  let rig: Rig;
  let owner: Client;
  let eve: Person;
  let carl: Person;
  beforeAll(async () => { rig = await startRig(); });
  beforeEach(async () => {
    owner = await signedInOwner(rig);
    eve = await joined('eve');
    carl = await joined('carl', 'VIEWER');
  });
  afterAll(() => rig.close());

  const invite = async (by: Client, email: string, role = 'ADMIN') =>
    (await by.field<{ token: string }>(INVITE, { email, role })).token;
  const reset = async (by: Client, { id }: Person) =>
    (await by.field<{ token: string }>(RESET, { id })).token;
  const use = async (token: string) => (await rig.client().field<{ __typename: string }>(
    ACCEPT, { token, password: HERS })).__typename;
  async function joined(name: string, role = 'ADMIN'): Promise<Person> {
    const email = `${name}-${randomUUID()}@example.org`;
    const client = rig.client();
    const { csrfToken, user } = await client.field<{ csrfToken: string; user: { id: string } }>(
      ACCEPT, { token: await invite(owner, email, role), password: PASSWORD });
    client.csrfToken = csrfToken;
    if (role === 'ADMIN') await giveFactor(rig, user.id);
    return { client, id: user.id, email };
  }
  const elsewhere = () => `eve-${randomUUID()}@private.example`;

  it.each([
    ['removed', REMOVE], ['made a viewer', roleOf('VIEWER')], ['put to billing', roleOf('BILLING')],
  ])('opens nothing once she is %s: neither her invitations nor her resets', async (_, end) => {
    const links = [await invite(eve.client, elsewhere()), await invite(eve.client, elsewhere(), 'VIEWER'),
      await reset(eve.client, carl)];
    await owner.field(end, { id: eve.id });
    expect(await Promise.all(links.map(use))).toEqual(links.map(() => 'InvitationRefused'));
    expect(await eve.client.codeOf(INVITE, { email: elsewhere(), role: 'ADMIN' })).not.toBe('none');
    expect(await rig.client().codeOf('{ me { id } }')).toBe('UNAUTHENTICATED');
  });

  it('stays good while she is an administrator, and where another one made it', async () => {
    const [hers, own] = [await invite(eve.client, elsewhere()), await invite(owner, elsewhere())];
    const taken = await reset(owner, carl);
    await owner.field(roleOf('ADMIN'), { id: eve.id });
    expect(await use(hers)).toBe('SignedIn');
    await owner.field(REMOVE, { id: eve.id });
    expect([await use(own), await use(taken)]).toEqual(['SignedIn', 'SignedIn']);
  });

  it('does not live on in another one\'s link to the same person', async () => {
    const email = elsewhere();
    const hers = await invite(eve.client, email);
    const own = await invite(owner, email);
    await owner.field(REMOVE, { id: eve.id });
    expect([await use(hers), await use(own)]).toEqual(['InvitationRefused', 'SignedIn']);
  });

  it('stays good when she sets a new password by a link: she is an administrator as before', async () => {
    const hers = await invite(eve.client, elsewhere());
    // Her second factor stays, so the link signs nobody in.
    expect(await use(await reset(owner, eve))).toBe('PasswordSet');
    expect(await use(hers)).toBe('SignedIn');
  });

  it('ends too when a link of another\'s gives her a lesser role', async () => {
    const hers = await invite(eve.client, elsewhere());
    await owner.field(REMOVE, { id: eve.id });
    const back = await invite(owner, eve.email, 'VIEWER');
    expect([await use(back), await use(hers)]).toEqual(['SignedIn', 'InvitationRefused']);
  });

  it('to set somebody\'s password is void once she has changed it herself', async () => {
    const link = await reset(eve.client, carl);
    expect(await carl.client.field(CHANGE, { current: PASSWORD, next: 'quietly walnut harbour' }))
      .toEqual({ __typename: 'SignedIn' });
    expect(await use(link)).toBe('InvitationRefused');
  });

  it('is not made by who is removed while she asks for it', async () => {
    const email = elsewhere();
    const asked = Promise.all([
      eve.client.ask(INVITE, { email, role: 'ADMIN' }), owner.field(REMOVE, { id: eve.id }),
    ]);
    await asked;
    const left = await rig.cluster.query('gateway',
      'SELECT FROM hr_invitation WHERE email = $1', [email]);
    expect(left).toEqual([]);
  });
});
