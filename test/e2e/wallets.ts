import { moveClock } from '#platform/clock';
import { newPhrase } from '#pseudonym/phrase';
import { rootsOf } from '#pseudonym/roots';
import { inline } from '#wallet/arithmetic';
import { book, type Booking } from '#wallet/booking';
import { earliestOpenings, openCase, readCase, readConsent, type CaseOpening } from '#wallet/care';
import type { Clock } from '#wallet/clock';
import { newContent, type Content } from '#wallet/content';
import { readPractices } from '#wallet/directory';
import { written } from '#wallet/documents';
import { Doors } from '#wallet/doors';
import type { Line } from '#wallet/line';
import { MemoryBox } from '#wallet/memory';
import { byText } from '#wallet/node/texts';
import { connect, type Connections } from '#wallet/node/undici';
import type { FirstKey, Ports } from '#wallet/ports';
import { restoreWallet } from '#wallet/restore';
import type { Transport } from '#wallet/transport';
import { Wallet } from '#wallet/wallet';
import { therapistDoor } from '../../demo/story/therapist-door.ts';
import {
  hrOf, lettersOf, lettersOfYear, openEmployeeScenario, openProgramme, settleTimes,
  type EmployeeScenario,
} from '../web/employee.scenario.ts';

/*
 * Wallets of Node programs against a running service, and ways to have their device die.
 */

const FILE_MS = 60_001;
const DAY_MS = 86_400_000;

/** The device died: nothing that was going on goes on. */
export class Died extends Error {
  override readonly name = 'Died';
}

/** When a device dies: before or after the step of this number, from 0. */
export interface Death {
  readonly step: number;
  readonly when: 'before' | 'after';
}

/** Counts the steps of a device, requests and writings, and ends it at one of them. */
export class Device {
  readonly box = new MemoryBox<Content>();
  private steps = 0;
  private first: Uint8Array | undefined;

  constructor(private readonly scene: WalletScene, private readonly death?: Death) {}

  /** Ports of this device. */
  get ports(): Ports & Required<Pick<Ports, 'firstKey'>> {
    const { transport } = this.scene.connections;
    const send: Transport = (outgoing) => this.step(() => transport(outgoing));
    return { ...this.scene.portsOver(send), firstKey: this.firstKey };
  }

  /** What holds letters here before there is a wallet: it stays where it died, as the box does. */
  private get firstKey(): FirstKey {
    return {
      keepFirst: (fresh) => this.step(async () => this.first ??= fresh),
      read: () => Promise.resolve(this.first),
      drop: () => this.step(async () => { this.first = undefined; }),
    };
  }

  /** What is left of it after it died, as another device. */
  again(): Device {
    const device = new Device(this.scene);
    device.first = this.first;
    return device;
  }

  /** Whether it came to its death. */
  get died(): boolean {
    return this.death !== undefined && this.steps > this.death.step;
  }

  /** Open a wallet on it; it is kept first. */
  async open(content: Content): Promise<Wallet> {
    await this.box.keep(content);
    const keep = (next: Content) => this.step(() => this.box.keep(next));
    return Wallet.open(this.ports, { keep }, content);
  }

  private async step<T>(work: () => Promise<T>): Promise<T> {
    const at = this.steps++;
    if (this.death && (at > this.death.step
      || (at === this.death.step && this.death.when === 'before'))) throw new Died();
    const result = await work();
    if (at === this.death?.step) throw new Died();
    return result;
  }
}

/** A service with letters, and wallets that live in this process. */
export class WalletScene {
  private used = 0;
  private aheadMs = 0;
  private readonly clock: Clock = { now: () => this.now(), device: () => this.now() };

  private constructor(readonly scenario: EmployeeScenario, readonly connections: Connections) {}

  /** Start the service. */
  static async open(): Promise<WalletScene> {
    const scenario = await openEmployeeScenario();
    return new WalletScene(scenario, connect(scenario.origin, 4));
  }

  /** A therapist redeems a code that she was handed. @returns the kind of the answer. */
  async redeem(text: string): Promise<string> {
    // Anew each time: while files are made anew, hours pass in which nothing is done at hers.
    const { vault } = this.scenario.service.world.scenario;
    const door = await therapistDoor({ vault, clock: this.clock }, this.scenario.therapists[0]!);
    const { redeemBearerCredit } = await door.ask(
      written<{ redeemBearerCredit: { __typename: string } }>(
        `mutation ($input: RedeemBearerCreditInput!) {
        redeemBearerCredit(input: $input) { __typename } }`),
      { input: {
        idempotencyKey: crypto.randomUUID(), credit: text, modality: 'VIDEO',
        serviceDate: new Date().toISOString().slice(0, 10) } });
    return redeemBearerCredit.__typename;
  }

