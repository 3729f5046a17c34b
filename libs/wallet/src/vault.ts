import { decodeResponse, encodeRequest } from '#pseudonym/http';
import type { KeyConfig } from '#pseudonym/ohttp';
import { readRelayKey } from '#pseudonym/relay-key';
import { sealRequest } from '#pseudonym/sealed';
import { hexToBytes } from '@noble/hashes/utils.js';
import { readCarried } from './carried.ts';
import { dayOf, isOff, type Clock } from './clock.ts';
import { faultOf, type Asked, type Documents, type Given } from './documents.ts';
import { codeOf, ON_THE_WAY, readAnswer, Refusal } from './refusal.ts';
import { fetchSigned } from './signed-files.ts';
import type { Transport } from './transport.ts';

const COLLECT_EVERY_MS = 250;
const SLOWEST_COLLECT_MS = 4_000;
/** After this long the person is told that the vault is slow or stopped. */
const SLOW_AFTER_MS = 3_000;
const GIVE_UP_AFTER_MS = 10 * 60_000;
const WAY: ReadonlySet<string> = new Set(ON_THE_WAY);
/** Passing faults in a row, while an answer is collected, before the person is told. */
const MOST_FAULTS = 5;

/** How a sealed request fares, for the screen: `waiting` when the vault has not answered yet. */
export type Fare = 'sent' | 'waiting' | 'answered';

/** What asking the vault takes. */
export interface VaultOptions {
  readonly transport: Transport;
  readonly documents: Documents;
  readonly clock: Clock;
  /** The vault's Ed25519 public key, hex: pinned. */
  readonly vaultKey: string;
  /** `Case …` or `Provider …`; it travels inside the seal. */
  readonly authorization?: string;
  readonly onFare?: (fare: Fare) => void;
}

/**
 * Asks the vault's schema through sealed requests: whoever carries them learns neither who asks nor
 * what. While the vault is stopped it goes on collecting, until `signal` says otherwise.
 */
export class VaultClient {
  /** @param relay the key that all who ask through this door seal for, and the day it was read. */
  constructor(
    protected readonly options: VaultOptions,
    protected readonly relay: { key?: Promise<KeyConfig> | undefined; day?: string } = {},
  ) {}

  /** The same vault as somebody else. */
  as(authorization: string): VaultClient {
    return new VaultClient({ ...this.options, authorization }, this.relay);
  }

  /** @throws Refusal; `STOPPED` after ten minutes without an answer. */
  ask<T, V>(document: Asked<T, V>, ...[variables]: Given<V>): Promise<T> {
    return this.askUntil(new AbortController().signal, document, variables);
  }

  /** As `ask`, and given up when `signal` says so. */
  async askUntil<T, V>(signal: AbortSignal, document: Asked<T, V>, variables?: V): Promise<T> {
    const body = JSON.stringify({ ...this.options.documents(document), variables });
    try {
      return await this.askTwice<T>(body, signal);
    } catch (error) {
      throw faultOf(document, error);
    }
  }

  /** The vault's key may have been renewed since this page read it, or an answer got lost. */
  private async askTwice<T>(body: string, signal: AbortSignal): Promise<T> {
    try {
      return await this.exchange<T>(body, signal);
    } catch (error) {
      if (codeOf(error) !== 'UNREADABLE' && codeOf(error) !== 'LOST') throw error;
      this.relay.key = undefined;
      const first = error;
      return this.exchange<T>(body, signal).catch((second: unknown) => {
        throw afterLost(first, second);
      });
    }
  }

