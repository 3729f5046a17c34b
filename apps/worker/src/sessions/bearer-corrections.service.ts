import { Injectable } from '@nestjs/common';
import { holds, readPeriod } from '#calendar/periods';
import { Database } from '#platform/database';
import { CodedError } from '#server/coded-error';
import { hashRequest, Idempotency } from '../foundation/idempotency.store.ts';
import { refusal, type Refusal } from '../graphql/refusal.ts';
import { ProgrammeEndsStore } from '../programmes/programme-ends.store.ts';
import {
  AuthorisationsStore, type BearerCorrection, type ShownAuthorisation,
} from './authorisations.store.ts';

/** Verdict on correcting such a session. */
export type BearerCorrecting =
  | { readonly kind: 'bearer-corrected'; readonly authorisation: ShownAuthorisation }
  | Refusal<'bearer-settled'>;

const SETTLED = refusal('bearer-settled',
  'This session was confirmed, or its months are reported. Take its claim back first, then '
    + 'correct it.');

/** Corrects the day, way or length of a session for which a credit was redeemed. */
@Injectable()
export class BearerCorrectionsService {
  constructor(
    private readonly db: Database,
    private readonly once: Idempotency,
    private readonly store: AuthorisationsStore,
    private readonly ends: ProgrammeEndsStore,
  ) {}

  /**
   * The credit stays used and its session open: only what was typed beside it changes.
   *
   * @throws CodedError NOT_FOUND for a session that no credit of hers pays for; BAD_USER_INPUT for
   * a day that the credit does not pay for, as none after the announced end of its programme, or
   * whose numbers are released.
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
          const period = readPeriod(session.period);
          if (!period || !holds(period, serviceDate)) {
            throw new CodedError('BAD_USER_INPUT',
              '"serviceDate" is not a day that this credit pays for.');
          }
          if (session.status !== 'held') return SETTLED;
          const last = await this.ends.lastDayOf(tx, session.programme);
          // What was redeemed for a later day before the announcement stays as it is.
          if (last !== null && serviceDate > last && serviceDate !== session.serviceDate) {
            throw new CodedError('BAD_USER_INPUT',
              '"serviceDate" is after the last day of the programme of this credit.');
          }
          if (await this.store.isReported(tx, session, serviceDate)) {
            throw new CodedError('BAD_USER_INPUT', 'The numbers of "serviceDate" are released.');
          }
          return { kind: 'bearer-corrected', authorisation: await this.store.correct(tx, correction) };
        }, ({ kind }) => kind === 'bearer-corrected'));
  }
}
