import fc from 'fast-check';
import { AccountError, gatewayAccount, openingItems, vaultAccount } from './accounts.ts';
import { isDay } from '#calendar/days';
import { encodeItems, journalItem, readResults, type Status } from './journal.ts';
import { money } from './money.ts';
import { entry, MOST_POSTINGS, move, type Phase, UnbalancedEntry } from './postings.ts';

const ID = 'a3f0c1d2-1b2c-4d5e-8f90-0123456789ab';
const OTHER = 'b3f0c1d2-1b2c-4d5e-9f90-0123456789ab';
const DAY = '2026-11-22';
const fund = vaultAccount('fund:programme', 'p1', 'EUR');
const hold = vaultAccount('hold:programme', 'p1', 'EUR');
const cash = vaultAccount('cash:payouts', null, 'EUR');
const made = (phase: Phase) => entry('session-held', phase, move(fund, hold, 7n));

/** A text with one character changed, left out, or put in before, after or between. */
const near = (text: string, strays: string) => fc.tuple(
  fc.nat(text.length), fc.constantFrom(...strays), fc.constantFrom(0, 1),
).map(([at, stray, taken]) => text.slice(0, at) + stray + text.slice(at + taken));

describe('an account', () => {
  it('is opened as its family says: side, floor, and whether it holds', () => {
    const items = JSON.parse(openingItems([fund, hold, cash], () => ID)) as unknown;
    expect(items).toEqual([
      { id: ID, code: fund.code, unit: 'EUR', side: 'credit', floor: '0', holding: false },
      { id: ID, code: hold.code, unit: 'EUR', side: 'credit', floor: '0', holding: true },
      { id: ID, code: cash.code, unit: 'EUR', side: 'debit', floor: null, holding: false },
    ]);
  });

  it('has the id of an owner, of 1 to 64 letters, digits and dashes', () => {
    for (const owner of ['a', '7', 'a-', 'a'.repeat(64)]) {
      expect(gatewayAccount('ar:employer', owner, 'EUR').code).toBe(`ar:employer/${owner}/EUR`);
    }
    for (const owner of ['', '-a', 'A', 'a/b', 'a b', 'a'.repeat(65), 'a\n', ' a']) {
      expect(() => gatewayAccount('ar:employer', owner, 'EUR')).toThrow(AccountError);
    }
  });

  it('is of a family of its own book', () => {
    expect(() => gatewayAccount('hold:programme' as 'ar:employer', 'p1', 'EUR'))
      .toThrow(AccountError);
  });
});

describe('a day', () => {
  it('is one of the calendar, and nothing around it', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 70_000 }), (days) => {
      expect(isDay(new Date(days * 86_400_000).toISOString().slice(0, 10))).toBe(true);
    }));
    for (const text of [
      '2026-02-29', '2026-13-01', '2026-00-10', '2026-11-31', '0026-11-22', '3026-11-22', '2026-11',
      '2026-1-22', '22026-11-22', ' 2026-11-22', '2026-11-22T', '2026-11-22\n', '+002026-11-22', '',
    ]) expect(isDay(text)).toBe(false);
  });
});

describe('an entry', () => {
  it('has at most so many lines, and none larger than the ledger takes', () => {
    const lines = (count: number) => Array.from({ length: count / 2 }, (_, n) =>
      move(vaultAccount('fund:programme', `a${n}`, 'EUR'),
        vaultAccount('fund:programme', `b${n}`, 'EUR'), 1n)).flat();
    const post = (postings: ReturnType<typeof move>) =>
      entry('session-held', 'single', postings).postings.length;
    expect(post(lines(MOST_POSTINGS))).toBe(MOST_POSTINGS);
    expect(() => post(lines(MOST_POSTINGS + 2))).toThrow(UnbalancedEntry);
    const largest = 999_999_999_999_999n;
    expect(post(move(fund, hold, largest))).toBe(2);
    expect(() => post(move(fund, hold, largest + 1n))).toThrow(UnbalancedEntry);
    const halves = [...move(fund, cash, largest), ...move(hold, cash, 1n)];
    expect(() => post(halves)).toThrow(UnbalancedEntry);
    expect(() => post(halves.map((line) => ({ ...line, amount: -line.amount }))))
      .toThrow(UnbalancedEntry);
    expect(money(largest, 'EUR').minor).toBe(largest);
    expect(money(-largest, 'EUR').minor).toBe(-largest);
  });

  it('has no line for what moves nothing', () => {
    expect(move(fund, hold, 0n)).toEqual([]);
  });
});

