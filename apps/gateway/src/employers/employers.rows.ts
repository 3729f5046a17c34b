import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { AMOUNT } from '#platform/amount-column';
import type { HrRole } from '../http/caller.ts';

/** A customer: who buys session credits. */
@Entity('employer')
export class Employer {
  @PrimaryColumn('uuid') readonly id!: string;
  @Column('text') readonly name!: string;
  /** ISO 3166-1 alpha-2 code of the seat. */
  @Column('text') readonly country!: string;
  /** ISO 4217 code; one for the whole contract. */
  @Column('text') readonly currency!: string;
  @Column(AMOUNT) readonly sessionPriceMinor!: bigint;
  /** Flat price of a seat for a whole year; null: years are paid by sessions. */
  @Column({ ...AMOUNT, nullable: true }) readonly seatPriceMinor!: bigint | null;
  @Column('integer') readonly taxBps!: number;
  /** Who was invited first: with the name, the natural key. */
  @Column('text') readonly ownerEmail!: string;
  @Column('date') readonly createdOn!: string;
  /** By which the vault's operator finds the contract. */
  @Column('text') readonly contractNumber!: string;
}

/** Somebody who signs in for an employer. */
@Entity('hr_user')
export class HrUserRow {
  @PrimaryColumn('uuid') readonly id!: string;
  @Column('uuid') readonly employerId!: string;
  @ManyToOne(() => Employer) @JoinColumn({ name: 'employer_id' }) readonly employer!: Employer;
  @Column('text') readonly email!: string;
  @Column('text') readonly role!: HrRole;
  @Column('text') readonly passwordHash!: string;
  @Column('date') readonly createdOn!: string;
  /** Day on which she was removed; null: she is in. */
  @Column('date', { nullable: true }) readonly removedOn!: string | null;
}

/** Who may set a password; the token is the id under a MAC. */
@Entity('hr_invitation')
export class Invitation {
  @PrimaryColumn('uuid') readonly id!: string;
  @Column('uuid') readonly employerId!: string;
  @ManyToOne(() => Employer) @JoinColumn({ name: 'employer_id' }) readonly employer!: Employer;
  @Column('text') readonly email!: string;
  @Column('text') readonly role!: HrRole;
  @Column('date') readonly expiresOn!: string;
  @Column('date', { nullable: true }) readonly acceptedOn!: string | null;
  /** Whether accepting it takes a second factor away. */
  @Column('boolean') readonly withoutSecondFactor!: boolean;
  /** The administrator who invites; null where operators do. */
  @Column('uuid', { nullable: true }) readonly invitedBy!: string | null;
}
