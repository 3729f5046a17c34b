import { randomBytes, randomUUID } from 'node:crypto';
import { signedText } from '#contracts/carried-statement';
import { systemClock } from '#platform/clock';
import type { Database } from '#platform/database';
import { silentLog } from '#platform/logging';
import type { Tick } from '#platform/restores/standing';
import type { Terms } from '#disclosure/terms';
import { StandingWatch } from '#platform/restores/standing-watch';
import { testCluster, type TestCluster } from '#local/testing';
import { signingPublicKey } from '#pseudonym/signed';
import { WORKER_CONFIG } from '../foundation/tokens.ts';
import { FundCreditsProcessor } from '../funding/fund-credits.processor.ts';
import { MirrorKeysProcessor } from '../keys/mirror-keys.processor.ts';
import { ProposeTermsProcessor } from '../terms/propose-terms.processor.ts';
import {
  book, issuerKey, mintUnder, openCase, openSlots, openVault, refer, type Vault,
} from '../../test/vault.ts';
import { confirm, termsOf } from '../../test/terms.ts';
import { ListPeriodsProcessor } from './list-periods.processor.ts';
import { questionToAsk } from './question.store.ts';

type Side = 'gateway' | 'vault';

/**
 * Backups and restores as the operator's guide says, on a real PostgreSQL: a copy of a database
 * that nobody is connected to, put back in its place later.
 */
export class Two {
  private readonly secrets = randomBytes(32).toString('hex');
  private readonly ticks: { to: Side; tick: Tick; question?: string | undefined }[] = [];
  /** What the gateway knows of periods, and how it tells the vault of them. */
  readonly known: { programme: string; period: string; tell: () => Promise<void> }[] = [];
  /** Whether the gateway's answers get lost. */
  isListLost = false;
  private watches: Partial<Record<Side, StandingWatch>> = {};
  private gatewayDb: Database | undefined;
  vault!: Vault;

  private constructor(readonly cluster: TestCluster, private readonly checks: boolean) {}

  /** Both begin, with nothing done. */
  static async open(checks = true): Promise<Two> {
    const two = new Two(await testCluster(), checks);
    await two.start();
    return two;
  }

  private watch(side: Side, db: Database): StandingWatch {
    const watch = new StandingWatch(db, silentLog, systemClock, async (tx, tick) => {
      this.ticks.push(side === 'gateway' ? { to: 'vault', tick }
        : { to: 'gateway', tick, question: await questionToAsk(tx) });
    });
    this.watches[side] = watch;
    return watch;
  }

  /** Both begin, on the databases that are there. */
  async start(): Promise<void> {
    this.ticks.splice(0);
    this.gatewayDb = await this.cluster.open('gateway', 2);
    this.watch('gateway', this.gatewayDb);
    this.vault = await openVault(8, silentLog, {
      cluster: this.cluster, secrets: this.secrets,
      ...(this.checks ? { standingsOf: (db: Database) => this.watch('vault', db) } : {}),
    });
    if (!this.checks) return;
    for (const watch of Object.values(this.watches)) await watch.ask(true);
    await this.deliver();
  }

  /** So many fixed times pass: both tell, and hear what the other told. */
  async pass(times: number): Promise<void> {
    for (let n = 0; n < times; n += 1) {
      for (const watch of Object.values(this.watches)) await watch.ask();
      await this.deliver();
    }
  }

  private async deliver(): Promise<void> {
    for (let job = this.ticks.shift(); job; job = this.ticks.shift()) {
      await this.watches[job.to]?.hear(job.tick);
      if (job.question && !this.isListLost) await this.tellAgain(job.question);
    }
  }

  private async tellAgain(question: string): Promise<void> {
    const periods = this.known.map(({ programme, period }) => ({ programme, period }));
    const heard = this.vault.app.get(ListPeriodsProcessor, { strict: false });
    await heard.process({ question, periods });
    for (const { tell } of this.known) await tell();
  }

  /** Both end; the databases stay. */
  async stop(): Promise<void> {
    await this.vault.app.close();
    await this.vault.db.close();
    await this.gatewayDb?.close();
  }

