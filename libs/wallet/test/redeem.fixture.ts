import { newPhrase } from '#pseudonym/phrase';
import { rootsOf } from '#pseudonym/roots';
import { inline } from '#wallet/arithmetic';
import { book, type Booking } from '#wallet/booking';
import { earliestOpenings, openCase, readConsent } from '#wallet/care';
import { claimCredits } from '#wallet/claim';
import { systemClock as clock } from '#wallet/clock';
import { newContent } from '#wallet/content';
import { readPractices } from '#wallet/directory';
import { Doors } from '#wallet/doors';
import { MemoryBox } from '#wallet/memory';
import { byText } from '#wallet/node/texts';
import { connect } from '#wallet/node/undici';
import { Wallet } from '#wallet/wallet';

/** The example of the README: from a letter's code to a booked session. */
export async function redeem(origin: string, vaultKey: string, code: string): Promise<Booking> {
  const { transport, close } = connect(origin, 4);
  const doors = new Doors({ transport, documents: byText, clock, vaultKey });
  const content = newContent(await rootsOf(newPhrase()), null);
  const wallet = await Wallet.open({ doors, clock, arithmetic: inline }, new MemoryBox(), content);
  await claimCredits(wallet, code);
  await openCase(wallet, { ...await readConsent(doors, 'en'), concern: null });
  const directory = await readPractices(wallet);
  const [opening] = await earliestOpenings(wallet, directory, 'DE');
  const practice = directory.find(({ id }) => id === opening?.providerId);
  return book(wallet, opening!, practice!, 'DE').finally(close);
}
