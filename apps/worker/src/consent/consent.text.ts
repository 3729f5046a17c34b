/** One part of a consent text. */
interface ConsentSection {
  readonly title: string;
  readonly body: string;
}

/** A consent text: what a person agrees to before a case is opened. */
export interface ConsentText {
  readonly version: string;
  /** ISO 639-1. */
  readonly language: 'en' | 'es';
  /** The exceptions to confidentiality come first. */
  readonly sections: readonly ConsentSection[];
}

/** The version that is to be accepted now. A changed text is a new version. */
export const CONSENT_VERSION = '2027-01';

const ENGLISH: readonly ConsentSection[] = [
  {
    title: 'When your therapist may have to speak',
    body: 'What you say stays between you and your therapist, with four exceptions. Your therapist '
      + 'may, and in some places must, tell the emergency services, the person in danger, the '
      + 'office that protects children and adults, or the court: when your life or health is in '
      + 'serious and immediate danger; when you are about to seriously harm another person; when a '
      + 'child or a person who can\'t protect herself is being abused or neglected; when a court '
      + 'orders it. Your therapist tells you first unless that would put somebody in danger, and '
      + 'speaks of that one thing alone. The service can\'t tell them who you are: it does not know.',
  },
  {
    title: 'What your employer learns',
    body: 'Your employer pays, and is never told who uses the benefit, with whom, when or why. It '
      + 'gets counts of at least five people, every three months, a month after they have ended.',
  },
  {
    title: 'What is kept, and by whom',
    body: 'The service keeps your case without your name: the therapist you were referred to, your '
      + 'appointments, and what was paid for them. Your therapist sees a made-up name for you, '
      + 'another one than any other therapist would see. Nobody at the service and nobody at your '
      + 'employer sees your therapist\'s notes. She keeps them for the number of years that the law of '
      + 'her place fixes: ask her how many, and to see them. Your case has no day on which it is '
      + 'deleted.',
  },
  {
    title: 'Your twelve words',
    body: 'Your case can be opened with your device or your twelve words only. Nobody can look it up '
      + 'for you. Whoever has the twelve words can see it, so keep them where nobody else looks.',
  },
  {
    title: 'Cancelling, and stopping',
    body: 'A session that you cancel a day or more before it begins is yours again. You may end this '
      + 'agreement on any day, without a reason: cancel what you have booked, and book no more. What '
      + 'was kept until then stays. You may change therapist, and complain without saying who you '
      + 'are.',
  },
  {
    title: 'In an emergency',
    body: 'This is not an emergency service. If you or somebody else is in danger now, call the '
      + 'emergency number of the place where you are.',
  },
];

const SPANISH: readonly ConsentSection[] = [
  {
    title: 'Cuándo su terapeuta puede tener que hablar',
    body: 'Lo que usted diga queda entre usted y su terapeuta, con cuatro excepciones. Su terapeuta '
      + 'puede, y en algunos lugares debe, avisar a los servicios de emergencias, a la persona en '
      + 'peligro, a la oficina que protege a menores y adultos, o al tribunal: cuando su vida o su '
      + 'salud corra un peligro grave e inmediato; cuando usted esté a punto de causar un daño grave '
      + 'a otra persona; cuando se maltrate o desatienda a un menor o a alguien que no puede '
      + 'protegerse; cuando lo ordene un tribunal. Se lo dirá antes a usted, salvo que eso ponga a '
      + 'alguien en peligro, y solo hablará de eso. El servicio no puede decir quién es usted: no lo '
      + 'sabe.',
  },
  {
    title: 'Qué sabe su empresa',
    body: 'Su empresa paga, y nunca se le dice quién usa el servicio, con quién, cuándo ni por qué. '
      + 'Recibe recuentos de cinco personas o más, cada tres meses, un mes después de que hayan '
      + 'terminado.',
  },
  {
    title: 'Qué se guarda y quién lo guarda',
    body: 'El servicio guarda su caso sin su nombre: el terapeuta asignado, sus citas y lo que se '
      + 'pagó por ellas. Su terapeuta ve un nombre inventado, distinto del que vería cualquier otro '
      + 'terapeuta. Nadie del servicio ni de su empresa ve las notas de su terapeuta, que las guarda '
      + 'los años que fija la ley de su lugar: pregúntele cuántos, y pida verlas. Su caso no tiene '
      + 'día en que se borre.',
  },
  {
    title: 'Sus doce palabras',
    body: 'Su caso solo se abre con su dispositivo o con sus doce palabras. Nadie puede buscarlo por '
      + 'usted. Quien tenga las doce palabras puede verlo: guárdelas donde nadie más mire.',
  },
  {
    title: 'Cancelar y dejarlo',
    body: 'Una sesión que cancele un día o más antes de que empiece vuelve a ser suya. Puede poner '
      + 'fin a este acuerdo cualquier día, sin dar un motivo: cancele lo reservado y no reserve más. '
      + 'Lo guardado hasta entonces se queda. Puede cambiar de terapeuta, y reclamar sin decir quién '
      + 'es.',
  },
  {
    title: 'En una emergencia',
    body: 'Esto no es un servicio de emergencias. Si usted u otra persona está en peligro ahora, '
      + 'llame al número de emergencias del lugar donde esté.',
  },
];

/** The consent texts in force, one for each language. */
export const CONSENT_TEXTS: readonly ConsentText[] = [
  { version: CONSENT_VERSION, language: 'en', sections: ENGLISH },
  { version: CONSENT_VERSION, language: 'es', sections: SPANISH },
];

/** A consent text as one plain text. */
export function plainText({ sections }: ConsentText): string {
  return sections.map(({ title, body }) => `${title}\n\n${body}`).join('\n\n');
}
