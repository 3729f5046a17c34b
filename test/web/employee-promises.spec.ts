import { written } from '#wallet/documents';
import type { Page } from 'playwright-core';
import {
  agree, choosePassphrase, chooseFirstTime, fillWallet, press, reach, sessionsLeft, unlock,
} from './employee.person.ts';
import { employeePortal } from './employee.portal.ts';
import type { ScenarioTherapist } from './employee.scenario.ts';

/** What the wallet promises by saying "booked" and "locked". */

const portal = employeePortal();
const { sit, nextCode, whileStopped } = portal;

/** A person with a case, at the question whether to book the first time. */
async function atFirstTime() {
  const seat = await sit();
  const words = await fillWallet(seat.page, nextCode());
  await agree(seat.page);
  await chooseFirstTime(seat.page);
  return { ...seat, words };
}

async function expectNothingBooked(page: Page, left: number): Promise<void> {
  expect(await page.getByRole('heading', { level: 1, name: 'Booked' }).count()).toBe(0);
  await press(page, 'Appointments');
  await page.getByText('Nothing is booked').waitFor();
  expect(await page.locator('.appointment, .under-way').count()).toBe(0);
  expect(await sessionsLeft(page)).toBe(left);
}

describe('"booked"', () => {
  it('is not said of a time that somebody else took', async () => {
    const [quicker, slower] = [await atFirstTime(), await atFirstTime()];
    await press(quicker.page, 'Book with one session');
    await reach(quicker.page, 'Booked');
    await press(slower.page, 'Book with one session');
    await slower.page.getByText('Somebody was quicker').waitFor();
    const taken = await slower.page.locator('.card').textContent();
    await press(slower.page, 'Show other times');
    // Others are shown it until midnight; who has tried is not.
    await slower.page.locator('.time').first().click();
    await reach(slower.page, 'Book this time?');
    expect(await slower.page.locator('.card').textContent()).not.toBe(taken);
    await expectNothingBooked(slower.page, 3);
    await quicker.context.close();
    await slower.context.close();
  });

  it('is not offered with a therapist who ended it, and her reason is not told as haste', async () => {
    const { page, context } = await atFirstTime();
    const card = await page.locator('.card').textContent();
    const her = portal.scenario.therapists.find(({ name }) => card?.includes(name))!;
    const { name } = her;
    await press(page, 'Book with one session');
    await reach(page, 'Booked');
    await press(page, 'Done');
    await press(page, 'Find a time');
    await press(page, 'Show the earliest times');
    await page.locator('.time').filter({ hasText: name }).first().click();
    await endAllWith(her);
    await page.getByRole('button', { name: 'Book with one session' }).click();
    await page.getByText(`${name} takes no more sessions with you`).waitFor();
    expect(await page.getByText('Somebody was quicker').count()).toBe(0);
    await press(page, 'Show other times');
    await page.getByText(`taking no more sessions with you: ${name}`).waitFor();
    await page.locator('.time').first().waitFor();
    expect(await page.locator('.time').filter({ hasText: name }).count()).toBe(0);
    await page.locator('.time').first().click();
    await press(page, 'Book with one session');
    await reach(page, 'Booked');
    await press(page, 'Done');
    // She had said yes: it was no turning away of somebody new.
    await page.getByText(`${name} has ended your sessions together`).waitFor();
    expect(await page.getByText('somebody new').count()).toBe(0);
    await context.close();
  });

  it('is said with the next session where one was spent elsewhere', async () => {
    const { page, context, words } = await atFirstTime();
    // The two that the other device takes out are the last ones of three; the first pays here.
    await spendElsewhere(words, 2);
    await press(page, 'Book with one session');
    await reach(page, 'Booked');
    await context.close();
  });

  it('is not said where all were spent elsewhere, and that none can be used is', async () => {
    const { page, context, words } = await atFirstTime();
    await spendElsewhere(words, 3);
    await press(page, 'Book with one session');
    await page.getByText('None of your sessions can be used any more').waitFor();
    await expectNothingBooked(page, 0);
    await context.close();
  });
});

/** A therapist says yes to each who was referred to her, and ends it. */
async function endAllWith({ door }: ScenarioTherapist): Promise<void> {
  const { provider } = await door.ask(
    written<{ provider: { referrals: { id: string }[] } }>('{ provider { referrals { id } } }'));
  for (const { id: referralId } of provider.referrals) {
    for (const answer of ['ACCEPT', 'DECLINE']) {
      await door.ask(written(`mutation ($input: AnswerReferralInput!) {
        answerReferral(input: $input) { __typename } }`),
      { input: { idempotencyKey: crypto.randomUUID(), referralId, answer } });
    }
  }
}

/** Sessions of a wallet, taken out as codes on another device with the same words, and used. */
async function spendElsewhere(words: readonly string[], count: number): Promise<void> {
  portal.letFilesBeMadeAnew();
  const { page, context } = await sit();
  await page.goto('/employee/return');
  await page.getByLabel('Your twelve words').fill(words.join(' '));
  await press(page, 'Bring it back');
  await choosePassphrase(page);
  await press(page, 'Take a session out as a code');
  for (let taken = 0; taken < count; taken += 1) {
    await press(page, 'Take one session out');
    await page.locator('.bearer').waitFor();
    const credit = (await page.locator('.bearer-code span').allTextContents()).join(' ');
    await portal.scenario.therapists[0]!.door.ask(
      written(`mutation ($input: RedeemBearerCreditInput!) {
        redeemBearerCredit(input: $input) { __typename } }`),
      { input: {
        idempotencyKey: crypto.randomUUID(), credit, modality: 'VIDEO',
        serviceDate: new Date().toISOString().slice(0, 10) } });
    await press(page, 'Back');
  }
  await context.close();
}

