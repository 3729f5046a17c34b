/** The words on remittance advice, by ISO 639-1 code of the language. */
export const REMITTANCE_WORDS = {
  en: {
    title: 'Remittance advice', to: 'Paid to', on: 'Pay date', payout: 'Payout', day: 'Session',
    client: 'Client', authorisation: 'Authorisation', service: 'Service', billed: 'Billed',
    adjustments: 'Adjustments', paid: 'Paid', total: 'Total', bearer: 'Bearer credit',
    currency: 'Currency', page: 'Page',
    note: 'What is paid is what was allowed, less the platform\'s share. Adjustments are X12 claim '
      + 'adjustment groups and reason codes.',
  },
  es: {
    title: 'Aviso de pago', to: 'Pagado a', on: 'Fecha de pago', payout: 'Pago', day: 'Sesión',
    client: 'Cliente', authorisation: 'Autorización', service: 'Servicio', billed: 'Facturado',
    adjustments: 'Ajustes', paid: 'Pagado', total: 'Total', bearer: 'Crédito al portador',
    currency: 'Moneda', page: 'Página',
    note: 'Se paga lo autorizado menos la parte de la plataforma. Los ajustes son grupos y códigos '
      + 'de motivo de ajuste X12.',
  },
} as const;

/** A language in which remittance advice is made. */
export type RemittanceLanguage = keyof typeof REMITTANCE_WORDS;
