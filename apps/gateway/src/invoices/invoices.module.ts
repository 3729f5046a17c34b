import { Module } from '@nestjs/common';
import { InvoicesStore } from './invoices.store.ts';

/** Rows of orders and payments, for whoever adds them up. */
@Module({ providers: [InvoicesStore], exports: [InvoicesStore] })
export class InvoicesModule {}
