import { randomUUID } from 'node:crypto';
import { SoftAuthenticator, type Twist } from '#server/soft-authenticator.fixture';
import { pauseAt } from '../../../../test/faults/forced.ts';
import type { Client } from '../../testing/client.ts';
import { setUpApp } from '../../testing/factors.ts';
import { startRig, type Rig } from '../../testing/rig.ts';
import { newOwner, PASSWORD } from '../../testing/story.ts';

const ORIGIN = 'https://hr.sotto.example';
const SIGN_IN = `mutation ($email: String!, $password: String!, $code: String, $passkey: String) {
  signIn(email: $email, password: $password, code: $code, passkey: $passkey) { __typename
    ... on SignedIn { csrfToken } ... on SignInRefused { code }
    ... on SecondFactorNeeded { authenticator passkey } } }`;
const BEGIN = `mutation ($password: String!, $passkey: String) {
  beginPasskey(password: $password, passkey: $passkey) { __typename
    ... on PasskeyBegun { options } ... on SecondFactorNeeded { passkey }
    ... on SecondFactorRefused { code } } }`;
const ADD = `mutation ($answer: String!, $name: String!) { addPasskey(answer: $answer, name: $name) {
  __typename ... on PasskeysChanged { passkeys { id name addedOn usedOn } }
  ... on SecondFactorRefused { code } } }`;
const RENAME = `mutation ($id: ID!, $name: String!) { renamePasskey(id: $id, name: $name) {
  ... on PasskeysChanged { passkeys { name } } ... on SecondFactorRefused { code } } }`;
const REMOVE = `mutation ($id: ID!, $password: String!, $passkey: String) {
  removePasskey(id: $id, password: $password, passkey: $passkey) {
    ... on PasskeysChanged { passkeys { name } } ... on SecondFactorNeeded { passkey }
    ... on SecondFactorRefused { code } } }`;
const CHANGE = `mutation ($next: String!, $passkey: String) {
  changePassword(current: "${PASSWORD}", next: $next, passkey: $passkey) { __typename
    ... on SecondFactorNeeded { passkey } ... on SignInRefused { code } } }`;

interface Came {
  readonly __typename: string;
  readonly code?: string;
  readonly options?: string;
  readonly passkey?: string;
  readonly authenticator?: boolean;
  readonly csrfToken?: string;
  readonly passkeys?: { id: string; name: string; addedOn: string; usedOn: string | null }[];
}

let rig: Rig;
beforeAll(async () => { rig = await startRig(undefined, { PUBLIC_ORIGIN: ORIGIN }); });
afterAll(() => rig.close());
beforeEach(() => { rig.clock.moveTo('2026-11-02'); });

/** Somebody at her own browser, with a passkey in it. */
interface Person { email: string; client: Client; device: SoftAuthenticator }

/** Do what a passkey that is there has to sign for. */
async function proved({ client, device }: Omit<Person, 'email'>, what: string, given = {}) {
  const all = { password: PASSWORD, ...given };
  const { passkey = '' } = await client.field<Came>(what, all);
  return client.field<Came>(what, { ...all, passkey: device.sign(passkey) });
}
const begun = async (person: Person) => (await proved(person, BEGIN)).options ?? '';
async function withPasskey(email = `${randomUUID()}@example.org`): Promise<Person> {
  const client = await newOwner(rig, email);
  const device = new SoftAuthenticator(ORIGIN);
  const { options = '' } = await client.field<Came>(BEGIN, { password: PASSWORD });
  const came = await client.field<Came>(
    ADD, { answer: device.create(options), name: 'laptop at work' });
  expect(came.__typename).toBe('PasskeysChanged');
  return { email, client, device };
}
const signIn = (email: string, more: object = {}, password = PASSWORD) =>
  rig.client().field<Came>(SIGN_IN, { email, password, ...more });
