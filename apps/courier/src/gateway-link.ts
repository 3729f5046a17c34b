import { ANSWER_TYPE, REQUEST_TYPE } from '#pseudonym/ohttp';
import { ANSWER_LENGTH } from '#pseudonym/padding';
import { courierAuthorization } from '#server/courier/admission';
import type { Carrier, RelayOutcome } from '#server/courier/relay.routes';

/** Longer than the gateway itself waits for the vault. */
const PATIENCE_MS = 15_000;

/** How the gateway is reached, and how it knows this courier. */
export interface GatewayLinkOptions {
  readonly gatewayOrigin: string;
  readonly secret: string;
  /** Hears when the gateway went away, and when it is there again: never of a request. */
  readonly onChange: (isThere: boolean) => void;
}

/** What keeps a courier from its work, in a line; and the setting of its own that is wrong. */
export interface Fault {
  readonly line: string;
  readonly setting?: string;
}

/** What each code of the gateway's refusals means for whoever sent the request. */
const MEANINGS: Readonly<Record<string, Exclude<RelayOutcome['kind'], 'answered'>>> = {
  BAD_USER_INPUT: 'unreadable', OVERLOADED: 'busy',
};

/**
 * The way to the gateway. Sealed bytes go over it and come back, and of whoever sent them nothing:
 * neither an address nor a header.
 */
export class GatewayLink implements Carrier {
  private isThere = true;

  constructor(private readonly options: GatewayLinkOptions) {}

  /** Forward a sealed request. Of one that fails on the way nobody knows whether it was taken. */
  async ask(sealed: Buffer): Promise<RelayOutcome> {
    try {
      const answer = await this.post(sealed);
      if (answer.status === 200 && answer.headers.get('content-type') === ANSWER_TYPE) {
        const sealed = Buffer.from(await answer.arrayBuffer());
        return sealed.length === ANSWER_LENGTH ? { kind: 'answered', sealed } : { kind: 'late' };
      }
      const { code = '' } = await answer.json() as { code?: string };
      return { kind: MEANINGS[code] ?? 'late' };
    } catch {
      return { kind: 'late' };
    }
  }

  /** Fetch something that is the same for everybody. @throws when nobody answers. */
  async get(path: string, etag?: string): Promise<Response> {
    return this.reach(path, { headers: {
      'authorization': courierAuthorization(this.options.secret),
      ...(etag === undefined ? {} : { 'if-none-match': etag }),
    } });
  }

  /** Null when the gateway is there and takes what this courier brings, else what is wrong. */
  async look(): Promise<Fault | null> {
    const nothing = Buffer.alloc(0);
    const status = await this.post(nothing).then((answer) => answer.status, () => 0);
    if (status === 0) return { line: 'cannot be reached: check GATEWAY_ORIGIN, and that it runs' };
    if (status === 403) {
      return { line: 'does not take this COURIER_SECRET: give both the same',
        setting: 'COURIER_SECRET' };
    }
    return status >= 500 || status === 404
      ? { line: 'has nobody who takes sealed requests: start it, with COURIER_ORIGIN' } : null;
  }

  private post(sealed: Buffer): Promise<Response> {
    return this.reach('/relay', {
      method: 'POST', body: new Uint8Array(sealed),
      headers: {
        'content-type': REQUEST_TYPE,
        'authorization': courierAuthorization(this.options.secret),
      },
    });
  }

  private async reach(path: string, init: RequestInit): Promise<Response> {
    try {
      const answer = await fetch(`${this.options.gatewayOrigin}${path}`, {
        ...init, redirect: 'error', signal: AbortSignal.timeout(PATIENCE_MS) });
      this.note(true);
      return answer;
    } catch (error) {
      this.note(false);
      throw error;
    }
  }

  private note(isThere: boolean): void {
    if (this.isThere !== isThere) this.options.onChange(isThere);
    this.isThere = isThere;
  }
}
