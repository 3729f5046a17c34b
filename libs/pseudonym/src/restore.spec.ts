import { randomBytes } from 'node:crypto';
import {
  BLOCK, decoded, honestProgramme, PERIOD, PROGRAMME, type Specimen,
} from '../test/specimens.ts';
import { blindDerived, finalizeCredit } from './client.ts';
import {
  batchSecret, coverKeyOf, coverPiece, fillerEntry, sealBatch, type IssuedBatch,
} from './issued-batches.ts';
import { IssuerPool } from './issuer.ts';
import { nullifier } from './nullifier.ts';
import { restoreLetters, type RestoredLetter, type RestorePorts } from './restore.ts';
import { claimKey, rootsOf, type WalletRoots } from './roots.ts';
import { importVerifyingKey, verifyCredit } from './verifier.ts';

const PHRASE = 'legal winner thank year wave sausage worth useful legal winner thank yellow';
const pool = new IssuerPool({ threads: 1 });
let first: Specimen;
let second: Specimen;
let roots: WalletRoots;

beforeAll(async () => {
  [first, second] = await Promise.all([honestProgramme(), honestProgramme()]);
  roots = await rootsOf(PHRASE);
});
afterAll(() => pool.close());

/** A gateway's shelf in memory: what it keeps of issued batches, served in buckets. */
class Shelf {
  private readonly kept: { cover: Uint8Array; sealed: Uint8Array }[] = [];
  asked = 0;

  async keep(key: Uint8Array, batch: IssuedBatch): Promise<void> {
    const secret = batchSecret(key);
    for (const { sealed } of await sealBatch(secret, batch)) {
      this.kept.push({ cover: coverKeyOf(secret), sealed });
    }
  }

  alter(at: number): void {
    const { sealed } = this.kept[at]!;
    sealed[40]! ^= 1;
  }

  async bucket(): Promise<Uint8Array> {
    this.asked += 1;
    const entries = await Promise.all(
      this.kept.map(({ cover, sealed }) => coverPiece(cover, sealed)));
    return Buffer.concat([...entries, fillerEntry(), fillerEntry()].sort(Buffer.compare));
  }
}

/** Issue the whole batch of a specimen's block, as the gateway does, and keep it. */
async function issue(
  shelf: Shelf, specimen: Specimen, j: number, more: Partial<IssuedBatch> = {},
): Promise<IssuedBatch> {
  const { entry, session, pairs } = specimen;
  const blinded = [blindDerived(entry, roots.credit, 0),
    ...[0, 1, 2].map((index) => blindDerived(session, roots.credit, index))]
    .map((pending) => decoded(pending.blinded));
  const signatures = [
    ...await pool.sign(pairs.entry, blinded.slice(0, 1)),
    ...await pool.sign(pairs.session, blinded.slice(1))];
  const batch = {
    programme: PROGRAMME, period: PERIOD, block: BLOCK, entryKeyId: entry.keyId,
    sessionKeyId: session.keyId, signatures, ...more,
  };
  await shelf.keep(claimKey(roots, j), batch);
  return batch;
}

/** The arithmetic, here and now. */
const ARITHMETIC: Pick<RestorePorts, 'blind' | 'finalize'> = {
  blind: (root, places) => Promise.resolve(
    places.map(({ key, index }) => blindDerived(key, root, index))),
  finalize: (signed) => Promise.all(signed.map(({ key, pending, blindSignature }) =>
    finalizeCredit(key, pending, blindSignature))),
};

function portsOn(shelf: Shelf, more: Partial<RestorePorts> = {}): RestorePorts {
  return {
    bucket: () => shelf.bucket(),
    keys: () => Promise.resolve(first),
    enrolledBlock: () => Promise.resolve(null),
    ...ARITHMETIC,
    ...more,
  };
}

async function restored(
  shelf: Shelf, more?: Partial<RestorePorts>, from?: number,
): Promise<RestoredLetter[]> {
  const letters: RestoredLetter[] = [];
  const found = restoreLetters(roots, portsOn(shelf, more), from);
  for await (const letter of found) letters.push(letter);
  return letters;
}

const kinds = (letters: readonly RestoredLetter[]) => letters.map((letter) =>
  [letter.j, letter.kind === 'refused' ? letter.fault : letter.kind]);

