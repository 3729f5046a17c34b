import { randomUUID } from 'node:crypto';
import { FundCreditsProcessor } from '../funding/fund-credits.processor.ts';
import {
  book, cancel, issuerKey, mintUnder, openCase, openPeriod, openSlots, openVault, publishSlots,
  refer, registerTherapist, type Issuer, type Vault,
} from '../../test/vault.ts';

describe('booking a session', () => {
  let vault: Vault;
  let issuer: Issuer;
  let therapist: { id: string; authorization: string };
  let person: { authorization: string };
  let referralId: string;
  let free: string[];

  /** A slot that nobody has used yet. */
  const nextSlot = () => free.shift()!;
  const countOf = (table: string) =>
    vault.row<{ n: number }>(`SELECT count(*)::integer AS n FROM ${table}`).then(({ n }) => n);
  const held = () => vault.row<{ n: number }>(
    `SELECT coalesce(sum(amount), 0)::integer AS n FROM open_hold WHERE unit = 'EUR'`)
    .then(({ n }) => n);

  beforeAll(async () => {
    vault = await openVault(16);
    issuer = await openPeriod(vault);
    therapist = await registerTherapist(vault);
    const starts = Array.from({ length: 150 }, (_, index) =>
      new Date(Date.parse('2026-11-10T08:00:00Z') + index * 3_600_000).toISOString());
    await publishSlots(vault, therapist, starts);
    person = await openCase(vault, issuer);
    ({ referral: { id: referralId } } = await refer(vault, person));
    free = (await openSlots(vault, person, referralId)).map(({ id }) => id);
  });
  afterAll(() => vault.close());

  it('spends the credit, takes the slot and sets the price aside, together', async () => {
    const slotId = nextSlot();
    const booked = await book(vault, person,
      { referralId, slotId, payment: { credit: issuer.mint('session') } });
    expect(booked).toMatchObject({
      __typename: 'SessionBooked',
      authorisation: { status: 'held', serviceDate: '2026-11-10', startsAt: '2026-11-10T08:00:00Z' },
    });
    expect(booked.authorisation?.number).toMatch(/^A-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$/);
    expect(await vault.row('SELECT status FROM slot WHERE id = $1', [slotId]))
      .toEqual({ status: 'taken' });
    expect(await held()).toBe(9500);
    expect(await vault.row(`SELECT kind, period FROM nullifier WHERE kind = 'session'`))
      .toEqual({ kind: 'session', period: '2026-10' });
  });

  it('lets 64 at once spend one credit exactly once, and the slots of the others stay open', async () => {
    const credit = issuer.mint('session');
    const before = { spent: await countOf('nullifier'), money: await held() };
    const slots = Array.from({ length: 64 }, nextSlot);
    const answers = await Promise.all(slots.map((slotId) =>
      book(vault, person, { referralId, slotId, payment: { credit } })));
    const kinds = answers.map((answer) => answer.__typename);
    expect(kinds.filter((kind) => kind === 'SessionBooked')).toHaveLength(1);
    expect(kinds.filter((kind) => kind === 'CreditNotUsable')).toHaveLength(63);
    expect(await countOf('nullifier')).toBe(before.spent + 1);
    expect(await held()).toBe(before.money + 9500);
    const { n } = await vault.row<{ n: number }>(
      `SELECT count(*)::integer AS n FROM slot WHERE id = ANY ($1) AND status = 'open'`, [slots]);
    expect(n).toBe(63);
    free.unshift(...(await openSlots(vault, person, referralId)).map(({ id }) => id)
      .filter((id) => slots.includes(id)));
  });

  it('gives one slot to one of many, and the credits of the others stay good', async () => {
    const slotId = nextSlot();
    const credits = Array.from({ length: 12 }, () => issuer.mint('session'));
    const answers = await Promise.all(credits.map((credit) =>
      book(vault, person, { referralId, slotId, payment: { credit } })));
    expect(answers.filter((answer) => answer.__typename === 'SessionBooked')).toHaveLength(1);
    expect(answers.filter((answer) => answer.__typename === 'SlotTaken')).toHaveLength(11);
    const unspent = credits[answers.findIndex(({ __typename }) => __typename === 'SlotTaken')]!;
    const again = await book(vault, person,
      { referralId, slotId: nextSlot(), payment: { credit: unspent } });
    expect(again.__typename).toBe('SessionBooked');
  });

  it('answers a repeated request as the first time, and a reused key with CONFLICT', async () => {
    const request = {
      idempotencyKey: randomUUID(), referralId, slotId: nextSlot(),
      payment: { credit: issuer.mint('session') },
    };
    const together = await Promise.all([1, 2, 3].map(() => book(vault, person, request)));
    const [first] = together;
    expect(first!.__typename).toBe('SessionBooked');
    expect(new Set(together.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(await book(vault, person, request)).toEqual(first);
    await expect(book(vault, person, { ...request, slotId: nextSlot() })).rejects.toThrow('CONFLICT');
  });

  it('refuses forged, unknown, spent, foreign, entry and untimely credits in one shape', async () => {
    const spent = issuer.mint('session');
    await book(vault, person, { referralId, slotId: nextSlot(), payment: { credit: spent } });
    const foreign = await openPeriod(vault);
    const next = await openPeriod(vault, { programme: issuer.programme, period: '2027-10' });
    const valid = issuer.mint('session');
    const forged = `${valid.slice(0, -8)}AAAAAAAA`;
    const slotId = nextSlot();
    const before = await countOf('nullifier');
    const answers = await Promise.all([
      spent, forged, mintUnder(issuerKey('session')), foreign.mint('session'),
      next.mint('session'), issuer.mint('entry'),
    ].map((credit) => book(vault, person, { referralId, slotId, payment: { credit } })));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]).toMatchObject({ __typename: 'CreditNotUsable', code: 'CREDIT_NOT_USABLE' });
    expect(await countOf('nullifier')).toBe(before);
  });

  it('takes no slot that is over, of another therapist, or unlicensed on its day', async () => {
    const other = await registerTherapist(vault, { name: 'Other', languages: ['fr'] });
    const lapsing = await registerTherapist(vault, {
      name: 'Lapsing', languages: ['pl'],
      licences: [{ jurisdiction: 'DE', number: 'PT-2', expires: '2026-11-20' }],
    });
    await publishSlots(vault, other, ['2026-11-25T10:00:00Z']);
    await publishSlots(vault, lapsing, ['2026-11-19T10:00:00Z', '2026-11-25T10:00:00Z']);
    const { referral } = await refer(vault, person,
      { preferences: { languages: ['pl'], jurisdiction: 'DE' }, providerId: lapsing.id });
    expect(await openSlots(vault, person, referral.id)).toHaveLength(1);
    const slotOf = async (provider: string, start: string) => (await vault.row<{ id: string }>(
      'SELECT id FROM slot WHERE provider_id = $1 AND starts_at = $2', [provider, start])).id;
    const credit = issuer.mint('session');
    const tries = [
      { referralId, slotId: await slotOf(other.id, '2026-11-25T10:00:00Z') },
      { referralId: referral.id, slotId: await slotOf(lapsing.id, '2026-11-25T10:00:00Z') },
      { referralId, slotId: randomUUID() },
    ];
    for (const request of tries) {
      const answer = await book(vault, person, { ...request, payment: { credit } });
      expect(answer.__typename).toBe('SlotTaken');
    }
    vault.clock.set('2026-11-19T10:00:00Z');
    const past = await book(vault, person, {
      referralId: referral.id, slotId: await slotOf(lapsing.id, '2026-11-19T10:00:00Z'),
      payment: { credit },
    });
    vault.clock.set('2026-11-02T12:00:00Z');
    expect(past.__typename).toBe('SlotTaken');
  });

  it('lets nobody book under a referral of somebody else', async () => {
    const stranger = await openCase(vault, issuer);
    await expect(book(vault, stranger,
      { referralId, slotId: nextSlot(), payment: { credit: issuer.mint('session') } }))
      .rejects.toThrow('NOT_FOUND');
    expect(await openSlots(vault, stranger, referralId)).toEqual([]);
  });

  it('never refuses care because a fund is short: it is lent, and paid back by the next funding',
    async () => {
      const poor = await openPeriod(vault, { sessions: 1 });
      const client = await openCase(vault, poor);
      const { referral } = await refer(vault, client, { providerId: therapist.id });
      const bookings = await Promise.all(Array.from({ length: 3 }, () => book(vault, client, {
        referralId: referral.id, slotId: nextSlot(), payment: { credit: poor.mint('session') } })));
      expect(bookings.map(({ __typename }) => __typename))
        .toEqual(['SessionBooked', 'SessionBooked', 'SessionBooked']);
      const lent = `overdraft:programme/${poor.programme}/SES`;
      const balance = () => vault.row('SELECT balance FROM account WHERE code = $1', [lent]);
      expect(await balance()).toEqual({ balance: '2' });
      await vault.app.get(FundCreditsProcessor, { strict: false }).process({
        programme: poor.programme, funding: randomUUID(), sessions: 5, amountMinor: '47500',
        currency: 'EUR',
      });
      expect(await balance()).toEqual({ balance: '0' });
    });

  it('is undone in time: the money and the session return, and book once more, once', async () => {
    const before = await held();
    const booked = await book(vault, person,
      { referralId, slotId: nextSlot(), payment: { credit: issuer.mint('session') } });
    const id = booked.authorisation!.id;
    const key = randomUUID();
    const cancelled = await cancel(vault, person, id, key);
    expect(cancelled.__typename).toBe('SessionCancelled');
    expect(await cancel(vault, person, id, key)).toEqual(cancelled);
    expect((await cancel(vault, person, id)).__typename).toBe('TooLateToCancel');
    expect(await held()).toBe(before);
    const payment = { returnedSessionId: cancelled.returnedSessionId };
    // Not the time that she gave back: until midnight it is taken.
    const answers = await Promise.all(Array.from({ length: 8 }, () =>
      book(vault, person, { referralId, slotId: nextSlot(), payment })));
    expect(answers.filter((answer) => answer.__typename === 'SessionBooked')).toHaveLength(1);
    expect(answers.filter((answer) => answer.__typename === 'CreditNotUsable')).toHaveLength(7);
    const stranger = await openCase(vault, issuer);
    await expect(cancel(vault, stranger, id)).rejects.toThrow('NOT_FOUND');
  });

  it('is not undone within a day of its beginning', async () => {
    const [soonest] = await openSlots(vault, person, referralId);
    const booked = await book(vault, person,
      { referralId, slotId: soonest!.id, payment: { credit: issuer.mint('session') } });
    const start = Date.parse(booked.authorisation!.startsAt);
    vault.clock.set(new Date(start - 86_400_000 + 1000).toISOString());
    expect((await cancel(vault, person, booked.authorisation!.id)).__typename)
      .toBe('TooLateToCancel');
    vault.clock.set(new Date(start - 86_400_000).toISOString());
    expect((await cancel(vault, person, booked.authorisation!.id)).__typename)
      .toBe('SessionCancelled');
    vault.clock.set('2026-11-02T12:00:00Z');
  });
});
