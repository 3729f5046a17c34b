import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { keysMirrored } from '#contracts/jobs';
import { blindDerived, finalizeCredit } from '#pseudonym/client';
import { checkDirectory } from '#pseudonym/directory';
import type { IssuerPublicKey } from '#pseudonym/keys';
import type { Client } from '../../testing/client.ts';
import { startRig, type Rig } from '../../testing/rig.ts';
import {
  CLAIM, claimedMember, createProgramme, letters, openPeriod, PERIOD, signedInOwner,
} from '../../testing/story.ts';

const ISSUE = `mutation ($request: IssueCreditsInput!) { issueCredits(request: $request) {
  __typename ... on IssuedCredits { entry sessions } ... on AllowanceUsed { code }
  ... on WrongBatch { code message } ... on KeyNotActive { code } } }`;

interface Issued { __typename: string; entry: string; sessions: string[] }

describe('issuing credits', () => {
  let rig: Rig;
  let owner: Client;
  let programmeId: string;
  let codes: string[];
  let keys: IssuerPublicKey[];

  beforeAll(async () => {
    rig = await startRig();
    owner = await signedInOwner(rig);
    programmeId = await createProgramme(owner);
    await openPeriod(rig, owner, programmeId);
    codes = (await letters(rig, programmeId)).map(({ code }) => code);
    ({ keys } = await rig.client().field<{ keys: IssuerPublicKey[] }>(
      `query ($id: ID!) { keyDirectory(programmeId: $id, period: "${PERIOD}") {
         keys { keyId programme period kind block spki notBefore notAfter } } }`,
      { id: programmeId }));
  });
  afterAll(() => rig.close());

  const session = () => keys.find(({ kind }) => kind === 'session')!;
  const entry = (block = 'B1') => keys.find((key) => key.block === block)!;
  /** A number below any 2048-bit modulus. */
  const noise = () => {
    const bytes = randomBytes(256);
    bytes[0] = 1;
    return bytes.toString('base64url');
  };
  const batch = (count = 8) => ({
    period: PERIOD, entry: { keyId: entry().keyId, blinded: noise() },
    sessions: Array.from({ length: count }, () => ({ keyId: session().keyId, blinded: noise() })),
  });

  it('publishes one session key and one entry key for each block', () => {
    expect(keys.map(({ kind, block }) => [kind, block])).toEqual([
      ['session', null], ['entry', 'B1'], ['entry', 'B2'],
    ]);
    for (const { keyId, spki } of keys) {
      const digest = createHash('sha256').update(Buffer.from(spki, 'base64url')).digest('hex');
      expect(digest).toBe(keyId);
    }
  });

  it('moves no balance: that is what was bought, less what was released', async () => {
    await owner.field(
      'mutation ($input: PurchaseInput!) { purchaseCredits(input: $input) { __typename } }',
      { input: { programmeId, sessions: 20, method: 'CARD', cardToken: 'sandbox-ok',
        idempotencyKey: randomUUID() } });
    const balance = () => owner.field(
      'query ($id: ID!) { balance(programmeId: $id) { purchased displayed } }', { id: programmeId });
    expect(await balance()).toEqual({ purchased: 20, displayed: 20 });
    const member = await claimedMember(rig, codes[77]!);
    expect(await member.field(ISSUE, { request: batch() }))
      .toMatchObject({ __typename: 'IssuedCredits' });
    expect(await balance()).toEqual({ purchased: 20, displayed: 20 });
  });

  it('gives signatures that finalise to valid credits', async () => {
    const member = await claimedMember(rig, codes[0]!);
    const verdict = checkDirectory(keys, keys,
      { programme: programmeId, period: PERIOD, block: 'B1', headcount: 155 });
    if (verdict.kind === 'refused') throw new Error(JSON.stringify(verdict.refusals));
    const uses = [verdict.entry, ...Array.from({ length: 8 }, () => verdict.session)];
    const root = new Uint8Array(32).fill(7);
    const pending = uses.map((key, index) => blindDerived(key, root, index));
    const [first, ...rest] = pending.map(({ keyId, blinded }) => ({ keyId, blinded }));
    const issued = await member.field<Issued>(
      ISSUE, { request: { period: PERIOD, entry: first, sessions: rest } });
    const signatures = [issued.entry, ...issued.sessions];
    const credits = await Promise.all(uses.map((key, i) =>
      finalizeCredit(key, pending[i]!, Buffer.from(signatures[i]!, 'base64url'))));
    expect(credits.map(({ keyId }) => keyId)).toEqual(uses.map(({ keyId }) => keyId));
  });

  it('answers the same batch with the same bytes, and any other one not at all', async () => {
    const member = await claimedMember(rig, codes[1]!);
    const request = batch();
    const first = await member.send(ISSUE, { request });
    expect(first.text).toContain('IssuedCredits');
    const [again, rival] = [await member.send(ISSUE, { request }), await member.send(
      ISSUE, { request: batch() })];
    expect(again.text).toBe(first.text);
    expect(rival.text).toContain('AllowanceUsed');
    const swapped = { ...request, sessions: request.sessions.toReversed() };
    expect((await member.send(ISSUE, { request: swapped })).text).toContain('AllowanceUsed');
  });

  it('uses an allowance up and keeps what was signed at once: neither stands without the other', async () => {
    const member = await claimedMember(rig, codes[8]!);
    const request = batch();
    const rows = async () => (await rig.cluster.query<{ n: number }>('gateway',
      `SELECT (SELECT count(*) FROM issuance)::int
         + (SELECT count(*) FROM issued_entry WHERE piece < 255)::int AS n`))[0]!.n;
    const before = await rows();
    for (const table of ['issued_entry', 'issuance']) {
      await rig.cluster.query('gateway', `REVOKE INSERT ON ${table} FROM gateway_app`);
      expect(await member.codeOf(ISSUE, { request })).toBe('INTERNAL');
      await rig.cluster.query('gateway', `GRANT INSERT ON ${table} TO gateway_app`);
      expect(await rows()).toBe(before);
    }
    const other = batch();
    expect(await member.field(ISSUE, { request: other })).toMatchObject(
      { __typename: 'IssuedCredits' });
    expect(await rows()).toBe(before + 2);
    expect(await member.field(ISSUE, { request })).toMatchObject({ __typename: 'AllowanceUsed' });
    expect(await rows()).toBe(before + 2);
  });

  it('issues one batch of 64 that come at once', async () => {
    const member = await claimedMember(rig, codes[2]!);
    const outcomes = await Promise.all(Array.from({ length: 64 }, () =>
      member.field<Issued>(ISSUE, { request: batch() })));
    const kinds = outcomes.map(({ __typename }) => __typename);
    expect(kinds.filter((kind) => kind === 'IssuedCredits')).toHaveLength(1);
    expect(kinds.filter((kind) => kind === 'AllowanceUsed')).toHaveLength(63);
  });

  it('issues the same batch to all of 64 that ask for it at once', async () => {
    const member = await claimedMember(rig, codes[3]!);
    const request = batch();
    const texts = await Promise.all(Array.from({ length: 64 }, async () =>
      (await member.send(ISSUE, { request })).text));
    expect(new Set(texts).size).toBe(1);
    expect(texts[0]).toContain('IssuedCredits');
  });

  it('makes whoever has a letter and asks without end slow, and nobody else', async () => {
    const member = await claimedMember(rig, codes[9]!);
    const other = await claimedMember(rig, codes[10]!);
    // What is not signed counts too, and costs this test nothing.
    for (let asked = 0; asked < 100; asked += 1) {
      expect(await member.field(ISSUE, { request: batch(7) })).toMatchObject({ code: 'WRONG_BATCH' });
    }
    const [one, two] = await Promise.all([
      member.codeOf(ISSUE, { request: batch() }), member.codeOf(ISSUE, { request: batch() })]);
    expect([one, two].sort()).toEqual(['OVERLOADED', 'none']);
    expect(await other.field(ISSUE, { request: batch() })).toMatchObject(
      { __typename: 'IssuedCredits' });
  });

  it('refuses a batch of another shape, and leaves the allowance whole', async () => {
    const member = await claimedMember(rig, codes[4]!);
    const good = batch();
    for (const request of [
      batch(7), batch(9), batch(0), { ...good, period: '2027-10' },
      { ...good, entry: { ...good.entry, keyId: entry('B2').keyId } },
      { ...good, entry: { ...good.entry, keyId: session().keyId } },
      { ...good, sessions: good.sessions.with(3, { ...good.entry }) },
    ]) {
      expect(await member.field(ISSUE, { request })).toMatchObject({ code: 'WRONG_BATCH' });
    }
    for (const blinded of ['', 'AAAA', '_'.repeat(342), 'A'.repeat(342), '='.repeat(342)]) {
      const request = { ...good, entry: { ...good.entry, blinded } };
      expect(await member.codeOf(ISSUE, { request })).toBe('BAD_USER_INPUT');
    }
    expect(await member.field(ISSUE, { request: good })).toMatchObject(
      { __typename: 'IssuedCredits' });
  });

  it('signs nothing before the vault has mirrored the keys', async () => {
    const other = await createProgramme(owner, 'Unmirrored');
    await openPeriod(rig, owner, other, false);
    const [letter] = await letters(rig, other, 1);
    const member = await claimedMember(rig, letter!.code);
    const rows = await rig.cluster.query<{ key_id: string; kind: string; block: string }>(
      'gateway', 'SELECT key_id, kind, block FROM issuer_key WHERE programme_id = $1', [other]);
    const keyOf = (kind: string, block: string | null) =>
      rows.find((row) => row.kind === kind && row.block === block)!.key_id;
    const request = batch();
    request.entry.keyId = keyOf('entry', 'B1');
    for (const credit of request.sessions) credit.keyId = keyOf('session', null);
    // As long as one of the period's keys is not mirrored, none of them signs.
    for (const { key_id: keyId } of rows) {
      expect(await member.field(ISSUE, { request })).toEqual(
        { __typename: 'KeyNotActive', code: 'KEY_NOT_ACTIVE' });
      await rig.deliver(keysMirrored, { programme: other, period: PERIOD, keyIds: [keyId] });
    }
    expect(await member.field(ISSUE, { request })).toMatchObject({ __typename: 'IssuedCredits' });
  });

  it('takes no token that is forged, foreign or old', async () => {
    const member = rig.client();
    const claimKey = randomBytes(32).toString('hex');
    const { token } = await member.field<{ token: string }>(CLAIM, { code: codes[5]!, claimKey });
    for (const authorization of [
      undefined, 'Member', `Member ${token}x`, `Member ${token.replace(/^./, 'X')}`,
      `Operator ${token}`, `Operator ${rig.operatorToken}`,
    ]) {
      member.authorization = authorization;
      expect(await member.codeOf(ISSUE, { request: batch() })).toBe('UNAUTHENTICATED');
    }
    member.authorization = `Member ${token}`;
    rig.clock.moveTo('2026-11-03');
    expect(await member.codeOf(ISSUE, { request: batch() })).toBe('UNAUTHENTICATED');
    rig.clock.moveTo('2026-11-02');
  });

  it('keeps no blinded message, no signature and no code', async () => {
    const member = await claimedMember(rig, codes[6]!);
    const request = batch();
    const issued = await member.field<Issued>(ISSUE, { request });
    const tables = [
      'issuance', 'issued_entry', 'eligibility_code', 'outbox', 'inbox', 'issuer_key'];
    const stored = (await Promise.all(tables.map((table) =>
      rig.cluster.query('gateway', `SELECT ${table}::text FROM ${table}`)))).flat();
    const text = JSON.stringify(stored);
    for (const value of [request.entry.blinded, issued.entry]) {
      expect(text).not.toContain(Buffer.from(value, 'base64url').toString('hex').slice(0, 64));
      expect(text).not.toContain(value.slice(0, 40));
    }
    expect(text).not.toContain(codes[6]);
    expect(text).not.toContain('PRIVATE');
  });
});
