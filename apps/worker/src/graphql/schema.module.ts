import { Logger, Module } from '@nestjs/common';
import { GraphQLModule } from '@nestjs/graphql';
import { MercuriusDriver, type MercuriusDriverConfig } from '@nestjs/mercurius';
import type { WorkerConfig } from '#platform/config';
import { WORKER_CONFIG } from '../foundation/tokens.ts';
import { errorFormatter } from './error-format.ts';
import { DEEPEST, MOST_TOKENS, validationRules } from './limits.ts';

/** The vault's schema, executed in process: it has no route at all. */
@Module({
  imports: [
    GraphQLModule.forRootAsync<MercuriusDriverConfig>({
      driver: MercuriusDriver,
      inject: [WORKER_CONFIG],
      useFactory: (config: WorkerConfig): MercuriusDriverConfig => ({
        autoSchemaFile: true,
        sortSchema: true,
        routes: false,
        graphiql: false,
        jit: 1,
        cache: 500,
        queryDepth: DEEPEST,
        validationRules: validationRules(config.mode),
        graphql: { parseOptions: { maxTokens: MOST_TOKENS }, validateOptions: { maxErrors: 5 } },
        errorFormatter: errorFormatter(reportFailure),
      }),
    }),
  ],
})
export class SchemaModule {}

/** Our own failures, by name and place: a message could repeat what somebody sent. */
export function reportFailure(error: unknown): void {
  const { name, code, stack } = error as Error & { code?: string };
  const place = /\n\s+at (?:async )?([\w.$<>]+)/.exec(stack ?? '')?.[1];
  new Logger('graphql').error({ event: 'operation-failed', error: name, code, place });
}
