import { isoCBOR } from '@simplewebauthn/server/helpers';
import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';

/** What an answer is to have in place of what an honest browser would say. */
export interface Twist {
  readonly origin?: string;
  readonly rpId?: string;
  readonly challenge?: string;
  readonly type?: string;
  readonly isPresent?: boolean;
  readonly isVerified?: boolean;
  readonly counter?: number;
  /** Certificates of a maker, as no browser sends that was asked for none. */
  readonly x5c?: Uint8Array[];
  readonly fmt?: string;
}

const PRESENT = 0x01;
const VERIFIED = 0x04;
const ATTESTED = 0x40;

const hash = (data: Uint8Array | string) => createHash('sha256').update(data).digest();
const encoded = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url');

/** A passkey in software, with the browser around it. */
export class SoftAuthenticator {
  readonly credentialId: Buffer;
  private readonly keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  private used = 0;

  constructor(private readonly origin: string, idLength = 32) {
    this.credentialId = randomBytes(idLength);
  }

  /** Make the passkey, as a browser answers these options. */
  create(options: string, twist: Twist = {}): string {
    const { challenge, rp } = JSON.parse(options) as { challenge: string; rp: { id: string } };
    const length = Buffer.alloc(2);
    length.writeUInt16BE(this.credentialId.length);
    const attested = Buffer.concat([Buffer.alloc(16), length, this.credentialId, this.publicKey()]);
    const authData = Buffer.concat([this.header(rp.id, ATTESTED, twist), attested]);
    const statement = new Map(twist.x5c ? [['x5c', twist.x5c]] : []);
    const attestationObject = isoCBOR.encode(new Map<string, unknown>([
      ['fmt', twist.fmt ?? 'none'], ['attStmt', statement], ['authData', Uint8Array.from(authData)],
    ]) as Parameters<typeof isoCBOR.encode>[0]);
    return this.answer({
      clientDataJSON: this.clientData('webauthn.create', challenge, twist),
      attestationObject: encoded(attestationObject), transports: ['internal'],
    });
  }

  /** Sign, as a browser answers these options. */
  sign(options: string, twist: Twist = {}): string {
    const { challenge, rpId } = JSON.parse(options) as { challenge: string; rpId: string };
    this.used += 1;
    const authData = this.header(rpId, 0, twist);
    const clientDataJSON = this.clientData('webauthn.get', challenge, twist);
    const signed = Buffer.concat([authData, hash(Buffer.from(clientDataJSON, 'base64url'))]);
    return this.answer({
      clientDataJSON, authenticatorData: encoded(authData),
      signature: encoded(sign('sha256', signed, this.keys.privateKey)),
    });
  }

  private header(rpId: string, flags: number, twist: Twist): Buffer {
    const rest = Buffer.alloc(5);
    rest.writeUInt8(flags | (twist.isPresent === false ? 0 : PRESENT)
      | (twist.isVerified === false ? 0 : VERIFIED));
    rest.writeUInt32BE(twist.counter ?? this.used, 1);
    return Buffer.concat([hash(twist.rpId ?? rpId), rest]);
  }

  private clientData(type: string, challenge: string, twist: Twist): string {
    return encoded(Buffer.from(JSON.stringify({
      type: twist.type ?? type, challenge: twist.challenge ?? challenge,
      origin: twist.origin ?? this.origin, crossOrigin: false,
    })));
  }

  private answer(response: object): string {
    const id = encoded(this.credentialId);
    return JSON.stringify({ id, rawId: id, type: 'public-key', response });
  }

  /** COSE: EC2, ES256, P-256. */
  private publicKey(): Uint8Array {
    const { x = '', y = '' } = this.keys.publicKey.export({ format: 'jwk' });
    const bytes = (text: string) => Uint8Array.from(Buffer.from(text, 'base64url'));
    return isoCBOR.encode(new Map<number, number | Uint8Array>([
      [1, 2], [3, -7], [-1, 1], [-2, bytes(x)], [-3, bytes(y)],
    ]) as Parameters<typeof isoCBOR.encode>[0]);
  }
}
