import type { Tongue } from './identifier-rules.ts';

const MONTH = '(?:enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|setiembre|octubre|noviembre|diciembre|'
  + 'Enero|Febrero|Marzo|Abril|Mayo|Junio|Julio|Agosto|Septiembre|Octubre|Noviembre|Diciembre)';
const DAY = String.raw`(?:3[01]|[12]\d|0?[1-9]|1\.?º)`;
const YEAR = String.raw`(?:19|20)\d{2}`;
const PART = String.raw`\p{Lu}[\p{L}'.-]{0,24}`;

/** Spanish as written in Spain and in the Americas. */
export const SPANISH: Tongue = {
  shapes: [
    { kind: 'date', pattern: new RegExp(String.raw`(?<!\w)(?:[Ee]l )?${DAY}(?: de |[ -])${MONTH}(?: del? ${YEAR}|[ -]${YEAR})?(?!\w)`, 'g') },
    { kind: 'date', pattern: new RegExp(String.raw`(?<!\w)${MONTH}(?: del?)? ${YEAR}(?!\w)`, 'g') },
    { kind: 'date', pattern: new RegExp(String.raw`(?<=(?<!\w)(?:[Ee]n|[Dd]esde|[Hh]asta|[Pp]rincipios de|[Ff]inales de|[Mm]ediados de|pasado) )${MONTH}(?!\w)`, 'g') },
    { kind: 'date', pattern: /(?<=(?<!\w)(?:el|nací|nacida|nacido|fecha:?) )\d{1,2}[/.]\d{1,2}(?![\w/.])/g },
    { kind: 'age', pattern: /(?<!\w)(?:9\d|1[01]\d) años/g },
    { kind: 'place', pattern: new RegExp(String.raw`(?<![\p{L}\d])(?:[Cc]alle|C\/|c\/|[Aa]venida|[Aa]vd?a\.?|[Aa]v\.|[Pp]aseo|[Pp]laza|[Cc]amino|[Cc]arretera|[Rr]onda|[Tt]ravesía|[Cc]alzada|[Bb]ulevar|[Cc]olonia) ?(?:de |del |de la |de los |de las )?${PART}(?: (?:de |del |de la |de los |de las |y )?${PART}){0,4}(?:,? ?(?:[nN]\.? ?º ?|núm\.? |número )?\d{1,4}(?!\d)(?:[ ,-]{1,3}\d{1,2}(?!\d)\.?[ºª°]?(?: ?\d[ºª])?(?: ?[A-Z](?!\w))?)?)?`, 'gu') },
    { kind: 'place', pattern: /(?<!\w)[Aa]partado (?:de correos |postal )?\d{1,6}/g },
    { kind: 'place', pattern: /(?<![\w.-])(?:0[1-9]|[1-4]\d|5[0-2])\d{3}(?=,? \p{Lu}|$|[.;\n)])(?! ?(?:€|euros|pesos))/gmu },
    { kind: 'place', pattern: /(?<=(?:C\.? ?P\.?|[Cc]ódigo postal):? )\d{5}(?!\w)/g },
    { kind: 'citizen-number', pattern: /(?<![\w.])\d{1,2}\.?\d{3}\.?\d{3}[- ]?[A-HJ-NP-TV-Z](?!\w)/g },
    { kind: 'citizen-number', pattern: /(?<!\w)[XYZ][- ]?\d{7}[- ]?[A-Z](?!\w)/g },
    { kind: 'citizen-number', pattern: /(?<!\w)[A-Z]{4}\d{6}[HM][A-Z]{5}[A-Z\d]\d(?!\w)/g },
    { kind: 'citizen-number', pattern: /(?<![\w/])\d{2}[/ -]\d{7,8}[/ -]\d{2}(?![\w/])/g },
    { kind: 'vehicle', pattern: /(?<!\w)\d{4}[- ]?[BCDFGHJKLMNPRSTVWXYZ]{3}(?!\w)|(?<!\w)[A-Z]{1,2}-\d{4}-[A-Z]{1,2}(?!\w)/g },
    { kind: 'place', pattern: /(?<=(?<!\p{L})(?:[Dd]omicilio|DOMICILIO|[Dd]irección|[Ll]ocalidad|[Pp]rovincia|[Cc]iudad|[Mm]unicipio|[Pp]oblación) ?:[ \t]{0,6})[\p{L}\d][^\n]{1,80}/gu },
    { kind: 'biometric', pattern: /(?<![\p{L}])huellas? (?:dactilar(?:es)?|digital(?:es)?|de voz)|(?<!\p{L})(?:escáner|escaneos?|lectura) (?:de (?:la )?(?:retina|iris|cara)|facial)|(?<!\p{L})reconocimiento facial|(?<!\p{L})grabaci(?:ón|ones) de (?:la |mi |su )?voz|(?<!\p{L})perfil genético/giu },
    { kind: 'photo', pattern: /(?<!\p{L})(?:fotos?|fotografías?|imagen|imágenes|retratos?|vídeos?|videos?) (?:(?:de|en) (?:mí|mi|su|él|ella|ellos|nosotros|nuestra|frente)(?!\p{L})(?: (?:cara|rostro|cuerpo)(?!\p{L}))?|de carn[eé]t?|de pasaporte)|(?<!\p{L})selfis?(?!\p{L})|(?<!\p{L})selfies?(?!\p{L})/giu },
  ],
  labels: [
    ['fax', /(?<!\p{L})(?:fax|telefax)(?!\p{L})/iu],
    ['record', /(?<!\p{L})(?:historia(?: clínica)?|historial|nhc|expediente (?:médico|clínico)|número de paciente|episodio)(?!\p{L})/iu],
    ['citizen-number', /(?<!\p{L})(?:dni|nie|nif|nuss|seguridad social|curp|rfc|cédula|rut|documento de identidad|identidad)(?!\p{L})/iu],
    ['plan', /(?<!\p{L})(?:tarjeta sanitaria|póliza|afiliaci[óo]n|afiliado|afiliada|mutua|seguro|asegurad[oa]|cip|tsi|beneficiari[oa])(?!\p{L})/iu],
    ['account', /(?<!\p{L})(?:cuenta|iban|tarjeta|clabe|ccc)(?!\p{L})/iu],
    ['licence', /(?<!\p{L})(?:colegiad[oa]|n[ºo°]? ?col|licencia|permiso|carn[eé]t? de conducir|pasaporte|certificado|cédula profesional)(?!\p{L})/iu],
    ['vehicle', /(?<!\p{L})(?:matrícula|bastidor|placas?|vehículo|coche)(?!\p{L})/iu],
    ['device', /(?<!\p{L})(?:serie|imei|dispositivo|aparato|marcapasos|bomba)(?!\p{L})/iu],
    ['phone', /(?<!\p{L})(?:teléfono|telefono|tel|tfno|móvil|celular|llame|llamarme|llamar|llamé|llámeme|whatsapp)(?!\p{L})/iu],
    ['code', /(?<!\p{L})(?:empleado|empleada|expediente|asunto|referencia|ref|factura|pedido|matrícula de estudiante|código|número|núm|identificador)(?!\p{L})/iu],
  ],
};
