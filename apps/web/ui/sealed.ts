import { fromBase64Url } from '#pseudonym/bytes';
import { decodeResponse, encodeRequest } from '#pseudonym/http';
import type { KeyConfig } from '#pseudonym/ohttp';
import { readRelayKey } from '#pseudonym/relay-key';
import { sealRequest } from '#pseudonym/sealed';
import { type SignedStatement, verifyStatement } from '#pseudonym/signed';
import { hexToBytes } from '@noble/hashes/utils.js';
import { VaultStatementsDocument } from './gql/gateway/graphql.ts';
import { documentIdOf, GatewayClient, type Asked, type Given } from './graphql.ts';
import { readAnswer, Refusal } from './refusal.ts';

const COLLECT_EVERY_MS = 250;
const SLOWEST_COLLECT_MS = 4_000;
/** After this long the person is told that the vault is slow or stopped. */
const SLOW_AFTER_MS = 3_000;
const GIVE_UP_AFTER_MS = 10 * 60_000;

/** How a sealed request fares, for the screen: `waiting` when the vault has not answered yet. */
export type Fare = 'sent' | 'waiting' | 'answered';

interface VaultOptions {
  /** The vault's Ed25519 public key, hex, as the page's settings pin it. */
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
  private key: Promise<KeyConfig> | undefined;
  private readonly gateway = new GatewayClient({ credentials: 'omit' });

  constructor(private readonly options: VaultOptions) {}

  /** The same vault as somebody else. */
  as(authorization: string): VaultClient {
    const other = new VaultClient({ ...this.options, authorization });
    other.key = this.key;
    return other;
  }

  /** @throws Refusal; `STOPPED` after ten minutes without an answer. */
  ask<T, V>(document: Asked<T, V>, ...[variables]: Given<V>): Promise<T> {
    return this.askUntil(new AbortController().signal, document, variables);
  }

  /** As `ask`, and given up when `signal` says so. */
  async askUntil<T, V>(signal: AbortSignal, document: Asked<T, V>, variables?: V): Promise<T> {
    const body = JSON.stringify({ documentId: documentIdOf(document), variables });
    try {
      return readAnswer<T>(await this.exchange(body, signal));
    } catch (error) {
      // The vault's key was renewed since this page read it.
      if (!(error instanceof Refusal) || error.code !== 'UNREADABLE') throw error;
      this.key = undefined;
      return readAnswer<T>(await this.exchange(body, signal));
    }
  }

  private async exchange(body: string, signal: AbortSignal): Promise<string> {
    this.key ??= this.fetchKey();
    this.key.catch(() => { this.key = undefined; });
    const { authorization, onFare } = this.options;
    const request = await sealRequest(await this.key, encodeRequest({
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
    return new TextDecoder().decode(decodeResponse(await request.open(sealed)).content);
  }

  /** Send a sealed request, and collect its answer for as long as it takes. */
  private async carry(sealed: Uint8Array, signal: AbortSignal): Promise<Uint8Array> {
    const begun = performance.now();
    let response = await post('/relay', 'message/ohttp-req', new Uint8Array(sealed), signal);
    let pause = COLLECT_EVERY_MS;
    let ticket: string | undefined;
    while (response === undefined || response.status === 202 || response.status === 503) {
      if (response?.status === 202) ticket = await response.text();
      // Never sent, or not taken: it may be sent again. Sent and lost: only its sender knows.
      if (response === undefined && ticket === undefined) {
        throw new Refusal('OFFLINE', 'The service cannot be reached.');
      }
      const waited = performance.now() - begun;
      if (waited > SLOW_AFTER_MS) this.options.onFare?.('waiting');
      if (waited > GIVE_UP_AFTER_MS) throw new Refusal('STOPPED', 'The vault does not answer.');
      await sleep(pause, signal);
      pause = Math.min(pause * 1.5, SLOWEST_COLLECT_MS);
      response = ticket === undefined
        ? await post('/relay', 'message/ohttp-req', new Uint8Array(sealed), signal)
        : await post('/relay/collect', 'application/json', ticket, signal);
    }
    if (!response.ok) throw new Refusal('UNREADABLE', 'The vault cannot read the request.');
    return new Uint8Array(await response.arrayBuffer());
  }

  private async fetchKey(): Promise<KeyConfig> {
    const { vaultStatements } = await this.gateway.ask(VaultStatementsDocument);
    if (!vaultStatements.relayKey) throw new Refusal('STOPPED', 'The vault has not started yet.');
    const { type, body, signature } = vaultStatements.relayKey;
    const signed = new TextDecoder().decode(fromBase64Url(body) ?? new Uint8Array());
    // By this device's own day: a day that a server tells could make an old key look new.
    const day = new Date().toISOString().slice(0, 10);
    const reading = await readRelayKey(
      hexToBytes(this.options.vaultKey), { type, body: signed, signature }, day);
    if (reading.kind === 'valid') return reading.config;
    throw new Refusal('NOT_THE_VAULT', reading.kind === 'expired'
      ? 'The key of the vault is out of date, or the clock of this device is wrong.'
      : 'This does not carry the signature of the vault.');
  }

  /** The body of a statement of this type. @throws Refusal `NOT_THE_VAULT` */
  read<T>(type: string, statement: SignedStatement): Promise<T> {
    return readStatement<T>(this.options.vaultKey, type, statement);
  }
}

/**
 * The body of a statement, when the pinned vault signed it as one of this type.
 *
 * @param vaultKey Ed25519 public key, hex. @throws Refusal `NOT_THE_VAULT`
 */
export async function readStatement<T>(
  vaultKey: string, type: string, statement: SignedStatement,
): Promise<T> {
  const body = new TextDecoder().decode(fromBase64Url(statement.body) ?? new Uint8Array());
  const reading = await verifyStatement(hexToBytes(vaultKey), type, { ...statement, body });
  if (reading.kind === 'valid') return reading.body as T;
  throw new Refusal('NOT_THE_VAULT', 'This does not carry the signature of the vault.');
}

/** A response, or undefined when nothing came through. */
async function post(
  path: string, type: string, body: string | Uint8Array<ArrayBuffer>, signal: AbortSignal,
): Promise<Response | undefined> {
  try {
    return await fetch(path, {
      method: 'POST', headers: { 'content-type': type }, body, signal,
      credentials: 'omit', referrerPolicy: 'no-referrer', cache: 'no-store',
    });
  } catch {
    signal.throwIfAborted();
    return undefined;
  }
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
