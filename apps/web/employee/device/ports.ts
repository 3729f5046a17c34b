import { overFetch } from '#wallet/browser/fetch';
import { byHash } from '#wallet/documents';
import { Doors } from '#wallet/doors';
import { Exchange } from '#wallet/exchange';
import { openBeats } from '../../ui/beats.ts';
import { readSettings } from '../../ui/settings.ts';
import { worker } from './arithmetic.ts';
import { clock } from './clock.ts';
import { openBeside } from './directory.ts';
import { onStatus } from './line-status.ts';
import { firstKey } from './storage.ts';

const { gateway, vaultKey, successions } = readSettings();
const ways = {
  transport: overFetch('omit'), claiming: overFetch('omit', gateway), documents: byHash, clock,
  vaultKey, successions,
};

/** When this page sends to the vault. */
export const beats = openBeats(new Exchange(ways), onStatus);

/** The ways out of this page: the gateway for claiming, the courier for everything else. */
export const doors = new Doors({ ...ways, openDirectory: openBeside, line: beats });

/** What the wallet of this page is made with. */
export const ports = { doors, clock, arithmetic: worker, firstKey };
