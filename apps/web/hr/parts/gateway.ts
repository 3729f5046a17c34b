import { GatewayClient } from '../../ui/graphql.ts';

/** The gateway as an HR user reaches it: her cookie signs in, on this origin only. */
export const gateway = new GatewayClient({ credentials: 'same-origin' });
