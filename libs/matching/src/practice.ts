/** A licence to practise in one jurisdiction, until its last valid day. */
export interface Licence {
  /** ISO 3166. */
  readonly jurisdiction: string;
  readonly number: string;
  readonly expires: string;
}

/** What a therapist offers, as the directory shows it. */
export interface Practice {
  readonly id: string;
  readonly name: string;
  /** ISO 639-1. */
  readonly languages: readonly string[];
  readonly specialities: readonly string[];
  readonly modalities: readonly string[];
  readonly gender: string;
  /** IANA name. */
  readonly timeZone: string;
  readonly licences: readonly Licence[];
}
