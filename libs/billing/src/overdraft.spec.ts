import fc from 'fast-check';
import { money } from './money.ts';
import { drawOverdraft, repayOverdraft } from './overdraft.ts';
import type { Entry } from './postings.ts';

const euro = (minor: bigint) => money(minor, 'EUR');
const lines = ({ postings }: Entry) =>
  Object.fromEntries(postings.map(({ account, amount }) => [account.code, amount]));
const some = fc.bigInt({ min: 0n, max: 3n });

describe('an overdraft', () => {
  it('lends one session and its price to the fund', () => {
    const drawn = drawOverdraft({ programme: 'p1', price: euro(9_000n) });
    expect(drawn).toMatchObject({ kind: 'overdraft-drawn', phase: 'single' });
    expect(lines(drawn)).toEqual({
      'overdraft:programme/p1/SES': 1n, 'fund:programme/p1/SES': -1n,
      'overdraft:programme/p1/EUR': 9_000n, 'fund:programme/p1/EUR': -9_000n,
    });
  });

  it('is paid back with what the fund holds, and never with more than is owed', () => {
    fc.assert(fc.property(some, some, some, some, (owedSes, owed, heldSes, held) => {
      const repayment = repayOverdraft('p1', {
        owed: { sessions: owedSes, amount: euro(owed) },
        inFund: { sessions: heldSes, amount: euro(held) },
      });
      const lesser = (a: bigint, b: bigint) => [a, b].sort()[0]!;
      const [sessions, minor] = [lesser(owedSes, heldSes), lesser(owed, held)];
      if (sessions === 0n && minor === 0n) {
        expect(repayment).toEqual({ kind: 'nothing-to-repay' });
        return;
      }
      if (repayment.kind !== 'repaid') throw new Error('nothing was paid back');
      expect(repayment.entry).toMatchObject({ kind: 'overdraft-repaid', phase: 'single' });
      expect(lines(repayment.entry)).toEqual({
        ...(sessions > 0n
          && { 'fund:programme/p1/SES': sessions, 'overdraft:programme/p1/SES': -sessions }),
        ...(minor > 0n && { 'fund:programme/p1/EUR': minor, 'overdraft:programme/p1/EUR': -minor }),
      });
    }), { numRuns: 300 });
  });
});
