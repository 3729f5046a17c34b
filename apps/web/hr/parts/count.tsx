import { useLingui } from '@lingui/react/macro';

/** A whole number as the language writes it. */
export function Count({ value }: { value: number }) {
  const { i18n } = useLingui();
  return <>{i18n.number(value)}</>;
}
