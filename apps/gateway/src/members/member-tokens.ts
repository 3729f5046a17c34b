import { Inject, Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { Clock } from '#platform/clock';
import type { GatewayConfig } from '#platform/settings/config';
import { toBase64Url } from '#pseudonym/bytes';
import type { MemberCaller } from '../http/caller.ts';
import { mac, purposeKey, sameMac } from '../foundation/macs.ts';
import { CLOCK, CONFIG } from '../foundation/tokens.ts';

const HOURS = 12;
const claims = z.tuple([
  z.string(), z.string(), z.string(), z.string(), z.int(), z.string().regex(/^[\w-]{43}$/), z.int(),
]);

/**
 * What a member shows after claiming a code: her pseudonym, her entitlement and what her batch is
 * kept by, under a MAC, so that asking for credits needs no look-up, and no table says who is
 * active or holds a claim key.
 */
@Injectable()
export class MemberTokens {
  private readonly key: Buffer;

  constructor(@Inject(CLOCK) private readonly clock: Clock, @Inject(CONFIG) config: GatewayConfig) {
    this.key = purposeKey(config.memberPepper, 'member-token');
  }

  /** Make a token that is good for 12 hours. */
  write(member: Omit<MemberCaller, 'kind'>): { readonly token: string; readonly expiresAt: Date } {
    const expires = Math.floor(this.clock.now().getTime() / 1000) + HOURS * 3600;
    const { programmeId, period, block, sessionsPerMember, batchSecret } = member;
    const body = Buffer.from(JSON.stringify([
      member.member, programmeId, period, block, sessionsPerMember, toBase64Url(batchSecret),
      expires,
    ])).toString('base64url');
    const tag = mac(this.key, body).toString('base64url');
    return { token: `${body}.${tag}`, expiresAt: new Date(expires * 1000) };
  }

  /** The member that a token is for; undefined when it is not ours or has expired. */
  read(token: string): MemberCaller | undefined {
    const [body = '', tag = ''] = token.split('.');
    if (!sameMac(mac(this.key, body), Buffer.from(tag, 'base64url'))) return undefined;
    const read = claims.safeParse(JSON.parse(Buffer.from(body, 'base64url').toString()));
    if (!read.success) return undefined;
    const [member, programmeId, period, block, sessionsPerMember, secret, expires] = read.data;
    if (expires * 1000 <= this.clock.now().getTime()) return undefined;
    const batchSecret = Buffer.from(secret, 'base64url');
    return { kind: 'member', member, programmeId, period, block, sessionsPerMember, batchSecret };
  }
}
