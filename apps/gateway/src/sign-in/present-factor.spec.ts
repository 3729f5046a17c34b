import { randomUUID } from 'node:crypto';
import { SoftAuthenticator } from '#server/soft-authenticator.fixture';
import type { Client } from '../../testing/client.ts';
import { setUpApp, type App } from '../../testing/factors.ts';
import { startRig, type Rig } from '../../testing/rig.ts';
import { newOwner, PASSWORD } from '../../testing/story.ts';

/** Who finds an open page and knows the password takes no second factor away and adds none. */

const ORIGIN = 'https://hr.sotto.example';
const GIVEN = '$password: String!, $code: String, $passkey: String';
const GIVE = 'password: $password, code: $code, passkey: $passkey';
const TOLD = `__typename ... on SecondFactorNeeded { authenticator passkey }
  ... on SecondFactorRefused { code }`;
const DEEDS = {
  beginSecondFactor: `mutation (${GIVEN}) { beginSecondFactor(${GIVE}) { ${TOLD}
    ... on SecondFactorBegun { typed } } }`,
  beginPasskey: `mutation (${GIVEN}) { beginPasskey(${GIVE}) { ${TOLD}
    ... on PasskeyBegun { options } } }`,
  removePasskey: `mutation ($id: ID!, ${GIVEN}) { removePasskey(id: $id, ${GIVE}) { ${TOLD} } }`,
  switchOffSecondFactor: `mutation (${GIVEN}) { switchOffSecondFactor(${GIVE}) { ${TOLD} } }`,
} as const;
type Deed = keyof typeof DEEDS;
const NAMES = Object.keys(DEEDS) as Deed[];
const ADD = `mutation ($answer: String!) { addPasskey(answer: $answer, name: "new") { __typename
  ... on SecondFactorRefused { code } } }`;
const CONFIRM = `mutation ($code: String!) { confirmSecondFactor(code: $code) { __typename
  ... on SecondFactorRefused { code } } }`;
const RENEW = `mutation ($code: String!) { renewRecoveryCodes(code: $code) { __typename
  ... on SecondFactorRefused { code } } }`;

interface Came {
  readonly __typename: string;
  readonly code?: string;
  readonly passkey?: string;
  readonly options?: string;
  readonly typed?: string;
}
/** Somebody with an app, a passkey, or both. */
interface Person {
  email: string; client: Client; app?: App; device?: SoftAuthenticator; id: string }

let rig: Rig;
beforeAll(async () => { rig = await startRig(undefined, { PUBLIC_ORIGIN: ORIGIN }); });
afterAll(() => rig.close());
beforeEach(() => { rig.clock.goOn(60); });

async function somebody(has: readonly ('app' | 'passkey')[]): Promise<Person> {
  const email = `${randomUUID()}@example.org`;
  const client = await newOwner(rig, email);
  const person: Person = { email, client, id: randomUUID() };
  if (has.includes('passkey')) {
    person.device = new SoftAuthenticator(ORIGIN);
    const { options = '' } = await deed(person, 'beginPasskey');
    await client.field(ADD, { answer: person.device.create(options) });
    ({ session: { passkeys: [{ id: person.id }] } } = (await client.ask(
      '{ session { passkeys { id } } }')).data as { session: { passkeys: [{ id: string }] } });
  }
  if (has.includes('app')) {
    person.app = await setUpApp(
      rig, client, PASSWORD, person.device && ((options) => person.device!.sign(options)));
  }
  return person;
}
const deed = ({ client, id }: Person, name: Deed, given: object = {}) =>
  client.field<Came>(DEEDS[name], { id, password: PASSWORD, ...given });
/** Everything that counts as a second factor of hers. */
const factors = ({ email }: Person) => rig.cluster.query('gateway',
  `SELECT u.id, f.wrapped_secret, f.confirmed_on, k.id AS passkey FROM hr_user u
   LEFT JOIN hr_second_factor f ON f.user_id = u.id LEFT JOIN hr_passkey k ON k.user_id = u.id
   WHERE u.email = $1`, [email]);

const HAD: [string, ('app' | 'passkey')[]][] = [
  ['an app', ['app']], ['a passkey', ['passkey']], ['both', ['app', 'passkey']]];

