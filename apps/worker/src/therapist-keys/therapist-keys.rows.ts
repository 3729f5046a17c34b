import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One version of a therapist's public keys, as she signed it. */
@Entity('provider_keys')
export class ProviderKeys {
  @PrimaryColumn('uuid') readonly providerId!: string;
  /** From 1. */
  @PrimaryColumn('integer') readonly version!: number;
  /** Canonical JSON of a `KeyRecord`. */
  @Column('text') readonly body!: string;
  @Column('text') readonly signature!: string;
  @Column('text', { nullable: true }) readonly vouch!: string | null;
  /** SHA-256 of the body, 64 hex digits. */
  @Column('text') readonly hash!: string;
  @Column('date') readonly publishedOn!: string;
}
