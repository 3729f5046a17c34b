import { testCluster, type TestCluster } from '#platform/testing';
import { linkageProofs } from '../privacy/linkage.ts';
import { playCare, playIssuance, type Played } from '../simulation/play.ts';
import { openWorld, type World } from '../simulation/world.ts';
import { dumpDatabase, sharedServer } from './dump.ts';
import { Search, type Find, type Haystack } from './search.ts';
import { fundings, identifiersIn, inWallets, toldTo } from './secrets.ts';

/**
 * The whole story once, on the real service, and then everything that each domain has stored,
 * logged and queued: does any of it know what only the other side was told?
 */

let cluster: TestCluster;
let world: World;
let played: Played;
let people: Search;
let care: Search;

beforeAll(async () => {
  cluster = await testCluster();
  world = await openWorld({ members: 140, providers: 6, seed: 11 }, { cluster });
  played = await playCare(world.stage, await playIssuance(world.stage));
  const { transcript } = world.stage;
  const shared = await fundings(cluster);
  const own = async (domain: 'gateway' | 'vault') =>
    (await identifiersIn(cluster, domain)).filter(({ value }) => !shared.has(String(value)));
  people = new Search([...toldTo('people', transcript), ...await own('gateway')]);
  care = new Search([
    ...toldTo('care', transcript), ...await own('vault'), ...inWallets(played)]);
}, 240_000);

afterAll(async () => {
  await world.close();
  await cluster.drop();
});

const dump = (domain: 'gateway' | 'vault' | 'queue') =>
  dumpDatabase(sharedServer().adminUrl, cluster.names[domain]);

function finds(search: Search, haystacks: readonly Haystack[]): Find[] {
  return haystacks.flatMap((haystack) => search.in(haystack));
}

/** What was found, by what it is and where: each once, so that a failure can be read. */
function summary(found: readonly Find[]): string[] {
  return [...new Set(found.map(({ label, encoding, place }) =>
    `${label} (${encoding}) in ${place}`))].sort();
}

const logOf = (part: 'gateway' | 'worker'): Haystack => (
  { place: `${part}.log`, bytes: Buffer.from(world.log(part)) });

describe('after the story', () => {
  it('every promise that the story counts was kept', () => {
    expect(played.broken).toEqual([]);
  });

  it('the client itself told neither side what belongs to the other', () => {
    expect(world.stage.transcript.crossed()).toEqual([]);
  });

  it('the vault and its log hold nothing that the gateway\'s side was told', async () => {
    expect(summary(finds(people, [...await dump('vault'), logOf('worker')]))).toEqual([]);
  });

  it('the gateway and its log hold nothing of anybody\'s care, wallet or credits', async () => {
    expect(summary(finds(care, [...await dump('gateway'), logOf('gateway')]))).toEqual([]);
  });

  it('the queue holds nothing of either side, in waiting, finished and failed jobs', async () => {
    const queue = await dump('queue');
    expect(queue.reduce((sum, { bytes }) => sum + bytes.length, 0)).toBeGreaterThan(1_000_000);
    expect(summary([...finds(people, queue), ...finds(care, queue)])).toEqual([]);
  });

  it('the database server\'s log holds nothing of either side', () => {
    const log = sharedServer().log();
    expect(summary([...finds(people, [log]), ...finds(care, [log])])).toEqual([]);
  });
});

describe('the search', () => {
  it('knows what it looks for: each side\'s own store is full of it', async () => {
    const labels = (found: Find[]) => new Set(found.map(({ label }) => label));
    const inGateway = labels(finds(people, await dump('gateway')));
    const inVault = labels(finds(care, await dump('vault')));
    for (const label of ['people: ownerEmail', 'gateway: issuance.member']) {
      expect(inGateway).toContain(label);
    }
    for (const label of ['wallet: session nullifier', 'wallet: entry nullifier', 'care: handle',
      'wallet: case hash', 'wallet: backup address', 'vault: slot.id', 'care: login']) {
      expect(inVault).toContain(label);
    }
    expect(people.size).toBeGreaterThan(10_000);
    expect(care.size).toBeGreaterThan(50_000);
  });

  it('sees one code in the vault, and one credit in the gateway, once they are planted', async () => {
    const [, one] = played.members;
    await cluster.query('vault', `INSERT INTO idempotency VALUES ('test', gen_random_uuid(),
      sha256(''), to_jsonb($1::text), '2027-05-03')`, [`note ${one!.letter.code}`]);
    await cluster.query('gateway', `INSERT INTO vault_statement VALUES ('directory', $1, '')
      ON CONFLICT (type) DO UPDATE SET signature = $1`, [one!.wallet.credits[3]!.credit]);
    expect(summary(finds(people, await dump('vault'))).join())
      .toContain('people: code (text, raw) in');
    expect(summary(finds(care, await dump('gateway'))).join())
      .toContain('wallet: session signature');
  });
});

linkageProofs(() => ({ cluster, world, played }));