describe.each(HAD)('who has %s', (_, has) => {
  let person: Person;
  beforeAll(async () => { person = await somebody(has); });

  it.each(NAMES)('is asked for it by %s, and nothing is done by the password alone', async (name) => {
    const before = await factors(person);
    expect(await deed(person, name)).toEqual({
      __typename: 'SecondFactorNeeded', authenticator: has.includes('app'),
      passkey: has.includes('passkey') ? expect.any(String) : null });
    expect(await deed(person, name, { code: '000000' })).toMatchObject({ code: 'WRONG_CODE' });
    expect(await factors(person)).toEqual(before);
  });

  it('is told of a wrong passkey, and of a wrong password before anything is asked for', async () => {
    expect(await deed(person, 'removePasskey', { passkey: '{}' }))
      .toMatchObject({ code: 'WRONG_PASSKEY' });
    expect(await deed(person, 'removePasskey', { password: 'not her own' }))
      .toEqual({ __typename: 'SecondFactorRefused', code: 'WRONG_PASSWORD' });
  });

  it('does each with what she has, one after the other', async () => {
    const done: string[] = [];
    // Without any she could not even ask to switch an app off.
    for (const name of has.includes('app') ? NAMES : NAMES.slice(0, -1)) {
      rig.clock.goOn(60);
      const { passkey, ...first } = await deed(person, name);
      const came = first.__typename !== 'SecondFactorNeeded' ? first
        : await deed(person, name, person.app
            ? { code: person.app.shown(1) } : { passkey: person.device?.sign(passkey ?? '') });
      done.push(came.code ?? came.__typename);
    }
    expect(done.join(' ')).not.toMatch(/WRONG|Needed/);
    expect(await factors(person)).toMatchObject([{ confirmed_on: null, passkey: null }]);
  });
});

it('a recovery code is one too, once, and the record says so', async () => {
  const person = await somebody(['app']);
  const code = person.app?.recoveryCodes[0];
  expect(await deed(person, 'beginPasskey', { code })).toMatchObject({ __typename: 'PasskeyBegun' });
  expect(await deed(person, 'beginPasskey', { code })).toMatchObject({ code: 'WRONG_CODE' });
  expect(await person.client.field('{ teamActions(first: 1) { action } }'))
    .toEqual([{ action: 'RECOVERY_CODE_USED' }]);
});

it('a code of the app, or for recovery, is good yet when its deed is refused', async () => {
  const person = await somebody(['app']);
  for (const code of [person.app?.recoveryCodes[0], person.app?.shown(1)]) {
    expect(await deed(person, 'beginSecondFactor', { code })).toMatchObject({ code: 'ALREADY_ON' });
    expect(await deed(person, 'removePasskey', { code })).toMatchObject({ code: 'UNKNOWN_PASSKEY' });
    expect(await deed(person, 'beginPasskey', { code })).toMatchObject({ __typename: 'PasskeyBegun' });
    expect(await deed(person, 'beginPasskey', { code })).toMatchObject({ code: 'WRONG_CODE' });
    rig.clock.goOn(60);
  }
  // Neither is it on the record where it was not used.
  const actions = await person.client.field<{ action: string }[]>('{ teamActions(first: 20) { action } }');
  expect(actions.filter(({ action }) => action === 'RECOVERY_CODE_USED')).toHaveLength(1);
});

it('what a passkey has signed for one thing is nothing for another', async () => {
  const person = await somebody(['passkey']);
  const signIn = await rig.client().field<Came>(
    `mutation ($email: String!) { signIn(email: $email, password: "${PASSWORD}") {
      ... on SecondFactorNeeded { passkey } } }`, { email: person.email });
  const passkey = person.device?.sign(signIn.passkey ?? '');
  expect(await deed(person, 'removePasskey', { passkey })).toMatchObject({ code: 'WRONG_PASSKEY' });
});

it('nothing that was begun while there was none adds one afterwards', async () => {
  const person = await somebody([]);
  const { typed } = await deed(person, 'beginSecondFactor');
  const { options = '' } = await deed(person, 'beginPasskey');
  const hers = await deed(person, 'beginPasskey');
  await person.client.field(ADD, { answer: new SoftAuthenticator(ORIGIN).create(hers.options ?? '') });
  expect(typed).toEqual(expect.any(String));
  expect(await person.client.field(CONFIRM, { code: '000000' })).toMatchObject({ code: 'NOT_ON' });
  const answer = new SoftAuthenticator(ORIGIN).create(options);
  expect(await person.client.field(ADD, { answer })).toMatchObject({ code: 'WRONG_PASSKEY' });
});

it('recovery codes are renewed by a code of the app alone', async () => {
  const person = await somebody(['app']);
  expect(await person.client.field(RENEW, { code: person.app?.recoveryCodes[0] }))
    .toMatchObject({ code: 'WRONG_CODE' });
  expect(await person.client.field(RENEW, { code: person.app?.shown(1) }))
    .toMatchObject({ __typename: 'SecondFactorOn' });
});
