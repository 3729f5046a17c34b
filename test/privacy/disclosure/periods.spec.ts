import { displayedBalance } from '../../../libs/disclosure/src/balance.ts';
import { isReleasable, reportFrom } from '../../../libs/disclosure/src/calendar.ts';
import { decideSpend, type NoiseSpend } from '../../../libs/disclosure/src/epsilon-ledger.ts';
import { canonicalRelease, makeRelease, type PeriodUse } from '../../../libs/disclosure/src/release.ts';
import type { CaseUse, Layout } from '../../../libs/disclosure/src/table.ts';

/** Attackers over time: periods, late events, balances, many reads. */

const layout: Layout = {
  blocks: [
    { block: 'B1', label: 'Eng', headcount: 80 }, { block: 'B2', label: 'Ops', headcount: 70 },
    { block: 'B3', label: 'Shop', headcount: 90 }, { block: 'B4', label: 'HR', headcount: 60 },
  ],
  modalities: ['video', 'chat'],
  concerns: ['stress', 'grief'],
  crossed: ['modality', 'concern'],
};

const person = (block: string, i: number): CaseUse => ({
  block, modality: layout.modalities[i % 2]!, concern: layout.concerns[(i >> 1) % 2]!,
  sessions: 1 + (i % 3),
});
const users = (...counts: number[]) => counts.flatMap((count, b) =>
  Array.from({ length: count }, (_, i) => person(`B${b + 1}`, i)));
const useOf = (period: string, cases: readonly CaseUse[]): PeriodUse => ({
  programme: 'p', period, layout, cases, bearerSessions: 0, fundedSessions: 1000,
});

describe('an analyst who asks for other windows', () => {
  it.each(['2026', '2026-10', '2026-10.0', '2026-10.5', '2026-10.1/2026-10.3', '2026-Q4',
    'YTD', 'last 90 days', ''])(
    'is refused "%s"', (label) => { expect(() => reportFrom(label)).toThrow('one reporting period'); },
  );

  it('gets nothing before the release day', () => {
    expect(isReleasable('2026-10.1', '2027-01-29')).toBe(false);
    expect(isReleasable('2026-10.1', '2027-01-30')).toBe(true);
    expect(isReleasable('2026-10.2', '2027-04-29')).toBe(false);
    expect(isReleasable('2026-10.2', '2027-04-30')).toBe(true);
  });
});

describe('an analyst who compares releases', () => {
  it('finds the old payload byte-identical after late events: they are another period\'s', () => {
    const cases = users(12, 9, 14, 8);
    const before = canonicalRelease(makeRelease(useOf('2026-10.1', cases)).release);
    makeRelease(useOf('2026-10.2', [...cases, person('B2', 3)]));
    expect(canonicalRelease(makeRelease(useOf('2026-10.1', cases.toReversed())).release)).toBe(before);
  });

  it('cannot tell whether the sole joiner or leaver is a user from two periods', () => {
    // Ten people more joined and one of them is known: both ways give the same second release.
    const kept = users(12, 9, 14, 8);
    const used = makeRelease(useOf('2026-10.2', [...kept, person('B1', 0)])).release;
    const other = makeRelease(useOf('2026-10.2', [person('B1', 0), ...kept])).release;
    expect(canonicalRelease(used)).toBe(canonicalRelease(other));
    const count = used.cells.find((cell) => cell.key === 'B1')!.users!;
    expect(count).toBeGreaterThan(4);
    expect(80 - count).toBeGreaterThan(4);
  });

  it('cannot tell a block without users from one with four, nor a full one from a nearly full', () => {
    const text = (count: number, block: string) => makeRelease(useOf('2026-10.1', [
      ...users(12, block === 'B2' ? count : 9, 14, 8),
    ])).release.cells.filter((cell) => cell.key.startsWith('B2')).map((cell) => cell.users);
    for (const count of [0, 1, 4, 66, 70]) {
      expect(new Set(text(count, 'B2'))).toEqual(new Set([null]));
    }
  });
});

describe('an analyst who watches the balance', () => {
  it('sees the same byte for byte in two worlds that differ in one person\'s care', () => {
    const past = [makeRelease(useOf('2025-10.4', users(12, 9, 14, 8))).release];
    // Between releases the balance is a function of past releases; the person is no argument.
    expect(displayedBalance(500, past)).toBe(displayedBalance(500, structuredClone(past)));
    const [one, two] = [0, 1].map((more) => makeRelease(
      useOf('2026-10.1', [...users(12, 9, 14, 8), ...users(more)])).release);
    expect(one!.settledSessions % 10).toBe(0);
    expect(Math.abs(one!.settledSessions - two!.settledSessions)).toBeLessThanOrEqual(10);
  });
});

describe('an analyst who reads noise often', () => {
  it('gets the one draw 100,000 times, and is charged once', () => {
    const ledger: NoiseSpend[] = [];
    const request: NoiseSpend = { table: 'trend', block: 'B1', year: 2026, epsilon: 500 };
    const kinds = new Map<string, number>();
    for (let read = 0; read < 100_000; read += 1) {
      const decision = decideSpend(ledger, request);
      if (decision.kind === 'charged') ledger.push(decision.spend);
      kinds.set(decision.kind, (kinds.get(decision.kind) ?? 0) + 1);
    }
    expect([...kinds]).toEqual([['charged', 1], ['already-drawn', 99_999]]);
  });
});
