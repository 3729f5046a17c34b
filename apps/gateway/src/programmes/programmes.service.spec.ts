import type { Unit } from '#disclosure/planner';
import type { Database } from '#platform/database';
import type { AuditStore } from '../audit/audit.store.ts';
import type { HrCaller } from '../http/caller.ts';
import type { PeriodsStore } from './periods.store.ts';
import { HeadcountsService } from './headcounts.service.ts';
import { ProgrammesService, sitesOf } from './programmes.service.ts';
import type { ProgrammeRow, ProgrammesStore } from './programmes.store.ts';

const NOW = new Date('2026-11-02T09:00:00Z');
const E1 = { employerId: 'e1' } as HrCaller;
const E2 = { employerId: 'e2' } as HrCaller;
const unit = (site: string, department: string, headcount: number): Unit =>
  ({ site, department, headcount });
const UNITS = [unit('North', 'A', 70), unit('South', 'B', 60), unit('North', 'C', 80)];
const ASKED = { name: 'EAP', sessionsPerMember: 8, k: 10, units: UNITS };
const csv = (units: readonly Unit[]) => new TextEncoder().encode(['site,department,headcount',
  ...units.map(({ site, department, headcount }) => `${site},${department},${headcount}`)]
  .join('\n'));

/** Both services over a store in memory, and what was written down. */
function programmes() {
  const rows: ProgrammeRow[] = [];
  const units = new Map<string, readonly Unit[]>();
  const audit: unknown[][] = [];
  const days: string[] = [];
  const ids: string[] = [];
  // No customer's end is announced.
  const work = (_: string, run: (tx: object) => unknown) =>
    run({ query: () => Promise.resolve([]) });
  const db = { read: work, transaction: work } as unknown as Database;
  const store = {
    add: (_: unknown, wanted: ProgrammeRow, day: string) => {
      const same = rows.find(({ employerId, name }) =>
        employerId === wanted.employerId && name === wanted.name);
      if (!same) rows.push({ ...wanted, currency: 'EUR', seatPriceMinor: null });
      days.push(day);
      return Promise.resolve((same ?? wanted).id);
    },
    find: (_: unknown, id: string, employerId: string) => Promise.resolve(
      rows.find((row) => row.id === id && row.employerId === employerId)),
    list: (_: unknown, employerId: string) => Promise.resolve(
      rows.filter((row) => row.employerId === employerId)),
    units: (_: unknown, id: string) => Promise.resolve(units.get(id) ?? []),
    removeUnits: (_: unknown, id: string) => Promise.resolve(units.delete(id)),
    addUnits: (_: unknown, id: string, added: readonly Unit[], fresh: readonly string[]) => {
      ids.push(...fresh);
      return Promise.resolve(units.set(id, [...units.get(id) ?? [], ...added]));
    },
  } as unknown as ProgrammesStore;
  const periods = { list: (_: unknown, id: string, day: string) => Promise.resolve(
    [{ label: 'first', blocks: [] }, { label: `${id} ${day}`, blocks: ['last'] }]) } as unknown as
    PeriodsStore;
  const log = { add: (_: unknown, { employerId }: HrCaller, ...line: unknown[]) =>
    Promise.resolve(audit.push([employerId, ...line])) } as unknown as AuditStore;
  const clock = { now: () => NOW };
  const service = new ProgrammesService(db, store, periods, log, clock);
  const headcounts = new HeadcountsService(db, store, service, log, clock);
  const created = async (who = E1, asked = ASKED) => {
    const outcome = await service.create(who, asked);
    if (outcome.kind !== 'created') throw new Error(outcome.code);
    return outcome.programme;
  };
  return { service, headcounts, created, audit, units, days, ids, rows };
}
const SITES = [
  { name: 'North', departments: [{ name: 'A', headcount: 70 }, { name: 'C', headcount: 80 }] },
  { name: 'South', departments: [{ name: 'B', headcount: 60 }] },
];

