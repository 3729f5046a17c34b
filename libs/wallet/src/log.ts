import { hexToBytes } from '@noble/hashes/utils.js';
import { verifyStatement } from '#pseudonym/signed';
import {
  faultSince, LOG_TYPE, readLog, type LogFault, type TermsLog,
} from '#pseudonym/terms-log';
import type { Content } from './content.ts';
import type { Doors } from './doors.ts';
import { fetchSigned } from './signed-files.ts';
import { notTheVault } from './statements.ts';
import type { Wallet } from './wallet.ts';

/*
 * The log of confirmed terms, a file that everybody fetches alike. A wallet keeps the last head
 * that it saw: a log which does not go on from it is never followed, whoever signed it.
 */

type Source = Pick<Doors, 'transport' | 'clock' | 'vaultKey'>;

/** The log as it is published. @throws Refusal `NOT_THE_VAULT`; `STOPPED` where there is none. */
export async function fetchLog({ transport, clock, vaultKey }: Source): Promise<TermsLog> {
  const statement = await fetchSigned(transport, clock, 'log');
  const reading = await verifyStatement(hexToBytes(vaultKey), LOG_TYPE, statement);
  const log = reading.kind === 'valid' ? readLog(reading.body) : null;
  if (!log) throw notTheVault();
  return log;
}

/** What is wrong with a log for a wallet; null where it goes on from the head that it saw last. */
export function faultFor({ logHead }: Pick<Content, 'logHead'>, log: TermsLog): LogFault | null {
  return logHead && faultSince(logHead, log);
}

/**
 * Look whether the log goes on from the head that was seen last, and keep what comes of it. Done by
 * everybody whenever a wallet is opened, so that it says nothing of anybody.
 *
 * @throws Refusal when it cannot be read.
 */
export async function lookAtLog(wallet: Wallet): Promise<void> {
  const log = await fetchLog(wallet.doors);
  await wallet.change((now) => {
    const logFault = faultFor(now, log);
    return logFault ? { logFault } : { logFault, logHead: log.head };
  });
}
