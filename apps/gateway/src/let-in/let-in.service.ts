import { Inject, Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { daysAfter } from '#calendar/days';
import { today, type Clock } from '#platform/clock';
import { Database, type Tx } from '#platform/database';
import { UNNAMED } from '#platform/settings/operators';
import { AuditStore } from '../audit/audit.store.ts';
import { CodedError } from '#server/coded-error';
import type { OperatorCaller } from '../http/caller.ts';
import { noCustomer } from '../customers/customers.service.ts';
import { CustomersStore } from '../customers/customers.store.ts';
import { EmployersService } from '../employers/employers.service.ts';
import { EmployersStore } from '../employers/employers.store.ts';
import { CLOCK } from '../foundation/tokens.ts';
import type { LetInRequest } from './let-in.graphql.ts';
import { LetInStore, type LetInRow } from './let-in.store.ts';

const DAYS = 3;

/** What is asked for. */
export interface Asked {
  readonly employerId: string;
  readonly email: string;
  readonly withoutSecondFactor: boolean;
}

/** Why nobody was let in. */
interface Refusal {
  readonly kind: 'let-in-refused';
  readonly code: string;
  readonly message: string;
}
/** Outcome of asking. */
export type Asking =
  | { readonly kind: 'let-in-asked'; readonly requestId: string; readonly expiresOn: string }
  | Refusal;
/** Outcome of confirming. */
export type Confirming =
  | {
    readonly kind: 'let-in'; readonly email: string; readonly link: string;
    readonly expiresOn: string; readonly operators: string[];
  }
  | Refusal;

const NEEDS_NAMES: Refusal = {
  kind: 'let-in-refused', code: 'NEEDS_NAMES',
  message: 'Two operators do this, by their names: start the service with GATEWAY_OPERATOR_TOKENS '
    + 'and use the token of your name.',
};
const SAME_OPERATOR: Refusal = {
  kind: 'let-in-refused', code: 'SAME_OPERATOR',
  message: 'You asked for this yourself: another operator confirms it.',
};
const NOT_OPEN: Refusal = {
  kind: 'let-in-refused', code: 'NOT_OPEN',
  message: 'This request was confirmed or has expired: `team requests` has those that wait.',
};
const ELSEWHERE: Refusal = {
  kind: 'let-in-refused', code: 'OWNER_ELSEWHERE',
  message: 'This e-mail signs in for another employer and can join no second one. Ask for another.',
};

/**
 * Lets an administrator back into a team that cannot help itself. One operator asks, another
 * confirms, and the team is told: no single person gets into a customer's account unseen. Nothing
 * of hers changes before the link is used: a second factor that goes stays until then.
 */
@Injectable()
export class LetInService {
  constructor(
    private readonly db: Database,
    private readonly store: LetInStore,
    private readonly customers: CustomersStore,
    private readonly employers: EmployersService,
    private readonly users: EmployersStore,
    private readonly audit: AuditStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Ask to let somebody in. */
  ask({ name }: OperatorCaller, asked: Asked): Promise<Asking> {
    if (name === UNNAMED) return Promise.resolve(NEEDS_NAMES);
    return this.db.transaction('ask-let-in', async (tx) => {
      if (!await this.customers.lock(tx, asked.employerId)) noCustomer();
      if (await this.users.belongsElsewhere(tx, asked.email, asked.employerId)) return ELSEWHERE;
      const expiresOn = daysAfter(today(this.clock), DAYS);
      const id = randomUUID();
      await this.store.add(tx, { ...asked, id, askedBy: name, expiresOn });
      return { kind: 'let-in-asked', requestId: id, expiresOn };
    });
  }

  /** Confirm what another operator asked for. @throws CodedError NOT_FOUND: none of that id. */
  confirm({ name }: OperatorCaller, requestId: string): Promise<Confirming> {
    if (name === UNNAMED) return Promise.resolve(NEEDS_NAMES);
    return this.db.transaction('confirm-let-in', async (tx) => {
      const request = await this.store.lock(tx, requestId);
      if (!request) {
        throw new CodedError('NOT_FOUND', 'There is no such request: `team requests` has them.');
      }
      if (request.confirmedBy !== null || request.expiresOn < today(this.clock)) return NOT_OPEN;
      if (request.askedBy === name) return SAME_OPERATOR;
      const { email, employerId } = request;
      if (await this.users.belongsElsewhere(tx, email, employerId)) return ELSEWHERE;
      await this.store.confirm(tx, requestId, name);
      return this.letIn(tx, request, [request.askedBy, name]);
    });
  }

  /** Requests that wait. */
  open(): Promise<LetInRequest[]> {
    return this.db.read('let-in-requests', (tx) => this.store.open(tx, today(this.clock)));
  }

  private async letIn(tx: Tx, request: LetInRow, operators: string[]): Promise<Confirming> {
    const { email, employerId, withoutSecondFactor } = request;
    const { link, expiresOn } = await this.employers.inviteInto(
      tx, { employerId, email, role: 'ADMIN', withoutSecondFactor });
    await this.audit.addOfOperators(
      tx, employerId, operators, 'OPERATORS_LET_IN', email, this.clock.now());
    return { kind: 'let-in', email, link, expiresOn, operators };
  }
}
