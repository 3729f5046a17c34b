import { Module } from '@nestjs/common';
import { DirectoryPublishedProcessor } from './directory-published.processor.ts';
import { LogPublishedProcessor } from './log-published.processor.ts';
import { PeriodLeavesStore } from './period-leaves.store.ts';
import { RelayKeyPublishedProcessor } from './relay-key-published.processor.ts';
import { SignedFiles } from './signed-files.ts';
import { StatementsStore } from './statements.store.ts';
import { TermsLoggedProcessor } from './terms-logged.processor.ts';
import { VaultVerifier } from './vault-verifier.ts';

/** What the vault says in public, signed. */
@Module({
  providers: [
    VaultVerifier, StatementsStore, SignedFiles, RelayKeyPublishedProcessor,
    DirectoryPublishedProcessor, LogPublishedProcessor, TermsLoggedProcessor, PeriodLeavesStore,
  ],
  exports: [VaultVerifier, StatementsStore],
})
export class StatementsModule {}
