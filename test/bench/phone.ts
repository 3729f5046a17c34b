import {
  chromium, type Browser, type BrowserContext, type CDPSession, type Page,
} from 'playwright-core';

/** A throttled phone: a sixth of this machine's speed, 1.6 Mbps, 150 ms to and fro. */
export const CPU_RATE = 6;
const NETWORK = {
  offline: false, latency: 150, downloadThroughput: (1.6 * 1_000_000) / 8,
  uploadThroughput: (0.75 * 1_000_000) / 8,
};
const SCREEN = { width: 360, height: 740 };
const PATIENCE_MS = 120_000;

/** A browser of nobody, on a phone. */
export interface Phone {
  readonly context: BrowserContext;
  readonly page: Page;
  /** Be as slow as a cheap phone from now on. */
  throttle(what: { readonly cpu: boolean; readonly network: boolean }): Promise<void>;
  /** Nothing that was fetched before is at hand any more. */
  forgetFiles(): Promise<void>;
  close(): Promise<void>;
}

/** Start a browser. */
export async function openChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: await chromiumPath(), headless: true, args: ['--no-sandbox'] });
}

async function chromiumPath(): Promise<string> {
  const { default: packaged } = await import('@sparticuz/chromium');
  return process.env['SOTTO_CHROMIUM'] ?? packaged.executablePath();
}

/** A phone on which nothing is kept yet, at full speed. @param origin where pages are. */
export async function openPhone(browser: Browser, origin: string): Promise<Phone> {
  const context = await browser.newContext({ baseURL: origin, viewport: SCREEN, locale: 'en-GB' });
  context.setDefaultTimeout(PATIENCE_MS);
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  await devtools.send('Network.enable');
  return {
    context, page,
    throttle: (what) => throttle(devtools, what),
    forgetFiles: async () => { await devtools.send('Network.clearBrowserCache'); },
    close: () => context.close(),
  };
}

async function throttle(devtools: CDPSession, what: { cpu: boolean; network: boolean }) {
  await devtools.send('Network.emulateNetworkConditions', what.network ? NETWORK
    : { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: -1 });
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: what.cpu ? CPU_RATE : 1 });
}
