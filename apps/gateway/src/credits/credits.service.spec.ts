import { randomBytes } from 'node:crypto';
import type { Database } from '#platform/database';
import { generateIssuerKey, IssuerPool, type IssuerKeyPair } from '#pseudonym/issuer';
import { describeKey } from '#pseudonym/keys';
import { inspectSpki } from '#pseudonym/spki';
import type { MemberCaller } from '../http/caller.ts';
import type { IssuedBatches } from '../issued/issued.service.ts';
import type { IssuedStore } from '../issued/issued.store.ts';
import type { ActiveKey, KeyRing } from '../keys/key-ring.ts';
import type { AllowanceStore, Batch } from './allowance.store.ts';
import { CreditsService } from './credits.service.ts';

const PERIOD = '2026-10';
const MEMBER: MemberCaller = { kind: 'member', member: 'ab', programmeId: 'p1', period: PERIOD,
  block: 'B1', sessionsPerMember: 2, batchSecret: Buffer.alloc(32, 5) };

let entry: ActiveKey;
let session: ActiveKey;
let pool: IssuerPool;

function active({ spki, ...pair }: IssuerKeyPair, block: string | null): ActiveKey {
  const description = describeKey(spki,
    { programme: 'p1', period: PERIOD, kind: block ? 'entry' : 'session', block });
  const inspected = inspectSpki(description.spki);
  if (inspected.kind === 'faulty') throw new Error(inspected.fault);
  return { ...pair, modulus: Buffer.from(inspected.modulus), description };
}
beforeAll(async () => {
  const [one, two] = await Promise.all([generateIssuerKey(), generateIssuerKey()]);
  [entry, session] = [active(one, 'B1'), active(two, null)];
  pool = new IssuerPool({ threads: 1 });
});
afterAll(() => pool.close());

const noise = () => Buffer.from(randomBytes(256)).fill(1, 0, 1).toString('base64url');
const blinded = (key: ActiveKey, text = noise()) => ({ keyId: key.keyId, blinded: text });
const batch = (sessions = 2) => ({ period: PERIOD, entry: blinded(entry),
  sessions: Array.from({ length: sessions }, () => blinded(session)) });

const SEALED = { piece: 0 };
const run = (_: string, work: (tx: object) => unknown) => work({});

/**
 * A service, with the batches that reached its store; `stands` says what it answers to each, and
 * `isAgain` whether they were there already.
 */
function issuing({
  day = '2026-11-02', stands = (_: Batch): boolean => true, isAgain = false, keys = {},
} = {}) {
  const used: Batch[] = [];
  const sealed: unknown[][] = [];
  const again: unknown[] = [];
  const service = new CreditsService(
    { statement: run, transaction: run } as unknown as Database,
    { use: (_: unknown, batches: Batch[]) => {
      used.push(...batches);
      return Promise.resolve(batches.map((one) => stands(one) && !isAgain));
    }, stand: (_: unknown, batches: Batch[]) => Promise.resolve(batches.map(stands)),
    } as unknown as AllowanceStore,
    { keep: (_: unknown, entries: unknown[]) => Promise.resolve(again.push(...entries)) } as
      unknown as IssuedStore,
    { of: (programme: string, period: string) => Promise.resolve(
      programme === 'p1' && period === PERIOD
        ? { session, entryByBlock: new Map([['B1', entry]]), ...keys }
        : { session: undefined, entryByBlock: new Map() }) } as unknown as KeyRing,
    { seal: (...batch: unknown[]) => {
      sealed.push(batch);
      return Promise.resolve([SEALED]);
    } } as unknown as IssuedBatches,
    { now: () => new Date(`${day}T12:00:00Z`) },
  );
  const kind = async (request: ReturnType<typeof batch>, who = MEMBER) =>
    (await service.issue(who, request)).kind;
  return { service, kind, used, sealed, again };
}

