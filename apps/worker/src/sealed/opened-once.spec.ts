import { randomBytes } from 'node:crypto';
import { OpenedOnce } from './opened-once.ts';

const sealed = () => randomBytes(4096);

it('a request is first once, whatever comes between, and another is too', () => {
  const once = new OpenedOnce();
  const requests = Array.from({ length: 500 }, sealed);
  expect(requests.every((one) => once.isFirst(one))).toBe(true);
  expect(requests.some((one) => once.isFirst(one))).toBe(false);
  const changed = Buffer.from(requests[0]!);
  changed[4000]! ^= 1;
  // One encapsulated key seals one request: another with the same is a forger's.
  expect(once.isFirst(changed)).toBe(false);
});

it('no more is remembered than there is room for, the newest longest', () => {
  const once = new OpenedOnce(10);
  const [oldest, ...requests] = Array.from({ length: 11 }, sealed);
  for (const one of [oldest!, ...requests]) once.isFirst(one);
  expect(requests.some((one) => once.isFirst(one))).toBe(false);
  expect(once.isFirst(oldest!)).toBe(true);
});
