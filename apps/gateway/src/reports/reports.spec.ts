import { createHash } from 'node:crypto';
import { extractText, getDocumentProxy } from 'unpdf';
import { signedText } from '#contracts/carried-statement';
import { verifyYearFile } from '#disclosure/year/verify-file';
import type { Client } from '../../testing/client.ts';
import { startRig, type Rig } from '../../testing/rig.ts';
import {
  createProgramme, deliverReports, newOwner, openPeriod, PERIOD, reportTerms, signedInOwner,
} from '../../testing/story.ts';
import { madeYear, reportsOf, type MadeYear } from '../../testing/year-reports.ts';

const READ = `query ($id: ID!) { reports(programmeId: $id) {
  period covered released settled
  use { people turns shareBps leastBps mostBps } wait { band }
  course { turns status people } lists { list editions { people groups { name label people covered } } }
  statements { report releasedOn body signature } } }`;

interface Read {
  readonly period: string;
  readonly covered: number;
  readonly released: number;
  readonly use: { readonly people: number; readonly turns: readonly number[] } | null;
  readonly course: readonly { readonly status: string }[];
  readonly lists: readonly {
    readonly list: string;
    readonly editions: readonly { readonly groups: readonly { readonly label: string }[] }[];
  }[];
  readonly statements: readonly { readonly body: string; readonly signature: string }[];
}

const SITES = [
  { name: 'Berlin', departments: [{ name: 'Care', headcount: 700 }, { name: 'IT', headcount: 500 }] },
  { name: 'Wien', departments: [{ name: 'Sales', headcount: 650 }] },
];
describe('what HR reads of a year', () => {
  let rig: Rig;
  let owner: Client;
  let programmeId: string;
  let made: MadeYear;

  beforeAll(async () => {
    rig = await startRig();
    owner = await signedInOwner(rig, undefined, { name: 'Łódź Works' });
    programmeId = await createProgramme(owner, 'Care', { sites: SITES });
    await openPeriod(rig, owner, programmeId);
    made = madeYear(await reportTerms(rig, programmeId), [30, 20, 20, 25]);
  });
  afterAll(() => rig.close());

  const key = () => Buffer.from(rig.config.vaultSigningPublicKey, 'hex');
  const read = () => owner.field<Read[]>(READ, { id: programmeId });
  const get = (client: Client, path: string) => rig.app.inject({
    method: 'GET', url: `/graphql/reports/${path}`,
    headers: { cookie: String(Reflect.get(client, 'cookie') ?? '') },
  });

  it('is nothing before the first report, and no file either', async () => {
    expect(await read()).toEqual([]);
    expect((await get(owner, `${programmeId}/${PERIOD}.pdf`)).statusCode).toBe(404);
  });

  it('is what the reports say, with sites by their names, as it was signed', async () => {
    await deliverReports(rig, reportsOf(programmeId, PERIOD, made));
    const [year] = await read();
    expect(year).toMatchObject({ period: PERIOD, covered: 1_850, released: 4,
      use: { people: 95, turns: [1, 2, 3, 4] } });
    expect(year!.course.map(({ status }) => status)).toEqual(['told', 'told']);
    const sites = year!.lists.find(({ list }) => list === 'sites')!;
    expect(sites.editions[0]!.groups.map(({ label }) => label).sort())
      .toEqual(['Berlin: Care', 'Berlin: IT', 'Wien']);
    expect(year!.statements).toHaveLength(4);
  });

  it('moves the balance by what its last report settles', async () => {
    const balance = await owner.field(`query ($id: ID!) { balance(programmeId: $id) {
      purchased displayed shortfall shortfallInvoiced asOfRelease } }`, { id: programmeId });
    const { settled } = made.releases[3]!;
    expect(balance).toEqual({ purchased: 0, displayed: 0, shortfall: settled,
      shortfallInvoiced: settled, asOfRelease: `${PERIOD}.4` });
  });

  it('is a file that an auditor verifies by the vault\'s key alone', async () => {
    const { body, headers } = await get(owner, `${programmeId}/${PERIOD}.json`);
    expect(headers['cache-control']).toBe('no-store');
    expect(await verifyYearFile(JSON.parse(body), [key()], { programme: programmeId }))
      .toMatchObject({ kind: 'kept' });
    const changed = body.replace('people\\":', 'people\\":1');
    expect(await verifyYearFile(JSON.parse(changed), [key()]))
      .toMatchObject({ kind: 'broken' });
  });

  it.each([
    ['en', ['Łódź Works', 'Use of the benefit', '95 of 1,850 people', 'Wien', 'Benchmark']],
    ['es', ['Łódź Works', 'Uso de la prestación', '95 de 1850 personas', 'Wien', 'Referencia']],
  ])('is a paper of two pages in %s, with the same figures', async (language, expected) => {
    const path = `${programmeId}/${PERIOD}.pdf?language=${language}`;
    const { rawPayload, headers } = await get(owner, path);
    expect(headers['content-type']).toBe('application/pdf');
    expect(headers['cache-control']).toBe('no-store');
    expect((await get(owner, path)).rawPayload.equals(rawPayload)).toBe(true);
    const document = await getDocumentProxy(new Uint8Array(rawPayload));
    expect(document.numPages).toBe(2);
    const { text } = await extractText(document, { mergePages: true });
    const told = text.replaceAll(/\s+/g, ' ');
    const [year] = await read();
    for (const { body } of year!.statements) {
      expect(text).toContain(createHash('sha256').update(signedText(body)).digest('hex'));
    }
    expect(text).toContain(programmeId);
    for (const words of expected) expect(told.replaceAll(' ', '')).toContain(words.replaceAll(' ', ''));
  });

  it('is the employer\'s own, and nothing else lies there', async () => {
    const stranger = await signedInOwner(rig);
    const viewer = await newOwner(rig);
    const paths = [`${programmeId}/${PERIOD}.pdf`, `${programmeId}/${PERIOD}.json`];
    for (const path of paths) {
      expect((await get(rig.client(), path)).statusCode).toBe(401);
      expect((await get(stranger, path)).statusCode).toBe(404);
      expect((await get(viewer, path)).statusCode).toBe(403);
    }
    for (const path of ['x/2026-10.pdf', `${programmeId}/2026-13.pdf`, `${programmeId}/2027-10.pdf`,
      `${programmeId}/${PERIOD}.exe`]) {
      expect((await get(owner, path)).statusCode).toBe(404);
    }
  });
});
