import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import {
  buildSchema, getNamedType, GraphQLList, GraphQLNonNull, isEnumType, isInputObjectType, parse,
  typeFromAST, type GraphQLInputType, type OperationDefinitionNode,
} from 'graphql';
import { readDocuments } from '#server/pages/web-build';
import { encodeResponse } from '#pseudonym/http';
import { LONGEST_REQUEST } from '#pseudonym/sealed';
import { askWhole } from '#wallet/parts';
import { PLAN } from '../availability/plan.ts';

/** Whatever a page asks at the limits of its forms fits into the one size of a sealed request. */

const schema = buildSchema(readFileSync('apps/worker/schema.graphql', 'utf8'));
const AUTHORIZATION = `Provider ${'x'.repeat(90)}`;

const digits = (most: number) => String(randomInt(most)).padStart(2, '0');
const hour = () => `${digits(24)}:${digits(60)}`;
const day = () => `20${digits(99)}-${digits(12)}-${digits(28)}`;
const hours = () => ({
  from: hour(), until: hour(), minutes: randomInt(15, 181),
  modality: ['VIDEO', 'PHONE', 'IN_PERSON'][randomInt(3)] });
const many = <T>(length: number, one: () => T) => Array.from({ length }, one);
/** Characters that no packing shortens, of two bytes each. */
const text = (length: number) =>
  String.fromCharCode(...many(length, () => 0x400 + randomInt(0x100)));
const ascii = (length: number) => randomBytes(length).toString('base64url').slice(0, length);

/** What stands at a place, where it is longer than what a place of its type has else. */
const LONGEST: Record<string, () => unknown> = {
  'SetAvailability.input.rules': () => many(70, () => ({ weekday: randomInt(1, 8), ...hours() })),
  // Sixty exceptions, and a hundred hours in all of them.
  'SetAvailability.input.exceptions': () => many(60, () => 0).map((_none, place) => (
    { from: day(), until: day(), hours: many(place < 40 ? 2 : 1, hours) })),
  'Openings.providerIds': () => many(64, randomUUID),
  'UpdateProfile.input.languages': () => many(16, () => ascii(2)),
  'UpdateProfile.input.specialities': () => ['ANXIETY', 'DEPRESSION', 'GRIEF', 'WORK', 'ADDICTION', 'FAMILY'],
  'UpdateProfile.input.modalities': () => ['VIDEO', 'PHONE', 'IN_PERSON'],
  'UpdateProfile.input.meeting.inPerson.address': () => text(200),
  'UpdateProfile.input.meeting.inPerson.directions': () => text(300),
  'UpdateProfile.input.meeting.inPerson.atTheDoor': () => text(150),
  'UpdateProfile.input.meeting.videoLink': () => ascii(200),
  'BookSession.input.referral.preferences.languages': () => many(8, () => ascii(2)),
  // A credit is some 500 characters; printed in groups it has spaces between.
  'BookSession.input.payment.credit': () => ascii(800),
  'BookSession.input.opening.entryCredit': () => ascii(800),
  'OpenCase.input.entryCredit': () => ascii(800),
  'RedeemBearer.input.credit': () => ascii(800),
  // 256 characters is the longest password.
  ...Object.fromEntries([
    'ChangePassword.current', 'ChangePassword.next', 'BeginSecondFactor.password',
    'SwitchOffSecondFactor.password', 'SignIn.password', 'SignIn.newPassword',
  ].map((place) => [place, () => text(256)])),
};

function largest(type: GraphQLInputType, place: string): unknown {
  const known = LONGEST[place];
  if (known) return known();
  if (type instanceof GraphQLNonNull) return largest(type.ofType as GraphQLInputType, place);
  if (type instanceof GraphQLList) throw new Error(`say in LONGEST how long the list ${place} can be`);
  const named = getNamedType(type);
  if (isInputObjectType(named)) {
    return Object.fromEntries(Object.values(named.getFields()).map((field) =>
      [field.name, largest(field.type, `${place}.${field.name}`)]));
  }
  if (isEnumType(named)) return named.getValues().map(({ name }) => name).sort(longerFirst)[0];
  if (named.name === 'Boolean') return false;
  return named.name === 'Int' ? 2_147_483_647 : ascii(120);
}

const longerFirst = (a: string, b: string) => b.length - a.length;

const documents = [...readDocuments('vault')].map(([documentId, source]) => {
  const { definitions } = parse(source);
  const operation = definitions.find(
    (one): one is OperationDefinitionNode => one.kind === 'OperationDefinition')!;
  return { documentId, operation, name: operation.name?.value ?? '' };
});

it('knows the documents of every page', () => {
  const names = documents.map(({ name }) => name);
  for (const name of ['BookSession', 'SetAvailability', 'UpdateProfile']) expect(names).toContain(name);
  const known = new Set(Object.keys(LONGEST).map((place) => place.split('.')[0]));
  expect([...known].filter((name) => !names.includes(name!))).toEqual([]);
});

it.each(documents)('$name fits at its largest', async ({ documentId, operation, name }) => {
  const variables = Object.fromEntries((operation.variableDefinitions ?? []).map(
    ({ variable: { name: { value } }, type }) => [value,
      largest(typeFromAST(schema, type as never) as GraphQLInputType, `${name}.${value}`)]));
  const sent: number[] = [];
  const line = { ask: (inner: Uint8Array) => {
    sent.push(inner.length);
    return Promise.resolve(encodeResponse({ status: 204, headers: [], content: new Uint8Array() }));
  } };
  await askWhole(line, {
    method: 'POST', scheme: 'https', authority: 'vault', path: '/graphql',
    headers: [['content-type', 'application/json'], ['authorization', AUTHORIZATION]],
    content: new TextEncoder().encode(JSON.stringify({ documentId, variables })),
  }, new AbortController().signal);
  expect(sent).toHaveLength(1);
  expect(sent[0]).toBeLessThanOrEqual(LONGEST_REQUEST);
});

it('a plan of hours cannot be larger than the one that was tried', () => {
  const plan = (extra: number) => ({
    bufferBefore: 0, bufferAfter: 0, rules: [],
    exceptions: many(11, () => 0).map((_none, place) => (
      { from: '2026-11-02', until: '2026-11-02', hours: many(place < 10 ? 10 : extra, hours) })),
  });
  expect([0, 1].map((extra) => PLAN.safeParse(plan(extra)).success)).toEqual([true, false]);
  const rules = many(71, () => ({ weekday: 1, ...hours() }));
  expect(PLAN.safeParse({ ...plan(0), rules }).success).toBe(false);
});
