import type { Command } from 'commander';

/** Names that the domains have for what an option carries, where they are not the option's own. */
const OPTIONS: Readonly<Record<string, string>> = {
  employerId: 'employer', invoiceNumber: 'invoice', programmeId: 'programme', requestId: 'request',
  payoutId: 'payout', runId: 'run', amountMinor: 'amount', sessionPriceMinor: 'price',
  priceMinor: 'price', seatPriceMinor: 'seatPrice', sessionsPerMember: 'sessions', contractNumber: 'contract',
  spareSeats: 'spare', checkNumber: 'check', k: 'group', rateBps: 'use', ownerEmail: 'email', contactEmail: 'contact', idempotencyKey: 'key', recipient: 'printer',
};
/** `field` or `"input.field.0"`, and what may stand between it and what it must be. */
const SHOWN = String.raw`(?:is (?:"(?:[^"\\]|\\.)*"?…?|[\w.-]+) and )?`;
const PLACE = new RegExp(String.raw`(^|[:;] )"?([a-zA-Z][\w.]*)"? ${SHOWN}(?=must |has )`, 'g');

/**
 * A refusal in the words of whoever typed the command: the option and its value as they were typed,
 * in place of a domain's name for the field. What is not about an option stays as it is.
 */
export function asTyped(message: string, command: Command): string {
  const typed = command.opts<Record<string, unknown>>();
  let isNamed = false;
  const shown: string[] = [];
  const told = message.replaceAll(PLACE, (whole, lead: string, place: string) => {
    const field = place.split('.').findLast((part) => /^[a-z]/i.test(part)) ?? place;
    const name = OPTIONS[field] ?? field;
    const option = command.options.find((one) => one.attributeName() === name);
    const value = typed[name];
    if (!option || typeof value !== 'string') return whole;
    isNamed = true;
    shown.push(`, not ${value}`);
    return `${lead}${option.long ?? ''} ${JSON.stringify(entryOf(value, place))} `;
  });
  if (!isNamed) return message;
  // The value stands there already.
  return shown.reduce((text, again) => text.replace(again, ''), told)
    .replace(/^(?:The options|BAD_USER_INPUT): /, '');
}

/** Of a list that was typed with commas the entry that a place such as `languages.1` means. */
function entryOf(typed: string, place: string): string {
  const [, number] = /\.(\d+)$/.exec(place) ?? [];
  return number === undefined ? typed : typed.split(',')[Number(number)]?.trim() ?? typed;
}
