import { Beats, byLot, machineTime } from '#wallet/beats';
import type { Exchange } from '#wallet/exchange';
import type { LineStatus } from '#wallet/line';
import { MEANS, PagePace } from '#wallet/pace';
import { readSettings } from './settings.ts';
import { recall, remember } from './storage.ts';

/*
 * The beats of this page: when it sends follows from when it can be seen and was touched, and from
 * nothing that anybody does with it.
 */

/**
 * What somebody at the device does. Scrolling is none: a page also scrolls where an answer changes
 * its screen. Whoever scrolls does so by a wheel, a finger, a pointer or a key.
 */
const TOUCHES = ['pointerdown', 'pointermove', 'touchmove', 'wheel', 'keydown', 'input'];
const KEPT_AS = 'quiet';

const means = readSettings().beats ?? MEANS;
/** Six gaps and the time of an answer: one step in five hundred waits longer without a fault. */
const SLOW_AFTER_MS = 6 * means.touched + 1_500;

const pace = watchedPace();

/** Beats over an exchange, at the pace of this page. */
export function openBeats(exchange: Exchange, onStatus: (status: LineStatus) => void): Beats {
  return new Beats(exchange, {
    ...machineTime, pace, random: byLot, onStatus, slowAfterMs: SLOW_AFTER_MS,
  });
}

/** Whether this device sends little while a page lies open. */
export function isQuiet(): boolean {
  return recall('device', KEPT_AS) !== null;
}

/** Send little while a page lies open on this device, or as much as pages do. */
export function beQuiet(quiet: boolean): void {
  remember('device', KEPT_AS, quiet ? 'yes' : null);
  pace.quiet(quiet);
}

function watchedPace(): PagePace {
  const isSeen = () => document.visibilityState === 'visible';
  const watched = new PagePace({ means, isSeen: isSeen(), isQuiet: isQuiet() }, machineTime);
  document.addEventListener('visibilitychange', () => { watched.seen(isSeen()); });
  for (const sign of TOUCHES) {
    addEventListener(sign, (event) => {
      if (isMeant(event)) watched.touch();
    }, { capture: true, passive: true });
  }
  return watched;
}

/** A pointer that lies still is told as moved where what is under it changes. */
function isMeant(event: Event): boolean {
  if (event.type !== 'pointermove' || !(event instanceof PointerEvent)) return true;
  return event.movementX !== 0 || event.movementY !== 0;
}