describe('an item of the journal', () => {
  it('has a random id and a day, and names what it resolves exactly when it resolves', () => {
    expect(journalItem(ID, DAY, made('single')))
      .toEqual({ id: ID, day: DAY, entry: made('single'), resolves: null });
    expect(journalItem(ID, DAY, made('pending')).resolves).toBeNull();
    expect(journalItem(ID, DAY, made('resolving'), OTHER).resolves).toBe(OTHER);
    expect(Object.isFrozen(journalItem(ID, DAY, made('single')))).toBe(true);
    for (const phase of ['single', 'pending'] as const) {
      expect(() => journalItem(ID, DAY, made(phase), OTHER)).toThrow(/exactly when/);
    }
    expect(() => journalItem(ID, DAY, made('resolving'))).toThrow(/exactly when/);
    expect(() => journalItem(ID, '2026-02-31', made('single'))).toThrow(/a day is/);
  });

  it('takes no id that is nearly one, as its own or as what it resolves', () => {
    fc.assert(fc.property(near(ID, 'gAF -\n'), (id) => {
      fc.pre(id !== ID);
      expect(() => journalItem(id, DAY, made('single'))).toThrow(/an entry has a random UUID/);
      expect(() => journalItem(ID, DAY, made('resolving'), id)).toThrow(/what it resolves/);
    }), { numRuns: 500 });
    // Of another version, and of another variant.
    for (const id of [ID.replace('-4', '-1'), ID.replace('-8', '-c'), ID.replace('-8', '-7')]) {
      expect(() => journalItem(id, DAY, made('single'))).toThrow(RangeError);
    }
  });

  it('is written for the ledger with all digits of its amounts', () => {
    const large = entry('claim-captured', 'resolving', move(hold, fund, 999_999_999_999_999n));
    expect(JSON.parse(encodeItems([
      journalItem(ID, DAY, made('pending')), journalItem(OTHER, DAY, large, ID),
    ]))).toEqual([
      { id: ID, day: DAY, kind: 'session-held', pending: true, resolves: null,
        postings: [[fund.code, '7'], [hold.code, '-7']] },
      { id: OTHER, day: DAY, kind: 'claim-captured', pending: false, resolves: ID,
        postings: [[hold.code, '999999999999999'], [fund.code, '-999999999999999']] },
    ]);
  });

  it('has the ledger\'s answer in its own place, and no other answer', () => {
    const items = [ID, OTHER].map((id) => journalItem(id, DAY, made('single')));
    const statuses: Status[] = [
      'posted', 'duplicate', 'insufficient', 'unknown_account', 'conflict', 'unbalanced',
      'unknown_hold', 'resolved', 'malformed',
    ];
    for (const status of statuses) {
      expect(readResults(items, [{ status }, { status: 'posted' }]))
        .toEqual([{ id: ID, status }, { id: OTHER, status: 'posted' }]);
    }
    const posted = { status: 'posted' };
    expect(() => readResults(items, [posted])).toThrow(/another batch/);
    expect(() => readResults(items, [posted, posted, posted])).toThrow(/another batch/);
    for (const status of ['', 'Posted', 'lost']) {
      expect(() => readResults(items, [posted, { status }])).toThrow(/does not know/);
    }
  });
});
