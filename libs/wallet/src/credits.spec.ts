import fc from 'fast-check';
import { daysAfter } from '#calendar/days';
import { readPeriod, type BenefitPeriod } from '#calendar/periods';
import { creditMessage, type Credit } from '#pseudonym/credit';
import { nullifier } from '#pseudonym/nullifier';
import type { LetterKeys } from '#pseudonym/restore';
import { newContent, type Content } from './content.ts';
import {
  firstUse, lastDay, marked, newestGroup, nextLetter, noteLetter, openHeld, paysOn, unspentCredits,
  withLetter, type HeldCredit, type LetterGroup,
} from './credits.ts';

const year = fc.tuple(fc.integer({ min: 2024, max: 2090 }), fc.integer({ min: 1, max: 12 }))
  .map(([y, m]) => readPeriod(`${y}-${String(m).padStart(2, '0')}`)!);

const held = (
  { label: period, opens: notBefore, last: notAfter }: BenefitPeriod, index: number,
): HeldCredit => ({
  id: `${period} ${index}`, keyId: period, index, programme: 'p', period, kind: 'session',
  notBefore, notAfter, credit: '', state: 'unspent',
});
const wallet = (...credits: HeldCredit[]) =>
  ({ credits, intents: [] }) as unknown as Content;

describe('credits of two years', () => {
  it('are both had in the last sixty days of the first, that year\'s before the next one\'s', () => {
    fc.assert(fc.property(year, fc.integer({ min: -400, max: 400 }), (first, away) => {
      const next = readPeriod(first.closes.slice(0, 7))!;
      const content = wallet(held(next, 1), held(next, 0), held(first, 1), held(first, 0));
      const day = daysAfter(first.closes, away);
      const periods = unspentCredits(content, 'session', day).map(({ id }) => id);
      const isFirst = away < 0 && day >= daysAfter(first.opens, -60);
      const isNext = away >= -60 && day <= next.last;
      expect(periods).toEqual([
        ...(isFirst ? [`${first.label} 0`, `${first.label} 1`] : []),
        ...(isNext ? [`${next.label} 0`, `${next.label} 1`] : [])]);
    }));
  });

  it('pay for sessions of the days of their own year alone', () => {
    fc.assert(fc.property(year, fc.integer({ min: -400, max: 800 }), (first, away) => {
      const day = daysAfter(first.opens, away);
      const next = first.closes.slice(0, 7);
      expect([paysOn(first.label, day), paysOn(next, day)]).toEqual([
        day >= first.opens && day <= first.last, day > first.last && day <= lastDay(next)]);
    }));
  });

  it('of what is no period are none', () => {
    expect([firstUse('2026'), lastDay('2026'), paysOn('2026', '2026-10-01')]).toEqual(['', '', false]);
  });
});

const NONE = new Uint8Array(32);
const EMPTY = newContent({ claim: NONE, credit: NONE, case: NONE, letters: NONE }, null);
const named = (id: string, more: Partial<HeldCredit> = {}): HeldCredit => ({
  id, keyId: 'k', index: 0, programme: 'p', period: '2026-10', kind: 'session', credit: '',
  notBefore: '2026-10-01', notAfter: '2027-09-30', state: 'unspent', ...more });
const content = (credits: readonly HeldCredit[], more: Partial<Content> = {}): Content =>
  ({ ...EMPTY, credits, ...more });
const spendable = (of: Content, day = '2026-11-02', kind: HeldCredit['kind'] = 'session') =>
  unspentCredits(of, kind, day).map(({ id }) => id);

describe('a credit can be spent', () => {
  it('while it is neither spent, nor printed, nor being spent, and of the kind that is asked for', () => {
    const credits = [named('a', { state: 'spent' }), named('b', { state: 'printed' }), named('c'),
      named('d', { kind: 'entry' }), named('e', { index: 1 })];
    const intents = [{ creditId: 'c' }, { returnedId: 'e' }] as unknown as Content['intents'];
    expect(spendable(content(credits, { intents }))).toEqual(['e']);
    expect(spendable(content(credits, { intents }), '2026-11-02', 'entry')).toEqual(['d']);
  });

  it('until the last day of its own and of the programme, those days included', () => {
    const one = content([named('a')]);
    const days = ['2027-09-29', '2027-09-30', '2027-10-01'];
    expect(days.map((day) => spendable(one, day).length)).toEqual([1, 1, 0]);
    const ends = content([named('a')], { endsOn: '2027-09-29' });
    expect(days.map((day) => spendable(ends, day).length)).toEqual([1, 0, 0]);
    for (const endsOn of [null, undefined]) {
      expect(spendable(content([named('a')], endsOn === null ? { endsOn } : {}))).toEqual(['a']);
    }
  });

  it('the oldest period first, and in each from the front, in whichever order they are held', () => {
    const next = { notBefore: '2026-11-01', notAfter: '2027-10-31' };
    const credits = [named('n1', { ...next, index: 1 }), named('o2', { index: 2 }),
      named('n0', { ...next, index: 0 }), named('o0'), named('o1', { index: 1 })];
    for (const order of [credits, credits.toReversed()]) {
      expect(spendable(content(order))).toEqual(['o0', 'o1', 'o2', 'n0', 'n1']);
    }
  });
});

