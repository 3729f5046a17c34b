import type { Care } from './content.ts';
import { isOver, isToCome, newsOf, settle } from './news.ts';
import type { Wallet } from './wallet.ts';

const START = '2026-11-10T09:00:00Z';
const session = (more: Partial<Care['authorisations'][number]>) => ({
  id: 'a1', startsAt: START, minutes: 50, modality: 'VIDEO', status: 'held', referralId: 'r1',
  serviceDate: '2026-11-10', cancelledByClient: false, ...more,
} as Care['authorisations'][number]);
const referral = (more: Partial<Care['referrals'][number]>) => ({
  id: 'r1', handle: 'Quiet Heron', colour: '#123456', status: 'open', accepted: false,
  provider: { id: 'p1', name: 'Dr Ada Brandt' }, ...more,
});
const told = (authorisation: Care['authorisations'][number], known = referral({})) => newsOf({
  settled: [], care: { authorisations: [authorisation], referrals: [known], returnedSessions: [],
  } as unknown as Care });

describe('what the other side ended', () => {
  it('is what the therapist cancelled, and never what its client did, on whatever device', () => {
    expect(told(session({ status: 'cancelled' })).cancelled).toMatchObject(
      [{ id: 'a1', therapist: 'Dr Ada Brandt' }]);
    expect(told(session({ status: 'cancelled', cancelledByClient: true })).cancelled).toEqual([]);
    for (const status of ['held', 'claimed', 'late_cancelled', 'no_show', 'expired']) {
      expect(told(session({ status })).cancelled).toEqual([]);
    }
  });

  it('tells who was a client from who is new', () => {
    const declined = (accepted: boolean) =>
      told(session({}), referral({ status: 'declined', accepted })).declined;
    expect(declined(true)).toMatchObject([{ wasClient: true }]);
    expect(declined(false)).toMatchObject([{ wasClient: false }]);
    expect(told(session({}), referral({ accepted: true })).declined).toEqual([]);
  });
});

it.each([
  ['held', -1, true], ['held', 50, true], ['held', 119, true], ['held', 120, false],
  ['claimed', 0, true], ['claimed', 49, true], ['claimed', 50, false],
  ['cancelled', -60, false], ['late_cancelled', -60, false], ['no_show', 10, false],
  ['expired', 10, false],
])('a session that is %s is shown %i minutes after its beginning: %s', (status, minutes, shown) => {
  const now = new Date(Date.parse(START) + minutes * 60_000);
  expect(isToCome(session({ status }), now)).toBe(shown);
});

describe('news', () => {
  const cancelled = (id: string, more: object = {}) => session({ id, status: 'cancelled', ...more });
  const care = (more: object) => ({
    authorisations: [], referrals: [], returnedSessions: [], ...more }) as unknown as Care;

  it('are none of a case that was not seen', () => {
    expect(newsOf({ care: null, settled: [] })).toEqual({ cancelled: [], declined: [] });
  });

  it('are over once the person has seen them', () => {
    const seen = care({ authorisations: [cancelled('a'), cancelled('b')],
      referrals: ['r1', 'r2'].map((id) => referral({ id, status: 'declined' })) });
    const { cancelled: left, declined } = newsOf({ care: seen, settled: ['a', 'r2'] });
    expect([left.map(({ id }) => id), declined.map(({ id }) => id)]).toEqual([['b'], ['r1']]);
  });

  it('say which session came back for each, while it pays for nothing else', () => {
    const returned = (id: string, used = false) => ({ id, used, period: '2026-10' });
    const { cancelled: told } = newsOf({ settled: [], care: care({
      authorisations: [cancelled('a'), cancelled('b', { startsAt: null, referralId: 'gone' })],
      referrals: [referral({ id: 'other', provider: { id: 'p2', name: 'Dr Else' } }), referral({})],
      returnedSessions: [returned('x', true), returned('y')] }) });
    expect(told).toEqual([
      { id: 'a', startsAt: START, therapist: 'Dr Ada Brandt', returned: returned('y') },
      { id: 'b', startsAt: '', therapist: '', returned: undefined }]);
  });

  it('that the person has seen are noted beside those of before', async () => {
    let settled: readonly string[] = ['a'];
    const change = (next: (now: { settled: readonly string[] }) => { settled: string[] }) => {
      ({ settled } = next({ settled }));
      return Promise.resolve();
    };
    await settle({ change } as unknown as Wallet, 'b');
    expect(settled).toEqual(['a', 'b']);
  });
});

it.each([
  ['cancelled', -1, false], ['cancelled', 0, true], ['cancelled', 1, true], ['held', 1, false],
])('a session that is %s is over %i minutes after its beginning: %s', (status, minutes, over) => {
  const now = new Date(Date.parse(START) + minutes * 60_000);
  expect(isOver(session({ status }), now)).toBe(over);
  expect(isOver(session({ status, startsAt: null }), now)).toBe(false);
});
