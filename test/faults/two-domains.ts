import { createHash, randomUUID } from 'node:crypto';
import { systemClock } from '#platform/clock';
import { silentLog } from '#platform/logging';
import { StandingWatch, withoutPartner } from '#platform/restores/standing-watch';
import { signingPublicKey } from '#pseudonym/signed';
import type { Client } from '../../apps/gateway/testing/client.ts';
import { startRig, type Rig } from '../../apps/gateway/testing/rig.ts';
import {
  createProgramme, PERIOD, proposePeriod, signedInOwner,
} from '../../apps/gateway/testing/story.ts';
import { announceAgain, proposeWaiting } from '../../apps/gateway/src/restores/announced-again.ts';
import { JobHandlers } from '#server/jobs/job-handlers';
import { Signer } from '../../apps/worker/src/foundation/signer.ts';
import { questionToAsk } from '../../apps/worker/src/restores/question.store.ts';
import { tellAgain } from '../../apps/worker/src/restores/told-again.ts';
import { confirm } from '../../apps/worker/test/terms.ts';
import { openVault, type Vault } from '../../apps/worker/test/vault.ts';
import type { Terms } from '#disclosure/terms';
import { VaultCopy } from './vault-copy.ts';

interface Job { readonly name: string; readonly queue: string; readonly payload: object }
interface Here { readonly terms: string; readonly refused: string | null; readonly on: string }

const SECRETS = 'two domains, one programme';
const SEED = new Uint8Array(createHash('sha256').update(`${SECRETS}signing`).digest());
const DECLINE = `mutation ($input: DeclineTermsInput!) { declineTerms(input: $input) {
  __typename } }`;
const ACCEPT = 'mutation { acceptRestore(upTo: 10000000) { state } }';
const WITHDRAW = `mutation ($id: ID!, $period: String!) {
  withdrawPeriod(programmeId: $id, period: $period) { __typename } }`;
const REPLACE = `mutation ($id: ID!, $file: String!) {
  replaceHeadcounts(programmeId: $id, file: $file) { __typename } }`;

/** Both domains with one programme, whose jobs a test delivers as late and as often as it likes. */
export class Domains {
  /** All jobs that were ever sent. */
  readonly sent: Job[] = [];

  constructor(
    readonly rig: Rig, readonly vault: Vault, private readonly standing: Restorable,
    private readonly owner: Client, readonly programme: string,
  ) {}

  async hrProposes(people: number): Promise<void> {
    const file = Buffer.from(`site,department,headcount\nBerlin,Care,${people}\n`).toString('base64');
    await this.owner.field(REPLACE, { id: this.programme, file });
    await proposePeriod(this.owner, this.programme);
  }

  /** All that was sent and not delivered yet, with what follows from it. */
  async deliver(): Promise<void> {
    for (;;) {
      const jobs = await this.taken();
      if (jobs.length === 0) return;
      for (const job of jobs) await this.hand(job);
    }
  }

  /** Some old jobs come again. */
  async redeliver(picks: readonly number[]): Promise<void> {
    const old = [...this.sent];
    for (const pick of picks) {
      const job = old[pick % Math.max(1, old.length)];
      if (job) await this.hand(job);
    }
  }

  async vaultDeclines(): Promise<void> {
    const terms = (await this.state()).atVault;
    if (!terms) return;
    const { contract } = JSON.parse(terms) as Terms;
    await this.vault.get(DECLINE, { input: {
      contract, period: PERIOD, programmeId: this.programme, reason: 'people' } }, this.vault.operator);
  }

  async hrWithdraws(): Promise<void> {
    await this.owner.field(WITHDRAW, { id: this.programme, period: PERIOD });
  }

  async vaultConfirms(): Promise<string> {
    const { atVault } = await this.state();
    return atVault ? (await confirm(this.vault, JSON.parse(atVault) as Terms)).__typename : 'None';
  }

  /** The gateway is put back to before it heard of a refusal, or before it proposed. */
  async gatewayForgets(what: 'refusal' | 'proposal'): Promise<void> {
    const { rig: { cluster, db }, programme } = this;
    if (what === 'proposal') {
      await cluster.query('gateway', `UPDATE period SET refused_on = now(),
        refused_reason = 'conflict' WHERE programme_id = $1 AND confirmed_on IS NULL`, [programme]);
      await cluster.query('gateway', 'SELECT forget_refused($1, $2)', [programme, PERIOD]);
      await cluster.query(
        'gateway', 'DELETE FROM ended_proposal WHERE programme_id = $1', [programme]);
    } else {
      await cluster.query('gateway', `UPDATE period SET refused_on = NULL,
        refused_reason = NULL, withdrawn_on = NULL WHERE programme_id = $1`, [programme]);
    }
    await db.transaction('begin-again', proposeWaiting);
    await this.vault.db.transaction('tell-again',
      tellAgain(this.vault.app.get(Signer, { strict: false })));
  }

