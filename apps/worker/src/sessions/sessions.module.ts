import { Module } from '@nestjs/common';
import { CasesModule } from '../cases/cases.module.ts';
import { ClaimsModule } from '../claims/claims.module.ts';
import { CreditsModule } from '../credits/credits.module.ts';
import { FundingModule } from '../funding/funding.module.ts';
import { LedgerModule } from '../ledger/ledger.module.ts';
import { MatchingModule } from '../matching/matching.module.ts';
import { ProgrammesModule } from '../programmes/programmes.module.ts';
import { ReferralsModule } from '../referrals/referrals.module.ts';
import { AppointmentPaysResolver } from './appointment-pays.resolver.ts';
import { AuthorisationsStore } from './authorisations.store.ts';
import { BearerCorrectionsService } from './bearer-corrections.service.ts';
import { BookingBatch } from './booking-batch.service.ts';
import { BookingBatcher } from './booking-batcher.ts';
import { BookingService } from './booking.service.ts';
import { BookingStore } from './booking.store.ts';
import { CancellationService } from './cancellation.service.ts';
import { FirstBooking } from './first-booking.service.ts';
import { KeptRefusals } from './kept-refusals.ts';
import { RefusedBookings } from './refused-bookings.store.ts';
import {
  CaseSessionsResolver, ProviderSessionsResolver, SessionsResolver,
} from './sessions.resolver.ts';

/** Sessions: booked, cancelled, or paid by a credit that a client brought. */
@Module({
  imports: [
    CasesModule, ClaimsModule, CreditsModule, FundingModule, LedgerModule, MatchingModule,
    ProgrammesModule, ReferralsModule,
  ],
  providers: [
    SessionsResolver, CaseSessionsResolver, ProviderSessionsResolver, AppointmentPaysResolver,
    BookingService, CancellationService, FirstBooking, BookingBatch, BookingBatcher, BookingStore,
    AuthorisationsStore, BearerCorrectionsService, KeptRefusals, RefusedBookings,
  ],
  exports: [BookingService, CancellationService],
})
export class SessionsModule {}
