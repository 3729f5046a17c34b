import { Inject, Injectable } from '@nestjs/common';
import { sealedRequests } from '#contracts/jobs';
import { inTurn } from '#platform/in-turn';
import type { Delivery } from '#platform/job-worker';
import type { Log } from '#platform/logging';
import { nameOf } from '#platform/unavailable';
import { decodeRequest, encodeResponse, type BinaryRequest } from '#pseudonym/http';
import type { OpenedRequest } from '#pseudonym/sealed';
import { LOG } from '../foundation/tokens.ts';
import { Handles, type JobProcessor } from '../jobs/handles.ts';
import type { PayloadOf } from '../jobs/payload.ts';
import { jsonResponse } from './inner-http.ts';
import { OperationsDesk } from './operations-desk.ts';
import { RelayKeys } from './relay-keys.service.ts';

/** A sealed answer, base64url; null for a request that can't be opened, whatever the reason. */
export type SealedReply = string | null;

const NOT_HTTP = jsonResponse(400, {
  errors: [{ message: 'Seal a binary HTTP request.', extensions: { code: 'BAD_USER_INPUT' } }],
});
const TOO_LONG = jsonResponse(200, {
  errors: [{
    message: 'The answer is too long: ask for less at once.',
    extensions: { code: 'BAD_USER_INPUT' },
  }],
});

/** The vault's only door: opens sealed requests (RFC 9458), answers each, and seals the answers. */
@Injectable()
@Handles(sealedRequests)
export class OpenRequestsProcessor
implements JobProcessor<PayloadOf<typeof sealedRequests>, SealedReply[]> {
  constructor(
    private readonly keys: RelayKeys, private readonly desk: OperationsDesk,
    @Inject(LOG) private readonly log: Log,
  ) {}

  /**
   * All requests of a job side by side, each told as soon as it is answered, whatever becomes of
   * the others. A job may be repeated: writes know their callers' keys.
   */
  async process(
    { requests }: PayloadOf<typeof sealedRequests>, delivery?: Delivery,
  ): Promise<SealedReply[]> {
    const tell = delivery?.tell ?? (() => Promise.resolve());
    return inTurn(requests.map((sealed) => this.answerOne(sealed)), tell);
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
    let opened: OpenedRequest;
    try {
      opened = await this.keys.open(Buffer.from(sealed, 'base64url'));
    } catch {
      return null;
    }
    const request = readRequest(opened.request);
    const response = request ? await this.desk.answer(request) : NOT_HTTP;
    return Buffer.from(await sealWithin(opened, encodeResponse(response))).toString('base64url');
  }
}

function readRequest(bytes: Uint8Array): BinaryRequest | null {
  try {
    return decodeRequest(bytes);
  } catch {
    return null;
  }
}

async function sealWithin(opened: OpenedRequest, response: Uint8Array): Promise<Uint8Array> {
  try {
    return await opened.seal(response);
  } catch {
    return opened.seal(encodeResponse(TOO_LONG));
  }
}
