import { Inject, Injectable } from '@nestjs/common';
import { sealedRequests } from '#contracts/jobs';
import { inTurn } from '#platform/in-turn';
import type { Delivery } from '#platform/job-worker';
import type { Log } from '#platform/logging';
import { nameOf } from '#platform/unavailable';
import { decodeRequest, encodeResponse, type BinaryRequest, type BinaryResponse } from '#pseudonym/http';
import type { OpenedRequest } from '#pseudonym/sealed';
import { ANSWER_EVERY_MS, LOG } from '../foundation/tokens.ts';
import { Handles, type JobProcessor } from '../jobs/handles.ts';
import type { PayloadOf } from '../jobs/payload.ts';
import { onGrid } from './answer-grid.ts';
import { isFiller, jsonResponse, NOTHING } from './inner-http.ts';
import { fitting, unpacked } from './inner-parts.ts';
import { OpenedOnce } from './opened-once.ts';
import { OperationsDesk } from './operations-desk.ts';
import { RelayKeys } from './relay-keys.service.ts';

/** A sealed answer, base64url; null for a request that can't be opened, or was opened before. */
export type SealedReply = string | null;

const NOT_HTTP = jsonResponse(400, {
  errors: [{ message: 'Seal a binary HTTP request.', extensions: { code: 'BAD_USER_INPUT' } }],
});
const NOT_PLAIN = jsonResponse(415, {
  errors: [{
    message: 'Send content as it is, or compressed with content-encoding: gzip, up to 64 KiB of it.',
    extensions: { code: 'BAD_USER_INPUT' },
  }],
});
const TOO_LONG = jsonResponse(200, {
  errors: [{
    message: 'The answer is too long: send accept-encoding: gzip and range: bytes=0-, or ask for less.',
    extensions: { code: 'BAD_USER_INPUT' },
  }],
});

/** The vault's only door: opens sealed requests (RFC 9458), answers each, and seals the answers. */
@Injectable()
@Handles(sealedRequests)
export class OpenRequestsProcessor
implements JobProcessor<PayloadOf<typeof sealedRequests>, SealedReply[]> {
  private readonly once = new OpenedOnce();

  constructor(
    private readonly keys: RelayKeys, private readonly desk: OperationsDesk,
    @Inject(LOG) private readonly log: Log,
    @Inject(ANSWER_EVERY_MS) private readonly everyMs: number,
  ) {}

  /**
   * All requests of a job side by side, each told as soon as it is answered, whatever becomes of
   * the others. Of a job that is repeated here nothing is opened again: clients ask again.
   */
  async process(
    { requests }: PayloadOf<typeof sealedRequests>, delivery?: Delivery,
  ): Promise<SealedReply[]> {
    const tell = delivery?.tell ?? (() => Promise.resolve());
    return inTurn(requests.map((sealed) => onGrid(this.everyMs, () => this.answerOne(sealed))),
      tell, companyMs(this.everyMs));
  }

  /** Never throws, so that a request that breaks something here fails no other of its job. */
  private async answerOne(sealed: string): Promise<SealedReply> {
    try {
      return await this.answer(sealed);
    } catch (error) {
      this.log.write('error', { event: 'request-broke', code: nameOf(error) });
      return null;
    }
  }

  private async answer(sealed: string): Promise<SealedReply> {
    const bytes = Buffer.from(sealed, 'base64url');
    let opened: OpenedRequest;
    try {
      opened = await this.keys.open(bytes);
    } catch {
      return null;
    }
    // Looked at once it is known to open: nobody spoils a request by its first bytes.
    if (!this.once.isFirst(bytes)) return null;
    const response = await this.respond(readRequest(opened.request));
    return Buffer.from(await opened.seal(encodeResponse(response))).toString('base64url');
  }

  private async respond(request: BinaryRequest | null): Promise<BinaryResponse> {
    if (!request) return NOT_HTTP;
    if (isFiller(request)) return NOTHING;
    const plain = await unpacked(request);
    if (!plain) return NOT_PLAIN;
    return await fitting(plain, await this.desk.answer(plain)) ?? TOO_LONG;
  }
}

/** Those that are answered on one beat are told together. */
function companyMs(everyMs: number): number {
  return Math.max(100, everyMs * 1.5);
}

function readRequest(bytes: Uint8Array): BinaryRequest | null {
  try {
    return decodeRequest(bytes);
  } catch {
    return null;
  }
}
