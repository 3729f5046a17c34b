import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { testCluster, type TestCluster } from '#local/testing';
import { signingPublicKey } from '#pseudonym/signed';
import { signSuccession, writeSuccession, type Succession } from '#pseudonym/succession';
import { nextPeriod } from '#calendar/periods';
import { claimCredits } from '#wallet/claim';
import { openCase, readConsent } from '#wallet/care';
import type { Content } from '#wallet/content';
import { written } from '#wallet/documents';
import { Doors, type DoorPorts } from '#wallet/doors';
import { synchronise } from '#wallet/finish';
import { sessionsLeft } from '#wallet/left';
import { MemoryBox } from '#wallet/memory';
import { Refusal } from '#wallet/refusal';
import type { Transport } from '#wallet/transport';
import { Wallet } from '#wallet/wallet';
import { hrSignsIn, OPEN_PERIOD } from '../../demo/story/employer.ts';
import { expectKind, type Kind } from '../../demo/story/kinds.ts';
import { bothDirectories } from '../../demo/story/members.ts';
import { vaultConfirms } from '../../demo/story/terms.ts';
import { newHolder } from '../../demo/story/wallets.ts';
import { pauseAt, type Paused } from '../faults/forced.ts';
import { calendar } from '../simulation/calendar.ts';
import { fewActors, type FewActors } from '../simulation/actors.ts';
import { openWorld, type World } from '../simulation/world.ts';
import { bookEarliest } from './wallets.ts';

/*
 * A wallet pins the vault's key at first use. The vault takes another one while wallets are in the
 * middle of something: they follow it by the old key's signature, and follow nobody else. All that
 * time the issuer keys of the next year are being registered, which ends under the new key.
 */

/** The year after the one in which all this is. */
const NEXT = nextPeriod(calendar.period).label;

/** What the gateway writes into the page that it serves. */
interface PageSettings { readonly vaultKey: string; readonly successions: readonly Succession[] }

let cluster: TestCluster;
let before: World;
let after: World;
let actors: FewActors;
let settings: PageSettings;
/** Devices as they lie there when the service goes down. */
const claiming = new MemoryBox<Content>();
const opened = new MemoryBox<Content>();
const booking = new MemoryBox<Content>();
/** How many keys of the next year the vault has when the service goes down. */
let keysBefore = -1;

beforeAll(async () => {
  cluster = await testCluster();
  before = await openWorld({ members: 60, providers: 4, seed: 9 }, { cluster });
  actors = await fewActors(before.scenario);
  await keyOfTheDay(before);
  const registering = await beginRegistration();
  await keepHalfClaimed();
  await keepOpened();
  await keepHalfBooked();
  after = await underAnotherKey(registering);
  await keyOfTheDay(after);
  settings = await settingsOfPage();
}, 180_000);

afterAll(async () => {
  await after?.close();
  await before?.scenario.close();
  await cluster?.drop();
});

/** The scenario asks until the vault has stated its relay key of a day that was leapt to. */
async function keyOfTheDay({ scenario }: World): Promise<void> {
  await scenario.vault.ask(written('query { vaultDay }'));
}

/** Doors of a page with these settings. */
function doorsOf(
  { scenario }: World, { vaultKey, successions }: PageSettings, transport?: Transport,
): Doors {
  const ports: DoorPorts = { ...scenario.doorPorts, vaultKey, successions };
  return new Doors(transport ? { ...ports, transport, claiming: transport } : ports);
}

async function openOn(
  world: World, box: MemoryBox<Content>, doors = doorsOf(world, settings),
): Promise<Wallet> {
  return Wallet.open({ ...world.scenario.ports, doors }, box, box.read()!);
}

/** HR opens the next year, and the vault cannot write its keys down until it is let. */
async function beginRegistration(): Promise<Paused> {
  const registering = await pauseAt(cluster, 'LOCK TABLE issuer_key IN EXCLUSIVE MODE');
  const { hr } = await hrSignsIn(before.scenario, actors.employer);
  const { programmeId } = actors.employer;
  const { openPeriod } = await hr.ask(
    written<{ openPeriod: Kind }>(OPEN_PERIOD), { programmeId, period: NEXT });
  expectKind(openPeriod, 'PeriodOpened');
  await vaultConfirms(before.scenario, programmeId, NEXT);
  while (await registering.waiting() === 0) await new Promise((next) => setImmediate(next));
  return registering;
}