  /** How both stand. */
  states() {
    return (['gateway', 'vault'] as const).map((side) => this.watches[side]?.state());
  }

  /** Copy databases while nobody is connected. */
  async backUp(...sides: Side[]): Promise<void> {
    await this.stop();
    for (const side of sides) {
      await this.cluster.asAdmin(side, async (admin) => {
        const name = this.cluster.names[side];
        await admin.query(`CREATE DATABASE ${name}_backup TEMPLATE ${name} OWNER sotto_owner`);
      });
    }
    await this.start();
  }

  /** Put the copies back, and start again. */
  async restore(...sides: Side[]): Promise<void> {
    await this.stop();
    for (const side of sides) {
      await this.cluster.asAdmin(side, async (admin) => {
        const name = this.cluster.names[side];
        await admin.query(`DROP DATABASE ${name}`);
        await admin.query(`ALTER DATABASE ${name}_backup RENAME TO ${name}`);
      });
    }
    await this.cluster.restrict();
    await this.start();
  }

  /** End it all. */
  async close(): Promise<void> {
    await this.stop();
    await this.cluster.drop();
  }
}

/** What a gateway keeps of the vault's word, to hand it back. */
type Word = Parameters<ProposeTermsProcessor['process']>[0]['confirmation'];

/** The vault's word on terms, as its gateway gets it. */
async function wordOf({ vault }: Two, { programme }: Terms): Promise<Word> {
  const { signingSeed } = vault.app.get<{ signingSeed: Uint8Array }>(WORKER_CONFIG);
  const rows = await vault.cluster.query<{ payload: NonNullable<Word>['statement'] }>(
    'vault', `SELECT payload FROM outbox WHERE name = 'terms.confirmed' ORDER BY position DESC`);
  const statement = rows.map(({ payload }) => payload).find(({ body }) =>
    signedText(body).includes(programme));
  if (!statement) throw new Error('the vault has said nothing of these terms');
  return { key: Buffer.from(await signingPublicKey(signingSeed)).toString('hex'), statement };
}

/** A period that the gateway opens, and one person who spends the same credits of it. */
export function newPeriod(two: Two, providerId: string, more: Partial<Terms> = {}) {
  const terms = termsOf(more);
  const proposal = randomUUID();
  const period = { programme: terms.programme, period: terms.period };
  const fresh = () => [issuerKey('entry'), issuerKey('session')] as const;
  const keys = fresh();
  const funding = randomUUID();
  const entry = mintUnder(keys[0]);
  const credits = [mintUnder(keys[1]), mintUnder(keys[1])];
  let word: Word = null;
  /** @param told the keys that it registers: others than before where it lies. */
  const tell = async (told: readonly (typeof keys)[number][] = keys) => {
    const { app } = two.vault;
    await app.get(ProposeTermsProcessor, { strict: false }).process({
      proposal, terms: { ...terms, departments: [...terms.departments] }, confirmation: word });
    // The operator compares them once; a vault that was restored knows its own word again.
    if (!word) await confirm(two.vault, terms);
    word ??= await wordOf(two, terms);
    await app.get(MirrorKeysProcessor, { strict: false }).process({
      ...period, keys: told.map(({ keyId, kind, spki }) => ({
        keyId, kind, spki, block: kind === 'entry' ? 'B1' : null,
        notBefore: '2026-10-01', notAfter: '2027-09-30' })) });
    await app.get(FundCreditsProcessor, { strict: false }).process({
      programme: period.programme, funding, sessions: 100, amountMinor: '950000', currency: 'EUR' });
  };
  const spend = async () => {
    const issuer = { ...period, mint: () => entry };
    const person = await openCase(two.vault, issuer).catch((error: Error) => error.message);
    if (typeof person === 'string') return [person];
    const { referral } = await refer(two.vault, person, { providerId });
    const slots = await openSlots(two.vault, person, referral.id);
    const booked = await Promise.all(credits.map((credit, n) => book(two.vault, person, {
      referralId: referral.id, slotId: slots[n]!.id, payment: { credit } })));
    return ['case', ...booked.map(({ __typename }) => __typename)];
  };
  return { ...period, tell, tellTerms: () => tell([]), tellOthers: () => tell(fresh()), spend };
}
