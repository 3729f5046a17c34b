/** Wallets without a member behind them: room for phrases that were lost, and no more. */
const MOST_FOR_EACH_PERSON = 4;
const MOST_AT_LEAST = 1000;

/** How many backups there are, and how many people could have one. */
export interface Crowding {
  readonly backups: number;
  readonly people: number;
}

/** Whether there is no room for another backup. */
export function isFull(there: Crowding): boolean {
  return there.backups >= roomFor(there);
}

/** Whether four fifths of the room are used: time for somebody to look. */
export function isCrowded(there: Crowding): boolean {
  return there.backups * 5 >= roomFor(there) * 4;
}

function roomFor({ people }: Crowding): number {
  return Math.max(MOST_AT_LEAST, people * MOST_FOR_EACH_PERSON);
}
