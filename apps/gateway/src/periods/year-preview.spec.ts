import { followsFrom } from '#disclosure/before';
import type { Terms } from '#disclosure/terms';
import type { Client } from '../../testing/client.ts';
import { startRig, type Rig } from '../../testing/rig.ts';
import {
  createProgramme, deliverReports, openPeriod, PERIOD, proposePeriod, reportTerms, signedInOwner,
} from '../../testing/story.ts';
import { madeYear, reportsOf } from '../../testing/year-reports.ts';

const PREVIEW = `query ($id: ID!, $period: String!) {
  previewYear(programmeId: $id, period: $period) { __typename
    ... on YearPreview {
      opens closes startsBooking confirmBy people spareSeats seats sessionsPerMember sessions
      sessionPrice { minor currency } total { minor currency }
      reports { label opens last releases } blocks { block headcount spare } }
    ... on PeriodRefused { code } } }`;

interface Preview {
  readonly __typename: string;
  readonly code?: string;
  readonly confirmBy: string;
  readonly seats: number;
  readonly spareSeats: number;
  readonly blocks: readonly { block: string; headcount: number; spare: number }[];
}

describe('a year that HR looks at before it is opened', () => {
  let rig: Rig;
  let owner: Client;
  let programme: string;
  beforeAll(async () => { rig = await startRig(); });
  afterAll(() => rig.close());
  beforeEach(async () => {
    rig.clock.moveTo('2026-11-02');
    owner = await signedInOwner(rig);
    programme = await createProgramme(owner);
  });

  const preview = (period = PERIOD) =>
    owner.field<Preview>(PREVIEW, { id: programme, period });
  const termsIn = async (label: string) => {
    const [row] = await rig.cluster.query<{ terms: string }>('gateway',
      'SELECT terms FROM period WHERE programme_id = $1 AND label = $2', [programme, label]);
    return JSON.parse(row!.terms) as Terms;
  };
  const rows = async () => (await rig.cluster.query<{ n: number }>('gateway',
    `SELECT (SELECT count(*) FROM period WHERE programme_id = $1)
       + (SELECT count(*) FROM outbox WHERE payload::text LIKE '%' || $1 || '%') AS n`,
    [programme]))[0];

  it('has seats, price, groups and days by the contract, and nothing of it is written', async () => {
    const before = await rows();
    expect(await preview()).toEqual({
      __typename: 'YearPreview', opens: '2026-10-01', closes: '2027-10-01',
      startsBooking: '2026-08-02', confirmBy: '2026-11-05', people: 155, spareSeats: 15, seats: 170,
      sessionsPerMember: 8, sessions: 1360, sessionPrice: { minor: '9500', currency: 'EUR' },
      total: { minor: '12920000', currency: 'EUR' },
      reports: [
        { label: '2026-10.1', opens: '2026-10-01', last: '2026-12-31', releases: '2027-01-30' },
        { label: '2026-10.2', opens: '2027-01-01', last: '2027-03-31', releases: '2027-04-30' },
        { label: '2026-10.3', opens: '2027-04-01', last: '2027-06-30', releases: '2027-07-30' },
        { label: '2026-10.4', opens: '2027-07-01', last: '2027-09-30', releases: '2027-10-30' }],
      blocks: [
        { block: 'B1', headcount: 90, spare: 9 }, { block: 'B2', headcount: 65, spare: 6 }] });
    expect(await rows()).toEqual(before);
  });

  it('is what is then proposed, seat by seat and block by block', async () => {
    const seen = await preview();
    await proposePeriod(owner, programme);
    const [proposed] = await rig.cluster.query<{ due: string }>('gateway',
      'SELECT confirm_by::text AS due FROM period WHERE programme_id = $1', [programme]);
    const terms = await termsIn(PERIOD);
    expect([terms.spareSeats, proposed!.due]).toEqual([seen.spareSeats, seen.confirmBy]);
    expect(await rig.cluster.query('gateway',
      'SELECT block, headcount, spare FROM block WHERE programme_id = $1 ORDER BY block',
      [programme])).toEqual(seen.blocks);
    const [{ periods: [own] }] = await owner.field<[{ periods: [{ seats: number }] }]>(
      '{ programmes { periods { seats } } }');
    expect(own.seats).toBe(seen.seats);
  });

  it('is refused in the words in which it would not be opened', async () => {
    expect(await preview('2028-03')).toMatchObject({ code: 'WRONG_PERIOD' });
    await proposePeriod(owner, programme);
    expect(await preview()).toEqual({ __typename: 'PeriodRefused', code: 'OPENED' });
    expect(await preview('2026-12')).toMatchObject({ code: 'WRONG_PERIOD' });
    expect((await preview('2027-10')).__typename).toBe('YearPreview');
  });

  it('takes over what the last confirmed year stated and how it was grouped', async () => {
    await openPeriod(rig, owner, programme);
    const first = await termsIn(PERIOD);
    const told = madeYear(await reportTerms(rig, programme), [5, 5, 5, 5]);
    await deliverReports(rig, reportsOf(programme, PERIOD, told));
    await owner.field(`mutation ($id: ID!) {
      openPeriod(programmeId: $id, period: "2027-10") { __typename } }`, { id: programme });
    const next = await termsIn('2027-10');
    expect(next.rateBps).toBe(first.rateBps);
    // Of the reports that stand here a vault that was restored may know fewer, or none.
    for (const known of [20, 19, 0]) {
      expect(followsFrom(next, { terms: first, told: known })).toBe(true);
    }
  });
});
