import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { movableClock, moveClock, openClock, systemClock, today } from './clock.ts';

const folder = mkdtempSync(join(tmpdir(), 'sotto-clock-'));
const file = join(folder, 'offset');
afterAll(() => rmSync(folder, { recursive: true }));

test('a day is that of UTC', () => {
  expect(today({ now: () => new Date('2026-03-31T23:59:59Z') })).toBe('2026-03-31');
});

test('nobody moves the time of a service in production', () => {
  expect(() => movableClock(file, 'production')).toThrow(/refused/);
  expect(() => openClock({ mode: 'production', clockFile: file })).toThrow(/refused/);
  expect(openClock({ mode: 'production' })).toBe(systemClock);
});

test('all clocks on one file are moved at once, and stand on the machine\'s time before', () => {
  const [one, other] = [movableClock(file, 'demo'), openClock({ mode: 'test', clockFile: file })];
  const machine = Date.now();
  expect(one.now().getTime()).toBeGreaterThanOrEqual(machine);
  moveClock(file, 90 * 86_400_000);
  expect(one.now().getTime()).toBeGreaterThanOrEqual(machine + 90 * 86_400_000);
  expect(today(other)).toBe(today(one));
});

test('a clock file that holds no number stops the process rather than lie', () => {
  writeFileSync(file, 'tomorrow');
  expect(() => movableClock(file, 'demo').now()).toThrow(/no whole number/);
});