describe('a programme', () => {
  it('is created once for a request, shown with its sites, and written down', async () => {
    const { service, created, audit, ids, days } = programmes();
    const programme = await created();
    const { id } = programme;
    expect(programme).toEqual({
      id, name: 'EAP', currency: 'EUR', seatPrice: null, sessionsPerMember: 8, k: 10, sites: SITES,
      periods: [{ label: 'first', blocks: [] }, { label: `${id} 2026-11-02`, blocks: ['last'] }],
      blocks: ['last'],
    });
    expect(sitesOf([])).toEqual([]);
    // The same again, in whatever order, is the same programme.
    expect(await created(E1, { ...ASKED, units: UNITS.toReversed() })).toEqual(programme);
    expect(audit).toEqual([['e1', 'PROGRAMME_CREATED', 'EAP', NOW]]);
    expect([ids.length, new Set(ids).size, days[0]]).toEqual([3, 3, '2026-11-02']);
    expect(await service.list(E1)).toEqual([programme]);
  });

  it('of a name that is used is refused when anything else differs', async () => {
    const { service, created, units } = programmes();
    const { id } = await created();
    for (const change of [
      { k: 11 }, { sessionsPerMember: 7 }, { units: UNITS.slice(1) },
      { units: UNITS.with(0, unit('North', 'A', 71)) },
      { units: UNITS.with(0, unit('North', 'D', 70)) },
      { units: UNITS.with(0, unit('East', 'A', 70)) },
    ]) {
      expect(await service.create(E1, { ...ASKED, ...change })).toMatchObject(
        { kind: 'refused', code: 'PROGRAMME_EXISTS' });
    }
    expect(units.get(id)).toEqual(UNITS);
  });

  it('of too few people is refused, and leaves nothing', async () => {
    const { service, rows, audit } = programmes();
    expect(await service.create(E1, { ...ASKED, units: [unit('North', 'A', 59)] }))
      .toMatchObject({ kind: 'refused', code: 'TOO_SMALL' });
    expect([rows, audit]).toEqual([[], []]);
    expect((await service.create(E1, { ...ASKED, units: [unit('North', 'A', 60)] })).kind)
      .toBe('created');
  });

  it('is its employer\'s own, whatever another names alike', async () => {
    const { service, headcounts, created, units } = programmes();
    const [one, two] = [await created(), await created(E2, { ...ASKED, k: 20 })];
    expect(one.id).not.toBe(two.id);
    expect(await service.list(E2)).toEqual([two]);
    await expect(headcounts.check(E2, csv(UNITS), one.id))
      .rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(headcounts.replace(E2, csv(UNITS.slice(1)), one.id))
      .rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(units.get(one.id)).toEqual(UNITS);
  });
});

describe('headcounts by file', () => {
  const NEXT = [unit('North', 'A', 71), unit('North', 'C', 80), unit('East', 'D', 60)];
  const CHANGES = [
    { site: 'North', department: 'A', before: 70, after: 71 },
    { site: 'South', department: 'B', before: 60, after: null },
    { site: 'East', department: 'D', before: null, after: 60 },
  ];

  it('are checked without being stored: people, blocks, and what would change', async () => {
    const { headcounts, created, units, audit } = programmes();
    const { id } = await created();
    const check = await headcounts.check(E1, csv(NEXT), id);
    expect(check).toMatchObject({ people: 211, departments: 3, minimum: 60, faults: [],
      sites: sitesOf(NEXT), changes: CHANGES });
    expect(check.blocks.reduce((sum, { headcount }) => sum + headcount, 0)).toBe(211);
    for (const block of check.blocks) {
      expect(Object.keys(block).sort()).toEqual(['block', 'headcount', 'label']);
    }
    expect(units.get(id)).toEqual(UNITS);
    expect(audit).toHaveLength(1);
    const fresh = await headcounts.check(E1, csv(NEXT), null);
    expect(fresh.changes).toEqual(NEXT.map(({ headcount, ...of }) =>
      ({ ...of, before: null, after: headcount })));
    expect((await headcounts.check(E1, csv([unit('North', 'A', 59)]), null)).blocks).toEqual([]);
  });

  it('replace all at once, and are written down', async () => {
    const { headcounts, created, units, audit, ids } = programmes();
    const programme = await created();
    const replaced = await headcounts.replace(E1, csv(NEXT), programme.id);
    expect(replaced).toEqual(
      { kind: 'replaced', programme: { ...programme, sites: sitesOf(NEXT) } });
    expect(units.get(programme.id)).toEqual(NEXT);
    expect(audit.slice(1)).toEqual([['e1', 'HEADCOUNTS_REPLACED', 'EAP', NOW]]);
    expect(new Set(ids).size).toBe(6);
  });

  it('with a fault or of too few people change nothing, and say what is wrong', async () => {
    const { headcounts, created, units, audit } = programmes();
    const { id } = await created();
    const faulty = new TextEncoder().encode('site,department,headcount\nNorth,A,x\n');
    const refused = await headcounts.replace(E1, faulty, id);
    expect(refused).toMatchObject({ kind: 'headcounts-refused', code: 'FAULTY_ROWS' });
    if (refused.kind !== 'headcounts-refused') throw new Error('stored');
    expect(refused.faults).toEqual((await headcounts.check(E1, faulty, id)).faults);
    expect(refused.faults).toMatchObject([{ line: 2 }]);
    expect(await headcounts.replace(E1, csv([unit('North', 'A', 59)]), id))
      .toMatchObject({ kind: 'headcounts-refused', code: 'TOO_SMALL', faults: [] });
    expect(units.get(id)).toEqual(UNITS);
    expect(audit).toHaveLength(1);
  });
});
