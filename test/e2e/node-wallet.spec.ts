import { newPhrase } from '#pseudonym/phrase';
import { rootsOf } from '#pseudonym/roots';
import { inline } from '#wallet/arithmetic';
import { book } from '#wallet/booking';
import { earliestOpenings, openCase, readConsent } from '#wallet/care';
import { claimCredits } from '#wallet/claim';
import { systemClock } from '#wallet/clock';
import { newContent, type Content } from '#wallet/content';
import { Doors } from '#wallet/doors';
import { MemoryBox } from '#wallet/memory';
import { byText } from '#wallet/node/texts';
import { connect } from '#wallet/node/undici';
import { Wallet } from '#wallet/wallet';
import { openEmployeeStage, type EmployeeStage } from '../web/employee.stage.ts';

let scene: EmployeeStage | undefined;
beforeAll(async () => { scene = await openEmployeeStage(); });
afterAll(() => scene?.close());

it('redeems a credit from a Node program, by the code that the pages run', async () => {
  const { service: { world: { stage } }, origin, codes } = scene!;
  const connections = connect(origin, 4);
  const doors = new Doors({
    transport: connections.transport, documents: byText, clock: systemClock,
    vaultKey: stage.brief.vaultSigningPublicKey });
  const ports = { doors, arithmetic: inline, clock: systemClock };
  const box = new MemoryBox<Content>();
  const wallet = Wallet.open(ports, box, newContent(await rootsOf(newPhrase()), null));
  expect(await claimCredits(wallet, codes[0]!)).toEqual({ kind: 'issued', sessions: 3 });
  const { version, language } = await readConsent(doors, 'en');
  expect(await openCase(wallet, { version, language, concern: null })).toBe('opened');
  const practices = await doors.readDirectory();
  const [opening] = await earliestOpenings(wallet, practices, 'DE');
  const practice = practices.find(({ id }) => id === opening!.providerId);
  expect(await book(wallet, opening!, practice!, 'DE')).toBe('booked');
  expect(wallet.unspent('session')).toHaveLength(2);
  expect(box.read()?.care?.authorisations).toHaveLength(1);
  await connections.close();
});
