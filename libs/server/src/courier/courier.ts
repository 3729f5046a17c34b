import type { FastifyInstance } from 'fastify';
import { onlyFrom, openTo, type Admission } from './admission.ts';
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
  await relayRoutes(http, carrier, pagesOf(pagesPerAddress, BEATS_A_MINUTE));
  await fileRoutes(http, { find, onFault, takes: pagesOf(pagesPerAddress, FILES_A_MINUTE).takes });
}

/** The gateway's side of a courier of its own: it carries for that one, and counts all others. */
export async function behindCourier(
  http: FastifyInstance, secret: string, { carrier, find, pagesPerAddress, onFault }: CourierParts,
): Promise<void> {
  const itsOwn = onlyFrom(secret);
  await relayRoutes(http, carrier, itsOwn);
  const others = pagesOf(pagesPerAddress, FILES_A_MINUTE);
  await fileRoutes(http, {
    find, onFault, takes: (request) => itsOwn.knows(request) || others.takes(request) });
}

function pagesOf(pages: number | null, aMinute: number): Admission {
  return openTo(pages === null ? null : new Allowance(pages, aMinute));
}
