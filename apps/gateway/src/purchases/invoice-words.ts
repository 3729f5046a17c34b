/** The words on the paper of an order, by ISO 639-1 code of the language. */
export const INVOICE_WORDS = {
  en: {
    invoice: 'Payment request', issued: 'Issued', due: 'Due', paid: 'Paid', to: 'To',
    programme: 'Programme', item: 'Item', count: 'Sessions', price: 'Price', amount: 'Amount',
    line: 'Prepaid session credits', seats: 'Seats',
    flat: (year: string) => `Flat price of the programme year ${year}, each seat`,
    shortfall: (year: string) =>
      `Sessions settled by the reports up to the programme year ${year}, beyond what was ordered`,
    net: 'Net', tax: 'Tax', untaxed: 'No tax is charged',
    total: 'Total', open: 'To be paid', settled: 'Paid in full',
    notes: [
      'This is not a tax invoice: addresses, tax numbers and a bank account of the parties are not '
        + 'known here. Ask whoever runs the service for one if you need it.',
      'By bank transfer, pay to the account that your contract names, with the number above as '
        + 'the reference.',
      'This paper says what was bought. It does not say, and nobody at Sotto knows, who uses it.',
    ],
  },
  es: {
    invoice: 'Solicitud de pago', issued: 'Emitida', due: 'Vence', paid: 'Pagada', to: 'Para',
    programme: 'Programa', item: 'Concepto', count: 'Sesiones', price: 'Precio', amount: 'Importe',
    line: 'Créditos de sesión prepagados', seats: 'Plazas',
    flat: (year: string) => `Precio fijo del año de programa ${year}, cada plaza`,
    shortfall: (year: string) => 'Sesiones liquidadas por los informes hasta el año de programa '
      + `${year}, por encima de lo pedido`,
    net: 'Neto', tax: 'Impuesto',
    untaxed: 'No se cobra impuesto', total: 'Total', open: 'Por pagar',
    settled: 'Pagada por completo',
    notes: [
      'No es una factura fiscal: aquí no constan direcciones, números fiscales ni cuenta bancaria '
        + 'de las partes. Pida una a quien gestiona el servicio si la necesita.',
      'Por transferencia, pague a la cuenta que indica su contrato, con el número de arriba como '
        + 'referencia.',
      'Este papel dice qué se compró. No dice, y nadie en Sotto sabe, quién lo usa.',
    ],
  },
} as const;

/** Languages in which the paper is written. */
export type PaperLanguage = keyof typeof INVOICE_WORDS;
