import type { Tongue } from './identifier-rules.ts';

const MONTH = '(?:enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|setiembre|octubre|noviembre|diciembre|'
  + 'Enero|Febrero|Marzo|Abril|Mayo|Junio|Julio|Agosto|Septiembre|Octubre|Noviembre|Diciembre)';
const DAY = String.raw`(?:3[01]|[12]\d|0?[1-9]|1\.?º)`;
const YEAR = String.raw`(?:19|20)\d{2}`;
const PART = String.raw`\p{Lu}[\p{L}'.-]{0,24}`;

/** Spanish as written in Spain and in the Americas. */
export const SPANISH: Tongue = {
  shapes: [
    { kind: 'date', pattern: new RegExp(
      String.raw`(?<!\w)(?:[Ee]l )?${DAY}(?: de |[ -])${MONTH}(?: del? ${YEAR}|[ -]${YEAR}`
        + String.raw`)?(?!\w)`, 'g') },
    { kind: 'date', pattern: new RegExp(String.raw`(?<!\w)${MONTH}(?: del?)? ${YEAR}(?!\w)`, 'g') },
    { kind: 'date', pattern: new RegExp(
      String.raw`(?<=(?<!\w)(?:[Ee]n|[Dd]esde|[Hh]asta|[Pp]rincipios de|[Ff]inales de`
        + String.raw`|[Mm]ediados de|pasado) )${MONTH}(?!\w)`, 'g') },
    { kind: 'date', pattern: new RegExp(
      String.raw`(?<=(?<!\w)(?:el|nací|nacida|nacido`
        + String.raw`|fecha:?) )\d{1,2}[/.]\d{1,2}(?![\w/.])`, 'g') },
    { kind: 'age', pattern: /(?<!\w)(?:9\d|1[01]\d) años/g },
    { kind: 'place', pattern: new RegExp(
      String.raw`(?<![\p{L}\d])(?:[Cc]alle|C\/|c\/|[Aa]venida|[Aa]vd?a\.?|[Aa]v\.`
        + String.raw`|[Pp]aseo|[Pp]laza|[Cc]amino|[Cc]arretera|[Rr]onda|[Tt]ravesía`
        + String.raw`|[Cc]alzada|[Bb]ulevar|[Cc]olonia) ?(?:de |del |de la |de los `
        + String.raw`|de las )?${PART}(?: (?:de |del |de la |de los |de las |y )?${PART}`
        + String.raw`){0,4}(?:,? ?(?:[nN]\.? ?º ?|núm\.? `
        + String.raw`|número )?\d{1,4}(?!\d)(?:[ ,-]{1,3}\d{1,2}(?!\d)\.?[ºª°]?(?: ?\d[ºª])`
        + String.raw`?(?: ?[A-Z](?!\w))?)?)?`, 'gu') },
    { kind: 'place', pattern: /(?<!\w)[Aa]partado (?:de correos |postal )?\d{1,6}/g },
    { kind: 'place', pattern: new RegExp(
      String.raw`(?<![\w.-])(?:0[1-9]|[1-4]\d|5[0-2])\d{3}(?=,? \p{Lu}|$`
        + String.raw`|[.;\n)])(?! ?(?:€|euros|pesos))`, 'gmu') },
    { kind: 'place', pattern: /(?<=(?:C\.? ?P\.?|[Cc]ódigo postal):? )\d{5}(?!\w)/g },
    { kind: 'citizen-number', pattern: new RegExp(
      String.raw`(?<![\w.])\d{1,2}\.?\d{3}\.?\d{3}[- ]?[A-HJ-NP-TV-Z](?!\w)`, 'g') },
    { kind: 'citizen-number', pattern: /(?<!\w)[XYZ][- ]?\d{7}[- ]?[A-Z](?!\w)/g },
    { kind: 'citizen-number', pattern: /(?<!\w)[A-Z]{4}\d{6}[HM][A-Z]{5}[A-Z\d]\d(?!\w)/g },
    { kind: 'citizen-number', pattern: /(?<![\w/])\d{2}[/ -]\d{7,8}[/ -]\d{2}(?![\w/])/g },
    { kind: 'vehicle', pattern: new RegExp(
      String.raw`(?<!\w)\d{4}[- ]?[BCDFGHJKLMNPRSTVWXYZ]{3}(?!\w)`
        + String.raw`|(?<!\w)[A-Z]{1,2}-\d{4}-[A-Z]{1,2}(?!\w)`, 'g') },
    { kind: 'place', pattern: new RegExp(
      String.raw`(?<=(?<!\p{L})(?:[Dd]omicilio|DOMICILIO|[Dd]irección|[Ll]ocalidad`
        + String.raw`|[Pp]rovincia|[Cc]iudad|[Mm]unicipio`
        + String.raw`|[Pp]oblación) ?:[ \t]{0,6})[\p{L}\d][^\n]{1,80}`, 'gu') },
    { kind: 'biometric', pattern: new RegExp(
      String.raw`(?<![\p{L}])huellas? (?:dactilar(?:es)?|digital(?:es)?|de voz)`
        + String.raw`|(?<!\p{L})(?:escáner|escaneos?|lectura) (?:de (?:la )?(?:retina|iris`
        + String.raw`|cara)|facial)|(?<!\p{L})reconocimiento facial|(?<!\p{L})grabaci(?:ón`
        + String.raw`|ones) de (?:la |mi |su )?voz|(?<!\p{L})perfil genético`, 'giu') },
    { kind: 'photo', pattern: new RegExp(
      String.raw`(?<!\p{L})(?:fotos?|fotografías?|imagen|imágenes|retratos?|vídeos?`
        + String.raw`|videos?) (?:(?:de|en) (?:mí|mi|su|él|ella|ellos|nosotros|nuestra`
        + String.raw`|frente)(?!\p{L})(?: (?:cara|rostro|cuerpo)(?!\p{L}))?|de carn[eé]t?`
        + String.raw`|de pasaporte)|(?<!\p{L})selfis?(?!\p{L})|(?<!\p{L})selfies?(?!\p{L})`, 'giu') },
  ],
  labels: [
    ['fax', /(?<!\p{L})(?:fax|telefax)(?!\p{L})/iu],
    ['record', new RegExp(
      String.raw`(?<!\p{L})(?:historia(?: clínica)?|historial|nhc|expediente (?:médico`
        + String.raw`|clínico)|número de paciente|episodio)(?!\p{L})`, 'iu')],
    ['citizen-number', new RegExp(
      String.raw`(?<!\p{L})(?:dni|nie|nif|nuss|seguridad social|curp|rfc|cédula|rut`
        + String.raw`|documento de identidad|identidad)(?!\p{L})`, 'iu')],
    ['plan', new RegExp(
      String.raw`(?<!\p{L})(?:tarjeta sanitaria|póliza|afiliaci[óo]n|afiliado|afiliada`
        + String.raw`|mutua|seguro|asegurad[oa]|cip|tsi|beneficiari[oa])(?!\p{L})`, 'iu')],
    ['account', /(?<!\p{L})(?:cuenta|iban|tarjeta|clabe|ccc)(?!\p{L})/iu],
    ['licence', new RegExp(
      String.raw`(?<!\p{L})(?:colegiad[oa]|n[ºo°]? ?col|licencia|permiso`
        + String.raw`|carn[eé]t? de conducir|pasaporte|certificado`
        + String.raw`|cédula profesional)(?!\p{L})`, 'iu')],
    ['vehicle', /(?<!\p{L})(?:matrícula|bastidor|placas?|vehículo|coche)(?!\p{L})/iu],
    ['device', /(?<!\p{L})(?:serie|imei|dispositivo|aparato|marcapasos|bomba)(?!\p{L})/iu],
    ['phone', new RegExp(
      String.raw`(?<!\p{L})(?:teléfono|telefono|tel|tfno|móvil|celular|llame|llamarme`
        + String.raw`|llamar|llamé|llámeme|whatsapp)(?!\p{L})`, 'iu')],
    ['code', new RegExp(
      String.raw`(?<!\p{L})(?:empleado|empleada|expediente|asunto|referencia|ref`
        + String.raw`|factura|pedido|matrícula de estudiante|código|número|núm`
        + String.raw`|identificador)(?!\p{L})`, 'iu')],
  ],
};
