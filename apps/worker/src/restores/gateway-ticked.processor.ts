import { Inject, Injectable } from '@nestjs/common';
import { signedText } from '#contracts/carried-statement';
import { MalformedJob } from '#contracts/contract';
import { gatewayTicked } from '#contracts/jobs';
import { gatewayTickBody } from '#contracts/tick-body';
import { isPartnersKey } from '#platform/restores/standing-store';
import type { Standings } from '#platform/restores/standing-watch';
import { verifyStatement } from '#pseudonym/signed';
import { RelayKeys } from '../sealed/relay-keys.service.ts';
import { STANDINGS } from '../foundation/tokens.ts';
import { Handles, type JobProcessor } from '#server/jobs/handles';
import type { PayloadOf } from '#contracts/contract';

/** Hears how far the gateway has come, and how far it remembers this vault. */
@Injectable()
@Handles(gatewayTicked)
export class GatewayTickedProcessor implements JobProcessor<PayloadOf<typeof gatewayTicked>> {
  constructor(
    @Inject(STANDINGS) private readonly standings: Standings,
    private readonly relayKeys: RelayKeys,
  ) {}

  /**
   * Repeatable: an old tick changes nothing. A gateway that turns out to be restored is told at
   * once which keys requests are sealed for now: by those that it remembers nobody reaches this
   * vault, not even the operator with a word on what is to be.
   */
  async process({ type, body, signature }: PayloadOf<typeof gatewayTicked>): Promise<void> {
    const text = signedText(body);
    const { key, ...tick } = readBody(text);
    const reading = await verifyStatement(
      Uint8Array.from(Buffer.from(key, 'hex')), type, { type, body: text, signature });
    if (reading.kind === 'invalid') throw new MalformedJob(gatewayTicked.name, 'not signed');
    const before = this.standings.state();
    await this.standings.hear(tick, async (tx) => {
      if (await isPartnersKey(tx, key)) return;
      throw new MalformedJob(gatewayTicked.name, 'signed by another key than the first');
    });
    if (before !== 'partner-restored' && this.standings.state() === 'partner-restored') {
      await this.relayKeys.stateAgain();
    }
  }
}

function readBody(text: string) {
  try {
    return gatewayTickBody.parse(JSON.parse(text));
  } catch {
    throw new MalformedJob(gatewayTicked.name, 'at "body"');
  }
}