const asked = async (email: string) => (await signIn(email)).passkey ?? '';
const actions = (email: string) => rig.cluster.query<{ action: string; subject: string }>('gateway',
  `SELECT action, subject FROM hr_action a JOIN hr_user u ON u.id = a.user_id
   WHERE u.email = $1 ORDER BY a.number`, [email]);

describe('a passkey', () => {
  it('lets in who has it and the password, and nobody by the password alone', async () => {
    const { email, device } = await withPasskey();
    const needed = await signIn(email);
    expect(needed).toMatchObject({ __typename: 'SecondFactorNeeded', authenticator: false });
    const options = JSON.parse(needed.passkey ?? '') as Record<string, unknown>;
    expect(options).toMatchObject({ rpId: 'hr.sotto.example', userVerification: 'required' });
    const passkey = device.sign(needed.passkey ?? '');
    expect(await signIn(email, { passkey }, 'a wrong password')).toMatchObject({
      code: 'WRONG_CREDENTIALS' });
    expect(await signIn(email, { passkey })).toMatchObject({ __typename: 'SignedIn' });
  });

  it('is asked for after a right password alone', async () => {
    const { email } = await withPasskey();
    expect(await signIn(email, {}, 'a wrong password')).toEqual({
      __typename: 'SignInRefused', code: 'WRONG_CREDENTIALS' });
  });

  it('is listed, renamed and removed, the last by what she has, and the record says so', async () => {
    const { email, client, device } = await withPasskey();
    await signIn(email, { passkey: device.sign(await asked(email)) });
    const { passkeys: [one] } = await client.field<{ passkeys: [{ id: string }] }>(
      '{ session { passkeys { id name addedOn usedOn } } }');
    expect(one).toEqual({
      id: expect.any(String), name: 'laptop at work', addedOn: '2026-11-02', usedOn: '2026-11-02' });
    const { id } = one;
    expect(await client.field(RENAME, { id, name: ' phone ' }))
      .toEqual({ passkeys: [{ name: 'phone' }] });
    expect(await client.field(REMOVE, { id, password: 'not her own' }))
      .toEqual({ code: 'WRONG_PASSWORD' });
    expect(await proved({ client, device }, REMOVE, { id })).toEqual({ passkeys: [] });
    expect(await signIn(email)).toMatchObject({ __typename: 'SignedIn' });
    expect((await actions(email)).map(({ action }) => action)).toEqual(
      ['JOINED', 'PASSKEY_ADDED', 'SIGNED_IN', 'PASSKEY_REMOVED', 'SIGNED_IN']);
  });

  it('of hers is changed by nobody else', async () => {
    const { client } = await withPasskey();
    const stranger = await withPasskey();
    const { passkeys: [{ id }] } = await client.field<{ passkeys: [{ id: string }] }>(
      '{ session { passkeys { id } } }');
    expect(await stranger.client.field(RENAME, { id, name: 'mine' }))
      .toEqual({ code: 'UNKNOWN_PASSKEY' });
    expect(await proved(stranger, REMOVE, { id })).toEqual({ code: 'UNKNOWN_PASSKEY' });
  });

  it('is begun by password and what she has, and no device has two of one account', async () => {
    const person = await withPasskey();
    const { client, device } = person;
    expect(await client.field(BEGIN, { password: 'not her own' }))
      .toMatchObject({ code: 'WRONG_PASSWORD' });
    const options = await begun(person);
    expect(JSON.parse(options)).toMatchObject({
      rp: { id: 'hr.sotto.example' }, attestation: 'none',
      authenticatorSelection: { userVerification: 'required' },
      excludeCredentials: [{ id: device.credentialId.toString('base64url') }] });
    expect(await client.field(ADD, { answer: device.create(options), name: 'again' }))
      .toMatchObject({ code: 'WRONG_PASSKEY' });
  });

  it('stands beside an app: either is enough', async () => {
    const { email, client, device } = await withPasskey();
    const app = await setUpApp(rig, client, PASSWORD, (options) => device.sign(options));
    expect(await signIn(email)).toMatchObject({ authenticator: true, passkey: expect.any(String) });
    expect(await signIn(email, { code: app.shown(1) })).toMatchObject({ __typename: 'SignedIn' });
    expect(await signIn(email, { passkey: device.sign(await asked(email)) }))
      .toMatchObject({ __typename: 'SignedIn' });
  });

  it('is asked for when the password is changed, with a challenge of that', async () => {
    const { email, client, device } = await withPasskey();
    const next = 'amber kites over nine harbours';
    const ofSignIn = device.sign(await asked(email));
    expect(await client.field(CHANGE, { next, passkey: ofSignIn }))
      .toMatchObject({ code: 'WRONG_PASSKEY' });
    const needed = await client.field<Came>(CHANGE, { next });
    expect(await client.field(CHANGE, { next, passkey: device.sign(needed.passkey ?? '') }))
      .toMatchObject({ __typename: 'SignedIn' });
  });

  it('is one of ten at most', async () => {
    const person = await withPasskey();
    for (let n = 0; n < 9; n += 1) {
      const answer = new SoftAuthenticator(ORIGIN).create(await begun(person));
      expect(await person.client.field(ADD, { answer, name: `key ${n}` }))
        .toMatchObject({ __typename: 'PasskeysChanged' });
    }
    expect(await proved(person, BEGIN)).toMatchObject({ code: 'TOO_MANY' });
  });

  it('is one of ten, also where several are added at once', async () => {
    const person = await withPasskey();
    const { client } = person;
    const answers: string[] = [];
    for (let n = 0; n < 12; n += 1) {
      answers.push(new SoftAuthenticator(ORIGIN).create(await begun(person)));
    }
    const add = (answer: string) => client.field<Came>(ADD, { answer, name: 'one of many' });
    for (const answer of answers.splice(0, 8)) await add(answer);
    // All that were begun have been counted before the first is kept.
    const paused = await pauseAt(rig.cluster, 'LOCK TABLE hr_passkey IN SHARE MODE', [], 'gateway');
    const begunOnes = [];
    for (const answer of answers) begunOnes.push(await paused.queueUp(() => add(answer)));
    await paused.letGo();
    const came = await Promise.all(begunOnes.map(({ ends }) => ends));
    expect(came.map(({ __typename, code }) => code ?? __typename).sort())
      .toEqual(['PasskeysChanged', 'TOO_MANY', 'TOO_MANY', 'TOO_MANY']);
  });
});

