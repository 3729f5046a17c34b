import { useLingui } from '@lingui/react/macro';

/** A counted share of basis points in the language of the page, always to a tenth: `4.0%`. */
export function useShare(): (bps: number) => string {
  return useShareTo(1);
}

/** A stated share, or one of a scale, as short as it can be: `4%`, `4.5%`. */
export function useShortShare(): (bps: number) => string {
  return useShareTo(0);
}

function useShareTo(minimumFractionDigits: number): (bps: number) => string {
  const { i18n } = useLingui();
  return (bps) => i18n.number(bps / 10_000,
    { style: 'percent', minimumFractionDigits, maximumFractionDigits: 1 });
}
