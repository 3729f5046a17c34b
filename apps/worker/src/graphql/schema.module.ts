import { Module } from '@nestjs/common';
import { GraphQLModule } from '@nestjs/graphql';
import { MercuriusDriver, type MercuriusDriverConfig } from '@nestjs/mercurius';
import type { WorkerConfig } from '#platform/settings/config';
import type { Log } from '#platform/logging';
import { DEEPEST, documentLimits, READING } from '#server/document-limits';
import { LOG, WORKER_CONFIG } from '../foundation/tokens.ts';
import { errorFormatter, reportTo } from './error-format.ts';

/** No query of ours has more at its root; anybody may ask, and some answers are signed. */
const MOST_QUERIES = 2;

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
        validationRules: documentLimits(
          { queries: MOST_QUERIES, introspection: config.mode !== 'production' }),
        graphql: READING,
        errorFormatter: errorFormatter(reportTo(log)),
      }),
    }),
  ],
})
export class SchemaModule {}
