import fc from 'fast-check';
import { PERIOD, PROGRAMME } from '../test/specimens.ts';
import { randomBytes, toBase64Url } from './bytes.ts';
import type { PendingCredit } from './client.ts';
import { type Credit, creditMessage } from './credit.ts';
import {
  beginErrand, beginIssuance, beginSpending, completeIssuance, confirmSpending, EMPTY_JOURNAL,
  endErrand, type Journal, JournalError, mergeJournals, noteSpent, openErrands, openHeld,
  openIssuances, pruneJournal, releaseSpending, returnCredit, unspentCredits,
} from './journal.ts';
import type { IssuerPublicKey } from './keys.ts';

/*
 * The journal does not check signatures (the client has), so made-up credits will do here.
 */
const keyId = 'ab'.repeat(32);
const key: IssuerPublicKey = {
  keyId, programme: PROGRAMME, period: PERIOD, kind: 'session', block: null, spki: 'AAAA',
  notBefore: '2026-10-01', notAfter: '2026-12-31',
};
const TODAY = '2026-11-22';

function credit(seed: number): Credit {
  const message = creditMessage(keyId, new Uint8Array(32).fill(seed));
  return { keyId, message, signature: new Uint8Array(256).fill(seed) };
}

function pendingOf({ message }: Credit): PendingCredit {
  const noise = toBase64Url(randomBytes(256));
  return { keyId, prepared: toBase64Url(message), blinded: noise, inverse: noise };
}

const credits = [credit(1), credit(2), credit(3)];
const request = { requestId: 'r1', keys: [key], pending: credits.map(pendingOf) };
const begun = beginIssuance(EMPTY_JOURNAL, request);
const issued = completeIssuance(begun, 'r1', credits);
const [first, second] = issued.credits.map(({ id }) => id) as [string, string];
const spending = { requestId: 's1', body: '{"book":1}' };

const codeOf = (work: () => unknown) => {
  try {
    work();
    return 'done';
  } catch (error) {
    return error instanceof JournalError ? error.code : error;
  }
};

test('a wallet that crashed before the answer came sends the same bytes again', () => {
  const restarted = JSON.parse(JSON.stringify(begun)) as Journal;
  expect(openIssuances(restarted)).toEqual([{ ...request, done: false }]);
  expect(beginIssuance(restarted, request)).toBe(restarted);
});

test('a request id cannot come to stand for something else', () => {
  const other = { ...request, pending: credits.map(pendingOf) };
  expect(codeOf(() => beginIssuance(begun, other))).toBe('conflict');
});

test('finished credits are held and usable, and the issuance is closed, once', () => {
  expect(openIssuances(issued)).toEqual([]);
  expect(unspentCredits(issued, 'session', TODAY)).toHaveLength(3);
  expect(unspentCredits(issued, 'entry', TODAY)).toEqual([]);
  expect(unspentCredits(issued, 'session', '2027-01-01')).toEqual([]);
  expect(unspentCredits(issued, 'session', '2026-09-30')).toEqual([]);
  expect(openHeld(issued.credits[0]!)).toEqual(credits[0]);
  expect(completeIssuance(issued, 'r1', credits)).toBe(issued);
});

test('blinding factors are forgotten once they have served', () => {
  expect(JSON.stringify(issued)).not.toContain(request.pending[0]!.inverse);
});

test('credits that are not those of the request are not taken', () => {
  expect(codeOf(() => completeIssuance(begun, 'r2', credits))).toBe('unknown');
  expect(codeOf(() => completeIssuance(begun, 'r1', credits.slice(1)))).toBe('conflict');
  expect(codeOf(() => completeIssuance(begun, 'r1', [...credits].reverse()))).toBe('conflict');
  const foreign = { ...credits[0]!, keyId: 'cd'.repeat(32) };
  expect(codeOf(() => completeIssuance(begun, 'r1', [foreign, ...credits.slice(1)])))
    .toBe('conflict');
});

test('a spending is noted before it is sent, and sent again with the same bytes', () => {
  const sent = beginSpending(issued, first, spending);
  const restarted = JSON.parse(JSON.stringify(sent)) as Journal;
  expect(restarted.credits[0]).toMatchObject({ state: 'spending', spending });
  expect(beginSpending(restarted, first, spending)).toBe(restarted);
  expect(unspentCredits(restarted, 'session', TODAY)).toHaveLength(2);
});

test('a credit goes from spent to returned and can be spent again', () => {
  const spent = confirmSpending(beginSpending(issued, first, spending), first);
  expect(confirmSpending(spent, first)).toBe(spent);
  const returned = returnCredit(spent, first);
  expect(unspentCredits(returned, 'session', TODAY)).toHaveLength(3);
  const again = beginSpending(returned, first, { requestId: 's2', body: '{}' });
  expect(again.credits[0]).toMatchObject({ state: 'spending', step: 4 });
});

test('a refused spending leaves the credit unspent; the vault has the last word', () => {
  const released = releaseSpending(beginSpending(issued, first, spending), first);
  expect(unspentCredits(released, 'session', TODAY)).toHaveLength(3);
  const corrected = noteSpent(released, first);
  expect(unspentCredits(corrected, 'session', TODAY)).toHaveLength(2);
});

