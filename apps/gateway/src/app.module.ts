import { Module, type DynamicModule } from '@nestjs/common';
import { APP_GUARD, DiscoveryModule } from '@nestjs/core';
import { GraphQLModule } from '@nestjs/graphql';
import { MercuriusDriver, type MercuriusDriverConfig } from '@nestjs/mercurius';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Clock } from '#platform/clock';
import type { GatewayConfig } from '#platform/settings/config';
import { Database } from '#platform/database';
import type { Standings } from '#platform/restores/standing-watch';
import { DEEPEST, documentLimits, READING } from '#server/document-limits';
import { JobsModule } from '#server/jobs/jobs.module';
import { AccessGuard } from './access/access.guard.ts';
import { AuditModule } from './audit/audit.module.ts';
import { CodesModule } from './codes/codes.module.ts';
import { CreditsModule } from './credits/credits.module.ts';
import { CustomersModule } from './customers/customers.module.ts';
import { DeedsModule } from '#server/deeds/deeds.module';
import { deedSubjects } from './deeds/deed-subjects.ts';
import { errorFormatter, type FaultListener } from './http/error-answers.ts';
import { EmployersModule } from './employers/employers.module.ts';
import { ForesightModule } from './foresight/foresight.module.ts';
import { HealthModule } from './health/health.module.ts';
import { KeysModule } from './keys/keys.module.ts';
import { LetInModule } from './let-in/let-in.module.ts';
import { LettersModule } from './letters/letters.module.ts';
import { MembersModule } from './members/members.module.ts';
import { OperationsModule } from './operations/operations.module.ts';
import { CLOCK, CONFIG, STANDINGS } from './foundation/tokens.ts';
import { PeriodsModule } from './periods/periods.module.ts';
import { ProgrammesModule } from './programmes/programmes.module.ts';
import { PurchasesModule } from './purchases/purchases.module.ts';
import { ReleasesModule } from './releases/releases.module.ts';
import { ReportsModule } from './reports/reports.module.ts';
import { RestoresModule } from './restores/restores.module.ts';
import { SignInModule } from './sign-in/sign-in.module.ts';
import { StatementsModule } from './statements/statements.module.ts';
import { TeamModule } from './team/team.module.ts';
import { WaitingModule } from './waiting/waiting.module.ts';

/** Most fields at the root of a query. */
const MOST_QUERIES = 5;

/** What the gateway is given to work with. */
export interface GatewayParts {
  readonly config: GatewayConfig;
  readonly clock: Clock;
  readonly db: Database;
  readonly onFault: FaultListener;
  /** Hears, once, of a setting that is missing. */
  readonly onMissing?: (setting: string) => void;
  readonly standings: Standings;
}

/** The parts that every feature may ask for. */
@Module({})
class PartsModule {
  static of({ config, clock, db, standings }: GatewayParts): DynamicModule {
    const providers = [
      { provide: CONFIG, useValue: config },
      { provide: CLOCK, useValue: clock },
      { provide: STANDINGS, useValue: standings },
      { provide: Database, useValue: db },
    ];
    return {
      module: PartsModule, global: true, providers,
      exports: [CONFIG, CLOCK, STANDINGS, Database],
    };
  }
}

/** The gateway: knows people, never care. */
@Module({})
export class AppModule {
  static of(parts: GatewayParts): DynamicModule {
    return {
      module: AppModule,
      imports: [
        PartsModule.of(parts),
        DiscoveryModule,
        GraphQLModule.forRoot<MercuriusDriverConfig>(graphqlOptions(parts)),
        EmployersModule, SignInModule, MembersModule, ProgrammesModule, PeriodsModule, KeysModule,
        CodesModule, CreditsModule, PurchasesModule, ReleasesModule, StatementsModule,
        OperationsModule, TeamModule, AuditModule, JobsModule,
        DeedsModule.of(CLOCK, deedSubjects), CustomersModule,
        LetInModule, LettersModule, HealthModule, RestoresModule, WaitingModule, ForesightModule,
        ReportsModule,
      ],
      providers: [
        { provide: APP_GUARD, useClass: AccessGuard },
      ],
    };
  }
}

function graphqlOptions({ config, onFault }: GatewayParts): MercuriusDriverConfig {
  const isOpen = config.mode !== 'production';
  return {
    driver: MercuriusDriver,
    autoSchemaFile: true,
    sortSchema: true,
    path: '/graphql',
    ide: false,
    graphiql: false,
    allowBatchedQueries: false,
    jit: 2,
    queryDepth: DEEPEST,
    validationRules: documentLimits({ queries: MOST_QUERIES, introspection: isOpen }),
    graphql: READING,
    errorFormatter: errorFormatter(onFault),
    context: (req: FastifyRequest, reply: FastifyReply) => ({ req, reply }),
  };
}