/** How many keys of the next year the vault has. */
async function keysOfNext(): Promise<number> {
  return (await cluster.query('vault', 'SELECT 1 FROM issuer_key WHERE period = $1', [NEXT])).length;
}

/** A wallet whose letter is claimed, and whose credits were asked for when the service went. */
async function keepHalfClaimed(): Promise<void> {
  const { scenario } = before;
  const { vaultKey, transport } = scenario.doorPorts;
  const dying: Transport = (outgoing) => {
    if (typeof outgoing.body === 'string' && outgoing.body.includes('issueCredits')) {
      throw new Refusal('UNREACHABLE', 'the service went');
    }
    return transport(outgoing);
  };
  const { wallet } = await newHolder(scenario.ports);
  await claiming.keep(wallet.content);
  const doors = doorsOf(before, { vaultKey, successions: [] }, dying);
  const device = await openOn(before, claiming, doors);
  await expect(claimCredits(device, actors.letters[0]!.code)).rejects.toThrow('the service went');
}

/** A wallet with a case, and nothing booked yet. */
async function keepOpened(): Promise<void> {
  const { scenario } = before;
  const { wallet } = await newHolder(scenario.ports);
  await opened.keep(wallet.content);
  const device = await openOn(before, opened, scenario.ports.doors);
  await claimCredits(device, actors.letters[1]!.code);
  const { version, language } = await readConsent(scenario.ports.doors, 'en');
  expect(await openCase(device, { version, language, concern: null })).toBe('opened');
}

/** A wallet that has booked, and whose answer was lost. */
async function keepHalfBooked(): Promise<void> {
  const { scenario } = before;
  const { vaultKey, transport } = scenario.doorPorts;
  const losing: Transport = async (outgoing) => {
    const isBooking = booking.read()?.intents.some(({ kind }) => kind === 'book');
    const answer = await transport(outgoing);
    if (isBooking && outgoing.path === '/relay') throw new Refusal('UNREACHABLE', 'it was lost');
    return answer;
  };
  const { wallet } = await newHolder(scenario.ports);
  await booking.keep(wallet.content);
  const device = await openOn(
    before, booking, doorsOf(before, { vaultKey, successions: [] }, losing));
  await claimCredits(device, actors.letters[2]!.code);
  const { version, language } = await readConsent(scenario.ports.doors, 'en');
  await openCase(device, { version, language, concern: null });
  await expect(bookEarliest(device)).rejects.toMatchObject({ fate: 'unknown' });
  expect(booking.read()?.intents).toHaveLength(1);
}

/**
 * The service again, on its data, with another statement key that the old one has signed.
 *
 * @param registering goes on under the new key, and did not end under the old one.
 */
async function underAnotherKey(registering: Paused): Promise<World> {
  const { gateway, vault } = before.service.secrets;
  const seed = randomBytes(32);
  const key = Buffer.from(await signingPublicKey(seed)).toString('hex');
  const succession = await signSuccession(Buffer.from(vault['VAULT_SIGNING_SEED']!, 'hex'), key);
  await before.service.stop();
  keysBefore = await keysOfNext();
  await registering.letGo();
  const secrets = {
    gateway: { ...gateway, VAULT_SIGNING_PUBLIC_KEY: key,
      VAULT_KEY_SUCCESSIONS: writeSuccession(succession) },
    vault: { ...vault, VAULT_SIGNING_SEED: seed.toString('hex') },
  };
  return openWorld(before.brief, {
    cluster, startsAt: calendar.claiming,
    secretsOf: { ...before, service: { ...before.service, secrets } } });
}

/** As a browser reads them when the page is loaded anew. */
async function settingsOfPage(): Promise<PageSettings> {
  const html = await (await fetch(new URL('/employee', after.service.origin))).text();
  const [, content = ''] = /name="sotto-settings" content="([^"]*)"/.exec(html) ?? [];
  return JSON.parse(content.replaceAll('&quot;', '"').replaceAll('&amp;', '&')) as PageSettings;
}

