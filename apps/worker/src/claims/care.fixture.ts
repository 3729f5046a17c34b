import { randomBytes, randomUUID } from 'node:crypto';
import { vaultAccount } from '#billing/accounts';
import { holdSession } from '#billing/hold';
import { journalItem } from '#billing/journal';
import { money } from '#billing/money';
import { fundCredits } from '#billing/purchase';
import { readPeriod } from '#calendar/periods';
import type { Clock } from '#platform/clock';
import type { Database } from '#platform/database';
import { testCluster, type TestCluster } from '#local/testing';
import { FlatYears } from '../funding/flat-years.ts';
import { CapsStore } from '../funding/caps.store.ts';
import { FundingStore } from '../funding/funding.store.ts';
import { LedgerStore } from '#server/ledger/ledger.store';
import { ProgrammePeriodsStore } from '../programmes/programme-periods.store.ts';

export const PRICE = 9_500n;

/** A clock that a spec sets. */
export class SetClock implements Clock {
  constructor(private instant: string) {}

  now(): Date {
    return new Date(this.instant);
  }

  set(instant: string): void {
    this.instant = instant;
  }
}

/** A vault with one funded programme and therapists, arranged as its owner. */
export class CareFixture {
  readonly programme = randomUUID();
  readonly ledger = new LedgerStore();

  private constructor(
    readonly cluster: TestCluster, readonly db: Database, readonly period: string,
  ) {}

  /** Open a fresh vault with `blocks` of `headcount` people and `sessions` sessions paid for. */
  static async open(
    blocks = 3, headcount = 80, sessions = 1_000, period = '2026-10',
  ): Promise<CareFixture> {
    const cluster = await testCluster();
    const fixture = new CareFixture(cluster, await cluster.open('vault', 8), period);
    await fixture.openPeriod(blocks, headcount);
    await fixture.fund(sessions);
    return fixture;
  }

  /** Register a therapist. */
  async provider(): Promise<string> {
    const id = randomUUID();
    await this.cluster.query('vault',
      `INSERT INTO provider (id, login, password_hash, display_name, languages, specialities,
         modalities, gender, time_zone, active, registered_on)
       VALUES ($1, $2, 'x', 'Dr Example', '{en}', '{STRESS}', '{VIDEO}', 'FEMALE',
         'Europe/Berlin', true, '2026-10-01')`, [id, `dr-${id.slice(0, 8)}`]);
    return id;
  }

  /** Open a case in a block, with a referral to a therapist. */
  async referral(providerId: string, block = 'B1', concern = 'STRESS'): Promise<string> {
    const [caseId, referral] = [randomUUID(), randomUUID()];
    await this.cluster.query('vault', `INSERT INTO consent_text
      VALUES ('2026-10', 'en', $1, '2026-10-01') ON CONFLICT DO NOTHING`, [randomBytes(32)]);
    await this.cluster.query('vault',
      `INSERT INTO care_case (id, secret_hash, programme, opened_on)
       VALUES ($1, $2, $3, '2026-10-01')`, [caseId, randomBytes(32), this.programme]);
    await this.cluster.query('vault',
      `INSERT INTO case_enrolment (case_id, programme, period, block, concern, consent_version,
         consent_language, enrolled_on)
       VALUES ($1, $2, $5, $3, $4, '2026-10', 'en', '2026-10-01')`,
      [caseId, this.programme, block, concern, this.period]);
    await this.cluster.query('vault',
      `INSERT INTO referral VALUES
         ($1, $2, $3, $4, 'Quiet Heron', 'teal', 'DE', 'open', '2026-10-05')`,
      [referral, caseId, providerId, randomBytes(32)]);
    return referral;
  }

  /** A session on a day, paid by one session's hold. Its authorisation number. */
  async session(providerId: string, referral: string | null, day = '2026-10-20'): Promise<string> {
    const [id, hold, slot] = [randomUUID(), randomUUID(), randomUUID()];
    const number = randomBytes(6).toString('hex').toUpperCase();
    const held = holdSession(this.programme, money(PRICE, 'EUR'));
    if (held.kind !== 'held') throw new Error(held.kind);
    await this.db.transaction('hold', (tx) =>
      this.ledger.mustPost(tx, [journalItem(hold, '2026-10-06', held.entry)]));
    if (referral) {
      await this.cluster.query('vault',
        `INSERT INTO slot (id, provider_id, starts_at, minutes, modality, status)
         VALUES ($1, $2, $3, 20, 'VIDEO', 'taken')`, [slot, providerId, this.nextStart(day)]);
    }
    await this.cluster.query('vault',
      `INSERT INTO authorisation (id, number, provider_id, referral_id, programme, period, slot_id,
         starts_at, minutes, modality, service_on, fee_cap_minor, currency, hold_id, status, bearer)
       VALUES ($1, $2, $3, $4, $5, $12, $6, $7, 20, 'VIDEO', $8, $9, 'EUR', $10, 'held', $11)`,
      [id, number, providerId, referral, this.programme, referral ? slot : null,
        referral ? `${day}T10:00:00Z` : null, day, PRICE.toString(), hold, referral === null,
        this.period]);
    return number;
  }

  /** Years that are paid by a flat price, of this vault. */
  flats(clock: Clock): FlatYears {
    return new FlatYears(clock, this.ledger, new ProgrammePeriodsStore(), new FundingStore(),
      new CapsStore());
  }

  /** Everything that is wrong with the book: nothing. */
  async problems(): Promise<unknown[]> {
    return this.cluster.query('vault', 'SELECT * FROM ledger_verify()');
  }

  private starts = 0;

  private nextStart(day: string): string {
    this.starts += 1;
    return new Date(Date.parse(`${day}T00:00:00Z`) + this.starts * 60_000).toISOString();
  }

  private async openPeriod(blocks: number, headcount: number): Promise<void> {
    const known = readPeriod(this.period);
    if (!known) throw new Error(this.period);
    const { label: period, opens, closes, startsBooking, reports } = known;
    await this.db.transaction('open', (tx) => new ProgrammePeriodsStore().keep(tx, {
      programme: this.programme, period, opens, closes, startsBooking, k: 10, rateBps: 450,
      sessionsPerMember: 8,
      releases: reports.at(-1)?.releases ?? closes, currency: 'EUR',
      sessionPriceMinor: PRICE.toString(), seatPriceMinor: null,
    }, reports, []));
    for (let block = 1; block <= blocks; block += 1) {
      await this.cluster.query('vault',
        'INSERT INTO programme_block VALUES ($1, $4, $2, $3)',
        [this.programme, `B${block}`, headcount, period]);
    }
  }

  private async fund(sessions: number): Promise<void> {
    const families = ['funding:programme', 'fund:programme', 'hold:programme'] as const;
    await this.db.transaction('fund', async (tx) => {
      await this.ledger.open(tx, families.flatMap((family) =>
        (['EUR', 'SES'] as const).map((unit) => vaultAccount(family, this.programme, unit))));
      await this.ledger.mustPost(tx, [journalItem(randomUUID(), '2026-10-01',
        fundCredits(this.programme, BigInt(sessions), money(PRICE * BigInt(sessions), 'EUR')))]);
    });
    await this.cluster.query('vault',
      `INSERT INTO funding VALUES ($1, $2, $3, $4, 'EUR', '2026-10-01')`,
      [randomUUID(), this.programme, sessions, (PRICE * BigInt(sessions)).toString()]);
  }
}
