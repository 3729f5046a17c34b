import { randomUUID } from 'node:crypto';
import type { Client } from '../../testing/client.ts';
import { startRig, type Rig } from '../../testing/rig.ts';
import { newBuyer, PASSWORD, signedInOwner } from '../../testing/story.ts';

const ACCEPT = `mutation ($token: String!, $password: String!) {
  acceptInvitation(token: $token, password: $password) { __typename
    ... on PasswordRefused { code message } } }`;
const CHANGE = `mutation ($current: String!, $next: String!) {
  changePassword(current: $current, next: $next) { __typename
    ... on SignedIn { csrfToken } ... on PasswordRefused { code message } } }`;
const SIGN_IN = `mutation ($email: String!, $password: String!) {
  signIn(email: $email, password: $password) { __typename } }`;

/** A password of each kind that may not be set, for somebody of "Fernside GmbH". */
const UNFIT: readonly [string, string][] = [
  ['TOO_SHORT', 'kq7#zm2pw9!'], ['TOO_LONG', 'kq7# zm2'.repeat(40)], ['REPEATED', 'aaaaaaaaaaaa'],
  ['OWN_WORDS', 'mara.lindqvist@fernside.example'], ['OWN_WORDS', 'MaraLindqvist1987'],
  ['OWN_WORDS', 'Fernside-2026'], ['OWN_WORDS', 'sotto sotto 1'], ['COMMON', 'Password123!'],
  ['IN_A_ROW', 'bcdefghijklm'],
];

describe('a password that HR sets', () => {
  let rig: Rig;
  let owner: Client;
  beforeAll(async () => {
    rig = await startRig();
    owner = await signedInOwner(rig, 'owner@fernside.example');
  });
  afterAll(() => rig.close());

  it.each(UNFIT)('is refused as %s, when she joins: %p; the link stays good', async (code, unfit) => {
    const email = `mara.lindqvist.${randomUUID()}@fernside.example`;
    const { token } = await owner.field<{ token: string }>(
      `mutation ($email: String!) { inviteHrUser(email: $email, role: VIEWER) {
        ... on Invited { token } } }`, { email });
    const answer = await rig.client().send(ACCEPT, { token, password: unfit });
    expect(JSON.parse(answer.text)).toMatchObject({ data: { acceptInvitation: { code } } });
    expect(answer.text).not.toContain(unfit);
    expect(await rig.client().field(ACCEPT, { token, password: PASSWORD }))
      .toEqual({ __typename: 'SignedIn' });
  });

  it('is refused by the same rule when she changes it, and the old one stays', async () => {
    const email = 'mara.lindqvist@fernside.example';
    const mara = await newBuyer(rig, email);
    for (const [code, next] of UNFIT) {
      expect(await mara.field(CHANGE, { current: PASSWORD, next })).toMatchObject({ code });
    }
    expect(await mara.field(CHANGE, { current: PASSWORD, next: PASSWORD }))
      .toMatchObject({ code: 'UNCHANGED' });
    expect(await rig.client().field(SIGN_IN, { email, password: PASSWORD }))
      .toEqual({ __typename: 'SignedIn' });
  });

  it('opens from every keyboard: composed or not, whichever space, to its last character', async () => {
    const email = 'noor@example.org';
    const noor = await newBuyer(rig, email);
    const next = ` Größe und Wärme im Frühling ${'\u{1f33f}'.repeat(120)}${'é'.repeat(100)}z`;
    expect(await noor.field(CHANGE, { current: PASSWORD, next }))
      .toMatchObject({ __typename: 'SignedIn' });
    const signIn = (password: string) => rig.client().field(SIGN_IN, { email, password });
    for (const typed of [next, next.normalize('NFD'), next.replaceAll(' ', '\u00a0')]) {
      expect(await signIn(typed)).toEqual({ __typename: 'SignedIn' });
    }
    for (const typed of [next.trim(), next.slice(0, -1), `${next} `]) {
      expect(await signIn(typed)).toEqual({ __typename: 'SignInRefused' });
    }
  });
});
