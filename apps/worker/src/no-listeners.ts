import { ConfigError } from '#platform/settings/config';

/** What the event loop of this process waits for, by kind: `TCPServerWrap` is one that listens. */
const LISTENERS = new Set(['TCPServerWrap', 'PipeServerWrap', 'UDPWrap', 'TLSServerWrap']);

/**
 * Make sure that nothing in this process listens: the vault takes work from the queue alone.
 *
 * @throws ConfigError naming what listens.
 */
export function refuseListeners(
  resources: readonly string[] = process.getActiveResourcesInfo(),
): void {
  const listening = resources.find((resource) => LISTENERS.has(resource));
  if (listening) {
    throw new ConfigError(`The worker must not listen, but a ${listening} does: remove it.`);
  }
}
