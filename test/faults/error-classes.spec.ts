import { BadRequestException, HttpException, NotFoundException } from '@nestjs/common';
import {
  buildSchema, graphqlSync, GraphQLError, type ExecutionResult, type GraphQLFormattedError,
} from 'graphql';
import type { MercuriusContext } from 'mercurius';
import pg from 'pg';
import { QueryFailedError } from 'typeorm';
import { z } from 'zod';
import { RetryTransaction } from '#platform/database';
import { DatabaseUnavailable, unreachable } from '#platform/unavailable';
import { SigningRefused } from '#pseudonym/issuer';
import { PasswordQueueFull } from '#server/places';
import { errorFormatter as ofGateway } from '../../apps/gateway/src/http/error-answers.ts';
import { CodedError } from '#server/coded-error';
import { errorFormatter as ofVault } from '../../apps/worker/src/graphql/error-format.ts';

/** Whatever fails, and however: what a caller of either server is told. */

const SECRET = 'ada-secret@example.org';
const SQL = 'SELECT password_hash FROM hr_user';

const schema = buildSchema(`enum Role { ADMIN }
  input Of { n: Int!, of: Of }
  type Query { boom(n: Int, role: Role, all: [Int!], of: Of): Int }`);

type Told = Pick<GraphQLFormattedError, 'message' | 'extensions'>;
interface Heard { told: Told; heard: unknown[] }

/** What each server makes of an execution, and which faults it heard of. */
function told(execution: ExecutionResult): Record<'gateway' | 'vault', Heard> {
  const one = (format: (hears: (of: unknown) => void) => readonly object[]) => {
    const heard: unknown[] = [];
    const [error] = format((of) => { heard.push(of); });
    return { told: JSON.parse(JSON.stringify(error)) as Told, heard };
  };
  const nothing = {} as MercuriusContext;
  return {
    gateway: one((hears) => ofGateway(hears)(execution as never, nothing).response.errors ?? []),
    vault: one((hears) => ofVault(hears)(execution, nothing).response.errors),
  };
}
const thrown = (error: unknown) => told(graphqlSync({
  schema, source: '{ boom }', rootValue: { boom: () => { throw error; } } }));
const answered = (value: unknown) => told(graphqlSync({
  schema, source: '{ boom }', rootValue: { boom: () => value } }));

function failedQuery(code: string): QueryFailedError {
  const driver = Object.assign(new pg.DatabaseError(`key (email)=(${SECRET}) exists`, 99, 'error'),
    { code, detail: `Key (email)=(${SECRET}) already exists.`, where: SQL });
  return new QueryFailedError(SQL, [SECRET], driver);
}
const caught = (work: () => unknown): unknown => {
  try {
    return work();
  } catch (error) {
    return error;
  }
};
const OUR_WORDS = { gateway: /^Something failed on our side/, vault: /^Something went wrong here/ };

describe.each<[string, unknown]>([
  ...['23505', '23503', '23514', '22P02', '42P01', '42501', '40001', 'XX000'].map((code) =>
    [`a query that failed with ${code}`, failedQuery(code)] as [string, unknown]),
  ['an error of the driver', new pg.DatabaseError(`${SQL} ${SECRET}`, 9, 'error')],
  ['an error of a schema', z.object({ email: z.literal('x') }).safeParse({ email: SECRET }).error],
  ['Nest\'s BadRequestException', new BadRequestException(`bad ${SECRET}`)],
  ['Nest\'s NotFoundException', new NotFoundException({ message: [SECRET], error: SQL })],
  ['Nest\'s HttpException', new HttpException(SECRET, 418)],
  ['an error with a status, as clients of HTTP throw',
    Object.assign(new Error(SECRET), { statusCode: 404 })],
  ['an error with a code of the framework',
    Object.assign(new Error(SECRET), { code: 'FST_ERR_X' })],
  ['many errors in one, as of a host that does not answer', new AggregateError(
    [new Error(`connect ECONNREFUSED ${SECRET}:5432`)], SECRET)],
  ['GraphQL\'s own error, thrown by a library', new GraphQLError(`Cannot do ${SECRET}`)],
  ['JSON that does not parse', caught(() => JSON.parse(SECRET) as unknown)],
  ['a TypeError', new TypeError(`Cannot read properties of ${SECRET}`)],
  ['a RangeError', new RangeError(SECRET)],
  ['an Error with a cause', new Error(SECRET, { cause: new Error(SQL) })],
  ['a text', SECRET], ['an object', { message: SECRET, stack: SQL }], ['nothing', undefined],
  ['null', null], ['a number', 7],
])('%s', (_, error) => {
  it.each(['gateway', 'vault'] as const)('is told by the %s as its own fault', (who) => {
    const { told: one, heard } = thrown(error)[who];
    expect(one).toMatchObject({
      message: expect.stringMatching(OUR_WORDS[who]), extensions: { code: 'INTERNAL' } });
    expect(heard).toHaveLength(1);
    expectNothingOfOurs(one);
  });
});