  /** The next letter that nobody has used. */
  nextCode(): string {
    return this.scenario.codes[this.used++] ?? '';
  }

  /** A new wallet on a device, with its phrase. */
  async wallet(death?: Death): Promise<{ phrase: string; device: Device; wallet: Wallet }> {
    const phrase = newPhrase();
    const device = new Device(this, death);
    await settleTimes(this.scenario, this.now());
    return { phrase, device, wallet: await device.open(newContent(await rootsOf(phrase), null)) };
  }

  /** A wallet again from its phrase, on another device, with its case. */
  async restored(phrase: string): Promise<Wallet> {
    this.letFilesBeMadeAnew();
    await settleTimes(this.scenario, this.now());
    const device = new Device(this);
    const wallet = await device.open((await restoreWallet(device.ports, phrase)).content);
    await readCase(wallet);
    return wallet;
  }

  /** The wallet that lies on a device after it died, opened again. */
  async reopened(dead: Device): Promise<Wallet> {
    return dead.again().open(dead.box.read()!);
  }

  /** Files of issued batches stay for a minute as they were made: let it pass. */
  letFilesBeMadeAnew(): void {
    this.letPass(FILE_MS);
  }

  /** Let so much time pass, for the service and for all devices. */
  letPass(ms: number): void {
    this.aheadMs += ms;
    moveClock(this.scenario.service.world.clockFile, this.aheadMs);
  }

  /** Let it be another moment, for the service and for all devices. */
  async moveTo(moment: Date): Promise<void> {
    this.aheadMs = moment.getTime() - Date.now();
    moveClock(this.scenario.service.world.clockFile, this.aheadMs);
    // The scenario asks until the vault has stated its relay key of that day.
    await this.scenario.service.world.scenario.vault.ask(written('query { vaultDay }'));
  }

  /** Codes of another programme's letters, of the period that runs. */
  async lettersOfAnother(name: string): Promise<string[]> {
    const { period, service: { world: { scenario: { gatewayOperator } } } } = this.scenario;
    const programmeId = await openProgramme(await hrOf(this.scenario), period, name);
    return lettersOf(gatewayOperator, programmeId, period);
  }

  /** Let it be another day (UTC) already, where it would be within so much time from now. */
  async clearOfMidnight(ms: number): Promise<void> {
    const now = this.now().getTime();
    const midnight = Math.ceil(now / DAY_MS) * DAY_MS;
    if (midnight < now + ms) await this.moveTo(new Date(midnight));
  }

  /** Codes of a period that HR sets up. */
  async lettersOf(period: string): Promise<string[]> {
    return lettersOfYear(this.scenario, await hrOf(this.scenario), this.scenario.programmeId,
      period);
  }

  private now(): Date {
    return new Date(Date.now() + this.aheadMs);
  }

  /** Ports over a transport; without a line, each request leaves at once. */
  portsOver(transport: Transport, line?: Line): Ports {
    const { vaultSigningPublicKey: vaultKey } = this.scenario.service.world.scenario.brief;
    const doors = new Doors({
      transport, documents: byText, clock: this.clock, vaultKey, ...(line ? { line } : {}) });
    return { doors, arithmetic: inline, clock: this.clock };
  }

  /** Stop the service. */
  async close(): Promise<void> {
    await this.connections.close();
    await this.scenario.close();
  }
}

/** Open a wallet's case. */
export async function agreeTo(wallet: Wallet): Promise<CaseOpening> {
  const { version, language } = await readConsent(wallet.doors, 'en');
  return openCase(wallet, { version, language, concern: null });
}

/** Book the earliest free time that nobody has taken, or one that is `later` by so many. */
export async function bookEarliest(wallet: Wallet, later = 0): Promise<Booking> {
  const practices = await readPractices(wallet);
  for (const opening of (await earliestOpenings(wallet, practices, 'DE')).slice(later)) {
    const practice = practices.find(({ id }) => id === opening.providerId);
    const answer = practice && await book(wallet, opening, practice, 'DE');
    if (answer && answer !== 'slot-taken') return answer;
  }
  throw new Error('there is no free time');
}

/** Do something on a device again and again, with its death one step later each time. */
export async function atEachStep(
  work: (death: Death) => Promise<Device>, when: Death['when'],
): Promise<number> {
  for (let step = 0; ; step += 1) {
    const device = await work({ step, when });
    if (!device.died) return step;
  }
}

/** Passes over the death of a device, and nothing else. */
export const died = (error: unknown) => { if (!(error instanceof Died)) throw error; };
