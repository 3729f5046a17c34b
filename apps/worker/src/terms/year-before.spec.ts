import { readPeriod } from '#calendar/periods';
import { beforeOf } from '#disclosure/before';
import { planTerms, type Terms } from '#disclosure/terms';
import { confirm, departmentsOf, propose, termsOf } from '../../test/terms.ts';
import { openVault, type Vault } from '../../test/vault.ts';
import { reportOf } from '../periods/reports.service.ts';
import { TermsStore } from './terms.store.ts';

/** What the gateway says of the year before is believed as far as the vault knows it itself. */
describe('terms of a later year', () => {
  let vault: Vault;
  let first: Terms;
  beforeAll(async () => { vault = await openVault(); });
  afterAll(() => vault.close());
  beforeEach(async () => {
    first = termsOf({ departments: departmentsOf(900, 700, 500) });
    await propose(vault, first);
    expect(await confirm(vault, first)).toMatchObject({ __typename: 'TermsConfirmed' });
  });

  const next = (told: number, more: Partial<Terms> = {}): Terms =>
    ({ ...first, period: '2027-10', before: beforeOf({ terms: first, told })!, ...more });
  const refusal = async ({ programme }: Terms) => (await vault.db.read('refusals', (tx) =>
    tx.query<{ reason: string }[]>(
      'SELECT reason FROM terms_refusal WHERE programme = $1', [programme])))[0]?.reason;
  const report = (turn: number, people: number | null) => vault.db.transaction('report', (tx) =>
    tx.query(`INSERT INTO report_release (programme, report, body, settled_sessions, released_on)
      VALUES ($1, $2, $3, 0, '2027-01-30')`, [first.programme, `2026-10.${turn}`,
      JSON.stringify({ release: { totals: [{ turns: [turn], people }] } })]));

  it('hold with what follows from the year before, as far as its reports have told of it', async () => {
    await report(1, 30);
    await report(2, null);
    await report(3, 41);
    const terms = next(71);
    await propose(vault, terms);
    expect(await refusal(terms)).toBeUndefined();
    expect(await confirm(vault, terms)).toMatchObject({ __typename: 'TermsConfirmed' });
    const known = await vault.db.read('last', (tx) => vault.app.get(TermsStore, { strict: false })
      .lastYear(tx, { programme: first.programme, period: '2028-10' }));
    expect(known).toEqual({ terms, told: 0 });
  });

  it.each<[string, () => Terms, string]>([
    ['nothing of it', () => ({ ...first, period: '2027-10' }), 'other-before'],
    ['more who were told than were', () => next(1), 'other-before'],
    ['another tree', () => next(0, { before: beforeOf({
      terms: { ...first, departments: departmentsOf(800, 800, 500) }, told: 0 })! }), 'other-before'],
    ['a smaller group', () => next(0, { before: { ...next(0).before!, k: 11 } }), 'low-k'],
    ['more use than was told', () => next(0, { rateBps: 451 }), 'rate-rises'],
  ])('are refused that say %s', async (_, terms, reason) => {
    await propose(vault, terms());
    expect(await refusal(first)).toBe(reason);
  });

  it('are not confirmed once a year before them was, of which they say nothing', async () => {
    const second = termsOf({ period: '2027-10', departments: departmentsOf(900) });
    const earlier = { ...second, period: '2026-10', k: 20 };
    await propose(vault, second);
    await propose(vault, earlier);
    expect(await confirm(vault, earlier)).toMatchObject({ __typename: 'TermsConfirmed' });
    expect(await confirm(vault, second)).toMatchObject({ code: 'TERMS_OTHER_BEFORE' });
  });

  it('make reports by the groups of the year before, which the report itself says', () => {
    const terms = next(0, { departments: departmentsOf(1_050, 560, 500) });
    const plan = planTerms(terms);
    const blocks = plan.kind === 'planned' ? plan.blocks : [];
    const made = reportOf({ ...terms, seatPriceMinor: null, opens: '', closes: '', releases: '',
      startsBooking: '' },
    { programme: terms.programme, period: '2027-10', report: '2027-10.1', opens: '', closes: '' },
    { blocks, before: terms.before!, published: [], people: [] });
    expect(made.terms.before).toMatchObject({ k: 10, people: 2_100, told: 0,
      blocks: [{ group: '1.1', people: 900 }, { group: '1.2.1' }, { group: '1.2.2' }] });
    expect(made.releasedOn).toBe(readPeriod('2027-10')?.reports[0]?.releases);
  });
});
