import fc from 'fast-check';
import { inline } from './arithmetic.ts';
import { isEnrolled, keepCase } from './care.ts';
import { newContent, type Care, type Content } from './content.ts';
import type { HeldCredit, Letter } from './credits.ts';
import { sessionsLeft } from './left.ts';
import { freeReturned } from './intents.ts';
import { MemoryBox } from './memory.ts';
import type { Ports } from './ports.ts';
import { programmesBeside, turnTo } from './programmes.ts';
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

const PERIODS = ['2025-10', '2026-10', '2027-10'] as const;
const DAYS = {
  '2025-10': ['2025-10-01', '2026-09-30'], '2026-10': ['2026-10-01', '2027-09-30'],
  '2027-10': ['2027-10-01', '2028-09-30'],
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
    referrals: [], returnedSessions: [{ id: 'back', period: '2026-10', used: false }],
  } as unknown as Care;
  return { ...empty, letters, credits, care, careOf };
}

describe('a wallet with letters of two programmes', () => {
  it('spends credits of the one that it books within, and counts no other', async () => {
    const one = fc.constantFrom('old', 'new');
    await fc.assert(fc.asyncProperty(had, one, fc.option(one), async (all, careOf, turnedTo) => {
      const content = { ...contentOf(all, careOf), turnedTo };
      const wallet = await Wallet.open(ports, new MemoryBox(), content);
      if (all.some((had) => had.programme === turnedTo && had.isIssued && had.period === '2026-10')) {
        expect(wallet.programme).toBe(turnedTo);
      }
      const spendable = [...wallet.unspent('entry'), ...wallet.unspent('session')];
      expect(spendable.filter(({ programme }) => programme !== wallet.programme)).toEqual([]);
      const now = all.filter(({ period, isIssued }) => isIssued && period === '2026-10');
      // Whoever has credits for today can spend some: no letter without any stands before them.
      if (all.every(({ period, isIssued }) => period !== '2027-10' || !isIssued)) {
        expect(spendable.length > 0).toBe(now.length > 0);
      }
      const isOwnCase = careOf === wallet.programme;
      const back = isOwnCase ? ['back'] : [];
      expect(freeReturned(wallet).map(({ id }) => id)).toEqual(back);
      expect(sessionsLeft(wallet)).toBe(wallet.unspent('session').length + back.length);
      expect(isEnrolled(wallet)).toBe(isOwnCase);
    }));
  });

  it('keeps what was last seen of each case, in whichever order she turns to them', async () => {
    const step = fc.record({ does: fc.constantFrom('turn', 'see'), programme: fc.constantFrom('old', 'new') });
    await fc.assert(fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
      const both = (['old', 'new'] as const).map((programme) =>
        ({ programme, period: '2026-10' as const, isIssued: true }));
      const { letters, credits } = contentOf(both, '');
      const wallet = await Wallet.open(ports, new MemoryBox(), { ...empty, letters, credits });
      const seen = new Map<string, Care>();
      for (const [at, { does, programme }] of steps.entries()) {
        if (does === 'turn') await turnTo(wallet, programme);
        else {
          seen.set(programme, careSeen(at));
          await keepCase(wallet, programme, seen.get(programme)!);
        }
        const [front, { seen: beside, ...other }] =
          [wallet.programme!, programmesBeside(wallet)[0]!] as const;
        expect(new Set([front, other.programme])).toEqual(new Set(['old', 'new']));
        expect(wallet.care ?? undefined).toEqual(seen.get(front));
        expect(beside?.care).toEqual(seen.get(other.programme));
      }
    }));
  });
});

/** A case as an answer shows it at a step. */
function careSeen(step: number): Care {
  return { authorisations: [], referrals: [], returnedSessions: [], endsOn: null,
    enrolments: [{ period: '2026-10', block: `B${step}` }] } as unknown as Care;
}
