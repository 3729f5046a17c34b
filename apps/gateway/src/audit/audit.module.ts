import { Module } from '@nestjs/common';
import { AuditResolver } from './audit.resolver.ts';
import { AuditStore } from './audit.store.ts';

/** The record of what an HR team did, for that team. */
@Module({ providers: [AuditStore, AuditResolver], exports: [AuditStore] })
export class AuditModule {}
