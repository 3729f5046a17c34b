import { Module } from '@nestjs/common';
import { DirectoryPublishedProcessor } from './directory-published.processor.ts';
import { RelayKeyPublishedProcessor } from './relay-key-published.processor.ts';
import { SignedFiles } from './signed-files.ts';
import { StatementsStore } from './statements.store.ts';
import { VaultVerifier } from './vault-verifier.ts';

/** What the vault says in public, signed. */
@Module({
  providers: [
    VaultVerifier, StatementsStore, SignedFiles, RelayKeyPublishedProcessor,
    DirectoryPublishedProcessor,
  ],
  exports: [
    VaultVerifier, StatementsStore, RelayKeyPublishedProcessor, DirectoryPublishedProcessor,
  ],
})
export class StatementsModule {}
