import { Module } from '@nestjs/common';
import {
  CaseMessagesResolver, MessagesResolver, ProviderMessagesResolver,
} from './messages.resolver.ts';
import { MessagesService } from './messages.service.ts';
import { MessagesStore } from './messages.store.ts';

/** What client and therapist write to each other, sealed to the two of them. */
@Module({
  providers: [
    MessagesResolver, CaseMessagesResolver, ProviderMessagesResolver, MessagesService,
    MessagesStore,
  ],
})
export class MessagesModule {}
