import { QueryFailedError } from 'typeorm';
import type { Clock } from '#platform/clock';
import type { GatewayConfig } from '#platform/settings/config';
import type { Database } from '#platform/database';
import type { IssuedBatches } from '../issued/issued.service.ts';
import { MemberTokens } from '../members/member-tokens.ts';
import { CodeBook } from './code-book.ts';
import { CodesService } from './codes.service.ts';
import type { CodesStore } from './codes.store.ts';

const secrets = (code = 1, pepper = 2) => ({
  codeSecret: new Uint8Array(32).fill(code), memberPepper: new Uint8Array(32).fill(pepper),
}) as unknown as GatewayConfig;
const book = new CodeBook(secrets());
const PERIOD = '2026-10';
const KEY = '5a'.repeat(32);
/** Claim keys of another letter: one that is known, one whose letter is gone, one of a fault. */
const [USED, GONE, ODD] = ['11'.repeat(32), '22'.repeat(32), '33'.repeat(32)];
const violation = (constraint: string) =>
  new QueryFailedError('', [], Object.assign(new Error(constraint), { code: '23505', constraint }));
const clock: Clock = { now: () => new Date('2026-11-02T09:00:00Z') };
const RANGES = [
  { firstNumber: 1, headcount: 2, site: 'North', department: 'A', block: 'B1', order: null },
  { firstNumber: 3, headcount: 3, site: 'South', department: 'B', block: 'B2', order: null },
];

describe('a code', () => {
  it('is its own for each letter, period, programme and secret, and always the same', () => {
    const codes = [
      book.write('p1', PERIOD, 1, null), book.write('p1', PERIOD, 2, null), book.write('p1', '2027-10', 1, null),
      book.write('p2', PERIOD, 1, null), new CodeBook(secrets(9)).write('p1', PERIOD, 1, null),
    ];
    expect(new Set(codes).size).toBe(5);
    expect(new CodeBook(secrets(1, 9)).write('p1', PERIOD, 1, null)).toBe(codes[0]);
    for (const code of codes) expect(code).toMatch(/^[0-9A-Z]{8}(-[0-9A-Z]{8}){2}$/);
  });

  it('is hashed as it is meant, however it is typed; any other text has a hash of its own', () => {
    const [code, other] = [book.write('p1', PERIOD, 1, null), book.write('p1', PERIOD, 2, null)];
    const hash = book.hashOf(code).toString('hex');
    const meant = [code.toLowerCase(), code.replaceAll('-', ' '), ` ${code}\n`, `My code: ${code}, thanks`];
    for (const typed of meant) {
      expect(book.hashOf(typed).toString('hex')).toBe(hash);
    }
    const others = [other, 'x', 'y', '', code.slice(1)].map((text) => book.hashOf(text));
    const different = [...others, new CodeBook(secrets(1, 9)).hashOf(code),
      book.hashOfClaimKey(code)].map((each) => each.toString('hex'));
    expect(new Set([...different, hash]).size).toBe(8);
    expect(book.hashOf(code)).toHaveLength(32);
  });

  it('gives a pseudonym by letter and period, under the pepper alone', () => {
    const member = book.memberOf('p1', PERIOD, 1);
    expect(member).toMatch(/^[0-9a-f]{64}$/);
    expect(new CodeBook(secrets(9)).memberOf('p1', PERIOD, 1)).toBe(member);
    expect(new Set([member, book.memberOf('p2', PERIOD, 1), book.memberOf('p1', '2027-10', 1),
      book.memberOf('p1', PERIOD, 2), new CodeBook(secrets(1, 9)).memberOf('p1', PERIOD, 1),
    ]).size).toBe(5);
  });

  it.each([[[]], [[999]], [[1000]], [[1001]], [[600, 700]], [[1000, 1000, 1]]])(
    'is stored once for every seat of %j, in batches of a thousand at most', (seats) => {
      let firstNumber = 1;
      const ranges = seats.map((headcount, at) => {
        const range = { firstNumber, headcount, block: `B${at}`, site: 's', department: 'd', order: null };
        firstNumber += headcount;
        return range;
      });
      const quick = new CodeBook(secrets());
      quick.hashOf = () => Buffer.alloc(0);
      const batches = [...quick.hashes('p1', PERIOD, ranges)];
      const sum = seats.reduce((all, one) => all + one, 0);
      expect(batches).toHaveLength(Math.ceil(sum / 1000));
      const stored = batches.flat().map(({ number, block }) => ({ number, block }));
      expect(stored).toEqual(ranges.flatMap(({ firstNumber: from, headcount, block }) =>
        Array.from({ length: headcount }, (_, at) => ({ number: from + at, block }))));
    });

  it('is stored by its hash', () => {
    const [batch] = [...book.hashes('p1', PERIOD, RANGES)];
    expect(batch?.map(({ hash }) => hash)).toEqual(
      [1, 2, 3, 4, 5].map((number) => book.hashOf(book.write('p1', PERIOD, number, null))));
  });
});

