import { useLingui } from '@lingui/react/macro';

/** A share of basis points in the language of the page: `4.5%`. */
export function useShare(): (bps: number) => string {
  const { i18n } = useLingui();
  return (bps) => i18n.number(bps / 10_000, { style: 'percent', maximumFractionDigits: 1 });
}
