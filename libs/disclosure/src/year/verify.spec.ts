import { chanceOf } from '#foresight/chance';
import { likelyUse, SPREADS } from '#foresight/likely-use';
import { closeYear, type YearRelease } from './close.ts';
import { planYear, type Paid, type YearPlan } from './plan.ts';
import type { PublishedNode } from './publish.ts';
import { verifyYear } from './verify.ts';

const chance = chanceOf(3);

function planned(sites: readonly number[], paid: Paid = 'sessions') {
  const departments = sites.map((people, at) => ({ number: at + 1, site: at + 1, people }));
  const plan = planYear({ departments, rateBps: 500, k: 10, sessionsPerMember: 8, paid });
  if (plan.kind !== 'planned') throw new Error(plan.fault);
  return { plan, departments };
}

function yearOf({ plan, departments }: ReturnType<typeof planned>, useBps = 500): YearRelease[] {
  return closeYear(plan, likelyUse(plan, departments, useBps, SPREADS[1], chance));
}

const LARGE = planned([3_000, 2_500]);
const FEW = planned([300, 300]);

it.each<[string, ReturnType<typeof planned>, number]>([
  ['quarters', LARGE, 500], ['joined quarters', LARGE, 60], ['half-years', planned([900, 800]), 300],
  ['a year', planned([500, 400]), 400], ['a flat year', planned([200], 'flat'), 500],
  ['much use', planned([500, 400]), 6_000], ['no use', planned([500, 400]), 1],
])('years that were closed by the rules keep every promise: %s', (_, own, useBps) => {
  for (let time = 0; time < 60; time += 1) {
    const year = yearOf(own, useBps);
    expect(verifyYear(own.plan, year)).toEqual({ kind: 'kept' });
    expect(verifyYear(own.plan, year.slice(0, 2))).toEqual({ kind: 'kept' });
  }
});

/** Some number of a list, changed. */
const bent = (node: PublishedNode | null, by: (own: PublishedNode) => PublishedNode) =>
  (node ? by(node) : null);
const first = (node: PublishedNode, people: number): PublishedNode => ({
  ...node, parts: node.parts.map(
    (part, at) => (at === 0 ? { ...part, people: part.people + people } : part)) });

describe('a year in which one thing was changed', () => {
  const year = yearOf(LARGE);
  const few = yearOf(FEW, 400);
  const last = (more: Partial<YearRelease>) => [...year.slice(0, 3), { ...year[3]!, ...more }];
  const { concerns, modalities, sites, bands, settled, totals } = year[3]!;
  const told = totals[0]!.people!;
  it.each<[string, string, readonly YearRelease[], YearPlan?]>([
    ['another order', 'in order', [year[1]!, year[0]!]],
    ['a period twice', 'in order', [...year, year[3]!]],
    ['a total of nine', '10 people or more', [{ ...year[0]!, totals: [{ turns: [1], people: 9 }] }]],
    ['more than half', 'half of those left',
      [{ ...year[0]!, totals: [{ turns: [1], people: 2_751 }] }]],
    ['no total', 'where the plan has one', last({ totals: [] })],
    ['a total of others', 'joined to the next', last({ totals: [{ turns: [3, 4], people: told }] })],
    ['a total one more', 'the sum is that of the totals',
      last({ totals: [{ turns: [4], people: told + 1 }] })],
    ['one moved between concerns', 'what people came for: a number is split',
      last({ concerns: bent(concerns, (node) => first(node, 1)) })],
    ['a part left out', 'how sessions were held: a number is split',
      last({ modalities: bent(modalities, (node) => ({ ...node, parts: node.parts.slice(1) })) })],
    ['a list left out', 'is there', last({ concerns: null })],
    ['sites before the end', 'sites: nothing is told that is not due', [{ ...year[0]!, sites }]],
    ['sites in another order', 'sites: a number is split',
      last({ sites: bent(sites, (node) => ({ ...node, parts: node.parts.toReversed() })) })],
    ['a small band', 'numbers of sessions', last({ bands: bent(bands, (node) =>
      ({ ...node, parts: node.parts.map((part, at) =>
        ({ ...part, people: [node.people - 8, 4, 4][at]! })) })) })],
    ['a session more', 'lots of 10', last({ settled: settled! + 1 })],
    ['more sessions than people can have', 'can have had', last({ settled: settled! + 5_000 })],
    ['fewer sessions than they have had', 'can have had',
      last({ settled: settled! - Math.floor((settled! - sites!.people) / 10) * 10 })],
    ['sessions before the end', 'until the year ends',
      [{ ...year[0]!, settled: year[0]!.settled! + 10 }]],
    ['sessions of a flat year', 'flat price', year, { ...LARGE.plan, paid: 'flat', bands: null }],
    ['a wait of a few', 'median wait', [...few.slice(0, 3), { ...few[3]!, wait: '2–5' }], FEW.plan],
  ])('breaks a promise: %s', (_, promise, releases, plan = LARGE.plan) => {
    const verdict = verifyYear(plan, releases);
    expect(verdict.kind === 'broken' ? verdict.promise : 'kept').toContain(promise);
  });
});