describe('"locked"', () => {
  it('nothing is written after it, whatever answer comes', async () => {
    const { page, context } = await atFirstTime();
    await page.evaluate(countWrites);
    await whileStopped(async () => {
      await press(page, 'Book with one session');
      await page.getByText('The answer takes longer than usual').waitFor();
      await press(page, 'Lock and come back later');
      await reach(page, 'Locked');
      expect(await page.evaluate(writesSoFar)).toBeGreaterThan(0);
      await page.evaluate(forgetWrites);
    });
    // What was asked is given up then: though the vault answers again, nothing is written here.
    await portal.scenario.service.world.scenario.vault.ask(written('query { vaultDay }'));
    expect(await page.evaluate(writesSoFar)).toBe(0);
    await unlock(page);
    await page.locator('.appointment').waitFor();
    await context.close();
  });

  it('nothing that lies on the device opens the box', async () => {
    const { page, context } = await sit();
    await page.goto('/employee');
    // What the search finds where there is something to be found.
    expect(await page.evaluate(opens, true)).toBe(true);
    await fillWallet(page, nextCode());
    expect(await page.evaluate(opens, false)).toBe(false);
    await context.close();
  });
});

interface Counting { writes: number }

/** Runs in the page: from now on writes to the store are counted. */
function countWrites(): void {
  const counting = globalThis as unknown as Counting;
  counting.writes = 0;
  const put = IDBObjectStore.prototype.put;
  IDBObjectStore.prototype.put = function counted(this: IDBObjectStore, ...given) {
    counting.writes += 1;
    return put.apply(this, given);
  };
}

/** Runs in the page. */
function writesSoFar(): number {
  return (globalThis as unknown as Counting).writes;
}

/** Runs in the page. */
function forgetWrites(): void {
  (globalThis as unknown as Counting).writes = 0;
}

/**
 * Runs in the page: whether any key that lies there, as bytes or as text, opens the box. What is
 * planted is a box of the test's own with its key beside it.
 */
async function opens(isPlanted: boolean): Promise<boolean> {
  const AES = 'AES-GCM';
  const KEY = 32;
  const [values, box] = isPlanted ? await planted() : await kept();
  const windows = (bytes: Uint8Array<ArrayBuffer>) => Array.from(
    { length: Math.max(0, bytes.length - KEY + 1) }, (_, at) => bytes.slice(at, at + KEY));
  const candidates = values.flatMap((value) => bytesIn(value)).flatMap(windows);
  const keys = await Promise.all(candidates.map((raw) =>
    crypto.subtle.importKey('raw', raw, AES, false, ['decrypt'])));
  for (const key of [...keys, ...values.flatMap(keysIn)]) {
    const opened = await crypto.subtle.decrypt(
      { name: AES, iv: box.slice(0, 12) }, key, box.slice(12)).then(() => true, () => false);
    if (opened) return true;
  }
  return false;

  async function kept(): Promise<[unknown[], Uint8Array<ArrayBuffer>]> {
    const db = await new Promise<IDBDatabase>((resolve) => {
      const opening = indexedDB.open('app');
      opening.onsuccess = () => { resolve(opening.result); };
    });
    const all = await new Promise<unknown[]>((resolve) => {
      const reading = db.transaction('kept').objectStore('kept').getAll();
      reading.onsuccess = () => { db.close(); resolve(reading.result as unknown[]); };
    });
    const sealed = all.filter((one) => one instanceof Uint8Array)
      .sort((a, b) => b.length - a.length)[0] ?? new Uint8Array();
    const beside = all.filter((one) => one !== sealed);
    return [[...beside, ...Object.values(localStorage), ...Object.values(sessionStorage),
      ...(await caches.keys()), document.cookie], new Uint8Array(sealed)];
  }
  async function planted(): Promise<[unknown[], Uint8Array<ArrayBuffer>]> {
    const raw = crypto.getRandomValues(new Uint8Array(KEY));
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const key = await crypto.subtle.importKey('raw', raw, AES, false, ['encrypt']);
    const sealed = new Uint8Array(await crypto.subtle.encrypt({ name: AES, iv }, key, raw));
    const hex = [...raw].map((byte) => byte.toString(16).padStart(2, '0')).join('');
    return [[{ lock: { beside: `k=${hex}` } }], new Uint8Array([...iv, ...sealed])];
  }
  function keysIn(value: unknown): CryptoKey[] {
    if (value instanceof CryptoKey) return [value];
    return value && typeof value === 'object' ? Object.values(value).flatMap(keysIn) : [];
  }
  function bytesIn(value: unknown): Uint8Array<ArrayBuffer>[] {
    if (value instanceof Uint8Array) return [new Uint8Array(value)];
    if (value instanceof ArrayBuffer) return [new Uint8Array(value)];
    if (typeof value === 'string') return textual(value);
    return value && typeof value === 'object' ? Object.values(value).flatMap(bytesIn) : [];
  }
  function textual(text: string): Uint8Array<ArrayBuffer>[] {
    const hex = (text.match(/[0-9a-f]{64,}/gi) ?? []).map((digits) => Uint8Array.from(
      digits.match(/../g) ?? [], (pair) => parseInt(pair, 16)));
    const base64 = (text.match(/[\w+/-]{43,}/g) ?? []).map((digits) => Uint8Array.from(
      atob(digits.replaceAll('-', '+').replaceAll('_', '/').slice(0, digits.length - digits.length % 4)
        + (digits.length % 4 > 1 ? digits.slice(-(digits.length % 4)) : '')),
      (character) => character.charCodeAt(0)));
    return [...hex, ...base64];
  }
}