  private async exchange<T>(body: string, signal: AbortSignal): Promise<T> {
    // A key is for a day: a page that stays open takes the next one by itself.
    const day = dayOf(this.options.clock.device());
    if (this.relay.day !== day) this.relay.key = undefined;
    this.relay.day = day;
    this.relay.key ??= this.fetchKey();
    this.relay.key.catch(() => { this.relay.key = undefined; });
    const key = await this.relay.key;
    const { authorization, onFare } = this.options;
    const request = await sealRequest(key, encodeRequest({
      method: 'POST', scheme: 'https', authority: 'vault', path: '/graphql',
      headers: [
        ['content-type', 'application/json'],
        ...(authorization ? [['authorization', authorization] as const] : []),
      ],
      content: new TextEncoder().encode(body),
    }));
    onFare?.('sent');
    const sealed = await this.carry(request.sealed, signal);
    onFare?.('answered');
    const text = await request.open(sealed).then(
      (opened) => new TextDecoder().decode(decodeResponse(opened).content), () => '');
    const data = readAnswer<T>(text);
    if (data === undefined) throw new Refusal('UNREADABLE', 'The answer cannot be opened.');
    return data;
  }

  /** Send a sealed request, and collect its answer for as long as it takes. */
  private async carry(sealed: Uint8Array, signal: AbortSignal): Promise<Uint8Array> {
    const begun = performance.now();
    let pause = COLLECT_EVERY_MS;
    let faults = 0;
    let ticket: string | undefined;
    for (;;) {
      const carried = await this.carryOnce(sealed, ticket, signal);
      if (carried.kind === 'answered') return carried.sealed;
      if (carried.kind === 'ticket') ticket = carried.ticket;
      faults = carried.kind === 'fault' ? faults + 1 : 0;
      if (carried.kind === 'fault' && (ticket === undefined || !carried.passing
        || faults > MOST_FAULTS)) throw carried.refusal;
      const waited = performance.now() - begun;
      if (waited > SLOW_AFTER_MS) this.options.onFare?.('waiting');
      if (waited > GIVE_UP_AFTER_MS) {
        const fate = ticket === undefined ? 'unsent' : 'unknown';
        throw new Refusal('STOPPED', 'The vault does not answer.', { fate });
      }
      await sleep(pause, signal);
      pause = Math.min(pause * 1.5, SLOWEST_COLLECT_MS);
    }
  }

  private async carryOnce(sealed: Uint8Array, ticket: string | undefined, signal: AbortSignal) {
    const [path, type, body] = ticket === undefined
      ? ['/relay', 'message/ohttp-req', new Uint8Array(sealed)] as const
      : ['/relay/collect', 'application/json', ticket] as const;
    const { transport, clock } = this.options;
    const outgoing = { method: 'POST', path, headers: { 'content-type': type }, body, signal } as const;
    return readCarried(() => transport(outgoing), ticket !== undefined, clock.now());
  }

  private async fetchKey(): Promise<KeyConfig> {
    const { transport, clock } = this.options;
    const statement = await fetchSigned(transport, clock, 'relay-key')
      .catch((error: unknown) => { throw error instanceof Refusal ? error.of('unsent') : error; });
    // By this device's own day: a day that a server tells could make an old key look new.
    const day = dayOf(this.options.clock.device());
    const reading = await readRelayKey(
      hexToBytes(this.options.vaultKey), statement, day);
    if (reading.kind === 'valid') return reading.config;
    // A right signature is the vault's own: only its day does not fit, and that is no attack.
    if (reading.kind === 'expired') {
      throw new Refusal(isOff(this.options.clock) ? 'CLOCK' : 'OLD_KEY',
        `The key of the vault was good until ${reading.notAfter}.`, { fate: 'unsent' });
    }
    throw new Refusal('NOT_THE_VAULT', 'This does not carry the signature of the vault.',
      { fate: 'unsent' });
  }
}

/** What was taken may be done, whatever keeps the same request from being carried again. */
function afterLost(first: unknown, second: unknown): unknown {
  const wasTaken = first instanceof Refusal && first.fate === 'unknown';
  const isCarried = second instanceof Refusal && !WAY.has(second.code) && second.fate !== 'unsent';
  return wasTaken && second instanceof Refusal && !isCarried ? second.of('unknown') : second;
}

function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    }, { once: true });
  });
}
