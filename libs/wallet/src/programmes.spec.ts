import fc from 'fast-check';
import { inline } from './arithmetic.ts';
import { isEnrolled } from './care.ts';
import { newContent, type Care, type Content } from './content.ts';
import type { HeldCredit, Letter } from './credits.ts';
import { sessionsLeft } from './left.ts';
import { freeReturned } from './intents.ts';
import { MemoryBox } from './memory.ts';
import type { Ports } from './ports.ts';
import { Wallet } from './wallet.ts';

/*
 * Somebody who changes her employer has letters of two programmes, and a case in each: what is
 * booked within one is paid with its own credits, and nothing of the other's case counts for it.
 */

const NOW = new Date('2026-11-02T09:00:00Z');
const clock = { now: () => NOW, device: () => NOW };
const vaultKey = '0'.repeat(64);
const doors = { vaultKey, successions: [] };
const ports = { doors, arithmetic: inline, clock } as unknown as Ports;
const bytes = new Uint8Array(32);
const empty = newContent({ claim: bytes, credit: bytes, case: bytes, letters: bytes }, null);

const PERIODS = ['2026-Q3', '2026-Q4', '2027-Q1'] as const;
const DAYS = {
  '2026-Q3': ['2026-07-01', '2026-09-30'], '2026-Q4': ['2026-10-01', '2026-12-31'],
  '2027-Q1': ['2027-01-01', '2027-03-31'],
} as const;

interface Had {
  readonly programme: string;
  readonly period: (typeof PERIODS)[number];
  /** Whether its credits came. */
  readonly isIssued: boolean;
}

const had = fc.array(fc.record<Had>({
  programme: fc.constantFrom('old', 'new'), period: fc.constantFrom(...PERIODS),
  isIssued: fc.boolean() }), { maxLength: 5 });

function contentOf(all: readonly Had[], careOf: string): Content {
  const letters: Letter[] = all.map(({ programme, period }, j) =>
    ({ j, programme, period, block: 'B1', group: null }));
  const credits = all.filter(({ isIssued }) => isIssued).flatMap(({ programme, period }, at) =>
    (['entry', 'session', 'session'] as const).map((kind, index): HeldCredit => {
      const [notBefore, notAfter] = DAYS[period];
      return { id: `${at} ${index}`, keyId: `${programme} ${period} ${kind}`, index, programme,
        period, kind, notBefore, notAfter, credit: '', state: 'unspent' };
    }));
  const care = {
    enrolments: PERIODS.map((period) => ({ period, block: 'B1' })), authorisations: [],
    referrals: [], returnedSessions: [{ id: 'back', period: '2026-Q4', used: false }],
  } as unknown as Care;
  return { ...empty, letters, credits, care, careOf };
}

describe('a wallet with letters of two programmes', () => {
  it('spends credits of the one that it books within, and counts no other', async () => {
    await fc.assert(fc.asyncProperty(had, fc.constantFrom('old', 'new'), async (all, careOf) => {
      const wallet = await Wallet.open(ports, new MemoryBox(), contentOf(all, careOf));
      const spendable = [...wallet.unspent('entry'), ...wallet.unspent('session')];
      expect(spendable.filter(({ programme }) => programme !== wallet.programme)).toEqual([]);
      const now = all.filter(({ period, isIssued }) => isIssued && period === '2026-Q4');
      // Whoever has credits for today can spend some: no letter without any stands before them.
      if (all.every(({ period, isIssued }) => period !== '2027-Q1' || !isIssued)) {
        expect(spendable.length > 0).toBe(now.length > 0);
      }
      const isOwnCase = careOf === wallet.programme;
      const back = isOwnCase ? ['back'] : [];
      expect(freeReturned(wallet).map(({ id }) => id)).toEqual(back);
      expect(sessionsLeft(wallet)).toBe(wallet.unspent('session').length + back.length);
      expect(isEnrolled(wallet)).toBe(isOwnCase);
    }));
  });
});
