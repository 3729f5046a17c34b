import { compactPeople, rewritePeople } from '#platform/people';
import { Nights } from '#server/housekeeping/nights';
import { testCluster, type TestCluster } from '#local/testing';
import { calendar } from '../simulation/calendar.ts';
import { openWorld, type World } from '../simulation/world.ts';
import { Exchange } from '#wallet/exchange';
import type { Trace } from '../../demo/story/stolen.ts';
import { BackupsOfOld } from './backups-of-old.ts';
import { isOnTheDay } from './behaviour.ts';
import type { View } from './both-databases.ts';
import type { Copies } from './copies.ts';
import { countersOf, type Counters, type Looks } from './counters.ts';
import { GatewayOfOld, type Keeping, type Manner } from './gateway-of-old.ts';
import { DAYS, MEMBERS, Season } from './season.ts';
import { batchTraces, caseTraces, coverKeyOfWallet, memberTraces, type Truth } from './traces.ts';

/** As soon as a vault may answer: who has both databases' copies sees no times. */
const SOON_MS = 100;
const EVENING_MS = 15 * 3_600_000;
const DAY_MS = 86_400_000;

/** A season on a running service, and what copies of both its databases show. */
export class SeasonRun {
  /** Of each evening so far. */
  readonly copies: Copies[] = [];
  /** Letters that were issued their credits so far, in order, with the day. */
  private readonly issued: { readonly truth: number; readonly day: number }[] = [];

  private constructor(
    readonly cluster: TestCluster, private readonly world: World, private readonly season: Season,
    private readonly backups: BackupsOfOld,
  ) {}

  /** Set it up; wallets back themselves up as of old until `endBackups`. */
  static async open(seed: number): Promise<SeasonRun> {
    const cluster = await testCluster();
    const world = await openWorld(
      { members: MEMBERS, providers: 6, seed: 3 }, { cluster, answerMs: SOON_MS });
    const backups = await BackupsOfOld.open(cluster.ownerUrl('vault'));
    const season = await Season.open(world.scenario, seed, () => backups.box());
    return new SeasonRun(cluster, world, season, backups);
  }

  /** Let a day pass, and copy what there is in its evening. */
  async live(place: number): Promise<void> {
    await this.season.day(place);
    const { claimed, cases } = await this.view(false);
    const known = new Set(this.issued.map(({ truth }) => truth));
    const day = (Date.parse(DAYS[place]!) - Date.parse(calendar.opens)) / DAY_MS;
    this.issued.push(...inOrderOf('issuance written', claimed)
      .flatMap(({ truth }) => (known.has(truth) ? [] : [{ truth, day: Math.floor(day) }])));
    this.copies.push({
      claimed: new Set(claimed.map((one) => one.truth)),
      opened: new Set(cases.map((one) => one.truth)),
    });
  }

  /** What both domains do at the first look after midnight. */
  async night(place: number): Promise<void> {
    const now = new Date(Date.parse(DAYS[place]!) + EVENING_MS);
    const kept: string[] = [];
    const gateway = new Nights(await this.cluster.open('gateway'),
      { now: () => now }, { write: (_level, { event }) => kept.push(event) });
    // The server's own analysis may read what was before, for a moment.
    do kept.length = 0; while (await gateway.tidy(), kept.length > 0);
    const vault = await this.cluster.open('vault');
    await rewritePeople(vault);
    while (!await compactPeople(vault));
  }

  /** All of both databases, as they are now. @param files whether to read the tables' files too. */
  async view(files = true): Promise<View> {
    const truth = { ...this.truth, files };
    return {
      claimed: (await memberTraces(truth)).filter(isClaimed),
      cases: await caseTraces(truth),
      batches: (await batchTraces(truth)).filter((one) => one.truth >= 0),
      backups: await this.backups.rows(),
    };
  }

  /** From now on wallets leave nothing with anybody, and what they left is gone. */
  endBackups(): Promise<void> {
    return this.backups.drop();
  }

  /** Both databases once the gateway has left, in a manner, who came into care in which order. */
  async leftBy(manner: Manner): Promise<View> {
    const { letters } = this.truth;
    const { cases } = await this.view(false);
    const order = inOrderOf('first session written', cases);
    await GatewayOfOld.on(this.cluster, (old) =>
      old.leave(manner, order.map(({ truth }) => letters[truth]!)));
    return this.view();
  }

  /** Both databases once the gateway has kept when it issued what. */
  async keptBy(what: Keeping): Promise<View> {
    const { coverKeys } = this.truth;
    const issued = this.issued.map(({ truth, day }) => ({ coverKey: coverKeys[truth]!, day }));
    return GatewayOfOld.on(this.cluster, (old) => old.keep(what, issued, () => this.view()));
  }

  /**
   * So many who never came do now, and then as many requests ask for nothing; what is counted.
   *
   * @param keepsVisits whether the gateway keeps of old who comes.
   */
  async lookedAt(people: number, keepsVisits = false): Promise<Looks> {
    const { connection } = this.world.scenario;
    const before = await this.counters();
    const first = connection.sent;
    await this.season.someCome(people);
    const sent = connection.sent - first;
    if (keepsVisits) await GatewayOfOld.on(this.cluster, (old) => old.keepVisits(people));
    const between = await this.counters();
    await this.fillers(sent);
    return { before, between, after: await this.counters() };
  }

  /** Somebody who never claimed does so now. */
  oneClaims(): Promise<void> {
    return this.season.oneClaims();
  }

  /** What both databases of the gateway's server have counted so far. */
  counters(): Promise<Counters> {
    return countersOf(this.cluster);
  }

  private async fillers(count: number): Promise<void> {
    const exchange = new Exchange(this.world.scenario.doorPorts);
    const never = new AbortController().signal;
    for (let sent = 0; sent < count; sent += 1) await exchange.send(null, never);
  }

  /** Who claims on the day of need. */
  get onTheDay(): ReadonlySet<number> {
    return new Set(this.season.lives.flatMap((life, place) => (isOnTheDay(life) ? [place] : [])));
  }

  /** Stop the service, and drop the databases. */
  async close(): Promise<void> {
    await this.world.close();
    await this.cluster.drop();
  }

  private get truth(): Truth {
    const { employer: { programmeId }, lives } = this.season;
    return {
      cluster: this.cluster, secrets: this.world.service.secrets.gateway, programmeId,
      letters: lives.map(({ letter }) => letter.number),
      caseKeys: lives.map(({ wallet }) => wallet?.caseKey(programmeId)),
      coverKeys: lives.map(({ wallet }) => coverKeyOfWallet(wallet)),
    };
  }
}

function inOrderOf(feature: string, rows: readonly Trace[]): Trace[] {
  return rows.toSorted((a, b) => a.features[feature]! - b.features[feature]!);
}

/** A row of issuance belongs to the letter. */
function isClaimed({ features }: Trace): boolean {
  return features['issuance written'] !== undefined;
}