const inOne = (_: string, work: (tx: object) => unknown) => work({});

/** A service in which letter 4 can be claimed. */
function codes() {
  const claims: unknown[][] = [];
  const marks: unknown[][] = [];
  const tokens = new MemberTokens(clock, secrets());
  const service = new CodesService(
    { read: inOne, transaction: inOne } as unknown as Database,
    { claim: (_: unknown, hash: Buffer, key: Buffer, first: Buffer, day: string) => {
      claims.push([key.toString('hex'), first.toString('hex'), day]);
      if (key.equals(book.hashOfClaimKey(USED))) throw violation('eligibility_code_one_letter');
      if (key.equals(book.hashOfClaimKey(GONE))) throw violation('eligibility_code_one_letter');
      if (key.equals(book.hashOfClaimKey(ODD))) throw violation('another_index');
      return Promise.resolve(hash.equals(book.hashOf(book.write('p1', PERIOD, 4, null))) ? {
        programmeId: 'p1', period: PERIOD, number: 4, block: 'B2', sessionsPerMember: 8,
      } : undefined);
    }, heldBy: (_: unknown, key: Buffer) => Promise.resolve(
      key.equals(book.hashOfClaimKey(USED)) ? { programmeId: 'p2', period: PERIOD, block: 'B7' }
        : undefined) } as unknown as CodesStore,
    book,
    tokens,
    { keepClaimed: (...mark: unknown[]) => Promise.resolve(marks.push(mark)) } as unknown as
      IssuedBatches,
    clock,
  );
  return { service, claims, marks, tokens };
}

describe('claiming a code', () => {
  it('gives the member\'s token and what it entitles to', async () => {
    const { service, tokens, claims } = codes();
    const code = book.write('p1', PERIOD, 4, null);
    const claimed = await service.claim(code, KEY);
    expect(claimed).toEqual({
      kind: 'claimed', token: expect.any(String), expiresAt: '2026-11-02T21:00:00.000Z',
      programmeId: 'p1', period: PERIOD, block: 'B2', sessionsPerMember: 8,
    });
    if (claimed.kind !== 'claimed') throw new Error('not claimed');
    expect(tokens.read(claimed.token)).toEqual({
      kind: 'member', member: book.memberOf('p1', PERIOD, 4), programmeId: 'p1', period: PERIOD,
      block: 'B2', sessionsPerMember: 8, batchSecret: expect.any(Uint8Array) as Uint8Array,
    });
    await service.claim(code, KEY, 'first');
    const [key, first] = [KEY, 'first'].map((text) => book.hashOfClaimKey(text).toString('hex'));
    expect(claims).toEqual([[key, key, '2026-11-02'], [key, first, '2026-11-02']]);
  });

  it('is refused in one way for a code of nobody and for a text that is none', async () => {
    const { service } = codes();
    const answers = [await service.claim(book.write('p1', PERIOD, 5, null), KEY),
      await service.claim('x', KEY)];
    for (const answer of answers) {
      expect(answer).toMatchObject({ kind: 'not-usable', code: 'CODE_NOT_USABLE' });
    }
    expect(answers[0]).toEqual(answers[1]);
  });

  it('with the key of another letter is told so, once a restore will find that one', async () => {
    const { service, marks } = codes();
    const code = book.write('p1', PERIOD, 4, null);
    expect(await service.claim(code, USED)).toMatchObject({ code: 'CLAIM_KEY_USED' });
    expect(marks).toEqual([[Buffer.from(USED, 'hex'),
      { programme: 'p2', period: PERIOD, block: 'B7' }]]);
    expect(await service.claim(code, GONE)).toMatchObject({ kind: 'claim-key-used' });
    expect(marks).toHaveLength(1);
  });

  it('that meets another fault tells nothing of keys', async () => {
    await expect(codes().service.claim(book.write('p1', PERIOD, 4, null), ODD)).rejects.toThrow('another');
  });
});
