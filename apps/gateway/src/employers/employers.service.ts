import { Inject, Injectable } from '@nestjs/common';
import { randomBytes, randomUUID } from 'node:crypto';
import { daysAfter } from '#calendar/days';
import { today, type Clock } from '#platform/clock';
import { Database, isUniqueViolation, type Tx } from '#platform/database';
import { noAdmin } from '../http/refusals.ts';
import type { HrCaller, HrRole } from '../http/caller.ts';
import { AuditStore } from '../audit/audit.store.ts';
import { CLOCK } from '../foundation/tokens.ts';
import { EmployersStore, type Invitee } from './employers.store.ts';
import { InvitationTokens } from './invitation-tokens.ts';

const INVITATION_DAYS = 14;
/** No tax is charged: which rule holds for a seller and a buyer, nothing here knows yet. */
const TAX_BPS = 0;

/** What the operator states of a new customer. */
export interface NewEmployer {
  readonly name: string;
  readonly currency: string;
  readonly ownerEmail: string;
  readonly country: string;
  readonly sessionPriceMinor: bigint;
  /** Flat price of a seat for a whole year; null: years are paid by sessions. */
  readonly seatPriceMinor: bigint | null;
  /** Null: one is made. */
  readonly contractNumber: string | null;
}

/** An invitation to hand over. */
interface Handover {
  readonly email: string;
  readonly token: string;
  /** The whole link, with the token in its fragment. */
  readonly link: string;
  /** Last day on which it can be accepted. */
  readonly expiresOn: string;
}

/**
 * Outcome of creating an employer; the same request again has the same outcome, without an
 * invitation once anybody has joined: one operator alone must not get into a team.
 */
export type EmployerOutcome =
  | {
    readonly kind: 'created'; readonly employerId: string; readonly contractNumber: string;
    readonly invitationToken: string | null; readonly invitation: Handover | null;
  }
  | { readonly kind: 'refused'; readonly code: string; readonly message: string };

/** Told to the operator alone: HR never learns who is a customer's. */
const OWNER_ELSEWHERE: EmployerOutcome = {
  kind: 'refused', code: 'OWNER_ELSEWHERE',
  message: 'This e-mail signs in for another employer and can join no second one. Ask for another.',
};

const NUMBER_TAKEN: EmployerOutcome = {
  kind: 'refused', code: 'CONTRACT_NUMBER_TAKEN',
  message: 'Another customer has this contract number. Give the one of this contract.',
};

/** Outcome of inviting somebody. */
export type InviteOutcome =
  | { readonly kind: 'invited' } & Handover
  | { readonly kind: 'invite-refused'; readonly code: string; readonly message: string };

/** Customers and whom they let in. */
@Injectable()
export class EmployersService {
  constructor(
    private readonly db: Database,
    private readonly store: EmployersStore,
    private readonly tokens: InvitationTokens,
    private readonly audit: AuditStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Create a customer and invite the owner; its natural key is owner and name. */
  async create(asked: NewEmployer): Promise<EmployerOutcome> {
    try {
      return await this.add(asked);
    } catch (error) {
      if (isUniqueViolation(error, 'employer_contract_number_key')) return NUMBER_TAKEN;
      throw error;
    }
  }

  private add({ ownerEmail, ...asked }: NewEmployer): Promise<EmployerOutcome> {
    const day = today(this.clock);
    return this.db.transaction('create-employer', async (tx) => {
      if (await this.store.isElsewhere(tx, ownerEmail, asked.name)) return OWNER_ELSEWHERE;
      const contractNumber = asked.contractNumber ?? newContractNumber();
      const wanted = { ...asked, contractNumber, id: randomUUID(), taxBps: TAX_BPS };
      const employer = await this.store.addEmployer(tx, { ...wanted, ownerEmail, createdOn: day });
      const same = employer.currency === wanted.currency && employer.country === wanted.country
        && employer.sessionPriceMinor === wanted.sessionPriceMinor
        && employer.seatPriceMinor === wanted.seatPriceMinor
        && (asked.contractNumber === null || employer.contractNumber === asked.contractNumber);
      if (!same) {
        return {
          kind: 'refused', code: 'EMPLOYER_EXISTS',
          message: 'This owner has an employer of that name on other terms. Choose another name.',
        };
      }
      const invitee = { employerId: employer.id, email: ownerEmail, role: 'ADMIN' as const };
      const invitation = await this.store.hasJoined(tx, employer.id)
        ? null : await this.handOver(tx, invitee);
      return {
        kind: 'created', employerId: employer.id, contractNumber: employer.contractNumber,
        invitation,
        invitationToken: invitation?.token ?? null,
      };
    });
  }

  /** Invite somebody to the caller's own employer; the same e-mail again gives the same token. */
  invite(caller: HrCaller, email: string, role: HrRole): Promise<InviteOutcome> {
    return this.db.transaction('invite', async (tx) => {
      const known = await this.store.findCredentials(tx, email);
      if (known?.user.id === caller.userId) {
        return {
          kind: 'invite-refused', code: 'OWN_EMAIL', message: 'You are in already. Invite others.',
        };
      }
      if (known?.user.employer.id === caller.employerId) {
        return {
          kind: 'invite-refused', code: 'ALREADY_IN',
          message: 'She is in your team already. Change her role or reset her password there.',
        };
      }
      // She may have been removed since she was let in here: her links were taken back then.
      if (!await this.store.lockAdmin(tx, caller.userId)) throw noAdmin();
      await this.audit.add(tx, caller, 'INVITED', `${email} ${role}`, this.clock.now());
      const { employerId, userId: invitedBy } = caller;
      return this.inviteInto(tx, { employerId, email, role, invitedBy });
    });
  }

  /** Invite within a transaction; an invitation that was accepted gives way to a new one. */
  async inviteInto(tx: Tx, invitee: Invitee): Promise<{ kind: 'invited' } & Handover> {
    await this.store.forgetAccepted(tx, invitee.employerId, invitee.email);
    return { kind: 'invited', ...await this.handOver(tx, invitee) };
  }

  private async handOver(tx: Tx, invitee: Invitee): Promise<Handover> {
    const expiresOn = daysAfter(today(this.clock), INVITATION_DAYS);
    const days = { today: today(this.clock), until: expiresOn };
    const id = await this.store.invite(tx, randomUUID(), invitee, days);
    const link = this.tokens.link(id);
    return { email: invitee.email, token: this.tokens.write(id), link, expiresOn };
  }
}

/** A contract number of no meaning: the vault learns nothing of a customer by it. */
function newContractNumber(): string {
  return `C-${randomBytes(4).toString('hex').toUpperCase()}`;
}
