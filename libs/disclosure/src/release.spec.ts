import { DisclosureError } from './disclosure-error.ts';
import { makeRelease, canonicalRelease, type PeriodUse } from './release.ts';
import type { CaseUse, Layout } from './table.ts';
import { verifyRelease } from './verify.ts';

const layout: Layout = {
  blocks: [
    { block: 'B1', label: 'Eng', headcount: 80, site: 'North' },
    { block: 'B2', label: 'Ops', headcount: 65, site: 'North' },
    { block: 'B3', label: 'Sales', headcount: 70, site: 'South' },
    { block: 'B4', label: 'HR', headcount: 60, site: 'South' },
  ],
  modalities: ['video', 'in-person', 'chat'],
  concerns: ['stress', 'grief'],
};

function cases(counts: readonly number[], sessions = 3): CaseUse[] {
  return counts.flatMap((count, i) =>
    Array.from({ length: count }, (_, j) => ({
      block: `B${i + 1}`,
      modality: layout.modalities[j % 3] ?? '',
      concern: layout.concerns[j % 2] ?? '',
      sessions,
    })),
  );
}

function period(counts: readonly number[], more: Partial<PeriodUse> = {}): PeriodUse {
  return {
    programme: 'p',
    period: '2026-10.1',
    layout,
    cases: cases(counts),
    bearerSessions: 0,
    fundedSessions: 1000,
    ...more,
  };
}

const users = (input: PeriodUse) =>
  makeRelease(input).release.cells.filter((c) => c.table !== 'concern').map((c) => c.users);

describe('a release', () => {
  it('publishes every table when every block is safe', () => {
    const { release } = makeRelease(period([12, 9, 14, 8]));
    expect(users(period([12, 9, 14, 8]))).toEqual([43, 12, 9, 14, 8, 15, 15, 13]);
    expect(release.releasedOn).toBe('2027-01-30');
    expect(release.settledSessions).toBe(120);
  });

  it('tells the median wait as a band, of those whose first session it was', () => {
    const waiting = (waitDays: (i: number) => number | null, counts = [12, 9, 14, 8]) =>
      makeRelease(period(counts, {
        cases: cases(counts).map((use, i) => ({ ...use, waitDays: waitDays(i) })),
      })).release.medianWait;
    expect(waiting((i) => 2 + (i % 4))).toBe('2–5');
    expect(waiting((i) => (i < 30 ? 1 : null))).toBe('< 2');
    expect(waiting((i) => (i < 29 ? 1 : null))).toBeNull();
    expect(waiting(() => 1, [12, 5, 14, 8])).toBeNull();
    expect(waiting((i) => i % 12)).toBeNull();
    expect(waiting(() => 1, [1, 0, 2, 0])).toBeNull();
    const absent = [0, 1].map(() => ({ ...cases([1])[0]!, sessions: 0, waitDays: 30 }));
    const present = cases([12, 9, 14, 8]).map((use) => ({ ...use, waitDays: 1 }));
    expect(makeRelease(period([], { cases: [...present, ...absent] })).release.medianWait)
      .toBe('< 2');
    expect(makeRelease(period([12, 9, 14, 8])).release.medianWait).toBeNull();
  });

  it('hides a small block together with its guard, and still tells the total', () => {
    expect(users(period([12, 3, 14, 8])).slice(0, 5)).toEqual([37, null, null, 14, 8]);
  });

  it('hides more where the remainder alone would tell', () => {
    expect(users(period([1, 2, 14, 8])).slice(0, 5)).toEqual([25, null, null, null, null]);
  });

  it('hides a full block like an empty one', () => {
    const full = makeRelease(period([12, 9, 20, 60])).release;
    const zero = makeRelease(period([12, 9, 20, 0])).release;
    const rows = (cells: typeof full.cells) => cells.filter((c) => c.table === 'block');
    expect(rows(full.cells)).toEqual(rows(zero.cells));
  });

  it('hides everything, and settles nothing, when almost nobody used it', () => {
    const { release, carried } = makeRelease(period([1, 0, 2, 0], { bearerSessions: 3 }));
    expect(release.cells.every((c) => c.users === null && c.sessions === null)).toBe(true);
    expect(release.settledSessions).toBe(0);
    expect(carried).toEqual({ shown: 0, pooled: 12, withheld: 0, periods: 1 });
    const nobody = makeRelease(period([0, 0, 0, 0])).release;
    const everybody = makeRelease(period([80, 65, 70, 60])).release;
    expect(canonicalRelease(nobody)).toBe(canonicalRelease(release));
    expect(canonicalRelease(everybody)).toBe(canonicalRelease(release));
  });

  it('hides all concerns when one is above 80 per cent or below 10 users', () => {
    const shifted = cases([12, 9, 14, 8]).map((use, i) => ({
      ...use,
      concern: i < 6 ? 'grief' : 'stress',
    }));
    const cells = makeRelease(period([], { cases: shifted })).release.cells;
    expect(cells.filter((c) => c.table === 'concern').map((c) => c.users)).toEqual([null, null]);
  });

  it('counts at most 8 sessions of a person and owes the rest', () => {
    const { release, carried } = makeRelease(
      period([], {
        cases: cases([6, 6, 6, 6], 11), layout: { ...layout, creditsPerMember: 12 },
      }),
    );
    expect(release.cells[0]).toMatchObject({ users: 24, sessions: 192 });
    expect(release.settledSessions).toBe(190 + 70);
    expect(carried.pooled + carried.shown).toBe(4);
  });

  it('is the same bytes for any order of cases, frozen and JSON-safe', () => {
    const input = period([12, 3, 14, 8]);
    const one = makeRelease(input).release;
    const other = makeRelease({ ...input, cases: [...input.cases].reverse() }).release;
    expect(canonicalRelease(other)).toBe(canonicalRelease(one));
    expect(canonicalRelease(JSON.parse(JSON.stringify(one)))).toBe(canonicalRelease(one));
    expect([one, one.cells, ...one.cells].every(Object.isFrozen)).toBe(true);
  });

  it('does not count a case without a session', () => {
    const idle = cases([5, 5, 5, 5], 0);
    const input = period([12, 9, 14, 8]);
    expect(makeRelease({ ...input, cases: [...input.cases, ...idle] })).toEqual(makeRelease(input));
  });

  it.each([
    ['k below 5', { rules: { k: 4 } }],
    ['the k of concerns below 10', { rules: { concernK: 9 } }],
    ['a share above 80 %', { rules: { concernShare: 81 } }],
    ['a month', { period: '2026-11' }],
    ['a small block', { layout: { ...layout, blocks: [{ block: 'B1', label: '', headcount: 59 }] } }],
    ['a foreign case', { cases: [{ block: 'B9', modality: 'chat', concern: 'grief', sessions: 1 }] }],
    ['half a session', { cases: cases([5], 0.5) }],
    ['more cases than heads', { cases: cases([81]) }],
    ['negative bearer sessions', { bearerSessions: -1 }],
  ] as [string, Partial<PeriodUse>][])('refuses %s', (_, wrong) => {
    expect(() => makeRelease(period([], wrong))).toThrow(DisclosureError);
  });
});