/** What no honest browser says at our address. */
const TWISTS: [string, Twist][] = [
  ['another origin', { origin: 'https://hr.sotto.example.evil.example' }],
  ['our origin by http', { origin: 'http://hr.sotto.example' }],
  ['another host name', { rpId: 'evil.example' }],
  ['a parent of our host name', { rpId: 'sotto.example' }],
  ['nobody present', { isPresent: false }],
  ['a person who was not verified', { isVerified: false }],
  ['a challenge of its own', { challenge: 'a'.repeat(75) }],
  ['no challenge', { challenge: '' }],
];

describe('an answer of a passkey is refused', () => {
  let person: Person;
  beforeAll(async () => {
    rig.clock.moveTo('2026-11-02');
    person = await withPasskey();
  });
  const refused = { __typename: 'SignInRefused', code: 'WRONG_PASSKEY' };

  it.each([...TWISTS, ['the signature of a registration', { type: 'webauthn.create' }]] as
    [string, Twist][])('with %s, at the sign-in', async (_, twist) => {
    const passkey = person.device.sign(await asked(person.email), twist);
    expect(await signIn(person.email, { passkey })).toEqual(refused);
  });

  it.each([...TWISTS, ['the type of a sign-in', { type: 'webauthn.get' }],
    ['certificates of a maker', { fmt: 'packed', x5c: [new Uint8Array(40)] }],
    ['a format with addresses to fetch', { fmt: 'fido-u2f' }]] as
    [string, Twist][])('with %s, when it is added', async (_, twist) => {
    const answer = new SoftAuthenticator(ORIGIN).create(await begun(person), twist);
    expect(await person.client.field(ADD, { answer, name: 'new' }))
      .toEqual({ __typename: 'SecondFactorRefused', code: 'WRONG_PASSKEY' });
  });

  it('that was good once, however often and at once it is sent again', async () => {
    const passkey = person.device.sign(await asked(person.email));
    const came = await Promise.all(
      Array.from({ length: 4 }, () => signIn(person.email, { passkey })));
    expect(came.filter(({ __typename }) => __typename === 'SignedIn')).toHaveLength(1);
    expect(await signIn(person.email, { passkey })).toEqual(refused);
  });

  it('five minutes after it was asked for', async () => {
    const passkey = person.device.sign(await asked(person.email));
    rig.clock.goOn(301);
    expect(await signIn(person.email, { passkey })).toEqual(refused);
  });

  it('with a counter that goes back or stands still: it is a copy', async () => {
    const fresh = await withPasskey();
    const at = async (counter: number) => signIn(fresh.email, {
      passkey: fresh.device.sign(await asked(fresh.email), { counter }) });
    expect(await at(7)).toMatchObject({ __typename: 'SignedIn' });
    for (const counter of [7, 6, 1, 0]) {
      expect([counter, await at(counter)]).toEqual([counter, refused]);
    }
    expect(await at(8)).toMatchObject({ __typename: 'SignedIn' });
  });

  it('of somebody else, though both are right by themselves', async () => {
    const other = await withPasskey();
    const passkey = other.device.sign(await asked(person.email));
    expect(await signIn(person.email, { passkey })).toEqual(refused);
    const hers = other.device.sign(await asked(other.email));
    expect(await signIn(person.email, { passkey: hers })).toEqual(refused);
  });

  it('after the password was changed, or when it was asked of another account', async () => {
    const fresh = await withPasskey();
    const options = await begun(fresh);
    await rig.cluster.query('gateway', `UPDATE hr_user SET password_hash = (SELECT password_hash
      FROM hr_user WHERE email = $2) WHERE email = $1`, [fresh.email, person.email]);
    const answer = new SoftAuthenticator(ORIGIN).create(options);
    expect(await fresh.client.field(ADD, { answer, name: 'late' }))
      .toMatchObject({ code: 'WRONG_PASSKEY' });
  });

  it('that is no answer at all', async () => {
    for (const passkey of ['{}', 'null', '[]', 'x', '"'.repeat(7_999),
      '{"id":"a","rawId":"b","type":"public-key","response":{}}']) {
      expect(await signIn(person.email, { passkey })).toEqual(refused);
    }
  });

  it('and its team reads of that once an hour, with no address', async () => {
    rig.clock.moveTo('2026-11-04');
    await signIn(person.email, { passkey: '{}' });
    await signIn(person.email, { passkey: '{}' });
    const told = (await actions(person.email)).filter(({ action }) => action === 'PASSKEY_REFUSED');
    expect(told.at(-1)).toEqual({ action: 'PASSKEY_REFUSED', subject: '' });
    const before = told.length;
    await signIn(person.email, { passkey: 'x' });
    expect((await actions(person.email)).filter(({ action }) => action === 'PASSKEY_REFUSED'))
      .toHaveLength(before);
  });
});

describe('where no passkey can be good', () => {
  it('none is begun, and the page is told to offer none', async () => {
    const bare = await startRig(undefined, { PUBLIC_ORIGIN: 'http://10.1.2.3:3000' });
    try {
      const owner = await newOwner(bare);
      expect(await owner.field('{ session { passkeyHost } }')).toEqual({ passkeyHost: null });
      expect(await owner.field(BEGIN, { password: PASSWORD })).toMatchObject({ code: 'NOT_HERE' });
    } finally {
      await bare.close();
    }
  });
});