test('steps out of order are bugs and say so', () => {
  const sent = beginSpending(issued, first, spending);
  const another = { requestId: 's9', body: '{}' };
  expect(codeOf(() => beginSpending(sent, first, another))).toBe('not-allowed');
  expect(codeOf(() => confirmSpending(issued, first))).toBe('not-allowed');
  expect(codeOf(() => releaseSpending(confirmSpending(sent, first), first))).toBe('not-allowed');
  expect(codeOf(() => returnCredit(sent, first))).toBe('not-allowed');
  expect(codeOf(() => confirmSpending(issued, 'none'))).toBe('unknown');
  expect(codeOf(() => openHeld({ ...issued.credits[0]!, credit: 'AAAA' }))).toBe('conflict');
});

test('credits of ended periods are pruned, not before', () => {
  expect(pruneJournal(issued, '2026-12-31')).toEqual(issued);
  expect(pruneJournal(issued, '2027-01-01').credits).toEqual([]);
});

describe('an errand', () => {
  const errand = { id: 'e1', body: '{"cancel":1}', notAfter: '2026-12-31' };
  const sent = beginErrand(issued, errand);

  test('is noted before it is sent, and sent again until it is answered', () => {
    expect(openErrands(issued, TODAY)).toEqual([]);
    expect(openErrands(sent, TODAY)).toEqual([{ ...errand, done: false }]);
    expect(beginErrand(sent, errand)).toBe(sent);
    const done = endErrand(sent, 'e1');
    expect(openErrands(done, TODAY)).toEqual([]);
    expect(endErrand(done, 'e1')).toBe(done);
    expect(JSON.stringify(done)).not.toContain('cancel');
  });

  test('cannot come to stand for something else, and does not begin anew', () => {
    expect(codeOf(() => beginErrand(sent, { ...errand, body: '{}' }))).toBe('conflict');
    expect(codeOf(() => beginErrand(endErrand(sent, 'e1'), errand))).toBe('conflict');
    expect(codeOf(() => endErrand(issued, 'e1'))).toBe('unknown');
  });

  test('is dropped after its last day', () => {
    expect(openErrands(sent, '2026-12-31')).toHaveLength(1);
    expect(openErrands(sent, '2027-01-01')).toEqual([]);
    expect(pruneJournal(sent, '2026-12-31')).toEqual(sent);
    expect(pruneJournal(sent, '2027-01-01').errands).toEqual([]);
  });

  test('of a journal from before there were any is none', () => {
    expect(mergeJournals(issued, issued)).not.toHaveProperty('errands');
    expect(mergeJournals(issued, sent).errands).toEqual(sent.errands);
    expect(mergeJournals(endErrand(sent, 'e1'), sent).errands?.[0]?.done).toBe(true);
  });
});

describe('two devices', () => {
  test('the device that went further wins, credit by credit', () => {
    const phone = confirmSpending(beginSpending(issued, first, spending), first);
    const laptop = beginSpending(issued, second, { requestId: 's3', body: '{}' });
    const merged = mergeJournals(phone, laptop);
    const states = new Map(merged.credits.map(({ id, state }) => [id, state]));
    expect([states.get(first), states.get(second)]).toEqual(['spent', 'spending']);
    expect(mergeJournals(begun, phone).issuances).toEqual(phone.issuances);
  });

  const steps = fc.array(fc.tuple(fc.nat(2), fc.nat(6), fc.nat(2)), { maxLength: 12 });
  const journals: fc.Arbitrary<Journal> = fc.tuple(fc.nat(2), steps).map(([start, moves]) =>
    moves.reduce<Journal>((journal, [which, move, salt]) => {
      const id = journal.credits[which]?.id ?? first;
      const body = { requestId: `s${salt}`, body: '{}' };
      const moved = [
        () => beginSpending(journal, id, body), () => confirmSpending(journal, id),
        () => releaseSpending(journal, id), () => returnCredit(journal, id),
        () => noteSpent(journal, id),
        () => beginErrand(journal, { id: `e${salt}`, body: '{}', notAfter: TODAY }),
        () => endErrand(journal, `e${salt}`),
      ][move]!;
      return codeOf(moved) === 'done' ? moved() : journal;
    }, [EMPTY_JOURNAL, begun, issued][start]!));

  test('agree in whatever order they meet', () => {
    fc.assert(fc.property(journals, journals, journals, (a, b, c) => {
      const ab = mergeJournals(a, b);
      expect(mergeJournals(b, a)).toEqual(ab);
      expect(mergeJournals(ab, ab)).toEqual(ab);
      expect(mergeJournals(mergeJournals(a, b), c)).toEqual(mergeJournals(a, mergeJournals(b, c)));
    }));
  });

  test('lose nothing: every credit and open issuance of either is in the merged journal', () => {
    fc.assert(fc.property(journals, journals, (a, b) => {
      const merged = mergeJournals(a, b);
      const ids = (journal: Journal) => journal.credits.map(({ id }) => id);
      expect(new Set(ids(merged))).toEqual(new Set([...ids(a), ...ids(b)]));
      const done = (journal: Journal) => (journal.errands ?? []).filter((one) => one.done)
        .map(({ id }) => id);
      expect(new Set(done(merged))).toEqual(new Set([...done(a), ...done(b)]));
    }));
  });
});