describe('what the verifier refuses', () => {
  it('is never released; the refusal names the promise and no count', () => {
    const blocks = [{ block: 'B1', label: '', headcount: 59 }];
    expect(() => makeRelease(period([9], { layout: { ...layout, blocks } }))).toThrow(
      expect.objectContaining({
        code: 'unverified',
        message: 'Nothing was released; broken: every block has at least 60 people.',
      }) as Error);
  });
});

describe('the verifier', () => {
  const { release, certificate } = makeRelease(period([12, 3, 14, 8]));

  it('accepts a release that came back from storage with its keys in another order', () => {
    const stored = JSON.parse(canonicalRelease(release));
    expect(verifyRelease(stored, JSON.parse(JSON.stringify(certificate)), layout).kind).toBe('verified');
  });

  it('refuses every release with one number changed, shown, hidden or added', () => {
    release.cells.forEach((cell, i) => {
      for (const field of ['users', 'sessions'] as const) {
        for (const value of [0, 3, 5, 40, 60, 61, -1, 1.5, null]) {
          if (cell[field] === value) continue;
          const cells = release.cells.map((c, j) => (i === j ? { ...c, [field]: value } : c));
          const verdict = verifyRelease({ ...release, cells } as never, certificate, layout);
          expect([i, field, value, verdict.kind]).toEqual([i, field, value, 'refused']);
        }
      }
      const marked = release.cells.map((c, j) => (i === j ? { ...c, primary: true } : c));
      expect(verifyRelease({ ...release, cells: marked }, certificate, layout).kind).toBe('refused');
    });
    const extra = { ...release, suppressed: 2 };
    expect(verifyRelease(extra, certificate, layout).kind).toBe('refused');
    expect(verifyRelease({ ...release, settledSessions: 7 }, certificate, layout).kind).toBe('refused');
  });

  it.each([[[12, 3, 14, 8]], [[1, 2, 14, 8]], [[12, 9, 14, 8]], [[0, 0, 0, 0]]])(
    'refuses every certificate of %j with one number changed or one witness lost',
    (counts) => {
      const made = makeRelease(period(counts));
      const { witnesses } = made.certificate;
      const check = (list: unknown) =>
        verifyRelease(made.release, { witnesses: list } as never, layout).kind;
      expect(check(witnesses)).toBe('verified');
      expect(check([])).toBe('refused');
      witnesses.forEach((witness, w) => {
        for (const [field, numbers] of Object.entries(witness)) {
          numbers.forEach((_: number, i: number) => {
            for (const step of [-1, 1, 0.5]) {
              const changed = numbers.map((n: number, j: number) => (i === j ? n + step : n));
              const list = witnesses.map((x, j) => (j === w ? { ...x, [field]: changed } : x));
              expect([w, field, i, check(list)]).toEqual([w, field, i, 'refused']);
            }
          });
        }
      });
    },
  );
});
