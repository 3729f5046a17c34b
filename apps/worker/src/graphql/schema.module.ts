import { Module } from '@nestjs/common';
import { GraphQLModule } from '@nestjs/graphql';
import { MercuriusDriver, type MercuriusDriverConfig } from '@nestjs/mercurius';
import type { WorkerConfig } from '#platform/config';
import type { Log } from '#platform/logging';
import { LOG, WORKER_CONFIG } from '../foundation/tokens.ts';
import { errorFormatter, reportTo } from './error-format.ts';
import { DEEPEST, MOST_TOKENS, validationRules } from './limits.ts';

/** The vault's schema, executed in process: it has no route at all. */
@Module({
  imports: [
    GraphQLModule.forRootAsync<MercuriusDriverConfig>({
      driver: MercuriusDriver,
      inject: [WORKER_CONFIG, LOG],
      useFactory: (config: WorkerConfig, log: Log): MercuriusDriverConfig => ({
        autoSchemaFile: true,
        sortSchema: true,
        routes: false,
        graphiql: false,
        jit: 1,
        cache: 500,
        queryDepth: DEEPEST,
        validationRules: validationRules(config.mode),
        graphql: { parseOptions: { maxTokens: MOST_TOKENS }, validateOptions: { maxErrors: 5 } },
        errorFormatter: errorFormatter(reportTo(log)),
      }),
    }),
  ],
})
export class SchemaModule {}