describe('a member\'s credits', () => {
  it('are signed in her order, and leave once her batch stands under its hash', async () => {
    const { service, used, sealed, again } = issuing();
    const request = batch();
    const issued = await service.issue(MEMBER, request);
    if (issued.kind !== 'issued') throw new Error(issued.message);
    const bytes = (text: string) => Buffer.from(text, 'base64url');
    const signed = [
      ...await pool.sign(entry, [bytes(request.entry.blinded)]),
      ...await pool.sign(session, request.sessions.map((one) => bytes(one.blinded))),
    ].map((signature) => Buffer.from(signature).toString('base64url'));
    expect([issued.entry, ...issued.sessions]).toEqual(signed);
    expect(used).toMatchObject([{ member: 'ab', programmeId: 'p1', period: PERIOD, sessions: 2,
      entries: [SEALED] }]);
    expect([used[0]!.hash.length, again]).toEqual([32, []]);
    expect(sealed).toMatchObject([[MEMBER.batchSecret, { programme: 'p1', period: PERIOD, block: 'B1',
      entryKeyId: entry.keyId, sessionKeyId: session.keyId }]]);
    await service.onApplicationShutdown();
    await expect(service.issue(MEMBER, request)).rejects.toMatchObject({ code: 'closed' });
  });

  it('leave again when the batch stands already, and are kept again for the claim key of now', async () => {
    const { service, kind, again } = issuing({ isAgain: true });
    expect(await kind(batch())).toBe('issued');
    expect(again).toEqual([SEALED]);
    const refused = issuing({ isAgain: true, stands: () => false });
    expect(await refused.kind(batch())).toBe('allowance-used');
    expect(refused.again).toEqual([]);
    await Promise.all([service, refused.service].map((one) => one.onApplicationShutdown()));
  });

  it('have one hash for one batch, and another for any other', async () => {
    const { service, kind, used } = issuing({ stands: () => false });
    const one = batch();
    const others = [{ ...one, entry: blinded(entry) }, { ...one, sessions: batch().sessions },
      { ...one, sessions: one.sessions.toReversed() }];
    for (const request of [one, one, ...others]) expect(await kind(request)).toBe('allowance-used');
    const hashes = used.map(({ hash }) => hash.toString('hex'));
    expect(hashes[0]).toBe(hashes[1]);
    expect(new Set(hashes).size).toBe(4);
    await service.onApplicationShutdown();
  });

  it('are refused in another shape, and her allowance is left whole', async () => {
    const { service, kind, used } = issuing();
    const one = batch();
    for (const request of [
      batch(0), batch(1), batch(3), { ...one, period: '2027-10' },
      { ...one, entry: blinded(session) }, { ...one, sessions: [blinded(session), blinded(entry)] },
    ]) expect(await kind(request)).toBe('wrong-batch');
    const number = (value: bigint) =>
      Buffer.from(value.toString(16).padStart(512, '0'), 'hex').toString('base64url');
    const modulus = BigInt(`0x${session.modulus.toString('hex')}`);
    for (const text of ['', 'AAAA', number(0n), number(modulus), number(modulus + 1n),
      `${noise()}A`, `A${noise()}`, `${noise().slice(0, -1)}+`, `${noise().slice(0, -1)}=`]) {
      const odd = { ...one, sessions: [blinded(session), blinded(session, text)] };
      await expect(service.issue(MEMBER, odd)).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
    }
    expect(used).toEqual([]);
    for (const text of [number(1n), number(modulus - 1n)]) {
      expect(await kind({ ...one, sessions: [blinded(session), blinded(session, text)] }))
        .toBe('issued');
    }
    await service.onApplicationShutdown();
  });

  it('are signed in their period alone, of a block that has a key', async () => {
    for (const [day, expected] of [
      ['2026-08-01', 'key-not-active'], ['2026-08-02', 'issued'], ['2027-09-30', 'issued'],
      ['2027-10-01', 'key-not-active'],
    ] as const) {
      const { service, kind } = issuing({ day });
      expect(await kind(batch())).toBe(expected);
      await service.onApplicationShutdown();
    }
    const { service, kind, used } = issuing();
    expect(await kind(batch(), { ...MEMBER, block: 'B2' })).toBe('key-not-active');
    expect(await kind(batch(), { ...MEMBER, programmeId: 'p2' })).toBe('key-not-active');
    const unmirrored = issuing({ keys: { session: undefined } });
    expect(await unmirrored.kind(batch())).toBe('key-not-active');
    expect([used, unmirrored.used]).toEqual([[], []]);
    await Promise.all([service, unmirrored.service].map((one) => one.onApplicationShutdown()));
  });

  it('are asked for again when too many ask at once', async () => {
    const { service } = issuing({ stands: () => false });
    const request = batch();
    const answers = await Promise.allSettled(
      Array.from({ length: 2_100 }, () => service.issue(MEMBER, request)));
    const late = answers.filter(({ status }) => status === 'rejected');
    expect(late).not.toHaveLength(0);
    for (const answer of late) expect(answer).toMatchObject({ reason: { code: 'OVERLOADED' } });
    await service.onApplicationShutdown();
  });
});
