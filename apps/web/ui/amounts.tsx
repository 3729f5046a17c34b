import { useLingui } from '@lingui/react/macro';
import { daysBetween } from '#calendar/days';
import { now, today } from './clock.ts';
import { dateFormat } from './locale.ts';

/** Money as the API gives it: whole minor units as a decimal string, and its ISO 4217 code. */
interface Amount { readonly minor: string; readonly currency: string }

/** An amount in words of the language; exact, from integers. */
export function formatMoney({ minor, currency }: Amount, language: string): string {
  const format = new Intl.NumberFormat(language, { style: 'currency', currency });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  const whole = minor.replace('-', '').padStart(digits + 1, '0');
  const at = whole.length - digits;
  const decimal = `${minor.startsWith('-') ? '-' : ''}${whole.slice(0, at)}.${whole.slice(at) || '0'}`;
  // A decimal string keeps every digit (ECMA-402, Intl mathematical value).
  return format.format(decimal as `${number}`);
}

/** An amount of money. */
export function Money({ amount }: { amount: Amount }) {
  const { i18n } = useLingui();
  return <span className="money">{formatMoney(amount, i18n.locale)}</span>;
}

const STEPS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['year', 31_557_600], ['month', 2_629_800], ['week', 604_800], ['day', 86_400],
  ['hour', 3_600], ['minute', 60],
];

/** "in 3 days", "2 hours ago": the largest unit that fits, counted from `from`. */
export function formatRelative(at: Date, from: Date, language: string): string {
  const seconds = (at.getTime() - from.getTime()) / 1000;
  const [unit, size] = STEPS.find(([, length]) => Math.abs(seconds) >= length) ?? ['minute', 60];
  return new Intl.RelativeTimeFormat(language, { numeric: 'auto' })
    .format(Math.round(seconds / size), unit);
}

interface WhenProps {
  /** An ISO 8601 moment, or a day `YYYY-MM-DD`. */
  readonly at: string;
  /** IANA name; the device's own when absent. A day has none. */
  readonly timeZone?: string;
  /** Leave out "in 3 days". */
  readonly absoluteOnly?: boolean;
}

/** A moment or a day, absolute and relative. */
export function When({ at, timeZone, absoluteOnly = false }: WhenProps) {
  const { i18n } = useLingui();
  const isDay = /^\d{4}-\d\d-\d\d$/.test(at);
  const moment = new Date(isDay ? `${at}T12:00:00Z` : at);
  const zone = isDay ? 'UTC' : timeZone;
  const absolute = dateFormat(i18n.locale, {
    dateStyle: 'medium', ...(isDay ? {} : { timeStyle: 'short' }), ...(zone ? { timeZone: zone } : {}),
  }).format(moment);
  const relative = isDay ? relativeDay(at, i18n.locale)
    : formatRelative(moment, now(), i18n.locale);
  return (
    <time dateTime={at}>{absolute}{!absoluteOnly && <span className="soft"> ({relative})</span>}</time>
  );
}

function relativeDay(day: string, language: string): string {
  const from = today();
  const days = daysBetween(from, day);
  if (Math.abs(days) >= 7) return formatRelative(new Date(day), new Date(from), language);
  return new Intl.RelativeTimeFormat(language, { numeric: 'auto' }).format(days, 'day');
}
