import fc from 'fast-check';
import { signedText } from '#contracts/carried-statement';
import { REPORT_STATEMENT, type Report } from '#disclosure/year/statement';
import { verifyYearFile } from '#disclosure/year/verify-file';
import { signingPublicKey, signStatement } from '#pseudonym/signed';
import type { Client } from '../../testing/client.ts';
import { startRig, type Rig } from '../../testing/rig.ts';
import {
  confirmPeriod, createProgramme, deliverReports, PERIOD, proposePeriod, reportTerms, signedInOwner,
} from '../../testing/story.ts';
import { madeYear, reportsOf, sitesOf } from '../../testing/year-reports.ts';
import { ReportArrivals } from './report-arrivals.service.ts';
import { ReportsStore } from './reports.store.ts';

let rig: Rig;
let owner: Client;
beforeAll(async () => {
  rig = await startRig();
  owner = await signedInOwner(rig);
});
afterAll(() => rig.close());

/** The key that the vault left; the one that the gateway pins is the rig's. */
const LEFT = new Uint8Array(32).fill(7);

/** A report comes as it did while the gateway still pinned {@link LEFT}. */
async function cameBefore(report: Report): Promise<void> {
  const { body, signature } = await signStatement(
    LEFT, REPORT_STATEMENT, JSON.parse(JSON.stringify(report)));
  const signed = { body: Buffer.from(body).toString('base64url'), signature };
  await rig.db.transaction('come', (tx) =>
    rig.app.get(ReportArrivals, { strict: false }).arrive(tx, { report, signed }));
}

/** What whoever has both keys says of the file of a programme's year; null while it has none. */
async function verdictOf(programme: string) {
  const stored = await rig.db.read('list', (tx) => new ReportsStore().list(tx, programme));
  if (stored.length === 0) return null;
  const statements = stored.map(({ body, signature }) =>
    ({ type: REPORT_STATEMENT, body: signedText(body), signature }));
  const present = Uint8Array.from(Buffer.from(rig.config.vaultSigningPublicKey, 'hex'));
  const verdict = await verifyYearFile(
    { statements }, [await signingPublicKey(LEFT), present]);
  return verdict.kind === 'broken' ? verdict.promise : verdict.year.length;
}

let programmes = 0;
async function proposed(): Promise<{ programme: string; year: Report[] }> {
  programmes += 1;
  const programme = await createProgramme(
    owner, `Left key ${programmes}`, { sites: sitesOf(10, 400) });
  await proposePeriod(owner, programme);
  const terms = await reportTerms(rig, programme);
  return { programme, year: reportsOf(programme, PERIOD, madeYear(terms, [40, 60, 40, 60])) };
}

it('a year that is told again by another key is one that verifies, whatever waited of it', async () => {
  const reports = [0, 1, 2, 3];
  await fc.assert(fc.asyncProperty(
    fc.shuffledSubarray(reports), fc.shuffledSubarray(reports, { minLength: 4 }),
    fc.integer({ min: -1, max: 4 }), async (came, again, confirmed) => {
      const { programme, year } = await proposed();
      if (confirmed < 0) await confirmPeriod(rig, programme);
      for (const at of came) await cameBefore(year[at]!);
      for (const [turn, at] of [...again, null].entries()) {
        if (turn === confirmed) await confirmPeriod(rig, programme);
        if (at !== null) await deliverReports(rig, [year[at]!]);
        expect(await verdictOf(programme)).not.toEqual(expect.any(String));
      }
      expect(await verdictOf(programme)).toBe(4);
    }), { numRuns: 8, examples: [
    [[1], reports, -1], [[1], [1, 0, 2, 3], -1], [[0, 1], [2, 3, 0, 1], 1]] });
});

it('what waited for its year alone is taken as it was signed, by whichever key', async () => {
  const { programme, year } = await proposed();
  await cameBefore(year[0]!);
  await cameBefore(year[1]!);
  await deliverReports(rig, [year[2]!]);
  await confirmPeriod(rig, programme);
  expect(await verdictOf(programme)).toBe(3);
});