  /** What the vault has now is what a backup will bring back. */
  backUpVault(): Promise<void> {
    return this.standing.copy.take();
  }

  /**
   * The vault is put back, whole, and what it had not sent is lost. Closed, it asks the gateway,
   * and its operator bears what going on may cost.
   * @returns how it stands then.
   */
  async restoreVault(): Promise<string> {
    const { copy, watch, asked } = this.standing;
    await copy.putBack();
    await this.vault.cluster.query('vault', `UPDATE standing SET closed = 'restored'`);
    await watch.look();
    await watch.ask();
    await this.rig.db.transaction('again', (tx) => announceAgain(tx, asked()));
    await this.deliver();
    const { state } = await this.vault.get<{ state: string }>(ACCEPT, {}, this.vault.operator);
    return state;
  }

  /** Terms at both sides, and how far the gateway says that it is. */
  async state() {
    const [here] = await this.rig.cluster.query<Here>(
      'gateway', `SELECT terms, refused_reason AS refused, confirmed_on::text AS on FROM period
        WHERE programme_id = $1`, [this.programme]);
    const [there] = await this.vault.cluster.query<{ terms: string }>('vault',
      'SELECT terms FROM terms_proposal WHERE programme = $1', [this.programme]);
    return { atGateway: here?.terms, refused: here?.refused ?? null, on: here?.on ?? null,
      atVault: there?.terms };
  }

  async isHeldAtVault(): Promise<boolean> {
    return (await this.vault.cluster.query('vault',
      'SELECT FROM terms_confirmation WHERE programme = $1', [this.programme])).length > 0;
  }

  private async taken(): Promise<Job[]> {
    const take = (side: 'gateway' | 'vault') => this.rig.cluster.query<Job>(side,
      `WITH taken AS (DELETE FROM outbox RETURNING *)
       SELECT name, queue, payload FROM taken ORDER BY position`);
    const jobs = [...await take('gateway'), ...await take('vault')];
    this.sent.push(...jobs);
    return jobs;
  }

  private async hand({ name, queue, payload }: Job): Promise<void> {
    const handlers = queue === 'to-vault'
      ? this.vault.app.get(JobHandlers, { strict: false }).of(queue)
      : this.rig.app.get(JobHandlers, { strict: false }).of(queue);
    const handler = handlers.find(({ contract }) => contract.name === name);
    await handler?.run(payload, { id: randomUUID(), attempt: 1 });
  }
}

/** A vault's database as a backup has it, and how the vault hears that it was put back. */
interface Restorable {
  readonly copy: VaultCopy;
  readonly watch: StandingWatch;
  /** The vault's last question. */
  asked(): string;
}

/** A gateway and a vault, both at the same day, that share nothing but their jobs. */
export interface TwoDomains {
  readonly vault: Vault;
  /** A programme of a new customer, of which the vault knows nothing yet. */
  begin(): Promise<Domains>;
  close(): Promise<void>;
}

/** Start both. */
export async function openTwo(): Promise<TwoDomains> {
  const rig = await startRig(undefined, { VAULT_SIGNING_PUBLIC_KEY:
    Buffer.from(await signingPublicKey(SEED)).toString('hex') }, withoutPartner);
  rig.clock.moveTo('2026-08-03');
  let question = '';
  let watch: StandingWatch | undefined;
  const vault = await openVault(4, silentLog, {
    cluster: rig.cluster, secrets: SECRETS,
    standingsOf: (db) => (watch = new StandingWatch(db, silentLog, systemClock, async (tx) => {
      question = await questionToAsk(tx) ?? question;
    })),
  });
  if (!watch) throw new Error('the vault has no standing');
  // Nobody ticks here: the gateway has answered, once and for all.
  await vault.cluster.query('vault', 'UPDATE standing SET answered = true');
  await watch.look();
  vault.clock.set('2026-08-03T12:00:00Z');
  const standing = { copy: new VaultCopy(vault.cluster), watch, asked: () => question };
  return {
    vault,
    begin: async () => {
      const owner = await signedInOwner(rig);
      const programme = await createProgramme(owner);
      await standing.copy.take();
      return new Domains(rig, vault, standing, owner, programme);
    },
    close: async () => {
      await vault.app.close();
      await rig.close();
    },
  };
}
