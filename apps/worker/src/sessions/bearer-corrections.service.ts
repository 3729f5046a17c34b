import { Injectable } from '@nestjs/common';
import { Database } from '#platform/database';
import { periodOf } from '#pseudonym/periods';
import { CodedError } from '../foundation/coded-error.ts';
import { hashRequest, Idempotency } from '../foundation/idempotency.store.ts';
import { refusal, type Refusal } from '../graphql/refusal.ts';
import {
  AuthorisationsStore, type BearerCorrection, type ShownAuthorisation,
} from './authorisations.store.ts';

/** Verdict on correcting such a session. */
export type BearerCorrecting =
  | { readonly kind: 'bearer-corrected'; readonly authorisation: ShownAuthorisation }
  | Refusal<'bearer-settled'>;

const SETTLED = refusal('bearer-settled',
  'This session was confirmed, or its quarter is over. Take its claim back first, then correct it.');

/** Corrects the day, way or length of a session for which a credit was redeemed. */
@Injectable()
export class BearerCorrectionsService {
  constructor(
    private readonly db: Database,
    private readonly once: Idempotency,
    private readonly store: AuthorisationsStore,
  ) {}

  /**
   * The credit stays used and its session open: only what was typed beside it changes.
   *
   * @throws CodedError NOT_FOUND for a session that no credit of hers pays for; BAD_USER_INPUT for
   * a day of another quarter.
   */
  correct(
    providerId: string, key: string, correction: BearerCorrection,
  ): Promise<BearerCorrecting> {
    const { authorisationId: id, serviceDate } = correction;
    return this.db.transaction('correct-bearer', (tx) =>
      this.once.once<BearerCorrecting>(tx, `correct:${providerId}`, key,
        hashRequest({ ...correction }), async () => {
          const session = await this.store.lockBearer(tx, providerId, id);
          if (!session) throw new CodedError('NOT_FOUND', 'You have redeemed no credit of this id.');
          if (periodOf(serviceDate, 'quarter') !== session.period) {
            throw new CodedError('BAD_USER_INPUT',
              '"serviceDate" is not in the quarter of this credit.');
          }
          if (session.status !== 'held') return SETTLED;
          return { kind: 'bearer-corrected', authorisation: await this.store.correct(tx, correction) };
        }, ({ kind }) => kind === 'bearer-corrected'));
  }
}