it('what became of one credit is noted at that one', () => {
  const { credits } = marked(content([named('a'), named('b')]), 'b', 'spent');
  expect(credits.map(({ id, state }) => [id, state])).toEqual([['a', 'unspent'], ['b', 'spent']]);
});

it('what is held and is no credit is never sent', () => {
  for (const credit of ['', '!', 'AAAA']) {
    expect(() => openHeld(named('a', { credit }))).toThrow('what is held is no credit');
  }
});

describe('letters', () => {
  const group = (word: string) => ({ words: [word] }) as unknown as LetterGroup;
  const letter = (j: number) => ({ j, programme: 'p', period: '2026-10', block: 'B1' });

  it('are in the order of their keys, each once; the next one has the next key', () => {
    const two = [2, 0, 1, 0].reduce((now, j) => noteLetter(now, letter(j)), EMPTY);
    expect(two.letters.map(({ j }) => j)).toEqual([0, 1, 2]);
    expect([nextLetter(EMPTY), nextLetter(two)]).toEqual([0, 3]);
  });

  it('keep the group that was compared, until another one is said', () => {
    const first = noteLetter(EMPTY, { ...letter(0), group: group('one') });
    expect(noteLetter(first, letter(0)).letters[0]?.group).toEqual(group('one'));
    expect(noteLetter(first, { ...letter(0), group: group('two') }).letters[0]?.group)
      .toEqual(group('two'));
    expect(noteLetter(EMPTY, letter(0)).letters[0]?.group).toBeNull();
  });

  it('keep their code, and that their credits came, until more is known', () => {
    const first = noteLetter(EMPTY, { ...letter(0), code: 'ABC' }, true);
    expect(first.letters).toEqual(
      [{ ...letter(0), group: null, code: 'ABC', isIssued: true }]);
    expect(noteLetter(first, letter(0)).letters).toEqual(first.letters);
    expect(Object.keys(noteLetter(EMPTY, letter(0)).letters[0]!)).not.toContain('isIssued');
    expect(Object.keys(noteLetter(EMPTY, letter(0)).letters[0]!)).not.toContain('code');
  });

  it('bring their credits, each once: that of the case, then those of sessions by their number', () => {
    const keyOf = (keyId: string, kind: 'entry' | 'session') => ({
      keyId, kind, programme: 'p', period: '2026-10', notBefore: '2026-10-01',
      notAfter: '2027-09-30' });
    const keys = { entry: keyOf('aa'.repeat(32), 'entry'), session: keyOf('bb'.repeat(32), 'session') };
    const credit = (of: 'entry' | 'session', seed: number): Credit => ({
      keyId: keys[of].keyId, signature: new Uint8Array(256).fill(seed),
      message: creditMessage(keys[of].keyId, new Uint8Array(32).fill(seed)) });
    const credits = [credit('entry', 1), credit('session', 2), credit('session', 3)];
    const take = (now: Content) =>
      withLetter(now, letter(4), keys as unknown as LetterKeys, credits);
    const once = take(content([named('before')]));
    expect(once.letters).toEqual([{ ...letter(4), group: null, isIssued: true }]);
    expect(once.credits.map(({ id, kind, index, state, keyId, period, notBefore, notAfter }) =>
      ({ id, kind, index, state, keyId, period, notBefore, notAfter })).slice(1)).toEqual(
      credits.map((one, at) => ({
        id: nullifier(one), kind: at === 0 ? 'entry' : 'session', index: Math.max(0, at - 1),
        state: 'unspent', keyId: one.keyId, period: '2026-10', notBefore: '2026-10-01',
        notAfter: '2027-09-30' })));
    expect(once.credits[0]?.id).toBe('before');
    expect(once.credits.slice(1).map(openHeld)).toEqual(credits);
    // What became of one is not forgotten when it is found again.
    const spent = { ...once, ...marked(once, nullifier(credits[1]!), 'spent') };
    expect(take(spent).credits).toEqual(spent.credits);
  });

  it('the newest group is that of the newest letter that has one', () => {
    expect(newestGroup(EMPTY)).toBeNull();
    const all = [{ ...letter(0), group: group('one') }, { ...letter(1), group: group('two') }, letter(2)]
      .reduce((now, one) => noteLetter(now, one), EMPTY);
    expect(newestGroup(all)).toEqual(group('two'));
  });
});
