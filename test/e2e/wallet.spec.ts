import { checkDirectory } from '#pseudonym/directory';
import { generateIssuerKey, IssuerPool, type IssuerKeyPair } from '#pseudonym/issuer';
import { describeKey } from '#pseudonym/keys';
import { fromBase64Url, toBase64Url } from '#pseudonym/bytes';
import { WalletThreads } from '../../demo/wallet/threads.ts';
import { Wallet, type BlindedBatch, type WalletKeyPair } from '../../demo/wallet/wallet.ts';

const PROGRAMME = '0b3ab8a6-6f0d-4f5e-9c0e-0d5a3a1f7a11';
const PERIOD = '2027-Q1';
const DAY = '2027-02-01';

describe('a wallet of the story', () => {
  const threads = new WalletThreads(2);
  const pool = new IssuerPool({ threads: 1 });
  let keys: WalletKeyPair;
  let secret: { entry: IssuerKeyPair; session: IssuerKeyPair };

  beforeAll(async () => {
    secret = { entry: await generateIssuerKey(), session: await generateIssuerKey() };
    const use = { programme: PROGRAMME, period: PERIOD };
    const directory = [
      describeKey(secret.entry.spki, { ...use, kind: 'entry', block: 'B1' }),
      describeKey(secret.session.spki, { ...use, kind: 'session', block: null }),
    ];
    const verdict = checkDirectory(directory, directory, { ...use, block: 'B1', headcount: 60 });
    if (verdict.kind === 'refused') throw new Error('the keys are not fit for a test');
    keys = verdict;
  });
  afterAll(() => Promise.all([threads.close(), pool.close()]));

  const read = (text: string) => fromBase64Url(text) ?? new Uint8Array();
  const issue = async ({ entry, sessions }: BlindedBatch) => {
    const [first] = await pool.sign(secret.entry, [read(entry.blinded)]);
    const rest = await pool.sign(secret.session, sessions.map(({ blinded }) => read(blinded)));
    return { entry: toBase64Url(first!), sessions: rest.map(toBase64Url) };
  };

  it('comes back from its phrase and its backup with every credit', async () => {
    const wallet = await Wallet.create();
    const batch = await wallet.blind(threads, keys, 3);
    await wallet.finish(threads, batch, await issue(batch));
    const restored = await Wallet.restore(wallet.phrase, wallet.backup);
    expect(restored.credits).toEqual(wallet.credits);
    expect(restored.unspent('session', DAY)).toHaveLength(3);
    expect(restored.unspent('entry', DAY)).toHaveLength(1);
    expect(restored.claimKey(PROGRAMME)).toBe(wallet.claimKey(PROGRAMME));
    expect(restored.caseKey(PROGRAMME)).toBe(wallet.caseKey(PROGRAMME));
    expect(await Wallet.backupAddress(wallet.phrase)).toBe(wallet.backupAddress);
  });

  it('stores what it is about to send, and what it is about to spend', async () => {
    const wallet = await Wallet.create();
    const batch = await wallet.blind(threads, keys, 1);
    const crashed = await Wallet.restore(wallet.phrase, wallet.backup);
    await crashed.finish(threads, batch, await issue(batch));
    const held = await crashed.take('session', DAY, 'book-session');
    const again = await Wallet.restore(crashed.phrase, crashed.backup);
    expect(again.credits.find(({ id }) => id === held.id)?.state).toBe('spending');
    await expect(again.take('session', DAY, 'book-session')).rejects.toThrow('no unspent session');
  });

  it('accepts nothing that its issuer did not sign', async () => {
    const wallet = await Wallet.create();
    const batch = await wallet.blind(threads, keys, 1);
    const signed = await issue(batch);
    const swapped = { entry: signed.sessions[0]!, sessions: [signed.entry] };
    await expect(wallet.finish(threads, batch, swapped))
      .rejects.toMatchObject({ name: 'BadSignature' });
    expect(wallet.credits).toEqual([]);
  });

  it('is not opened by another phrase', async () => {
    const [wallet, stranger] = [await Wallet.create(), await Wallet.create()];
    await wallet.blind(threads, keys, 1);
    await expect(Wallet.restore(stranger.phrase, wallet.backup)).rejects.toThrow('unreadable');
  });
});
