import { randomBytes } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';

/** RFC 6238 with the parameters that every authenticator app knows. */
const SETTINGS = { issuer: 'Sotto', algorithm: 'SHA1', digits: 6, period: 30 } as const;
const STEP_MS = SETTINGS.period * 1_000;
/** Steps by which a clock may be off, either way (RFC 6238, section 5.2). */
const WINDOW = 1;
/** 160 bits, as RFC 4226, section 4, asks for. */
const SECRET_BYTES = 20;

/** A fresh shared secret of 20 bytes. */
export function newTotpSecret(): Buffer {
  return randomBytes(SECRET_BYTES);
}

/** How an authenticator app is told of a secret: its URI for a QR code, and base32 to type. */
export function enrolment(secret: Uint8Array, account: string): { uri: string; typed: string } {
  const totp = totpOf(secret, account);
  return { uri: totp.toString(), typed: totp.secret.base32 };
}

/** The time step of a code of six digits, within one step of `now`; null for a wrong code. */
export function stepOfCode(secret: Uint8Array, code: string, now: Date): number | null {
  const timestamp = now.getTime();
  const delta = totpOf(secret, '').validate({ token: code, timestamp, window: WINDOW });
  return delta === null ? null : Math.floor(timestamp / STEP_MS) + delta;
}

function totpOf(secret: Uint8Array, account: string): TOTP {
  const buffer = Uint8Array.from(secret).buffer;
  return new TOTP({ ...SETTINGS, label: account, secret: new Secret({ buffer }) });
}
