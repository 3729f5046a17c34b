import { Inject, Injectable } from '@nestjs/common';
import { sealedRequests } from '#contracts/jobs';
import type { Log } from '#platform/logging';
import { nameOf } from '#platform/unavailable';
import { decodeRequest, encodeResponse, type BinaryRequest, type BinaryResponse } from '#pseudonym/http';
import type { OpenedRequest } from '#pseudonym/sealed';
import { ANSWER_AFTER_MS, LOG } from '../foundation/tokens.ts';
import { Handles, type JobProcessor } from '#server/jobs/handles';
import type { PayloadOf } from '#contracts/contract';
import { isFiller, jsonResponse, NOTHING } from './inner-http.ts';
import { fitting, unpacked } from './inner-parts.ts';
import { LateAnswers } from './late-answers.ts';
import { atOneTime, ofTheMachine, type AnswerTime } from './one-time.ts';
import { OpenedOnce } from './opened-once.ts';
import { OperationExecutor } from './operation-executor.ts';
import { RelayKeys } from './relay-keys.service.ts';

/** A sealed answer, base64url; null for a request that can't be opened. */
export type SealedReply = string | null;
/**
 * For one that was opened before: nothing is done again, and the first one may be under way still,
 * as where the queue repeats a job. So it is not said to be refused.
 */
const OPENED_BEFORE = '';

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

const NOT_DONE = jsonResponse(500, {
  errors: [{ message: 'This broke here. Try again.', extensions: { code: 'INTERNAL' } }],
});
/** For what has no answer when its time is over: it is under way, and is to be asked again. */
const NOT_YET = jsonResponse(503, {
  errors: [{ message: 'Not yet: ask the same again.', extensions: { code: 'UNAVAILABLE' } }],
});

/** An opened request and its answer, which comes when it comes. */
interface UnderWay {
  readonly opened: OpenedRequest;
  readonly answer: Promise<BinaryResponse>;
}

/** The vault's only door: opens sealed requests (RFC 9458), answers each, and seals the answers. */
@Injectable()
@Handles(sealedRequests)
export class OpenRequestsProcessor
implements JobProcessor<PayloadOf<typeof sealedRequests>, SealedReply[]> {
  /** The time that answers leave by: a test passes its own. */
  protected readonly time: AnswerTime = ofTheMachine;
  private readonly once = new OpenedOnce();
  private readonly late = new LateAnswers();

  constructor(
    private readonly keys: RelayKeys, private readonly executor: OperationExecutor,
    @Inject(LOG) private readonly log: Log,
    @Inject(ANSWER_AFTER_MS) private readonly afterMs: number,
  ) {}

  /**
   * All requests of a job side by side, answered at one time, whatever becomes of each. Of a job
   * that is repeated here nothing is opened again: clients ask again.
   */
  async process({ requests }: PayloadOf<typeof sealedRequests>): Promise<SealedReply[]> {
    const begun = this.time.now();
    const underWay = await Promise.all(requests.map((sealed) => this.open(sealed)));
    const works = underWay.map((one) => (isUnderWay(one) ? one.answer : Promise.resolve(NOT_YET)));
    const answers = await atOneTime(this.afterMs, works, NOT_YET, this.time, begun);
    return Promise.all(underWay.map(async (one, place) =>
      (isUnderWay(one) ? this.seal(one, answers[place] ?? NOT_YET) : one)));
  }

  private async open(sealed: string): Promise<UnderWay | typeof OPENED_BEFORE | null> {
    const bytes = Buffer.from(sealed, 'base64url');
    let opened: OpenedRequest;
    try {
      opened = await this.keys.open(bytes);
    } catch {
      return null;
    }
    // Looked at once it is known to open: nobody spoils a request by its first bytes.
    if (!this.once.isFirst(bytes)) return OPENED_BEFORE;
    return { opened, answer: this.answer(opened.request) };
  }

  private async seal({ opened }: UnderWay, answer: BinaryResponse): Promise<string> {
    if (answer !== NOT_YET) this.late.left(opened.request);
    return Buffer.from(await opened.seal(encodeResponse(answer))).toString('base64url');
  }

  /** Never rejects, so that a request that breaks something here fails no other of its job. */
  private async answer(bytes: Uint8Array): Promise<BinaryResponse> {
    const request = readRequest(bytes);
    if (!request) return NOT_HTTP;
    if (isFiller(request)) return NOTHING;
    try {
      const answer = await this.late.of(request, bytes, () => this.respond(request, bytes));
      if (answer === NOT_YET) this.late.forget(bytes);
      return answer;
    } catch (error) {
      this.log.write('error', { event: 'request-broke', code: nameOf(error) });
      return NOT_DONE;
    }
  }

  private async respond(request: BinaryRequest, bytes: Uint8Array): Promise<BinaryResponse> {
    const plain = await unpacked(request);
    if (!plain) return NOT_PLAIN;
    const answer = await this.executor.answer(plain, bytes);
    return answer ? await fitting(plain, answer) ?? TOO_LONG : NOT_YET;
  }
}

function isUnderWay(one: UnderWay | SealedReply): one is UnderWay {
  return typeof one === 'object' && one !== null;
}

function readRequest(bytes: Uint8Array): BinaryRequest | null {
  try {
    return decodeRequest(bytes);
  } catch {
    return null;
  }
}
