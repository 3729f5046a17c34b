import { openBrowser, type OpenedBrowser, type Seat, type SeatOptions } from './browser.ts';
import { openEmployeeStage, type EmployeeStage } from './employee.stage.ts';

/** What every spec of the employee portal sits at: a service, a browser, letters and a phone. */
export interface EmployeePortal {
  /** The service; there once the spec's tests begin. */
  readonly stage: EmployeeStage;
  readonly browser: OpenedBrowser;
  /** The next letter that nobody has used. */
  nextCode(): string;
  /** A person of her own, on a phone unless she says otherwise. */
  sit(options?: Partial<SeatOptions>): Promise<Seat>;
}

/** Open them before a spec's tests, and close them after. */
export function employeePortal(): EmployeePortal {
  let stage: EmployeeStage;
  let browser: OpenedBrowser;
  let used = 0;
  beforeAll(async () => {
    stage = await openEmployeeStage();
    browser = await openBrowser();
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await stage?.close();
  });
  return {
    get stage() { return stage; },
    get browser() { return browser; },
    nextCode: () => stage.codes[used++] ?? '',
    sit: (options = {}) =>
      browser.seat({ origin: stage.origin, width: 390, height: 844, ...options }),
  };
}
