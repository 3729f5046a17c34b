import { overFetch } from '#wallet/browser/fetch';
import { byHash } from '#wallet/documents';
import { GatewayClient } from '#wallet/gateway';
import { now } from '../../ui/clock.ts';

/** The gateway as an HR user reaches it: her cookie signs in, on this origin only. */
export const gateway = new GatewayClient({
  transport: overFetch('same-origin'), documents: byHash, clock: { now } });
