import type {
  PublicKeyCredentialCreationOptionsJSON, PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/browser';

/*
 * Passkeys as the browser makes and uses them. What a server asked goes in as it came, and what
 * the browser says goes back, in the parts that count.
 */

/** What became of asking a browser. */
export type PasskeyAnswer =
  | { readonly kind: 'answered'; readonly answer: string }
  /** She pressed "cancel", waited too long, or has no such passkey here. */
  | { readonly kind: 'given-up' }
  /** A passkey of hers is on this device already. */
  | { readonly kind: 'known' };

/** Whether passkeys that are bound to a host name can be used on this page. */
export function passkeysFit(host: string | null): boolean {
  const { hostname } = location;
  return host !== null && 'PublicKeyCredential' in globalThis
    && (hostname === host || hostname.endsWith(`.${host}`));
}

/** Have the browser make a passkey. */
export function createPasskey(options: string): Promise<PasskeyAnswer> {
  return answered(async () => {
    const { startRegistration } = await import('@simplewebauthn/browser');
    const { id, rawId, type, response } = await startRegistration({
      optionsJSON: JSON.parse(options) as PublicKeyCredentialCreationOptionsJSON });
    const { clientDataJSON, attestationObject, transports } = response;
    return { id, rawId, type, response: { clientDataJSON, attestationObject, transports } };
  });
}

/** Have a passkey sign. */
export function signByPasskey(options: string): Promise<PasskeyAnswer> {
  return answered(async () => {
    const { startAuthentication } = await import('@simplewebauthn/browser');
    const { id, rawId, type, response } = await startAuthentication({
      optionsJSON: JSON.parse(options) as PublicKeyCredentialRequestOptionsJSON });
    const { clientDataJSON, authenticatorData, signature } = response;
    return { id, rawId, type, response: { clientDataJSON, authenticatorData, signature } };
  });
}

const GIVEN_UP = new Set(['NotAllowedError', 'AbortError']);

async function answered(work: () => Promise<object>): Promise<PasskeyAnswer> {
  try {
    return { kind: 'answered', answer: JSON.stringify(await work()) };
  } catch (error) {
    const name = error instanceof Error ? error.name : '';
    if (GIVEN_UP.has(name)) return { kind: 'given-up' };
    if (name === 'InvalidStateError') return { kind: 'known' };
    throw error;
  }
}
