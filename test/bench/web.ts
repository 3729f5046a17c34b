import { chromium, type Browser, type Page } from 'playwright-core';
import { median, type BenchResult, type Note } from './measure.ts';
import { startBench } from './service.ts';

/** A throttled phone: a sixth of this machine's speed, 1.6 Mbps, 150 ms to and fro. */
const CPU_RATE = 6;
const DOWN_BYTES = (1.6 * 1_000_000) / 8;
const UP_BYTES = (0.75 * 1_000_000) / 8;
const LATENCY_MS = 150;
const PHONE = { width: 360, height: 740 };
const ROUNDS = 5;

/** What a person waits for: the first text of the page, and the next screen after a press. */
interface Waits { readonly paint: number; readonly ready: number; readonly navigation: number }

/** Where each surface starts, and a press that leads to another screen. */
const SURFACES = [
  { path: '/employee', press: (page: Page) => page.getByRole('button', { name: 'Who sees what' }),
    then: 'Who sees what' },
] as const;

/**
 * First paint, first usable screen and a change of screen of the employee portal in a cold browser
 * on a throttled phone. The ceilings are the budgets: 1,000 ms and 1,500 ms.
 */
export async function benchWeb(note: Note): Promise<readonly BenchResult[]> {
  const bench = await startBench(60, note);
  const browser = await chromium.launch({
    executablePath: await chromiumPath(), headless: true, args: ['--no-sandbox'] });
  try {
    const results: BenchResult[] = [];
    for (const { path, press, then } of SURFACES) {
      const rounds: Waits[] = [];
      for (let round = 0; round <= ROUNDS; round += 1) {
        const waits = await visit(browser, `${bench.service.origin}${path}`, press, then);
        // The first one warms the server, not the browser, which is always cold.
        if (round > 0) rounds.push(waits);
        note(`${path}: paint ${waits.paint} ms, usable ${waits.ready} ms, `
          + `next screen ${waits.navigation} ms`);
      }
      results.push(
        waited(`${path} first paint`, rounds.map(({ paint }) => paint), 1_000),
        waited(`${path} usable`, rounds.map(({ ready }) => ready), 1_500),
        waited(`${path} next screen`, rounds.map(({ navigation }) => navigation), 1_500));
    }
    return results;
  } finally {
    await browser.close();
    await bench.close();
  }
}

function waited(name: string, values: readonly number[], ceiling: number): BenchResult {
  const value = Math.round(median(values));
  return {
    name: `web ${name}`, value, unit: 'ms', ceilingName: 'budget', ceiling,
    ratio: Math.round((value / ceiling) * 1000) / 1000,
  };
}

async function visit(
  browser: Browser, url: string, press: (page: Page) => ReturnType<Page['getByRole']>, then: string,
): Promise<Waits> {
  const context = await browser.newContext({ viewport: PHONE, locale: 'en-GB' });
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  await devtools.send('Network.enable');
  await devtools.send('Network.emulateNetworkConditions', {
    offline: false, latency: LATENCY_MS, downloadThroughput: DOWN_BYTES, uploadThroughput: UP_BYTES,
  });
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: CPU_RATE });
  await page.goto(url);
  const button = press(page);
  await button.waitFor();
  const ready = await page.evaluate(() => performance.now());
  const paint = await page.evaluate(() =>
    performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0);
  const pressed = performance.now();
  await button.click();
  await page.getByRole('heading', { level: 1, name: then }).waitFor();
  const navigation = performance.now() - pressed;
  await context.close();
  return {
    paint: Math.round(paint), ready: Math.round(ready), navigation: Math.round(navigation) };
}

async function chromiumPath(): Promise<string> {
  const { default: packaged } = await import('@sparticuz/chromium');
  return process.env['SOTTO_CHROMIUM'] ?? packaged.executablePath();
}
