import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A therapist whom the operator has registered. */
@Entity('provider')
export class Provider {
  @PrimaryColumn('uuid') readonly id!: string;
  @Column('text') readonly login!: string;
  @Column('text') readonly passwordHash!: string;
  @Column('text') readonly displayName!: string;
  /** ISO 639-1. */
  @Column('text', { array: true }) readonly languages!: readonly string[];
  @Column('text', { array: true }) readonly specialities!: readonly string[];
  @Column('text', { array: true }) readonly modalities!: readonly string[];
  @Column('text') readonly gender!: string;
  /** IANA name. */
  @Column('text') readonly timeZone!: string;
  @Column('boolean') readonly active!: boolean;
  @Column('date') readonly registeredOn!: string;
  /** The operator has seen this password: she has to choose her own. */
  @Column('boolean') readonly firstPassword!: boolean;
}

/** A licence, as the operator has seen it. */
@Entity('provider_licence')
export class ProviderLicence {
  @PrimaryColumn('uuid') readonly providerId!: string;
  /** ISO 3166. */
  @PrimaryColumn('text') readonly jurisdiction!: string;
  @Column('text') readonly number!: string;
  /** Its last day. */
  @Column('date') readonly expires!: string;
}
