import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { nestLogger } from '#platform/logging';
import { expectAudiences } from '#server/access/allow';
import { AppModule } from './app.module.ts';
import type { Foundations } from './foundation/foundation.module.ts';

/**
 * The vault's application, ready to answer in process. It never listens: nobody reaches it but
 * through the queue.
 *
 * @throws Error when a field has no `@Allow`, or a consent text changed under its version.
 */
export async function createWorkerApp(foundations: Foundations): Promise<NestFastifyApplication> {
  const app = await NestFactory.create<NestFastifyApplication>(
    AppModule.on(foundations), new FastifyAdapter({ logger: false }),
    { logger: nestLogger(foundations.log), abortOnError: false },
  );
  expectAudiences(app);
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  return app;
}
