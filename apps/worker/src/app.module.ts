import { Module, type DynamicModule } from '@nestjs/common';
import { AuthModule } from './auth/auth.module.ts';
import { AvailabilityModule } from './availability/availability.module.ts';
import { CaseloadModule } from './caseload/caseload.module.ts';
import { CasesModule } from './cases/cases.module.ts';
import { ClaimsModule } from './claims/claims.module.ts';
import { ConsentModule } from './consent/consent.module.ts';
import { CreditsModule } from './credits/credits.module.ts';
import { DeedsModule } from '#server/deeds/deeds.module';
import { deedSubjects } from './deeds/deed-subjects.ts';
import { DirectoryModule } from './directory/directory.module.ts';
import { SealedModule } from './sealed/sealed.module.ts';
import { FoundationModule, type Foundations } from './foundation/foundation.module.ts';
import { CLOCK } from './foundation/tokens.ts';
import { FundingModule } from './funding/funding.module.ts';
import { RestoresModule } from './restores/restores.module.ts';
import { SchemaModule } from './graphql/schema.module.ts';
import { JobsModule } from '#server/jobs/jobs.module';
import { KeysModule } from './keys/keys.module.ts';
import { MeetingModule } from './meeting/meeting.module.ts';
import { MessagesModule } from './messages/messages.module.ts';
import { OperationsModule } from './operations/operations.module.ts';
import { PayoutsModule } from './payouts/payouts.module.ts';
import { PeriodsModule } from './periods/periods.module.ts';
import { ProgrammesModule } from './programmes/programmes.module.ts';
import { ProvidersModule } from './providers/providers.module.ts';
import { ReferralsModule } from './referrals/referrals.module.ts';
import { RosterModule } from './roster/roster.module.ts';
import { SessionsModule } from './sessions/sessions.module.ts';
import { SlotsModule } from './slots/slots.module.ts';
import { TermsModule } from './terms/terms.module.ts';
import { TherapistKeysModule } from './therapist-keys/therapist-keys.module.ts';
import { WaitingModule } from './waiting/waiting.module.ts';

const FEATURES = [
  AvailabilityModule, CaseloadModule, CasesModule, ClaimsModule, ConsentModule, CreditsModule,
  DeedsModule.of(CLOCK, deedSubjects), DirectoryModule, FundingModule, JobsModule, KeysModule,
  MeetingModule, MessagesModule, OperationsModule, PayoutsModule, PeriodsModule, ProgrammesModule,
  ProvidersModule, ReferralsModule, RestoresModule, RosterModule, SessionsModule, SlotsModule,
  TermsModule, TherapistKeysModule, WaitingModule,
];

/** The vault: everything that knows care, and nothing that knows a person. */
@Module({})
export class AppModule {
  /** The application on what the process opened for it. */
  static on(foundations: Foundations): DynamicModule {
    return {
      module: AppModule,
      imports: [
        FoundationModule.on(foundations), AuthModule, SchemaModule, SealedModule, ...FEATURES,
      ],
    };
  }
}
