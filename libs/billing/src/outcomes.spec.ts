import fc from 'fast-check';
import { captureAsPaid, captureClaim } from './capture.ts';
import { holdSession } from './hold.ts';
import { captureMissed } from './missed.ts';
import { money } from './money.ts';
import type { Entry } from './postings.ts';
import { reverseCapture, whyFinal } from './take-back.ts';

const amount = fc.bigInt({ min: 1n, max: 10_000_000n });
const bps = fc.bigInt({ min: 0n, max: 10_000n });
const sum = (...entries: readonly Entry[]) => {
  const balances = new Map<string, bigint>();
  for (const { account, amount: units } of entries.flatMap(({ postings }) => postings)) {
    balances.set(account.code, (balances.get(account.code) ?? 0n) + units);
  }
  return Object.fromEntries([...balances].filter(([, units]) => units !== 0n));
};
function held(minor: bigint) {
  const hold = holdSession('p1', money(minor, 'EUR'));
  if (hold.kind !== 'held') throw new Error(hold.reason);
  return hold;
}

describe('a session that its client did not keep', () => {
  it('is settled whole: her share to the therapist with the odd cent, the rest revenue', () => {
    fc.assert(fc.property(amount, bps, (price, share) => {
      const hold = held(price);
      const missed = captureMissed(hold.held, 't1', share);
      expect(missed.toProvider.minor + missed.toPlatform.minor).toBe(price);
      expect(missed.toPlatform.minor).toBe((price * (10_000n - share)) / 10_000n);
      const { 'fund:programme/p1/EUR': money_, 'fund:programme/p1/SES': sessions, ...rest } =
        sum(hold.entry, missed.entry);
      expect([money_, sessions]).toEqual([price, 1n]);
      expect(Object.keys(rest).filter((code) => code.startsWith('hold:'))).toEqual([]);
      expect(rest['delivered:programme/p1/SES']).toBe(-1n);
    }));
    expect(captureMissed(held(9_501n).held, 't1', 5_000n))
      .toMatchObject({ toProvider: { minor: 4_751n }, toPlatform: { minor: 4_750n } });
  });
});

describe('a claim that is taken back', () => {
  it('leaves the books as if it had never been made, and its session held once more', () => {
    fc.assert(fc.property(amount, amount, bps, bps, fc.boolean(), (price, fee, cut, half, kept) => {
      const hold = held(price);
      const capture = kept
        ? captureClaim(hold.held, 't1', money(fee < price ? fee : price, 'EUR'), cut)
        : captureMissed(hold.held, 't1', half);
      if (!('entry' in capture)) throw new Error('not captured');
      // Found again from what was recorded: what was allowed and what was paid, by no share.
      const allowed = kept ? money(fee < price ? fee : price, 'EUR') : hold.held.price;
      const recorded = captureAsPaid(hold.held, 't1', allowed, capture.toProvider);
      expect(sum(recorded)).toEqual(sum(capture.entry));
      const reversed = reverseCapture(recorded);
      expect(reversed.phase).toBe('pending');
      expect(sum(hold.entry, capture.entry, reversed)).toEqual(sum(hold.entry));
      const again = captureMissed(hold.held, 't1', half);
      expect(sum(hold.entry, capture.entry, reversed, again.entry))
        .toEqual(sum(hold.entry, again.entry));
    }));
  });

  it('is one that was paid, by the therapist\'s word, in no payout, of a period not told', () => {
    const paid = { status: 'paid', isInPayout: false, byClient: false, isPeriodReported: false } as const;
    expect(whyFinal(paid)).toBeNull();
    for (const [change, why] of [
      [{ status: 'denied' }, 'NOT_PAID'], [{ status: 'withdrawn' }, 'NOT_PAID'],
      [{ isInPayout: true }, 'PAID_OUT'], [{ byClient: true }, 'CANCELLED_BY_CLIENT'],
      [{ isPeriodReported: true }, 'PERIOD_CLOSED'],
    ] as const) expect(whyFinal({ ...paid, ...change })).toBe(why);
  });
});
