import { decodeResponse, encodeRequest } from '#pseudonym/http';
import { REQUEST_TYPE, type KeyConfig } from '#pseudonym/ohttp';
import { sealRequest } from '#pseudonym/sealed';
import { carriedOnce } from './carried.ts';
import { dayOf } from './clock.ts';
import { codeOf, Refusal } from './refusal.ts';
import { fetchRelayKey, type StatementPorts } from './relay-key.ts';

/** What exchanging sealed requests takes; `transport` to the courier, which has files as well. */
export type ExchangePorts = StatementPorts;

/** Asks for nothing: what is sealed of it has the size of all others. */
const FILLER = encodeRequest({
  method: 'GET', scheme: 'https', authority: 'vault', path: '/filler', headers: [],
  content: new Uint8Array(),
});

/**
 * One sealed request for one sealed answer. Whoever carries them learns neither who asks, nor what,
 * nor whether anything was asked. When a request leaves is decided elsewhere (line.ts).
 */
export class Exchange {
  /** The key that is sealed for, and the day it was read. */
  private key: Promise<KeyConfig> | undefined;
  private day: string | undefined;

  constructor(private readonly ports: ExchangePorts) {}

  /**
   * Seal a request and open its answer. It is sealed afresh each time, so that the same request
   * sent again is other bytes. The vault's key may have been renewed since it was read: what cannot
   * be opened is sealed once more, for the key that stands by then.
   *
   * @param inner a binary HTTP request; null for a filler, which asks for nothing.
   * @returns the binary HTTP answer.
   * @throws Refusal
   */
  async send(inner: Uint8Array | null, signal: AbortSignal): Promise<Uint8Array> {
    try {
      return await this.sendOnce(inner ?? FILLER, signal);
    } catch (error) {
      if (codeOf(error) !== 'UNREADABLE') throw error;
      this.key = undefined;
      return this.sendOnce(inner ?? FILLER, signal).catch((second: unknown) => {
        throw afterUnreadable(error as Refusal, second);
      });
    }
  }

  private async sendOnce(inner: Uint8Array, signal: AbortSignal): Promise<Uint8Array> {
    const request = await sealRequest(await this.keyOfToday(), inner);
    const { transport, clock } = this.ports;
    const answer = await carriedOnce(() => transport({
      method: 'POST', path: '/relay', headers: { 'content-type': REQUEST_TYPE },
      body: request.sealed, signal,
    }), clock.now());
    const opened = await request.open(answer).catch(() => {
      throw new Refusal('UNREADABLE', 'The answer cannot be opened.');
    });
    if (isNotYet(opened)) {
      throw new Refusal('UNAVAILABLE', 'The vault has not done it yet.', { fate: 'unknown' });
    }
    return opened;
  }

  /** A key is for a day: a page that stays open takes the next one by itself. */
  private keyOfToday(): Promise<KeyConfig> {
    const day = dayOf(this.ports.clock.device());
    if (this.day !== day) this.key = undefined;
    this.day = day;
    this.key ??= this.fetchKey();
    this.key.catch(() => { this.key = undefined; });
    return this.key;
  }

  private async fetchKey(): Promise<KeyConfig> {
    try {
      return (await fetchRelayKey(this.ports)).config;
    } catch (error) {
      throw error instanceof Refusal ? error.of('unsent') : error;
    }
  }
}

/** Whether its time was over before there was an answer: it is under way, and is asked again. */
function isNotYet(answer: Uint8Array): boolean {
  try {
    return decodeResponse(answer).status === 503;
  } catch {
    return false;
  }
}

/** What was answered with something unreadable may be done, whatever becomes of the second try. */
function afterUnreadable(first: Refusal, second: unknown): unknown {
  return first.fate === 'unknown' && second instanceof Refusal ? second.of('unknown') : second;
}
