import { rootsOf } from '#pseudonym/roots';
import { newPhrase } from '#pseudonym/phrase';
import { inline } from './arithmetic.ts';
import { book } from './booking.ts';
import { earliestOpenings, readCase, type Opening } from './care.ts';
import { newContent, type Care, type Content } from './content.ts';
import type { HeldCredit } from './credits.ts';
import type { Practice } from './directory.ts';
import type { Doors } from './doors.ts';
import { Refusal } from './refusal.ts';
import { MemoryBox } from './memory.ts';
import { Wallet } from './wallet.ts';

const NOW = new Date('2027-10-04T12:00:00Z');
const PRACTICE = { id: 'her', name: 'Dr. Her', languages: ['de'],
  timeZone: 'Europe/Berlin' } as unknown as Practice;
const OPENING = { providerId: 'her', slot: {
  id: 'slot', startsAt: '2027-10-11T10:00:00Z', minutes: 50, modality: 'VIDEO',
} } as unknown as Opening;

const credit = (index: number): HeldCredit => ({
  id: `credit ${index}`, keyId: 'key', index, programme: 'one', period: '2027-10', kind: 'session',
  notBefore: '2027-10-01', notAfter: '2028-09-30', credit: `bytes ${index}`, state: 'unspent',
});
const careOf = (...periods: string[]): Care => ({
  enrolments: periods.map((period) => ({ period })), referrals: [], authorisations: [],
  returnedSessions: [], preferences: null } as unknown as Care);

/** A wallet with three sessions of a new period, and a vault whose case is enrolled in some. */
async function walletWith(known: Care | null, ...enrolled: string[]) {
  const asked: string[] = [];
  const present = careOf(...enrolled);
  const ask = (_: unknown, variables?: { input: { payment: { credit: string } } }) => {
    if (!variables) return Promise.resolve({ case: present });
    asked.push(variables.input.payment.credit);
    // As the vault decides: without an enrolment no credit of the period is usable.
    const isBooked = enrolled.includes('2027-10') && asked.length > 1;
    return Promise.resolve({ bookSession: isBooked
      ? { __typename: 'SessionBooked', case: present } : { __typename: 'CreditNotUsable' } });
  };
  const doors = {
    vault: { as: () => ({ ask }) }, vaultKey: 'aa'.repeat(32), successions: [],
  } as unknown as Doors;
  const content: Content = {
    ...newContent(await rootsOf(newPhrase()), null), care: known,
    letters: [{ j: 0, programme: 'one', period: '2027-10', block: 'B1', group: null }],
    credits: [0, 1, 2].map(credit),
  };
  const box = new MemoryBox<Content>();
  await box.keep(content);
  const clock = { now: () => NOW, device: () => NOW };
  const wallet = await Wallet.open({ doors, arithmetic: inline, clock }, box, content);
  return { wallet, box, asked };
}

describe('a wallet that books before its case is carried into the period', () => {
  it.each([
    ['knows that it is not', careOf('2026-10'), []],
    ['believes that it is', careOf('2026-10', '2027-10'), ['bytes 0']],
    ['knows of no case', null, ['bytes 0']],
  ])('marks no credit as spent, and leaves nothing under way: it %s', async (_, known, sent) => {
    const { wallet, box, asked } = await walletWith(known, '2026-10');
    expect(await book(wallet, OPENING, PRACTICE, 'DE')).toBe('not-agreed');
    expect(asked).toEqual(sent);
    for (const content of [wallet.content, box.read()!]) {
      expect(content.credits.map(({ state }) => state)).toEqual(['unspent', 'unspent', 'unspent']);
      expect(content.intents).toEqual([]);
    }
  });

  it('has all of them once it is: what is refused then was used, and the next one pays', async () => {
    const { wallet, asked } = await walletWith(
      careOf('2026-10', '2027-10'), '2026-10', '2027-10');
    expect(await book(wallet, OPENING, PRACTICE, 'DE')).toBe('booked');
    expect(asked).toEqual(['bytes 0', 'bytes 1']);
    expect(wallet.content.credits.map(({ state }) => state)).toEqual(['spent', 'spent', 'unspent']);
  });
});

describe('a wallet whose programme ends', () => {
  const ending = async (lastDay: string, hasCase: boolean) => {
    const { wallet } = await walletWith(careOf('2027-10'), '2027-10');
    const openings = ['2027-10-20', '2027-10-21'].map((day) => ({
      providerId: 'her', slot: { id: day, startsAt: `${day}T10:00:00Z` } }));
    const ask = (_: unknown, variables?: object) => {
      if (variables && 'providerIds' in variables) return Promise.resolve({ openings });
      if (variables) return Promise.resolve({ programmeEnd: lastDay });
      return hasCase ? Promise.resolve({ case: { ...careOf('2027-10'), endsOn: lastDay } })
        : Promise.reject(new Refusal('UNAUTHENTICATED', 'no case', { fate: 'refused' }));
    };
    Object.assign(wallet.doors.vault, { ask, as: () => ({ ask }) });
    await readCase(wallet);
    return wallet;
  };

  it.each([true, false])('knows its last day, with a case or without: %s', async (hasCase) => {
    expect((await ending('2027-10-20', hasCase)).content.endsOn).toBe('2027-10-20');
  });

  it('is shown times until that day, and none after it', async () => {
    const wallet = await ending('2027-10-20', true);
    expect((await earliestOpenings(wallet, [PRACTICE], 'DE')).map(({ slot }) => slot.id))
      .toEqual(['2027-10-20']);
  });

  it('has no session left once it is over, and all of them on the day itself', async () => {
    expect((await ending('2027-10-04', true)).unspent('session')).toHaveLength(3);
    expect((await ending('2027-10-03', true)).unspent('session')).toEqual([]);
  });
});
