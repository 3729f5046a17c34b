import { randomBytes } from 'node:crypto';
import { Module } from '@nestjs/common';
import { AuthModule } from '../auth/auth.module.ts';
import { ProvidersModule } from '../providers/providers.module.ts';
import { KeptAnswersStore } from './kept-answers.store.ts';
import { KeptAnswers } from './kept-answers.ts';
import { OpenRequestsProcessor } from './open-requests.processor.ts';
import { OperationExecutor } from './operation-executor.ts';
import { RELAY_SECRETS, RelayKeys, type SecretOfDay } from './relay-keys.service.ts';
import { RelayKeysStore } from './relay-keys.store.ts';
import { StepTakers } from './step-takers.ts';

const random: SecretOfDay = () => randomBytes(32);

/** Sealed requests in, sealed answers out: the only way to the vault. */
@Module({
  imports: [AuthModule, ProvidersModule],
  providers: [
    OpenRequestsProcessor, OperationExecutor, KeptAnswers, KeptAnswersStore, RelayKeys,
    RelayKeysStore, StepTakers,
    { provide: RELAY_SECRETS, useValue: random },
  ],
  exports: [OperationExecutor, RelayKeys],
})
export class SealedModule {}
