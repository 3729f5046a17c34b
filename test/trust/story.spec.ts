import { testCluster, type TestCluster } from '#local/testing';
import { linkageProofs } from '../privacy/linkage.ts';
import { runCare, runIssuance, type StoryRun } from '../simulation/run.ts';
import { recordQueue } from '../simulation/queue-recorder.ts';
import type { Side } from '../simulation/transcript.ts';
import { openWorld, type World } from '../simulation/world.ts';
import { dumpDatabase, serverLog } from './dump.ts';
import { Search, type Find, type Haystack } from './search.ts';
import { identifiersIn, inWallets, named, toldTo } from './secrets.ts';

/**
 * The whole story once, on the real service, and then everything that each domain has stored,
 * logged and queued: does any of it know what only the other side was told?
 */

type Store = 'gateway' | 'vault' | 'queue' | 'server';
const OF_PEOPLE = /^(people|gateway): /;

let cluster: TestCluster;
let world: World;
let run: StoryRun;
let search: Search;
let found: Record<Store, Find[]>;

beforeAll(async () => {
  cluster = await testCluster();
  await recordQueue(cluster.ownerUrl('queue'));
  world = await openWorld({ members: 140, providers: 12, seed: 11 }, { cluster });
  run = await runCare(world.scenario, await runIssuance(world.scenario));
  const { transcript } = world.scenario;
  const inJobs = await named(cluster);
  const own = async (domain: 'gateway' | 'vault') =>
    (await identifiersIn(cluster, domain)).filter(({ value }) =>
      !inJobs.has(String(value)) && !transcript.isAnnounced(String(value)));
  search = new Search([
    ...inWallets(run), ...toldTo('people', transcript), ...toldTo('care', transcript),
    ...await own('gateway'), ...await own('vault')]);
  found = {
    gateway: finds([...await dump('gateway'), logOf('gateway')]),
    vault: finds([...await dump('vault'), logOf('worker')]),
    // With what was erased: sealed requests leave it when they are answered.
    queue: finds(await dump('queue', 'rows')),
    server: finds([serverLog('gateway'), serverLog('vault')]),
  };
}, 300_000);

afterAll(async () => {
  await world.close();
  await cluster.drop();
});

const dump = (domain: 'gateway' | 'vault' | 'queue', depth: 'rows' | 'files' = 'files') =>
  dumpDatabase(cluster, domain, depth);
const finds = (haystacks: readonly Haystack[]) => haystacks.flatMap((part) => search.in(part));
const logOf = (part: 'gateway' | 'worker'): Haystack => (
  { place: `${part}.log`, bytes: Buffer.from(world.log(part)) });

/** What was found of one side: what it is and where, each once, so that a failure can be read. */
function of(side: Side, all: readonly Find[]): string[] {
  return [...new Set(all
    .filter(({ label }) => OF_PEOPLE.test(label) === (side === 'people'))
    .map(({ label, encoding, place }) => `${label} (${encoding}) in ${place}`))].sort();
}

describe('after the story', () => {
  it('every promise that the story counts was kept', () => {
    expect(run.broken).toEqual([]);
  });

  it('the client itself told neither side what belongs to the other', () => {
    expect(world.scenario.transcript.crossed()).toEqual([]);
  });

  it('the vault and its log hold nothing that the gateway\'s side was told', () => {
    expect(of('people', found.vault)).toEqual([]);
  });

  it('the gateway and its log hold nothing of anybody\'s care, wallet or credits', () => {
    expect(of('care', found.gateway)).toEqual([]);
  });

  it('the queue holds nothing of either side, in waiting, finished and failed jobs', async () => {
    const [jobs] = await cluster.query<{ done: number; bytes: number }>('queue', `
      SELECT count(*)::integer AS done, sum(length(data::text))::integer AS bytes
      FROM (TABLE bullmq.job UNION ALL TABLE recorded.job) WHERE finished_at_ms IS NOT NULL`);
    expect(jobs!.done).toBeGreaterThan(300);
    expect(jobs!.bytes).toBeGreaterThan(1_000_000);
    expect(found.queue).toEqual([]);
  });

  it('the database servers\' logs hold nothing of either side', () => {
    expect(found.server).toEqual([]);
  });
});

describe('the search', () => {
  it('knows what it looks for: each side\'s own store is full of it', () => {
    const labels = (all: Find[]) => new Set(all.map(({ label }) => label));
    for (const label of ['people: ownerEmail', 'gateway: issuance.member']) {
      expect(labels(found.gateway)).toContain(label);
    }
    for (const label of ['wallet: session nullifier', 'wallet: entry nullifier', 'care: handle',
      'wallet: case hash', 'vault: slot.id', 'care: login']) {
      expect(labels(found.vault)).toContain(label);
    }
    expect(search.size).toBeGreaterThan(100_000);
  });

  it('sees one code in the vault, and one credit in the gateway, once they are planted', async () => {
    const [, one] = run.members;
    await cluster.query('vault', `INSERT INTO idempotency VALUES ('test', gen_random_uuid(),
      sha256(''), to_jsonb($1::text), '2027-05-01')`, [`note ${one!.letter.code}`]);
    await cluster.query('gateway', `INSERT INTO vault_statement VALUES ('directory', $1, '')
      ON CONFLICT (type) DO UPDATE SET signature = $1`, [one!.wallet.content.credits[3]!.credit]);
    expect(of('people', finds(await dump('vault', 'rows'))).join())
      .toContain('people: code (text, raw) in');
    expect(of('care', finds(await dump('gateway', 'rows'))).join())
      .toContain('wallet: session signature');
  });
});

linkageProofs(() => ({ cluster, world, run }));
