import { Secret, TOTP } from 'otpauth';
import type { Client } from '../../testing/client.ts';
import { startRig, type Rig } from '../../testing/rig.ts';
import { giveFactor, PASSWORD, signedInOwner } from '../../testing/story.ts';

const INVITE = `mutation ($email: String!, $role: HrRole!) { inviteHrUser(email: $email, role: $role) {
  __typename ... on Invited { token } ... on InviteRefused { code } } }`;
const ACCEPT = `mutation ($token: String!, $password: String!) {
  acceptInvitation(token: $token, password: $password) {
    __typename ... on SignedIn { csrfToken user { id role } } } }`;
const TEAM = `{ team { members { id email role joinedOn secondFactor isSelf }
  invitations { id email role expiresOn isReset } } }`;
const ACTIONS = '{ teamActions(first: 50) { number action subject actor at } }';
const change = (field: string) => `mutation ($userId: ID!) { ${field} { __typename
  ... on TeamRefused { code } } }`;
const REMOVE = change('removeHrUser(userId: $userId)');
const DEMOTE = change('changeHrRole(userId: $userId, role: VIEWER)');
const RESET = `mutation ($userId: ID!) { resetHrPassword(userId: $userId) { __typename
  ... on PasswordResetBegun { token } ... on TeamRefused { code } } }`;

interface TeamShown {
  members: { id: string; email: string; isSelf: boolean }[];
  invitations: { id: string; email: string; isReset: boolean }[];
}

