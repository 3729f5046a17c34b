import { reportReleased } from '#contracts/jobs';
import { publishedIn } from '#disclosure/year/close';
import { planYear } from '#disclosure/year/plan';
import type { Report } from '#disclosure/year/statement';
import type { JobDeclined } from '#platform/queue/job-worker';
import { ReportsStore } from '../../../apps/gateway/src/releases/reports.store.ts';
import type { Client } from '../../../apps/gateway/testing/client.ts';
import { startRig, type Rig } from '../../../apps/gateway/testing/rig.ts';
import {
  createProgramme, openPeriod, PERIOD, reportTerms, signedInOwner,
} from '../../../apps/gateway/testing/story.ts';
import { madeYear, reportsOf, sitesOf } from '../../../apps/gateway/testing/year-reports.ts';
import { certainByRows } from './row-reduction.ts';
import { sumsOf } from './sums.ts';

/**
 * An honest vault that was restored to before a release: it has forgotten who had a first session
 * since, or counts her later, and signs the release anew, and others that go on from that one.
 */

let rig: Rig;
let owner: Client;
beforeAll(async () => {
  rig = await startRig();
  owner = await signedInOwner(rig);
});
afterAll(() => rig.close());

/** How a report gets into a gateway. */
type Take = (report: Report) => Promise<unknown>;
const delivered: Take = async (report) =>
  rig.deliver(reportReleased, await rig.sign('report', report));
/** As a gateway took it that believed whatever was signed, if none stood in its place. */
const believed: Take = async (report) => {
  const signed = await rig.sign('report', report);
  await rig.db.transaction('believe', async (tx) => {
    const standing = await new ReportsStore().ofYear(tx, report);
    if (standing.length >= report.release.period) return;
    await new ReportsStore().add(tx, report, signed);
  });
};

/** What HR finds of less than ten people in all that is signed for her. */
async function found(programme: string): Promise<string[]> {
  const [year] = await owner.field<[{ statements: { body: string }[] }]>(
    'query ($id: ID!) { reports(programmeId: $id) { statements { body } } }', { id: programme });
  const reports = year.statements.map(({ body }) =>
    JSON.parse(Buffer.from(body, 'base64url').toString('utf8')) as Report);
  const plan = planYear(reports[0]!.terms);
  if (plan.kind === 'refused') throw new Error(plan.fault);
  const releases = reports.map(({ release }) => release);
  const byRows = sumsOf(plan, releases).flatMap((sums) => certainByRows(sums));
  // A session is settled for each who was told: more of them were somebody's.
  const further = releases.map((release, at) =>
    (release.settled ?? 0) - publishedIn(releases.slice(0, at + 1)));
  return [...byRows.map(({ name }) => name),
    ...further.filter((people) => people !== 0).map((people) => `${people} settled`)];
}

it.each<[string, readonly number[], readonly number[], string]>([
  ['one person less in the first quarter', [10, 6], [9, 6], 'sites 1 of 2'],
  ['one person more in the first quarter', [40, 60], [41, 60], '1 settled'],
  ['one person who is counted later', [40, 60], [39, 61], '-1 settled'],
])('HR learns nothing of fewer than ten from a restored vault, by %s', async (what, told, anew, by) => {
  for (const take of [believed, delivered]) {
    const programme = await createProgramme(owner, `${what}, ${take.name}`,
      { sites: sitesOf(16, 400) });
    await openPeriod(rig, owner, programme);
    const terms = await reportTerms(rig, programme);
    const [first] = reportsOf(programme, PERIOD, madeYear(terms, told));
    await take(first!);
    for (const report of reportsOf(programme, PERIOD, madeYear(terms, anew))) {
      const ended = await take(report);
      if (ended) expect(['told-otherwise', 'breaks-plan']).toContain((ended as JobDeclined).code);
    }
    const all = await found(programme);
    if (take === delivered) expect(all).toEqual([]);
    else expect(all).toContain(by);
  }
});
