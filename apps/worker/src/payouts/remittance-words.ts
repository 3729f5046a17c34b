/** The words on remittance advice, by ISO 639-1 code of the language. */
export const REMITTANCE_WORDS = {
  en: {
    title: 'Remittance advice', to: 'Paid to', on: 'Pay date', payout: 'Payout', day: 'Session',
    client: 'Client', authorisation: 'Authorisation', service: 'Service', billed: 'Billed',
    adjustments: 'Adjustments', paid: 'Paid', total: 'Total', bearer: 'Bearer credit',
    currency: 'Currency', page: 'Page',
    outcomes: { TOOK_PLACE: 'Held', NO_SHOW: 'No-show', LATE_CANCELLED: 'Late' },
    note: 'What is paid is what was allowed, less the platform\'s share; of a session that its '
      + 'client did not keep (no-show, or cancelled late), half of its price. Adjustments are X12 claim '
      + 'adjustment groups and reason codes.',
  },
  es: {
    title: 'Aviso de pago', to: 'Pagado a', on: 'Fecha de pago', payout: 'Pago', day: 'Sesión',
    client: 'Cliente', authorisation: 'Autorización', service: 'Servicio', billed: 'Facturado',
    adjustments: 'Ajustes', paid: 'Pagado', total: 'Total', bearer: 'Crédito al portador',
    currency: 'Moneda', page: 'Página',
    outcomes: { TOOK_PLACE: 'Hecha', NO_SHOW: 'Ausencia', LATE_CANCELLED: 'Tardía' },
    note: 'Se paga lo autorizado menos la parte de la plataforma; de una sesión a la que no se acudió '
      + '(ausencia, o anulada tarde), la mitad de su precio. Los ajustes son grupos y códigos '
      + 'de motivo de ajuste X12.',
  },
} as const;

/** A language in which remittance advice is made. */
export type RemittanceLanguage = keyof typeof REMITTANCE_WORDS;
