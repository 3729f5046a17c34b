/** An amount in minor units: the driver gives bigint columns as text, which loses nothing. */
export const AMOUNT = {
  type: 'bigint',
  transformer: {
    from: (stored: string | null) => (stored === null ? null : BigInt(stored)),
    to: (amount: bigint | null | undefined) => amount?.toString() ?? amount,
  },
} as const;
