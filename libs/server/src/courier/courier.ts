import type { FastifyInstance } from 'fastify';
import { openTo } from './admission.ts';
import type { Allowance } from './allowance.ts';
import { relayRoutes, type Carrier } from './relay.routes.ts';
import { fileRoutes, type FindFile } from './static-files.ts';

/** What a courier is made with. */
export interface CourierParts {
  /** Where sealed requests go. */
  readonly carrier: Carrier;
  readonly find: FindFile;
  /** None: as many requests as come. */
  readonly allowance: Allowance | null;
  /** Hears a fault's name, and nothing of the request. */
  readonly onFault: (name: string) => void;
}

/**
 * The courier as plain Fastify routes: it carries sealed requests and hands out files that are the
 * same for everybody. It has no database, no queue and no log, sets no cookie, and knows of who
 * asks an address alone. (In RFC 9458 it is the oblivious relay resource.)
 */
export async function courierRoutes(
  http: FastifyInstance, { carrier, find, allowance, onFault }: CourierParts,
): Promise<void> {
  await relayRoutes(http, carrier, openTo(allowance));
  await fileRoutes(http, find, onFault);
}
