/**
 * Share of the people covered who use an EAP in a year, in basis points, as providers report it:
 * National Behavioral Consortium, Industry Profile of 82 External EAP Providers (M. Attridge and
 * others, 2013).
 */
export const PUBLISHED = { averageBps: 450, medianBps: 360 } as const;

/** How a share compares with the published average: another only where chance would not do it. */
export function besideAverage(
  { leastBps, mostBps }: { readonly leastBps: number; readonly mostBps: number },
): 'more' | 'less' | 'alike' {
  if (leastBps > PUBLISHED.averageBps) return 'more';
  return mostBps < PUBLISHED.averageBps ? 'less' : 'alike';
}
