import { moveClock } from '#platform/clock';
import { openBrowser, type OpenedBrowser, type Seat, type SeatOptions } from './browser.ts';
import { agree, chooseFirstTime, fillWallet, press } from './employee.person.ts';
import { openEmployeeScenario, settleTimes, type EmployeeScenario } from './employee.scenario.ts';

/** What every spec of the employee portal sits at: a service, a browser, letters and a phone. */
export interface EmployeePortal {
  /** The service; there once the spec's tests begin. */
  readonly scenario: EmployeeScenario;
  readonly browser: OpenedBrowser;
  /** The next letter that nobody has used. */
  nextCode(): string;
  /**
   * A person of her own, on a phone unless she says otherwise; what is free is settled anew, and is
   * the same for all who sit down.
   */
  sit(options?: Partial<SeatOptions>): Promise<Seat>;
  /**
   * A person with credits books the first free time while the worker stands still, so that no
   * answer comes, and leaves; `then` is done before it goes on.
   */
  bookUnanswered(then: (seat: Seat) => Promise<void>): Promise<Seat>;
  /** Do something while the worker stands still, so that the vault answers nobody. */
  whileStopped(work: () => Promise<void>): Promise<void>;
  /** Files of issued batches stay for a minute as they were made: let it pass for the service. */
  letFilesBeMadeAnew(): void;
}

const FILE_MS = 60_001;

/** Open them before a spec's tests, and close them after. */
export function employeePortal(): EmployeePortal {
  let scenario: EmployeeScenario;
  let browser: OpenedBrowser;
  let used = 0;
  let aheadMs = 0;
  beforeAll(async () => {
    scenario = await openEmployeeScenario();
    browser = await openBrowser();
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await scenario?.close();
  });
  const nextCode = () => scenario.codes[used++] ?? '';
  const sit = async (options: Partial<SeatOptions> = {}) => {
    await settleTimes(scenario);
    return browser.seat({ origin: scenario.origin, width: 390, height: 844, ...options });
  };
  const whileStopped = async (work: () => Promise<void>) => {
    const worker = scenario.service.world.service.pidOf('worker') ?? 0;
    process.kill(worker, 'SIGSTOP');
    try {
      await work();
    } finally {
      process.kill(worker, 'SIGCONT');
    }
  };
  return {
    nextCode, sit, whileStopped,
    letFilesBeMadeAnew: () => moveClock(
      scenario.service.world.clockFile, aheadMs += FILE_MS),
    get scenario() { return scenario; },
    get browser() { return browser; },
    async bookUnanswered(then) {
      const seat = await sit();
      const { page } = seat;
      await fillWallet(page, nextCode());
      await agree(page);
      await chooseFirstTime(page);
      await whileStopped(async () => {
        await press(page, 'Book with one session');
        await page.getByText('The answer takes longer than usual').waitFor();
        await press(page, 'Lock and come back later');
        await then(seat);
      });
      return seat;
    },
  };
}
