import type { Page } from 'playwright-core';

/** Give a page an authenticator whose passkeys can lock (PRF), and that always says yes. */
export async function addLockingAuthenticator(page: Page): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('WebAuthn.enable');
  await devtools.send('WebAuthn.addVirtualAuthenticator', { options: {
    protocol: 'ctap2', ctap2Version: 'ctap2_1', transport: 'internal', hasResidentKey: true,
    hasUserVerification: true, isUserVerified: true, hasPrf: true,
    automaticPresenceSimulation: true,
  } });
}
