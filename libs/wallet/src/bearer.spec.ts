import { mayBeOut } from './bearer.ts';
import type { Wallet } from './wallet.ts';

/** As much of a wallet as it takes to know what may have been taken out before. */
const walletOf = (cameBackOn: string | undefined, ...firstDays: string[]) => ({
  content: { ...cameBackOn === undefined ? {} : { cameBackOn } },
  unspent: () => firstDays.map((notBefore) => ({ notBefore })),
}) as unknown as Wallet;

describe('sessions may have been taken out as codes before', () => {
  it.each([
    [undefined, ['2026-10-01'], false], ['2026-11-02', ['2026-10-01'], true],
    ['2026-11-02', ['2026-11-02'], true], ['2026-11-02', ['2027-01-01'], false],
    ['2026-11-02', ['2027-01-01', '2026-10-01'], true], ['2026-11-02', [], false],
  ] as const)('where the wallet came back on %s and has credits from %j: %s', (day, from, may) => {
    expect(mayBeOut(walletOf(day, ...from))).toBe(may);
  });
});
