import { randomBytes } from 'node:crypto';
import { blindDerived } from '#pseudonym/client';
import { checkDirectory } from '#pseudonym/directory';
import { ENTRY_LENGTH } from '#pseudonym/issued-batches';
import { bucketName, bucketOf, LEAST_LENGTH, readBucket } from '#pseudonym/issued-buckets';
import type { IssuerPublicKey } from '#pseudonym/keys';
import { restoreLetters, type LetterKeys, type RestorePorts } from '#pseudonym/restore';
import { inline } from '#wallet/arithmetic';
import { claimKey, rootsOf, type WalletRoots } from '#pseudonym/roots';
import { importVerifyingKey, verifyCredit } from '#pseudonym/verifier';
import { newPhrase } from '#pseudonym/phrase';
import type { Client } from '../../testing/client.ts';
import { startRig, type Rig } from '../../testing/rig.ts';
import {
  CLAIM, createProgramme, letters, openPeriod, PERIOD, signedInOwner, stateBits,
} from '../../testing/story.ts';

const ISSUE = `mutation ($request: IssueCreditsInput!) { issueCredits(request: $request) {
  __typename ... on IssuedCredits { entry sessions } } }`;
const SESSIONS = 8;
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

describe('issued batches', () => {
  let rig: Rig;
  let owner: Client;
  let programmeId: string;
  let codes: string[];
  let keys: LetterKeys;
  let next = 0;
  /** As the vault names files. */
  let bits = 2;

  beforeAll(async () => {
    rig = await startRig();
    await stateBits(rig, bits);
    owner = await signedInOwner(rig);
    programmeId = await createProgramme(owner);
    await openPeriod(rig, owner, programmeId);
    codes = (await letters(rig, programmeId)).map(({ code }) => code);
    const directory = await rig.client().field<{ keys: IssuerPublicKey[] }>(
      `query ($id: ID!) { keyDirectory(programmeId: $id, period: "${PERIOD}") {
         keys { keyId programme period kind block spki notBefore notAfter } } }`,
      { id: programmeId });
    const verdict = checkDirectory(directory.keys, directory.keys,
      { programme: programmeId, period: PERIOD, block: 'B1', headcount: 155 });
    if (verdict.kind === 'refused') throw new Error('the directory is refused');
    keys = verdict;
  });
  afterAll(() => rig.close());

  const get = (url: string, headers: Record<string, string> = {}) =>
    rig.app.inject({ method: 'GET', url, headers });
  const fileOf = (key: Uint8Array, named = bits) =>
    get(`/issued/${bucketName(bucketOf(key, named), named)}`);
  /** Files are made anew. */
  const aMinuteLater = () => { rig.clock.goOn(60); };
  const wallet = () => rootsOf(newPhrase());
  const claim = async (roots: WalletRoots, j: number, code: string) => rig.client()
    .field<{ __typename: string; token: string }>(
      CLAIM, { code, claimKey: hex(claimKey(roots, j)) });
  const requestOf = (roots: WalletRoots) => {
    const [entry, ...sessions] = [blindDerived(keys.entry, roots.credit, 0),
      ...Array.from({ length: SESSIONS }, (_, i) => blindDerived(keys.session, roots.credit, i))]
      .map(({ keyId, blinded }) => ({ keyId, blinded }));
    return { period: PERIOD, entry, sessions };
  };
  /** Claim the next letter with key `j` and ask for its credits; the answer may be lost. */
  const issue = async (roots: WalletRoots, j = 0, code = codes[next += 1]!) => {
    const member = rig.client();
    member.authorization = `Member ${(await claim(roots, j, code)).token}`;
    return member.send(ISSUE, { request: requestOf(roots) });
  };
  const ports = (more: Partial<RestorePorts> = {}): RestorePorts => ({
    bucket: async (key) => (await fileOf(key)).rawPayload,
    keys: () => Promise.resolve(keys),
    enrolledBlock: () => Promise.resolve(null),
    blind: (root, places) => inline.blind(root, places),
    finalize: (signed) => inline.finalize(signed),
    ...more,
  });
  const restored = async (roots: WalletRoots, more?: Partial<RestorePorts>) => {
    const found = [];
    for await (const letter of restoreLetters(roots, ports(more))) found.push(letter);
    return found;
  };

  it('are restored after a lost answer from the bucket alone, nothing being asked again', async () => {
    const roots = await wallet();
    const lost = await issue(roots);
    expect(lost.text).toContain('IssuedCredits');
    const [letter, ...others] = await restored(roots);
    expect(others).toEqual([]);
    expect(letter).toMatchObject({ kind: 'issued', j: 0, programme: programmeId, block: 'B1' });
    const credits = letter?.kind === 'issued' ? letter.credits : [];
    expect(credits).toHaveLength(1 + SESSIONS);
    expect(credits.map((credit, at) =>
      verifyCredit(importVerifyingKey(at === 0 ? keys.entry : keys.session), credit)))
      .toEqual(credits.map(() => true));
  });

  it('are the same on two devices with one phrase, also where both ask for them', async () => {
    const roots = await wallet();
    const code = codes[next += 1]!;
    const [one, two] = await Promise.all([issue(roots, 0, code), issue(roots, 0, code)]);
    expect(two.text).toBe(one.text);
    const { n } = (await rig.cluster.query<{ n: number }>('gateway',
      'SELECT count(*)::int AS n FROM issued_entry'))[0]!;
    await issue(roots, 0, code);
    aMinuteLater();
    expect(await restored(roots)).toEqual(await restored(roots));
    expect(await rig.cluster.query('gateway', 'SELECT count(*)::int AS n FROM issued_entry'))
      .toEqual([{ n }]);
  });

  it('belong to one letter a claim key: another letter is refused by name, and takes the next', async () => {
    const roots = await wallet();
    const [mine, other] = [codes[next += 1]!, codes[next += 1]!];
    await issue(roots, 0, mine);
    expect(await claim(roots, 0, other)).toMatchObject({ __typename: 'ClaimKeyUsed' });
    expect(await claim(roots, 0, mine)).toMatchObject({ __typename: 'MemberSession' });
    expect(await claim(roots, 1, other)).toMatchObject({ __typename: 'MemberSession' });
    // Whose letter it is no claim key finds out.
    expect(await claim(await wallet(), 0, mine)).toMatchObject({ __typename: 'CodeNotUsable' });
    expect(await claim(roots, 0, 'no such code')).toMatchObject({ __typename: 'CodeNotUsable' });
  });

  it('go to one of 16 letters that are claimed with one key at once', async () => {
    const roots = await wallet();
    const claims = await Promise.all(Array.from({ length: 16 }, () =>
      claim(roots, 0, codes[next += 1]!)));
    const kinds = claims.map(({ __typename }) => __typename);
    expect(kinds.filter((kind) => kind === 'MemberSession')).toHaveLength(1);
    expect(kinds.filter((kind) => kind === 'ClaimKeyUsed')).toHaveLength(15);
  });

  it('leave no gap: a key that is said to be used is found, though nothing was issued for it', async () => {
    const roots = await wallet();
    await claim(roots, 0, codes[next += 1]!);
    expect(await restored(roots)).toEqual([]);
    const other = codes[next += 1]!;
    expect(await claim(roots, 0, other)).toMatchObject({ __typename: 'ClaimKeyUsed' });
    await issue(roots, 1, other);
    aMinuteLater();
    expect((await restored(roots)).map(({ j, kind }) => [j, kind]))
      .toEqual([[0, 'claimed'], [1, 'issued']]);
  });

  it('pass to the wallet with a letter that its device held first', async () => {
    const roots = await wallet();
    const [code, firstKey] = [codes[next += 1]!, randomBytes(32).toString('hex')];
    await rig.client().field(CLAIM, { code, claimKey: firstKey });
    const handed = await rig.client().field<{ token: string }>(
      `mutation ($code: String!, $claimKey: String!, $firstKey: String) {
        claimCode(code: $code, claimKey: $claimKey, firstKey: $firstKey) {
          ... on MemberSession { token } } }`,
      { code, claimKey: hex(claimKey(roots, 0)), firstKey });
    const member = rig.client();
    member.authorization = `Member ${handed.token}`;
    await member.send(ISSUE, { request: requestOf(roots) });
    aMinuteLater();
    expect((await restored(roots)).map(({ kind }) => kind)).toEqual(['issued']);
    expect(await claim(roots, 0, codes[next += 1]!)).toMatchObject({ __typename: 'ClaimKeyUsed' });
  });

  it('are taken only with the block that the case was enrolled in', async () => {
    const roots = await wallet();
    await issue(roots);
    aMinuteLater();
    const at = (block: string) => ({ enrolledBlock: () => Promise.resolve(block) });
    expect((await restored(roots, at('B1')))[0]).toMatchObject({ kind: 'issued' });
    expect((await restored(roots, at('B2')))[0])
      .toMatchObject({ kind: 'refused', fault: 'other-block' });
  });

  it('are unknown once they were tampered with, and nobody is given credits that are none', async () => {
    const roots = await wallet();
    await issue(roots);
    aMinuteLater();
    const key = claimKey(roots, 0);
    const file = (await fileOf(key)).rawPayload;
    const places = Array.from({ length: file.length / ENTRY_LENGTH }, (_, at) => at * ENTRY_LENGTH);
    const altered = await Promise.all(places.map((at) => {
      const copy = Buffer.from(file);
      copy[at + 700]! ^= 1;
      return readBucket(key, copy);
    }));
    expect(altered.filter(({ kind }) => kind === 'unknown')).toHaveLength(1);
  });

  describe('as files', () => {
    it('have one size, a name that any shared cache may keep, no cookie and no word of who asks', async () => {
      const roots = await wallet();
      const [used, unused] = [await fileOf(claimKey(roots, 0)), await fileOf(claimKey(roots, 1))];
      for (const file of [used, unused]) {
        expect(file.statusCode).toBe(200);
        expect(file.headers['cache-control']).toMatch(/^public, max-age=[1-6]?\d$/);
        expect(file.headers['content-type']).toBe('application/octet-stream');
        expect(file.headers['set-cookie']).toBeUndefined();
        expect(file.headers.vary).toBeUndefined();
        expect(file.rawPayload).toHaveLength(LEAST_LENGTH);
      }
    });

    it('are not sent again to whoever has them', async () => {
      const key = claimKey(await wallet(), 0);
      const { headers: { etag } } = await fileOf(key);
      const name = `/issued/${bucketName(bucketOf(key, bits), bits)}`;
      for (const value of [String(etag), `"x", ${String(etag).slice(2)}`, '*']) {
        const again = await get(name, { 'if-none-match': value });
        expect([again.statusCode, again.rawPayload.length]).toEqual([304, 0]);
      }
      expect((await get(name, { 'if-none-match': '"other"' })).statusCode).toBe(200);
    });

    it('say nothing of an issuance: the file stays, and then all of it is other bytes', async () => {
      const roots = await wallet();
      const key = claimKey(roots, 0);
      aMinuteLater();
      const before = await fileOf(key);
      await issue(roots);
      const during = await fileOf(key);
      expect(during.rawPayload.equals(before.rawPayload)).toBe(true);
      expect(during.headers.etag).toBe(before.headers.etag);
      aMinuteLater();
      const after = await fileOf(key);
      aMinuteLater();
      const later = await fileOf(key);
      const entries = (file: Buffer) => new Set(Array.from(
        { length: file.length / ENTRY_LENGTH }, (_, at) =>
          hex(file.subarray(at * ENTRY_LENGTH, (at + 1) * ENTRY_LENGTH))));
      const [one, two, three] = [before, after, later].map(({ rawPayload }) => entries(rawPayload));
      // Neither with an issuance between two files nor without one has any entry stayed.
      expect([...two!].filter((entry) => one!.has(entry) || three!.has(entry))).toEqual([]);
      expect([one!.size, two!.size, three!.size]).toEqual([192, 192, 192]);
      expect(await readBucket(key, before.rawPayload)).toEqual({ kind: 'unknown' });
      expect(await readBucket(key, after.rawPayload)).toMatchObject({ kind: 'issued' });
      expect(await readBucket(claimKey(await wallet(), 0), after.rawPayload))
        .toEqual({ kind: 'unknown' });
    });

    it.each([
      '/issued', '/issued/', '/issued/x', '/issued/0', '/issued/1-0',
      '/issued/26-39055638', '/issued/2-4', '/issued/3-0', '/issued/02-1',
      '/issued/2-01', '/issued/2-1-1', '/issued/99-0', '/issued/2--1', '/issued/2-1.0',
    ])('are not there as %s, and it is said what to do', async (url) => {
      const answer = await get(url);
      expect([answer.statusCode, answer.headers['cache-control']]).toEqual([404, 'no-store']);
      expect(answer.body).toContain('NOT_FOUND');
    });

    it('end with the minute of the clock, whoever was the first to fetch one', async () => {
      const key = claimKey(await wallet(), 0);
      rig.clock.goOn(60 - rig.clock.now().getUTCSeconds());
      const etags: unknown[] = [];
      for (const [seconds, left] of [[0, 60], [1, 59], [57, 2], [1, 1], [1, 60], [59, 1]]) {
        rig.clock.goOn(seconds!);
        const { headers } = await fileOf(key);
        expect(headers['cache-control']).toBe(`public, max-age=${left}`);
        etags.push(headers.etag);
      }
      expect(etags.map((etag) => etags.indexOf(etag))).toEqual([0, 0, 0, 0, 4, 4]);
    });

    it('are named as the vault says, whatever letters there are; and for a minute as it said before', async () => {
      const roots = await wallet();
      await issue(roots);
      const key = claimKey(roots, 0);
      await openPeriod(rig, owner, await createProgramme(owner, 'Another'));
      aMinuteLater();
      expect((await fileOf(key, bits)).statusCode).toBe(200);
      await stateBits(rig, 3);
      expect(await Promise.all([bits, 3, 4, 1].map(async (named) =>
        (await fileOf(key, named)).statusCode))).toEqual([200, 200, 404, 404]);
      aMinuteLater();
      expect((await fileOf(key, bits)).statusCode).toBe(404);
      bits = 3;
      expect((await restored(roots)).map(({ kind }) => kind)).toEqual(['issued']);
    });
  });

  it('are kept without a member, a letter, a claim key or what is in them', async () => {
    const roots = await wallet();
    const code = codes[next += 1]!;
    const answer = await issue(roots, 0, code);
    const { entry } = (JSON.parse(answer.text) as {
      data: { issueCredits: { entry: string } } }).data.issueCredits;
    const rows = await rig.cluster.query('gateway', `SELECT t::text FROM issued_entry t
      UNION ALL SELECT t::text FROM eligibility_code t UNION ALL SELECT t::text FROM issuance t`);
    const text = JSON.stringify(rows);
    for (const secret of [hex(claimKey(roots, 0)),
      hex(Buffer.from(entry, 'base64url')).slice(0, 32), code]) {
      expect(text).not.toContain(secret);
    }
    await expect(rig.db.transaction('tamper', (tx) =>
      tx.query('UPDATE issued_entry SET sealed = sealed'))).rejects.toThrow('denied');
    await expect(rig.db.transaction('tamper', (tx) =>
      tx.query('DELETE FROM issued_entry'))).rejects.toThrow('denied');
  });
});
