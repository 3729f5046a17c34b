import { Inject, Injectable } from '@nestjs/common';
import { today, type Clock } from '#platform/clock';
import { Database, type Tx } from '#platform/database';
import { AuditStore, type ActionName } from '../audit/audit.store.ts';
import { CodedError } from '#server/coded-error';
import type { OperatorCaller } from '../http/caller.ts';
import { EmployersService, type InviteOutcome } from '../employers/employers.service.ts';
import { EmployersStore } from '../employers/employers.store.ts';
import { CLOCK } from '../foundation/tokens.ts';
import type { Customer } from './customers.graphql.ts';
import { CustomersStore } from './customers.store.ts';

/** Outcome of a change of a customer. */
export type CustomerOutcome =
  | { readonly kind: 'customer-changed'; readonly customer: Customer }
  | { readonly kind: 'customer-refused'; readonly code: string; readonly message: string };

/** A change of a customer, as it was checked. */
export interface CustomerChange {
  readonly employerId: string;
  readonly name: string | null;
  readonly contact: string | null;
  readonly sessionPriceMinor: bigint | null;
  /** Flat price of a seat for a whole year; 0: years are paid by sessions; null: it stays. */
  readonly seatPriceMinor: bigint | null;
}

const PRICE_HOLDS: CustomerOutcome = {
  kind: 'customer-refused', code: 'PRICE_HOLDS',
  message: 'Credits were ordered or a period was opened at this price, and it holds for them. A '
    + 'period that waits is declined at the vault first (`terms decline`); with orders, make the '
    + 'customer anew. Nothing was changed.',
};

/** @throws CodedError NOT_FOUND, with the command that knows the ids. */
export function noCustomer(): never {
  throw new CodedError('NOT_FOUND', 'There is no customer of this id: `employer list` has them.');
}

/** What operators change of customers; each change is told to the customer's HR. */
@Injectable()
export class CustomersService {
  constructor(
    private readonly db: Database,
    private readonly store: CustomersStore,
    private readonly employers: EmployersService,
    private readonly users: EmployersStore,
    private readonly audit: AuditStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Change a name, a contact, the price of a session while nothing was sold at it, or how years are
   * paid that are proposed from now on.
   */
  change({ name: operator }: OperatorCaller, asked: CustomerChange): Promise<CustomerOutcome> {
    const { employerId, name, contact, sessionPriceMinor: price, seatPriceMinor } = asked;
    const changes = [name, contact, price?.toString() ?? null, seatPriceMinor?.toString() ?? null]
      .filter((part) => part !== null);
    if (changes.length === 0) {
      throw new CodedError('BAD_USER_INPUT', 'Say what changes: name, contact, price, or several.');
    }
    return this.db.transaction('change-customer', async (tx) => {
      if (!await this.store.lock(tx, employerId)) noCustomer();
      if (name !== null && await this.store.isTaken(tx, employerId, name)) {
        return {
          kind: 'customer-refused', code: 'NAME_TAKEN',
          message: 'Who was invited first has another customer of this name. Choose another name.',
        };
      }
      if (price !== null && !await this.store.reprice(tx, employerId, price)) return PRICE_HOLDS;
      await this.store.change(tx, employerId, { name, contact, seatPriceMinor });
      return this.changed(tx, employerId, operator, 'CONTRACT_CHANGED', changes.join(', '));
    });
  }

  /**
   * End a contract: HR reads, and changes and buys nothing, and open links let nobody in. Letters
   * and credits stay good: they were paid for.
   */
  deactivate({ name: operator }: OperatorCaller, employerId: string): Promise<CustomerOutcome> {
    return this.db.transaction('deactivate-customer', async (tx) => {
      if (!await this.store.lock(tx, employerId)) noCustomer();
      const customer = await this.store.find(tx, employerId);
      if (customer?.deactivatedOn) return { kind: 'customer-changed', customer };
      await this.store.setDeactivated(tx, employerId, today(this.clock));
      await this.users.revokeAll(tx, employerId);
      return this.changed(tx, employerId, operator, 'CONTRACT_ENDED', '');
    });
  }

  /** Let a contract run again. */
  reactivate({ name: operator }: OperatorCaller, employerId: string): Promise<CustomerOutcome> {
    return this.db.transaction('reactivate-customer', async (tx) => {
      if (!await this.store.lock(tx, employerId)) noCustomer();
      const customer = await this.store.find(tx, employerId);
      if (customer && !customer.deactivatedOn) return { kind: 'customer-changed', customer };
      await this.store.setDeactivated(tx, employerId, null);
      return this.changed(tx, employerId, operator, 'CONTRACT_RESUMED', '');
    });
  }

  /**
   * Invite the first administrator again, or somebody else in her place, while nobody has joined:
   * afterwards one operator alone could make herself an administrator.
   */
  reinvite(employerId: string, given: string | null): Promise<InviteOutcome> {
    return this.db.transaction('reinvite-owner', async (tx) => {
      const customer = await this.store.lock(tx, employerId) ?? noCustomer();
      if (await this.users.hasJoined(tx, employerId)) {
        return {
          kind: 'invite-refused', code: 'TEAM_HAS_JOINED',
          message: 'Somebody has joined: its administrators invite. Can none of them sign in? '
            + 'Then two operators can let one in: `team let-in`.',
        };
      }
      const email = given ?? customer.ownerEmail;
      if (await this.users.belongsElsewhere(tx, email, employerId)) {
        return {
          kind: 'invite-refused', code: 'OWNER_ELSEWHERE',
          message: 'This e-mail signs in for another employer and can join no second one.',
        };
      }
      // The links of before are for nobody any more.
      await this.users.revokeAll(tx, employerId);
      return this.employers.inviteInto(tx, { employerId, email, role: 'ADMIN' });
    });
  }

  private async changed(
    tx: Tx, employerId: string, operator: string, action: ActionName, subject: string,
  ): Promise<CustomerOutcome> {
    await this.audit.addOfOperators(
      tx, employerId, [operator], action, subject, this.clock.now());
    const customer = await this.store.find(tx, employerId) ?? noCustomer();
    return { kind: 'customer-changed', customer };
  }
}
