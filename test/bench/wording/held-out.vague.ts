/**
 * Sentences of consents and privacy notices. What is vague stands in brackets, after the taxonomy
 * of Reidenberg, Bhatia, Breaux and Norton ("Ambiguity in privacy policies and the impact of
 * regulation", Journal of Legal Studies 45, 2016: condition, generalisation, quantity) and HIPAA's
 * usual forms; modal verbs alone are left out. No rule was written from them.
 */
export const VAGUE: Readonly<Record<'en' | 'es', readonly string[]>> = {
  en: [
    'We may share your information [as needed] to coordinate your care.',
    'Records are available to [authorized personnel] on a [need-to-know basis].',
    'We disclose data to [trusted partners] who help us run the platform.',
    'Your file is kept [as long as necessary] for the purposes above.',
    'Information is retained [for a reasonable period] after you leave.',
    'We use [appropriate safeguards] to protect what you tell us.',
    'We collect [various] details about your visit, [including but not limited to] your address.',
    'We will [generally] ask you before we contact your doctor.',
    'In [certain circumstances] your counselor may speak with your employer.',
    'We share only with [selected third parties].',
    'Data may be used for [legitimate business purposes].',
    'We disclose information [as required by law].',
    'We may also disclose information [to the extent permitted by applicable law].',
    'We [reserve the right] to change this notice at any time.',
    '[By continuing to use] the portal you accept these terms.',
    'Your data is protected by [industry-standard] security.',
    'We contact you [from time to time] about your treatment.',
    'Notes may be released [where appropriate].',
    'We share the [minimum necessary] with your insurer.',
    'We use your answers to [improve our services].',
    'We [typically] delete recordings.',
    'Your therapist may, [at her discretion], tell a relative.',
    'The provider shares information with [affiliates] and [other parties].',
    'You may be contacted [if necessary].',
    'We take [reasonable steps] to keep your record private.',
  ],
  es: [
    'Podremos compartir sus datos [cuando sea necesario] para coordinar su atención.',
    'El historial está a disposición del [personal autorizado].',
    'Cedemos datos a [socios de confianza] que nos ayudan.',
    'Su expediente se conserva [el tiempo necesario] para los fines indicados.',
    'Los datos se guardan [durante un plazo razonable].',
    'Aplicamos [medidas adecuadas] para proteger lo que nos cuenta.',
    'Recogemos datos como su dirección, [entre otros].',
    '[Por lo general] le preguntaremos antes de hablar con su médico.',
    'En [determinadas circunstancias] su terapeuta podrá hablar con su empresa.',
    'Compartimos datos solo con [terceros seleccionados].',
    'Los datos se usan por [interés legítimo].',
    'Comunicamos datos [cuando lo exija la ley].',
    'Nos [reservamos el derecho] de modificar este aviso.',
    '[Al continuar usando] el portal, usted acepta estas condiciones.',
    'Sus datos están protegidos con los [estándares del sector].',
    'Le escribiremos [de vez en cuando] sobre su tratamiento.',
    'Las notas se entregarán [si procede].',
    'Usamos sus respuestas para [mejorar nuestros servicios].',
    'Su terapeuta podrá, [a su criterio], avisar a un familiar.',
    'Compartimos información con [empresas del grupo] y [otras entidades].',
  ],
};

/** Sentences that say who, what, when and for how long, and hold nothing vague. */
export const DEFINITE: Readonly<Record<'en' | 'es', readonly string[]>> = {
  en: [
    'Only your therapist and her supervisor, whose name is on this page, read your notes.',
    'Your notes are deleted seven years after the last session.',
    'We tell the police only when a judge orders it in writing, and we tell you first.',
    'You can withdraw this consent on any day by writing to the address below.',
    'Your employer receives the number of people who used the service, never fewer than ten.',
    'Sessions are not recorded. Nobody listens in.',
    'If a child is in danger, your therapist calls the child protection office of your county.',
    'The fee is 90 dollars a session, due on the day.',
    'We encrypt your file with a key that is kept in a locked safe in our office.',
    'Cancel by noon of the day before, or the session is charged in full.',
  ],
  es: [
    'Solo su terapeuta y su supervisora, cuyo nombre figura en esta página, leen sus notas.',
    'Sus notas se borran siete años después de la última sesión.',
    'Avisamos a la policía solo si un juez lo ordena por escrito, y se lo decimos antes a usted.',
    'Puede retirar este consentimiento cualquier día escribiendo a la dirección de abajo.',
    'Su empresa recibe el número de personas que usaron el servicio, nunca menos de diez.',
    'Las sesiones no se graban. Nadie escucha.',
    'Si un menor está en peligro, su terapeuta llama al servicio de protección de su provincia.',
    'El precio es de 90 euros por sesión, que se pagan el mismo día.',
  ],
};

/** Whole texts, and which of the four questions each answers. */
export const ANSWERING: readonly {
  readonly language: 'en' | 'es'; readonly text: string; readonly answers: readonly string[];
}[] = [
  { language: 'en', text: DEFINITE.en.join(' '), answers: ['who-views', 'when-disclosed', 'how-kept', 'how-withdrawn'] },
  { language: 'es', text: DEFINITE.es.join(' '), answers: ['who-views', 'when-disclosed', 'how-kept', 'how-withdrawn'] },
  {
    language: 'en', answers: ['when-disclosed'],
    text: 'Everything you say is confidential. I will break confidentiality if you are about to harm '
      + 'yourself or somebody else, or if a court orders me to. We keep records as long as necessary.',
  },
  {
    language: 'en', answers: ['how-withdrawn', 'how-kept'],
    text: 'You have the right to revoke this authorization in writing. Records are destroyed after ten '
      + 'years. Authorized personnel may view your file.',
  },
  {
    language: 'es', answers: ['how-kept'],
    text: 'La historia clínica se conserva cinco años en un armario cerrado con llave. Compartiremos '
      + 'datos cuando sea necesario.',
  },
  { language: 'en', text: 'Fees are due at the beginning of each session. Parking is behind the house.', answers: [] },
];

interface Unbracketed { readonly text: string; readonly spans: { start: number; end: number }[] }

/** A marked sentence without its brackets, and where they stood. */
export function unbracket(marked: string): Unbracketed {
  const spans: Unbracketed['spans'] = [];
  let text = '';
  marked.split(/[[\]]/).forEach((part, index) => {
    if (index % 2 === 1) spans.push({ start: text.length, end: text.length + part.length });
    text += part;
  });
  return { text, spans };
}
