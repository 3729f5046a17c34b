import { Module } from '@nestjs/common';
import { MemberTokens } from './member-tokens.ts';

/** Members: keyed pseudonyms, known by their tokens alone. */
@Module({ providers: [MemberTokens], exports: [MemberTokens] })
export class MembersModule {}
