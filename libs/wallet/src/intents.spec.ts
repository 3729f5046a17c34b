import { newContent, type Content } from './content.ts';
import {
  begin, beingBooked, end, freeReturned, isBeingCancelled, underWay, type Intent,
} from './intents.ts';
import type { Wallet } from './wallet.ts';

/** What was asked and is not answered yet: shown while it can come to anything. */

const NONE = new Uint8Array(32);
const TODAY = '2026-11-02';
/** As much of a wallet as its intents need. */
function walletWith(intents: readonly object[]) {
  let content = {
    ...newContent({ claim: NONE, credit: NONE, case: NONE, letters: NONE }, null),
    intents: intents as readonly Intent[] };
  const change = (next: (before: Content) => Partial<Content>) => {
    content = { ...content, ...next(content) };
    return Promise.resolve();
  };
  return { today: TODAY, change, get content() { return content; } } as unknown as Wallet;
}
const book = (key: string, more: object = {}) => (
  { kind: 'book', key, notAfter: '2026-11-10', startsAt: '2026-11-10T09:00:00Z', ...more });
const cancel = (key: string, authorisationId: string) => (
  { kind: 'cancel', key, notAfter: '2026-11-10', authorisationId });
const keys = (all: readonly Intent[]) => all.map(({ key }) => key);

it('is under way until the last day on which it can come to anything', () => {
  const wallet = walletWith([book('a', { notAfter: '2026-11-01' }), book('b', { notAfter: TODAY }),
    book('c')]);
  expect(keys(underWay(wallet))).toEqual(['b', 'c']);
});

it('times that are being booked are told the soonest first, and nothing else with them', () => {
  const wallet = walletWith([book('late', { startsAt: '2026-11-12T09:00:00Z' }), cancel('x', 'a1'),
    book('soon'), book('over', { notAfter: '2026-11-01' })]);
  expect(keys(beingBooked(wallet))).toEqual(['soon', 'late']);
});

it('a session is being given back while that very one is', () => {
  const wallet = walletWith([cancel('x', 'a1'), book('b', { authorisationId: 'a2' })]);
  expect(['a1', 'a2', 'a3'].map((id) => isBeingCancelled(wallet, id))).toEqual([true, false, false]);
});

it('is noted before it is sent, in place of the one before it, and what is over goes', async () => {
  const wallet = walletWith([book('over', { notAfter: '2026-11-01' }), book('before'), book('other')]);
  const intent = book('new') as unknown as Intent;
  expect(await begin(wallet, intent, book('before') as unknown as Intent, () => ({ claiming: null })))
    .toBe(intent);
  expect(keys(wallet.content.intents)).toEqual(['other', 'new']);
});

it('is forgotten once it is answered, with what the answer changes', async () => {
  const wallet = walletWith([book('a'), book('b')]);
  await end(wallet, book('a') as unknown as Intent, () => ({ phraseKnownOn: TODAY }));
  expect([keys(wallet.content.intents), wallet.content.phraseKnownOn]).toEqual([['b'], TODAY]);
});

describe('a session that came back', () => {
  const back = (id: string, more: object = {}) => ({ id, used: false, period: '2026-10', ...more });
  const free = (returnedSessions: readonly object[] | undefined, more: object = {}) => {
    const wallet = walletWith([book('x', { returnedId: 'wanted' }), book('y'),
      book('old', { returnedId: 'again', notAfter: '2026-11-01' })]);
    Object.assign(wallet, returnedSessions && { care: { returnedSessions } });
    Object.assign(wallet.content, more);
    return freeReturned(wallet).map(({ id }) => id);
  };

  it('can be booked with while it is neither used, nor being used, nor out of date', () => {
    expect(free([back('a'), back('used', { used: true }), back('wanted'), back('again'),
      back('over', { period: '2025-10' }), back('none', { period: 'x' })])).toEqual(['a', 'again']);
    expect(free(undefined)).toEqual([]);
  });

  it('until the last day of the programme, that day included', () => {
    for (const [endsOn, left] of [[TODAY, ['a']], ['2026-11-01', []], [null, ['a']]] as const) {
      expect(free([back('a')], { endsOn })).toEqual(left);
    }
  });
});

it('nothing more is changed than is said, and what ends today is still under way', async () => {
  const wallet = walletWith([book('today', { notAfter: TODAY }), book('b')]);
  await begin(wallet, book('new') as unknown as Intent);
  expect(keys(wallet.content.intents)).toEqual(['today', 'b', 'new']);
  await end(wallet, book('b') as unknown as Intent);
  expect(keys(wallet.content.intents)).toEqual(['today', 'new']);
});

it('times that are being booked are told the soonest first, however they are kept', () => {
  const days = [12, 10, 14, 11, 13].map((day) =>
    book(`d${day}`, { startsAt: `2026-11-${day}T09:00:00Z` }));
  for (const order of [days, days.toReversed()]) {
    expect(keys(beingBooked(walletWith(order)))).toEqual(['d10', 'd11', 'd12', 'd13', 'd14']);
  }
});