it('the page is served with another key, and with what the old one signed', () => {
  expect(settings.vaultKey).toBe(after.brief.vaultSigningPublicKey);
  expect(settings.vaultKey).not.toBe(before.brief.vaultSigningPublicKey);
  expect(settings.successions).toHaveLength(1);
});

it('a wallet that pinned the old key goes on claiming where it was, and pins the new one', async () => {
  expect(claiming.read()?.vaultKey).toBe(before.brief.vaultSigningPublicKey);
  const wallet = await openOn(after, claiming);
  expect(await claimCredits(wallet, actors.letters[0]!.code)).toMatchObject({ kind: 'issued' });
  expect(claiming.read()?.vaultKey).toBe(settings.vaultKey);
});

it('a wallet that opened its case under the old key books under the new one', async () => {
  const wallet = await openOn(after, opened);
  expect(await bookEarliest(wallet)).toBe('booked');
  expect(wallet.content.care?.authorisations).toHaveLength(1);
  expect(opened.read()?.vaultKey).toBe(settings.vaultKey);
});

it('a booking whose answer was lost under the old key is answered under the new one, once', async () => {
  const wallet = await openOn(after, booking);
  await synchronise(wallet);
  const { intents, care, credits } = wallet.content;
  expect([intents, care?.authorisations.length]).toEqual([[], 1]);
  expect(credits.filter(({ kind, state }) => kind === 'session' && state === 'spent')).toHaveLength(1);
  const sessions = credits.filter(({ kind }) => kind === 'session').length;
  expect(sessionsLeft(wallet)).toBe(sessions - 1);
});

it('a page that was open all the time believes nothing of the new key until it is loaded anew',
  async () => {
    const doors = doorsOf(after, { vaultKey: before.brief.vaultSigningPublicKey, successions: [] });
    await expect(doors.readDirectory()).rejects.toMatchObject({ code: 'NOT_THE_VAULT' });
    await expect(readConsent(doors, 'en')).rejects.toMatchObject({ code: 'NOT_THE_VAULT' });
  });

it('another key opens no wallet, whatever is said of it: nothing is sent, and nothing changes',
  async () => {
    const theirs = randomBytes(32);
    const vaultKey = Buffer.from(await signingPublicKey(theirs)).toString('hex');
    const kept = JSON.stringify(opened.read());
    const sent: string[] = [];
    const counting: Transport = (outgoing) => {
      sent.push(outgoing.path);
      return after.scenario.doorPorts.transport(outgoing);
    };
    const lies: (readonly Succession[])[] = [
      [], settings.successions, [await signSuccession(theirs, vaultKey)],
      [{ ...settings.successions[0]!, key: vaultKey }],
    ];
    for (const successions of lies) {
      const doors = doorsOf(after, { vaultKey, successions }, counting);
      await expect(openOn(after, opened, doors)).rejects.toMatchObject({ name: 'OtherVault' });
    }
    expect([sent, JSON.stringify(opened.read())]).toEqual([[], kept]);
  });

it('nor is there a way back to the key of before', async () => {
  const doors = doorsOf(after, {
    vaultKey: before.brief.vaultSigningPublicKey, successions: settings.successions });
  await expect(openOn(after, opened, doors)).rejects.toMatchObject({ name: 'OtherVault' });
});

it('keys that were being registered under the old key are the same on both sides under the new one',
  async () => {
    expect(keysBefore).toBe(0);
    // A job that failed is tried again after as long as it was tried in vain.
    let both = await bothDirectories(after.scenario, actors.employer, NEXT);
    while (both.gatewayKeys.length === 0) {
      await pause(100);
      both = await bothDirectories(after.scenario, actors.employer, NEXT);
    }
    const idsOf = (keys: readonly { keyId: string }[]) => keys.map(({ keyId }) => keyId).sort();
    expect(idsOf(both.vaultKeys)).toEqual(idsOf(both.gatewayKeys));
    expect(await keysOfNext()).toBe(both.gatewayKeys.length);
    expect(await cluster.query('vault', 'SELECT 1 FROM issuer_key_refusal')).toEqual([]);
  });
