import { Module } from '@nestjs/common';
import { OpenRequestsProcessor } from './open-requests.processor.ts';
import { OperationsDesk } from './operations-desk.ts';
import { RelayKeys } from './relay-keys.service.ts';
import { RelayKeysStore } from './relay-keys.store.ts';

/** Sealed requests in, sealed answers out: the only way to the vault. */
@Module({
  providers: [OpenRequestsProcessor, OperationsDesk, RelayKeys, RelayKeysStore],
  exports: [OperationsDesk, RelayKeys],
})
export class DoorModule {}
