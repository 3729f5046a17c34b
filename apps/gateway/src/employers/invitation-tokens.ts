import { Inject, Injectable } from '@nestjs/common';
import type { GatewayConfig } from '#platform/settings/config';
import { mac, purposeKey, sameMac } from '../foundation/macs.ts';
import { CONFIG } from '../foundation/tokens.ts';

/**
 * Tokens of invitations: the invitation's id under a MAC. Asking twice gives the same token, and
 * whoever reads the database alone can make none.
 */
@Injectable()
export class InvitationTokens {
  private readonly key: Buffer;

  constructor(@Inject(CONFIG) private readonly config: GatewayConfig) {
    this.key = purposeKey(config.sessionKey, 'invitation');
  }

  /** The token of an invitation. */
  write(invitationId: string): string {
    return `${invitationId}.${mac(this.key, invitationId).toString('base64url')}`;
  }

  /**
   * The whole link by which an invitation is accepted: the page, with the token in the fragment,
   * which no server and no log of one is ever sent.
   */
  link(invitationId: string): string {
    return `${this.config.publicOrigin}/hr/join#${this.write(invitationId)}`;
  }

  /** The invitation that a token is for; undefined when it is not one of ours. */
  read(token: string): string | undefined {
    const [id = '', tag = ''] = token.split('.');
    return sameMac(mac(this.key, id), Buffer.from(tag, 'base64url')) ? id : undefined;
  }
}
