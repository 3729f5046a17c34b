import type { FastifyInstance } from 'fastify';
import { openTo } from './admission.ts';
import { Allowance, BEATS_A_MINUTE, FILES_A_MINUTE } from './allowance.ts';
import { relayRoutes, type Carrier } from './relay.routes.ts';
import { fileRoutes, type FindFile } from './static-files.ts';

/** What a courier is made with. */
export interface CourierParts {
  /** Where sealed requests go. */
  readonly carrier: Carrier;
  readonly find: FindFile;
  /** Open pages behind one address; null: as many requests as come. */
  readonly pagesPerAddress: number | null;
  /** Hears a fault's name, and nothing of the request. */
  readonly onFault: (name: string) => void;
}

/**
 * The courier as plain Fastify routes: it carries sealed requests and hands out files that are the
 * same for everybody. It has no database, no queue and no log, sets no cookie, and knows of who
 * asks an address alone. (In RFC 9458 it is the oblivious relay resource.)
 */
export async function courierRoutes(
  http: FastifyInstance, { carrier, find, pagesPerAddress, onFault }: CourierParts,
): Promise<void> {
  // Each of its own: whoever fetches files takes no room away from care.
  const admission = (aMinute: number) => openTo(
    pagesPerAddress === null ? null : new Allowance(pagesPerAddress, aMinute));
  await relayRoutes(http, carrier, admission(BEATS_A_MINUTE));
  await fileRoutes(http, { find, onFault, takes: admission(FILES_A_MINUTE).takes });
}
