import { newContent, type Content } from './content.ts';
import {
  marked, newestGroup, nextLetter, noteLetter, openHeld, unspentCredits, type HeldCredit,
  type LetterGroup,
} from './credits.ts';

/** Which credits a wallet spends, in which order, and what it knows of its letters. */

const NONE = new Uint8Array(32);
const EMPTY = newContent({ claim: NONE, credit: NONE, case: NONE, letters: NONE }, null);
const held = (id: string, more: Partial<HeldCredit> = {}): HeldCredit => ({
  id, keyId: 'k', index: 0, programme: 'p', period: '2026-Q4', kind: 'session', credit: '',
  notBefore: '2026-10-01', notAfter: '2026-12-31', state: 'unspent', ...more });
const content = (credits: readonly HeldCredit[], more: Partial<Content> = {}): Content =>
  ({ ...EMPTY, credits, ...more });
const spendable = (of: Content, day = '2026-11-02', kind: HeldCredit['kind'] = 'session') =>
  unspentCredits(of, kind, day).map(({ id }) => id);

describe('a credit can be spent', () => {
  it.each([['2026-09-30', []], ['2026-10-01', ['a']], ['2026-12-31', ['a']], ['2027-01-01', []]])(
    'from the first day of its period to the last: on %s', (day, ids) => {
      expect(spendable(content([held('a')]), day)).toEqual(ids);
    });

  it('while it is neither spent, nor printed, nor being spent, and of the kind that is asked for', () => {
    const credits = [held('a', { state: 'spent' }), held('b', { state: 'printed' }), held('c'),
      held('d', { kind: 'entry' }), held('e', { index: 1 })];
    const intents = [{ creditId: 'c' }, { returnedId: 'e' }] as unknown as Content['intents'];
    expect(spendable(content(credits, { intents }))).toEqual(['e']);
    expect(spendable(content(credits, { intents }), '2026-11-02', 'entry')).toEqual(['d']);
  });

  it('the oldest period first, and in each from the front, in whichever order they are held', () => {
    const next = { notBefore: '2026-11-01', notAfter: '2027-03-31' };
    const credits = [held('n1', { ...next, index: 1 }), held('o2', { index: 2 }),
      held('n0', { ...next, index: 0 }), held('o0'), held('o1', { index: 1 })];
    for (const order of [credits, credits.toReversed()]) {
      expect(spendable(content(order))).toEqual(['o0', 'o1', 'o2', 'n0', 'n1']);
    }
  });
});

it('what became of one credit is noted at that one', () => {
  const { credits } = marked(content([held('a'), held('b')]), 'b', 'spent');
  expect(credits.map(({ id, state }) => [id, state])).toEqual([['a', 'unspent'], ['b', 'spent']]);
});

it('what is held and is no credit is never sent', () => {
  for (const credit of ['', '!', 'AAAA']) {
    expect(() => openHeld(held('a', { credit }))).toThrow('what is held is no credit');
  }
});

describe('letters', () => {
  const group = (word: string) => ({ words: [word] }) as unknown as LetterGroup;
  const letter = (j: number) => ({ j, programme: 'p', period: '2026-Q4', block: 'B1' });

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

  it('the newest group is that of the newest letter that has one', () => {
    expect(newestGroup(EMPTY)).toBeNull();
    const all = [{ ...letter(0), group: group('one') }, { ...letter(1), group: group('two') }, letter(2)]
      .reduce((now, one) => noteLetter(now, one), EMPTY);
    expect(newestGroup(all)).toEqual(group('two'));
  });
});
