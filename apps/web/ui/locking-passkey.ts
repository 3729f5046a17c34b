import { ownBytes, randomBytes } from '#pseudonym/bytes';

/*
 * A passkey's PRF (WebAuthn Level 3, 10.1.4) as a second key to the box: the authenticator gives
 * the same 32 secret bytes for the same salt, after it has checked the person. Nothing is sent
 * anywhere; no server knows of the passkey.
 */

/** COSE identifiers of ES256 and RS256. */
const ALGORITHMS = [-7, -257] as const;

/** Whether this browser can lock with a passkey. */
export async function passkeysWork(): Promise<boolean> {
  if (!('PublicKeyCredential' in globalThis) || !isSecureContext) return false;
  // An address by number cannot have passkeys (WebAuthn, relying party identifier).
  if (/^[\d.]+$|:/.test(location.hostname)) return false;
  const { getClientCapabilities } = PublicKeyCredential as unknown as {
    getClientCapabilities?: () => Promise<Record<string, boolean>> };
  if (!getClientCapabilities) return false;
  const can = await getClientCapabilities.call(PublicKeyCredential);
  return can['extension:prf'] === true && can['userVerifyingPlatformAuthenticator'] === true;
}

/**
 * Make a passkey and get its secret for a salt.
 *
 * @param name what it is called on the device.
 * @throws DOMException when the person declines
 */
export async function createPasskey(
  salt: Uint8Array, name: string,
): Promise<{ credential: Uint8Array; secret: Uint8Array }> {
  const made = await navigator.credentials.create({ publicKey: {
    rp: { name, id: location.hostname },
    user: { id: randomBytes(16), name, displayName: name },
    challenge: randomBytes(32),
    pubKeyCredParams: ALGORITHMS.map((alg) => ({ type: 'public-key' as const, alg })),
    authenticatorSelection: { userVerification: 'required', residentKey: 'discouraged' },
    attestation: 'none',
    extensions: { prf: { eval: { first: ownBytes(salt) } } },
  } }) as PublicKeyCredential;
  const credential = new Uint8Array(made.rawId);
  // Some authenticators give the secret only when it is used, not when it is made.
  return { credential, secret: secretOf(made) ?? await usePasskey(credential, salt) };
}

/** The passkey's secret for a salt. @throws DOMException when the person declines */
export async function usePasskey(credential: Uint8Array, salt: Uint8Array): Promise<Uint8Array> {
  const used = await navigator.credentials.get({ publicKey: {
    challenge: randomBytes(32), rpId: location.hostname, userVerification: 'required',
    allowCredentials: [{ type: 'public-key', id: ownBytes(credential) }],
    extensions: { prf: { eval: { first: ownBytes(salt) } } },
  } }) as PublicKeyCredential;
  const secret = secretOf(used);
  if (!secret) throw new DOMException('This passkey cannot lock anything.', 'NotSupportedError');
  return secret;
}

function secretOf(credential: PublicKeyCredential): Uint8Array | undefined {
  const first = credential.getClientExtensionResults().prf?.results?.first;
  return first instanceof ArrayBuffer ? new Uint8Array(first) : undefined;
}