describe('from the phrase alone', () => {
  test('a wallet has its letter again, with credits that the vault takes', async () => {
    const shelf = new Shelf();
    await issue(shelf, first, 0);
    const letters = await restored(shelf);
    expect(kinds(letters)).toEqual([[0, 'issued']]);
    const [letter] = letters;
    expect(letter).toMatchObject({ programme: PROGRAMME, period: PERIOD, block: BLOCK });
    const credits = letter?.kind === 'issued' ? letter.credits : [];
    const verdicts = credits.map((credit, at) =>
      verifyCredit(importVerifyingKey(at === 0 ? first.entry : first.session), credit));
    expect(verdicts).toEqual([true, true, true, true]);
    expect(new Set(credits.map(nullifier)).size).toBe(4);
  });

  test('two devices have the same credits, and a third one after them too', async () => {
    const shelf = new Shelf();
    await issue(shelf, first, 0);
    const [one, two] = await Promise.all([restored(shelf), restored(shelf)]);
    expect(two).toEqual(one);
    roots = await rootsOf(PHRASE);
    expect(await restored(shelf)).toEqual(one);
  });

  test('letters of all years come, in their order, each with its own keys', async () => {
    const shelf = new Shelf();
    await issue(shelf, first, 0);
    await issue(shelf, second, 1, { period: '2027-10' });
    const letters = await restored(shelf, {
      keys: ({ period }) => Promise.resolve(period === PERIOD ? first : second),
    });
    expect(kinds(letters)).toEqual([[0, 'issued'], [1, 'issued']]);
  });

  test('a phrase that was never used gives nothing, after one file', async () => {
    const shelf = new Shelf();
    expect(await restored(shelf)).toEqual([]);
    expect(shelf.asked).toBe(1);
  });

  test('the first unknown letter ends it, and nothing beyond it is looked for', async () => {
    const shelf = new Shelf();
    await issue(shelf, first, 0);
    await issue(shelf, first, 2);
    expect(kinds(await restored(shelf))).toEqual([[0, 'issued']]);
    expect(shelf.asked).toBe(2);
  });

  test('a letter that is claimed and not issued is no gap: what follows it comes', async () => {
    const shelf = new Shelf();
    await issue(shelf, first, 0, { signatures: [] });
    await issue(shelf, first, 1);
    expect(kinds(await restored(shelf))).toEqual([[0, 'claimed'], [1, 'issued']]);
  });

  test('letters from one number on are those, and what is before is not looked for', async () => {
    const shelf = new Shelf();
    await issue(shelf, first, 1);
    expect(kinds(await restored(shelf, {}, 1))).toEqual([[1, 'issued']]);
    expect(shelf.asked).toBe(2);
  });
});

describe('whoever is asked', () => {
  test('fails loudly, so that nobody takes a fault for an empty wallet', async () => {
    const shelf = new Shelf();
    const bucket = () => Promise.reject(new Error('offline'));
    await expect(restored(shelf, { bucket })).rejects.toThrow('offline');
    await issue(shelf, first, 0);
    const dies = () => Promise.reject(new Error('worker died'));
    await expect(restored(shelf, { blind: dies })).rejects.toThrow('worker died');
    await expect(restored(shelf, { finalize: dies })).rejects.toThrow('worker died');
  });
});

describe('a gateway that lies', () => {
  test('and alters an entry has not kept it', async () => {
    const shelf = new Shelf();
    await issue(shelf, first, 0);
    shelf.alter(0);
    expect(await restored(shelf)).toEqual([]);
  });

  test('and puts another\'s entry into the bucket tells nothing by it', async () => {
    const shelf = new Shelf();
    const batch = await issue(shelf, first, 0);
    await shelf.keep(Uint8Array.from(randomBytes(32)), batch);
    expect(kinds(await restored(shelf))).toEqual([[0, 'issued']]);
  });

  test('about the block is found out by the case\'s enrolment', async () => {
    const shelf = new Shelf();
    await issue(shelf, first, 0);
    const at = (block: string) => ({ enrolledBlock: () => Promise.resolve(block) });
    expect(kinds(await restored(shelf, at(BLOCK)))).toEqual([[0, 'issued']]);
    expect(kinds(await restored(shelf, at('B2')))).toEqual([[0, 'other-block']]);
  });

  test('about the block before there is a case is found out by the signature', async () => {
    const shelf = new Shelf();
    // The true session signatures, and for the entry credit those of another block's key.
    await issue(shelf, first, 0, { block: 'B2', entryKeyId: second.entry.keyId });
    const keys = { entry: second.entry, session: first.session };
    expect(kinds(await restored(shelf, { keys: () => Promise.resolve(keys) })))
      .toEqual([[0, 'signature']]);
  });

  test.each<[string, Partial<RestorePorts>, Partial<IssuedBatch>]>([
    ['that the vault does not have', { keys: () => Promise.resolve('keys') }, {}],
    ['other than the directory\'s for entries', {}, { entryKeyId: 'ab'.repeat(32) }],
    ['other than the directory\'s for sessions', {}, { sessionKeyId: 'ab'.repeat(32) }],
  ])('names keys %s, and is refused', async (_what, ports, batch) => {
    const shelf = new Shelf();
    await issue(shelf, first, 0, batch);
    expect(kinds(await restored(shelf, ports))).toEqual([[0, 'keys']]);
  });

  test('and gives signatures on other messages is refused, whichever of them', async () => {
    for (const at of [0, 1, 3]) {
      const shelf = new Shelf();
      const honest = await issue(new Shelf(), first, 0);
      const signatures = honest.signatures.with(at, new Uint8Array(256).fill(1));
      await shelf.keep(claimKey(roots, 0), { ...honest, signatures });
      expect(kinds(await restored(shelf))).toEqual([[0, 'signature']]);
    }
  });
});
