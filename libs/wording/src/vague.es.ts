import type { VagueWords } from './vague.ts';

const any = (...phrases: string[]) =>
  new RegExp(String.raw`(?<![\p{L}\p{N}])(?:${phrases.join('|').replaceAll(' ', '\\s{1,3}')})(?![\p{L}\p{N}])`, 'giu');

const PARTIES = '(?:terceros|terceras partes|partes|socios|entidades|empresas|proveedores|organismos|autoridades|personas|'
  + 'profesionales|organizaciones|colaboradores|destinatarios|instituciones)';

/** Spanish phrases that leave something open. */
export const VAGUE_ES: VagueWords = {
  phrases: [
    ['agreed', any(
      'al (?:continuar|seguir|usar|utilizar|acceder|navegar)(?: (?:usando|utilizando|navegando|con el uso|accediendo))?(?= [^.]{0,60}(?:acepta|consiente|está de acuerdo))',
      'consentimiento (?:tácito|implícito)', 'se entender(?:á|án) (?:aceptad[oa]s?|otorgad[oa]s?)')],
    ['change', any(
      'reserva(?:mos|n)? el derecho', 'sin (?:previo aviso|aviso previo|avisar)', '(?:podremos|puede|podrá) (?:cambiar|modificar|actualizar) [^.]{0,60}en cualquier momento')],
    ['which-law', any(
      '(?:cuando|según|como|si|salvo que|en la medida en que|conforme)(?: así)? lo (?:exija|exige|permita|permite|requiera|requiere|disponga|dispone|autorice) la (?:ley|legislación|normativa)(?: (?:vigente|aplicable|del lugar))?',
      'como (?:exige|manda|requiere|permite) la ley(?: del lugar)?', '(?:ley|leyes|legislación|normativa) (?:vigente|aplicable)s?', 'en los términos (?:legales|que marca la ley)')],
    ['how-long', any(
      '(?:durante )?el (?:tiempo|plazo|período|periodo) (?:que sea )?(?:estrictamente )?(?:necesario|imprescindible|oportuno|razonable|que haga falta)',
      '(?:durante )?un (?:tiempo|plazo|período|periodo) (?:razonable|prudencial|limitado|determinado)', 'mientras (?:sea|sean|resulte|resulten) (?:necesari[oa]s?|pertinentes?)',
      'indefinidamente', 'por tiempo indefinido', 'a la mayor brevedad', 'en su momento', 'más tiempo del necesario')],
    ['who', any(
      `(?:otros|otras|ciertos|ciertas|determinad[oa]s|algun[oa]s|divers[oa]s) ${PARTIES}`,
      `${PARTIES} (?:seleccionad[oa]s|de confianza|autorizad[oa]s|colaborador[ae]s|pertinentes|correspondientes|relacionad[oa]s|del grupo|asociad[oa]s|vinculad[oa]s)`,
      'terceros', 'terceras partes', 'empresas del grupo', 'filiales', 'personal (?:autorizado|cualificado|pertinente)', 'quien(?:es)? (?:pueda|puedan) ayudar',
      'quien(?:es)? (?:lo )?necesiten? (?:saberlo|conocerlo)', 'miembros del equipo', 'quien corresponda')],
    ['how-safe', any(
      'medidas (?:de seguridad |técnicas |organizativas |y |de protección ){0,4}(?:adecuadas|apropiadas|necesarias|oportunas|razonables|pertinentes)',
      'estándares (?:del sector|de la industria|más altos)', 'máxima (?:seguridad|confidencialidad)', 'esfuerzos razonables', 'de última generación', 'de forma segura',
      '(?:garantías|precauciones) (?:adecuadas|apropiadas|razonables)')],
    ['why', any(
      'inter(?:és|eses) legítimos?', '(?:fines|finalidades) (?:comerciales|operativ[oa]s|administrativ[oa]s|estadístic[oa]s|de investigación|de calidad|análog[oa]s|similares|relacionad[oa]s|legítim[oa]s|intern[oa]s)',
      'otros fines', 'otras finalidades', 'mejorar (?:nuestros|el|los|su|la) (?:servicios?|experiencia|calidad|atención)', 'mejora (?:del|de los|de nuestros) servicios?')],
    ['what', any(
      'entre otr[oa]s(?: cosas)?', 'etc', 'etcétera', 'a título (?:enunciativo|de ejemplo)(?: y no limitativo)?', '(?:incluyendo,? )?(?:pero )?sin limitarse a',
      '(?:cierta|determinada|diversa) información', '(?:ciertos|determinados|diversos) datos', 'información (?:pertinente|relevante|necesaria|relacionada)', 'datos (?:pertinentes|relevantes|necesarios)',
      '(?:lo mínimo|el mínimo) (?:necesario|imprescindible)', '(?:no )?(?:más de|solo|únicamente) lo (?:estrictamente )?(?:necesario|imprescindible)', 'divers[oa]s')],
    ['when', any(
      '(?:cuando|si|siempre que|donde|según|en caso de que) (?:(?:se|lo|sea|resulte|fuera|fuese|así|estime|considere|consideremos|estimemos) ){0,3}(?:necesari[oa]|oportun[oa]|conveniente|pertinente|apropiad[oa]|preciso|posible|adecuad[oa]|procedente)',
      'si (?:procede|hace falta|fuera menester)', 'cuando (?:proceda|corresponda|haga falta)', 'en su caso', 'en caso necesario', 'según (?:proceda|las circunstancias|el caso)',
      'a (?:su|nuestro|mi|libre) (?:criterio|discreción|juicio|elección)', '(?:en )?(?:ciert[oa]s|determinad[oa]s|algun[oa]s|especiales) (?:circunstancias|casos|situaciones|ocasiones|supuestos)',
      '(?:por|en) (?:lo )?general', 'generalmente', 'normalmente', 'habitualmente', 'de vez en cuando', 'periódicamente', 'ocasionalmente', 'a veces', 'en la mayoría de los casos',
      'en la medida de lo posible', 'razonablemente')],
  ],
  ask: {
    'who': '¿Quién exactamente, por su nombre o su función, y para qué lo necesita cada uno?',
    'when': '¿En qué casos exactamente, y quién lo decide?',
    'how-long': '¿Hasta qué día, o durante cuántos meses o años?',
    'what': '¿Qué se entiende por esto? ¿Es la lista completa?',
    'why': '¿Para qué exactamente, y puedo decir que no?',
    'which-law': '¿Qué ley, y a qué obliga?',
    'how-safe': '¿Qué se hace exactamente: quién tiene la llave y quién lo ha comprobado?',
    'change': '¿Cómo me avisarán, y puedo irme antes de que se aplique?',
    'agreed': '¿Dónde digo yo que sí o que no, y qué pasa si digo que no?',
  },
};