describe.each<[string, unknown, string, string]>([
  ['a database that is away', new DatabaseUnavailable(`The database at ${SECRET}`),
    'UNAVAILABLE', 'UNAVAILABLE'],
  ['a host that is away', unreachable(`postgres://u:${SECRET.split('@')[0]}@h/x`,
    Object.assign(new Error(SECRET), { code: 'ECONNREFUSED' })), 'UNAVAILABLE', 'UNAVAILABLE'],
  ['a transaction that is to be tried again', new RetryTransaction(), 'UNAVAILABLE', 'UNAVAILABLE'],
  ['too many passwords', new PasswordQueueFull(), 'OVERLOADED', 'OVERLOADED'],
  ['too much to sign', new SigningRefused('busy'), 'OVERLOADED', 'INTERNAL'],
  ['a number out of range', new SigningRefused('out-of-range'), 'BAD_USER_INPUT', 'INTERNAL'],
  ['a refusal', new CodedError('CONFLICT', 'Do this.'), 'CONFLICT', 'CONFLICT'],
])('%s', (_, error, byGateway, byVault) => {
  it('has its code, and words that quote nothing', () => {
    const { gateway, vault } = thrown(error);
    expect([gateway.told.extensions, vault.told.extensions]).toEqual(
      [{ code: byGateway }, { code: byVault }]);
    for (const { told: one } of [gateway, vault]) expectNothingOfOurs(one);
  });
});

const UNFIT = [SECRET, { a: SECRET }, 1.5, 2 ** 40];
it.each(UNFIT)('a value of ours that does not fit its type: %j', (value) => {
  for (const { told: one, heard } of Object.values(answered(value))) {
    expect(one.extensions).toEqual({ code: 'INTERNAL' });
    expect(heard).toHaveLength(1);
    expectNothingOfOurs(one);
  }
});

// Each row is whole: what a row leaves out, jest takes for the callback that ends a test.
it.each<[string, object]>([
  [`{ boom(n: "${SECRET}") }`, {}], ['{ boom(role: SECRET_ada) }', {}],
  [`{ boom(n: 1, "${SECRET}") }`, {}], ['{ boom2 }', {}], ['{ boom(', {}], ['}', {}], ['', {}],
  ['query ($n: Int) { boom(n: $n) }', { n: SECRET }],
  ['query ($all: [Int!]) { boom(all: $all) }', { all: [1, SECRET] }],
  ...[SECRET, { n: 1, ada: 1 }, { n: SECRET }, { of: { n: 1 } }, { n: 1, of: { ada: 2 } }].map(
    (of): [string, object] => ['query ($of: Of) { boom(of: $of) }', { of }]),
])('a document that is not right is the caller\'s, and is not quoted: %s', (source, variables) => {
  const execution = graphqlSync({ schema, source, variableValues: { ...variables } });
  for (const { told: one, heard } of Object.values(told(execution))) {
    expect(one.extensions).toEqual({ code: 'BAD_USER_INPUT' });
    expect(heard).toEqual([]);
    expectNothingOfOurs(one);
  }
});

/** No stack, no SQL, nothing that was sent or stored, no name that was guessed. */
function expectNothingOfOurs(one: Told): void {
  const keys = Object.keys(one).sort().filter((key) => key !== 'path');
  expect(keys).toEqual(['extensions', 'message']);
  expect(Object.keys(one.extensions ?? {})).toEqual(['code']);
  expect(JSON.stringify(one)).not.toMatch(
    /ada|secret|example\.org|SELECT|password_hash|hr_user|\bat \w+ \(|\.ts\b|Did you mean|ECONN/i);
  expect(one.message.length).toBeLessThanOrEqual(200);
}
