import { accessSync, constants } from 'node:fs';
import {
  chromium, type Browser, type BrowserContext, type ConsoleMessage, type Page,
} from 'playwright-core';

/** What a page asked for: for specs about what leaves the browser. */
export interface Sent {
  readonly method: string;
  readonly url: string;
  /** All of them, those included that scripts cannot set; there once the request is answered. */
  headers: Readonly<Record<string, string>>;
  readonly body: Buffer | null;
}

/** A person at a browser of her own: nothing is shared with another's. */
export interface Seat {
  readonly context: BrowserContext;
  readonly page: Page;
  /** Every request of every page, in order. */
  readonly sent: readonly Sent[];
  /** Errors, warnings and whatever else pages wrote to the console, but `resent`. */
  readonly said: readonly string[];
  /**
   * What Chromium wrote of sealed requests that were refused: pages seal them anew by themselves.
   * One whose job the queue repeats, where a machine is that slow, is refused like one that was
   * sealed for a key of yesterday.
   */
  readonly resent: readonly string[];
  /** Violations of the content security policy and of Trusted Types. */
  readonly violations: readonly string[];
}

/** How a person sits at a browser. */
export interface SeatOptions {
  readonly origin: string;
  readonly width?: number;
  readonly height?: number;
  readonly colours?: 'light' | 'dark';
  readonly language?: 'en-GB' | 'es-ES';
  readonly timeZone?: string;
  readonly permissions?: string[];
}

/** One Chromium for a spec file. */
export interface OpenedBrowser {
  readonly browser: Browser;
  seat(options: SeatOptions): Promise<Seat>;
  close(): Promise<void>;
}

const INSTALLED = [
  '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];
/** Chromium's remark on any page with a service worker and preloaded modules; nothing is amiss. */
const OF_CHROMIUM = /^A preload for .* cross-world service worker resource mismatch\.$/;
/** Nobody waits so long: it is for a machine on which other specs run. */
const PATIENCE_MS = 120_000;

/** Start the machine's own Chromium, or else the one from npm. */
export async function openBrowser(): Promise<OpenedBrowser> {
  const browser = await chromium.launch({
    executablePath: await chromiumPath(), headless: true, args: ['--no-sandbox'],
  });
  return {
    browser,
    seat: (options) => takeSeat(browser, options),
    close: async () => {
      await Promise.all(browser.contexts().map((context) => context.close()));
      await browser.close();
    },
  };
}

async function chromiumPath(): Promise<string> {
  const own = [process.env['SOTTO_CHROMIUM'] ?? '', ...INSTALLED].find(isProgram);
  if (own) return own;
  const { default: packaged } = await import('@sparticuz/chromium');
  return packaged.executablePath();
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

async function takeSeat(browser: Browser, options: SeatOptions): Promise<Seat> {
  const context = await browser.newContext({
    baseURL: options.origin,
    viewport: { width: options.width ?? 1280, height: options.height ?? 800 },
    colorScheme: options.colours ?? 'light',
    locale: options.language ?? 'en-GB',
    timezoneId: options.timeZone ?? 'Europe/Berlin',
    reducedMotion: 'reduce',
    permissions: options.permissions ?? [],
  });
  context.setDefaultTimeout(PATIENCE_MS);
  giveUpRoutes(context);
  const sent: Sent[] = [];
  const said: string[] = [];
  const resent: string[] = [];
  const violations: string[] = [];
  context.on('request', (request) => {
    const entry: Sent = {
      method: request.method(), url: request.url(), headers: request.headers(),
      body: request.postDataBuffer(),
    };
    sent.push(entry);
    void request.allHeaders().then((all) => { entry.headers = all; }, () => undefined);
  });
  context.on('console', (message) => {
    if (OF_CHROMIUM.test(message.text())) return;
    const line = `${message.type()}: ${message.text()}`;
    (isRefusedRelay(message) ? resent : said).push(line);
  });
  context.on('weberror', (error) => { said.push(`error: ${error.error().message}`); });
  await context.exposeBinding('sottoViolation', (_source, text: string) => {
    violations.push(text);
  });
  await context.addInitScript(watchPolicy);
  return { context, page: await context.newPage(), sent, said, resent, violations };
}

/**
 * Pages go on asking until they are gone: what a spec's routes do for them then has no page left to
 * be for, and would end the whole process as an error that nobody handles.
 */
function giveUpRoutes(context: BrowserContext): void {
  const close = context.close.bind(context);
  context.close = async (options) => {
    const all = [context, ...context.pages()];
    // What is closed already has none.
    await Promise.allSettled(all.map((one) => one.unrouteAll({ behavior: 'ignoreErrors' })));
    await close(options);
  };
}

function isRefusedRelay(message: ConsoleMessage): boolean {
  return message.location().url.endsWith('/relay') && /status of (400|503) /.test(message.text());
}

/** Runs in every page before any of its own scripts. */
function watchPolicy(): void {
  document.addEventListener('securitypolicyviolation', (event) => {
    const report = (globalThis as unknown as { sottoViolation(text: string): void }).sottoViolation;
    report(`${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`);
  });
}
