import type { Tx } from '#platform/database';
import type { Enrolment, Recovery, SwitchedOff } from '../second-factor.ts';
import type { Owner, OwnParts } from './owner.ts';
import type { FactorNeeded, PresentFactor, Proof } from './present-factor.ts';

/** Somebody's own authenticator app, and the record of what was done with it. */
export class OwnApp<Who extends Owner> {
  constructor(
    private readonly parts: OwnParts<Who>, private readonly present: PresentFactor<Who>,
  ) {}

  /** Make a secret for an app. It counts once a code of it was confirmed. */
  begin(who: Who, proof: Proof): Promise<Enrolment | FactorNeeded> {
    const { apps } = this.parts;
    return this.present.during<Enrolment>('begin-second-factor', who, proof,
      (tx, { name }) => apps.begin(tx, who.owner, name));
  }

  /** Switch it on by a first right code; the recovery codes are told this once. */
  confirm({ owner }: Who, code: string): Promise<Recovery> {
    const { apps } = this.parts;
    return this.byCode('confirm-second-factor', owner, 'SECOND_FACTOR_ON', (tx) =>
      apps.confirm(tx, owner, code));
  }

  /** Fresh recovery codes; those before them are void. */
  renewRecovery({ owner }: Who, code: string): Promise<Recovery> {
    const { apps } = this.parts;
    return this.byCode('renew-recovery', owner, 'RECOVERY_CODES_RENEWED', (tx) =>
      apps.renew(tx, owner, code));
  }

  /** Switch it off. */
  switchOff(who: Who, proof: Proof): Promise<SwitchedOff | FactorNeeded> {
    const { owner } = who;
    const { apps, record } = this.parts;
    return this.present.during<SwitchedOff>('switch-off-second-factor', who, proof, async (tx) => {
      const outcome = await apps.switchOff(tx, owner);
      if (outcome.kind === 'off') await record.add(tx, owner, 'SECOND_FACTOR_OFF', '');
      return outcome;
    });
  }

  private byCode(
    name: string, owner: string, deed: 'SECOND_FACTOR_ON' | 'RECOVERY_CODES_RENEWED',
    work: (tx: Tx) => Promise<Recovery>,
  ): Promise<Recovery> {
    const { db, accounts, tries, record } = this.parts;
    return db.transaction(name, async (tx) => {
      await accounts.lock(tx, owner);
      const outcome = await tries.ofCode(tx, owner, null, () => work(tx));
      if (outcome.kind === 'on') await record.add(tx, owner, deed, '');
      return this.present.heard(outcome);
    });
  }
}
