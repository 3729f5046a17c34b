import { BACKUP_LENGTH, BackupTooLarge, openBackup, sealBackup } from './backup.ts';
import { EMPTY_JOURNAL, type HeldCredit, type Journal } from './journal.ts';
import { newPhrase, openWallet, type WalletKeys } from './wallet.ts';

let keys: WalletKeys;
const held = (id: number): HeldCredit => ({
  id: String(id).padStart(64, '0'), programme: '7a1d52a4-7a0c-4a53-9a2f-0d5a3f1f7f10',
  period: '2026-Q4', kind: 'session', notBefore: '2026-10-01', notAfter: '2026-12-31',
  credit: 'A'.repeat(428), state: 'issued', step: 0, spending: null,
});
const journalOf = (count: number): Journal =>
  ({ ...EMPTY_JOURNAL, credits: Array.from({ length: count }, (_, index) => held(index)) });

beforeAll(async () => {
  keys = await openWallet(newPhrase());
});

test('lost phone plus phrase gives everything back', async () => {
  const phrase = newPhrase();
  const blob = await sealBackup(await openWallet(phrase), journalOf(9));
  const restored = await openBackup(await openWallet(phrase), blob);
  expect(restored).toEqual({ kind: 'opened', journal: journalOf(9) });
});

test('every backup has the same length and says nothing of what is inside', async () => {
  const blobs = await Promise.all([0, 0, 9, 60].map((count) => sealBackup(keys, journalOf(count))));
  expect(new Set(blobs.map(({ length }) => length))).toEqual(new Set([BACKUP_LENGTH]));
  const [first, second] = blobs as [Uint8Array, Uint8Array];
  const equal = first.filter((byte, index) => byte === second[index]).length;
  expect(equal).toBeLessThan(BACKUP_LENGTH / 64);
});

test('a journal that does not fit is refused, not cut', async () => {
  await expect(sealBackup(keys, journalOf(200))).rejects.toThrow(BackupTooLarge);
});

test('a blob of another phrase, address or version, altered or shortened, is refused', async () => {
  const blob = await sealBackup(keys, journalOf(1));
  const changed = (at: number) => blob.map((byte, index) => (index === at ? byte ^ 1 : byte));
  const stranger = await openWallet(newPhrase());
  const moved = { ...keys, backupAddress: stranger.backupAddress };
  const unreadable = { kind: 'refused', reason: 'unreadable' };
  expect(await openBackup(stranger, blob)).toEqual(unreadable);
  expect(await openBackup(moved, blob)).toEqual(unreadable);
  for (const at of [1, 12, 13, 40_000, BACKUP_LENGTH - 1]) {
    expect(await openBackup(keys, changed(at))).toEqual(unreadable);
  }
  expect(await openBackup(keys, changed(0))).toEqual({ kind: 'refused', reason: 'version' });
  expect(await openBackup(keys, blob.subarray(1))).toEqual({ kind: 'refused', reason: 'length' });
});