describe('an HR team', () => {
  let rig: Rig;
  let owner: Client;
  beforeEach(async () => {
    rig = await startRig();
    owner = await signedInOwner(rig, 'owner@example.org');
  });
  afterEach(() => rig.close());

  /** The owner's sign-in goes on at another day. */
  async function moveTo(day: string): Promise<void> {
    rig.clock.moveTo(day);
    await rig.cluster.query('gateway', 'UPDATE hr_session SET used_at = $1, expires_at = $2',
      [rig.clock.now(), `${day}T23:59:59Z`]);
  }
  async function joined(email: string, role = 'ADMIN', by = owner) {
    const { token } = await by.field<{ token: string }>(INVITE, { email, role });
    return accepted(token);
  }
  async function accepted(token: string, password = PASSWORD) {
    const client = rig.client();
    const { csrfToken, user } = await client.field<{ csrfToken: string; user: { id: string } }>(
      ACCEPT, { token, password });
    client.csrfToken = csrfToken;
    return { client, id: user.id };
  }

  it('is shown to its administrators, with who is invited', async () => {
    await joined('ada@example.org', 'BILLING');
    await owner.field(INVITE, { email: 'bo@example.org', role: 'VIEWER' });
    expect(await owner.field(TEAM)).toMatchObject({
      members: [
        { email: 'ada@example.org', role: 'BILLING', isSelf: false, secondFactor: false },
        { email: 'owner@example.org', role: 'ADMIN', isSelf: true },
      ],
      invitations: [{ email: 'bo@example.org', role: 'VIEWER', isReset: false }],
    });
    expect(await owner.field(INVITE, { email: 'ada@example.org', role: 'ADMIN' }))
      .toEqual({ __typename: 'InviteRefused', code: 'ALREADY_IN' });
  });

  it('ends a colleague\'s sign-ins with her removal, and lets her back by a new invitation', async () => {
    const { client, id } = await joined('ada@example.org');
    expect(await owner.field(REMOVE, { userId: id })).toEqual({ __typename: 'TeamChanged' });
    expect(await client.codeOf('{ me { id } }')).toBe('UNAUTHENTICATED');
    expect(await rig.client().field(
      `mutation { signIn(email: "ada@example.org", password: "${PASSWORD}") { __typename } }`))
      .toEqual({ __typename: 'SignInRefused' });
    expect((await joined('ada@example.org', 'VIEWER')).id).toBe(id);
  });

  it('gives a new password by a new invitation, once, and ends the other sign-ins', async () => {
    const { client, id } = await joined('ada@example.org');
    const { token } = await owner.field<{ token: string }>(RESET, { userId: id });
    expect(await client.codeOf('{ me { id } }')).toBe('none');
    expect((await accepted(token, 'another good password')).id).toBe(id);
    expect(await client.codeOf('{ me { id } }')).toBe('UNAUTHENTICATED');
    const again = await rig.client().field(ACCEPT, { token, password: PASSWORD });
    expect(again).toMatchObject({ __typename: 'InvitationRefused' });
  });

  it('lets nobody past a colleague\'s second factor by a reset, and records who set what', async () => {
    const { client, id } = await joined('ada@example.org');
    const { typed } = await client.field<{ typed: string }>(
      `mutation { beginSecondFactor(password: "${PASSWORD}") {
        ... on SecondFactorBegun { typed } } }`);
    const app = new TOTP({ secret: Secret.fromBase32(typed) });
    const code = app.generate({ timestamp: rig.clock.now().getTime() });
    await client.field(
      'mutation ($code: String!) { confirmSecondFactor(code: $code) { __typename } }', { code });
    const { token } = await owner.field<{ token: string }>(RESET, { userId: id });
    const thief = rig.client();
    expect(await thief.field(ACCEPT, { token, password: 'a password of mine' }))
      .toEqual({ __typename: 'PasswordSet' });
    expect(await thief.codeOf('{ me { id } }')).toBe('UNAUTHENTICATED');
    expect(await thief.field(`mutation {
      signIn(email: "ada@example.org", password: "a password of mine") { __typename } }`))
      .toEqual({ __typename: 'SecondFactorNeeded' });
    const [last] = await owner.field<object[]>(ACTIONS);
    expect(last).toMatchObject({
      action: 'PASSWORD_SET', subject: 'ada@example.org, let by owner@example.org' });
  });

  it('does not bring a lost role back by an invitation of before', async () => {
    const { id } = await joined('ada@example.org');
    const { token } = await owner.field<{ token: string }>(RESET, { userId: id });
    await owner.field(DEMOTE, { userId: id });
    expect(await rig.client().field(ACCEPT, { token, password: PASSWORD }))
      .toMatchObject({ __typename: 'InvitationRefused' });
  });

  it('lets no link of an earlier invitation give what a later one gives', async () => {
    const invite = (role: string) => owner.field<{ token: string }>(
      INVITE, { email: 'bo@example.org', role });
    const asViewer = await invite('VIEWER');
    expect(await invite('VIEWER')).toEqual(asViewer);
    const asAdmin = await invite('ADMIN');
    expect(await rig.client().field(ACCEPT, { token: asViewer.token, password: PASSWORD }))
      .toMatchObject({ __typename: 'InvitationRefused' });
    await moveTo('2026-11-20');
    const later = await invite('ADMIN');
    expect(await rig.client().field(ACCEPT, { token: asAdmin.token, password: PASSWORD }))
      .toMatchObject({ __typename: 'InvitationRefused' });
    expect(await rig.client().field(ACCEPT, { token: later.token, password: PASSWORD }))
      .toMatchObject({ __typename: 'SignedIn', user: { role: 'ADMIN' } });
  });

  it('is never left without an administrator, even when two demote each other at once', async () => {
    const self = (await owner.field<TeamShown>(TEAM)).members.find(({ isSelf }) => isSelf)!;
    expect(await owner.field(DEMOTE, { userId: self.id })).toMatchObject({ code: 'YOURSELF' });
    const ada = await joined('ada@example.org');
    await giveFactor(rig, ada.id);
    await Promise.all([
      owner.ask(DEMOTE, { userId: ada.id }), ada.client.ask(DEMOTE, { userId: self.id })]);
    const [{ admins }] = await rig.cluster.query<{ admins: number }>('gateway',
      'SELECT count(*)::int AS admins FROM hr_user WHERE role = \'ADMIN\'') as [{ admins: number }];
    expect(admins).toBe(1);
  });

  it('takes an open invitation back', async () => {
    const { token } = await owner.field<{ token: string }>(
      INVITE, { email: 'bo@example.org', role: 'VIEWER' });
    const [open] = (await owner.field<TeamShown>(TEAM)).invitations;
    await owner.field(`mutation ($id: ID!) { revokeInvitation(invitationId: $id) { __typename } }`,
      { id: open!.id });
    expect(await rig.client().field(ACCEPT, { token, password: PASSWORD }))
      .toMatchObject({ __typename: 'InvitationRefused' });
  });

  it('reads what its own people did, without gaps, and nothing of another\'s', async () => {
    const { id } = await joined('ada@example.org');
    await owner.field(DEMOTE, { userId: id });
    const stranger = await signedInOwner(rig, 'stranger@example.org');
    const actions = await owner.field<{ number: number; action: string; actor: string }[]>(ACTIONS);
    expect(actions.map(({ number, action, actor }) => [number, action, actor])).toEqual([
      [4, 'ROLE_CHANGED', 'owner@example.org'], [3, 'JOINED', 'ada@example.org'],
      [2, 'INVITED', 'owner@example.org'], [1, 'JOINED', 'owner@example.org'],
    ]);
    expect(JSON.stringify(await stranger.field(ACTIONS))).not.toContain('ada@');
    for (const document of [REMOVE, DEMOTE, RESET]) {
      expect(await stranger.field(document, { userId: id }))
        .toMatchObject({ code: 'UNKNOWN_COLLEAGUE' });
    }
  });
});
