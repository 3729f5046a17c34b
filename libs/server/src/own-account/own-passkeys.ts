import type { OwnPasskey } from '../passkey.rows.ts';
import { UNKNOWN_PASSKEY, type PasskeyBegun, type PasskeysChanged } from '../passkeys.ts';
import type { Owner, OwnParts } from './owner.ts';
import type { FactorNeeded, PresentFactor, Proof } from './present-factor.ts';

/** Somebody's own passkeys, and the record of what was done with them. */
export class OwnPasskeys<Who extends Owner> {
  constructor(
    private readonly parts: OwnParts<Who>, private readonly present: PresentFactor<Who>,
  ) {}

  /** All of them. */
  list({ owner }: Who): Promise<OwnPasskey[]> {
    const { db, passkeyRows } = this.parts;
    return db.read('own-passkeys', (tx) => passkeyRows.list(tx, owner));
  }

  /** What the browser is asked to make a passkey. */
  begin(who: Who, proof: Proof): Promise<PasskeyBegun | FactorNeeded> {
    const { passkeys } = this.parts;
    return this.present.during<PasskeyBegun>('begin-passkey', who, proof,
      (tx, { name, passwordHash, hadFactor }) => passkeys.begin(tx, {
        owner: who.owner, use: hadFactor ? 'add' : 'add-first', passwordHash }, name));
  }

  /** Keep the passkey that the browser has made. */
  add(who: Who, answer: string, name: string): Promise<PasskeysChanged> {
    const { owner } = who;
    const { db, factorRows, passkeys, accounts, record } = this.parts;
    return db.transaction('add-passkey', async (tx) => {
      const passwordHash = (await accounts.lock(tx, owner))?.passwordHash ?? '';
      const use = await factorRows.hasAny(tx, owner) ? 'add' : 'add-first';
      const outcome = await passkeys.add(tx, { owner, use, passwordHash }, answer, name);
      if (outcome.kind === 'refused') return this.present.heard(outcome);
      // An app that is not confirmed yet was begun by the password alone: it must not be now.
      if (use === 'add-first') await factorRows.forgetBegun(tx, owner);
      await record.add(tx, owner, 'PASSKEY_ADDED', name);
      return outcome;
    });
  }

  /** Call a passkey something else. */
  rename({ owner }: Who, id: string, name: string): Promise<PasskeysChanged> {
    const { db, passkeyRows, passkeys } = this.parts;
    return db.transaction('rename-passkey', async (tx) =>
      await passkeyRows.rename(tx, owner, id, name)
        ? passkeys.changed(tx, owner) : UNKNOWN_PASSKEY);
  }

  /** Remove a passkey. */
  remove(who: Who, id: string, proof: Proof): Promise<PasskeysChanged | FactorNeeded> {
    const { owner } = who;
    const { passkeyRows, passkeys, record } = this.parts;
    return this.present.during<PasskeysChanged>('remove-passkey', who, proof, async (tx) => {
      const name = await passkeyRows.remove(tx, owner, id);
      if (name === undefined) return UNKNOWN_PASSKEY;
      await record.add(tx, owner, 'PASSKEY_REMOVED', name);
      return passkeys.changed(tx, owner);
    });
  }
}
