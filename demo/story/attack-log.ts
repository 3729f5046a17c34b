import type { AttackCount } from './outcome.ts';

/** Every kind of attack of the story. One that is never tried counts as a broken promise. */
export const ATTACKS = [
  'more issuance than allowed',
  'a claimed code with another wallet',
  'a swapped relay key',
  'a tagged issuer key',
  'terms that no contract has',
  'money that nobody has paid in',
  'a payout beyond what was paid in',
  'HR counting bookings by what is refused',
  'a place to meet without a booking',
  'the same credit twice',
  'the same credit at once from 64 connections',
  'a forged credit',
  'a credit of the wrong kind',
  'a client\'s view of another\'s case',
  'a claim without authorisation',
  'a claim for another therapist\'s session',
  'a therapist\'s view of another\'s referral',
  'a claim twice',
  'a therapist\'s view of another\'s remittance',
  'a held session cancelled afterwards',
  'HR asking before the release',
  'HR asking for a small group',
  'HR reading the codes of letters',
  'letters for staff whom HR invented',
  'what a letter was used for, by who printed it',
  'HR naming bookings by the times that are gone',
  'a credit on a day that it does not pay for',
  'strangers who use up what all share',
  'a thread from letter to case in both databases',
  'telling people apart by the length of requests',
  'opening recorded requests later',
] as const;

/** One kind of attack, in the words in which the story tells it. */
export type Attack = (typeof ATTACKS)[number];

/** Counts what was tried against the system, from its real answers. */
export class AttackLog {
  private readonly counts = new Map<Attack, { attempts: number; succeeded: number }>();

  /** Note one attempt and whether the system let it happen. */
  note(name: Attack, succeeded: boolean): void {
    this.noteMany(name, 1, succeeded ? 1 : 0);
  }

  /** Note several attempts at once, such as a race. */
  noteMany(name: Attack, attempts: number, succeeded: number): void {
    const count = this.counts.get(name) ?? { attempts: 0, succeeded: 0 };
    count.attempts += attempts;
    count.succeeded += succeeded;
    this.counts.set(name, count);
  }

  /** Every kind of attack, whether or not it was tried. */
  list(): AttackCount[] {
    return ATTACKS.map((name) =>
      ({ name, ...(this.counts.get(name) ?? { attempts: 0, succeeded: 0 }) }));
  }
}
