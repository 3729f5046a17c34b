import type { NameWords } from './names.ts';

const set = (words: string) => new Set(words.trim().split(/\s+/));

/** Common given names: verbs begin Spanish sentences, and nobody can list those. */
const GIVEN = set(`
  maría carmen josefa isabel ana dolores pilar teresa cristina francisca laura antonia mercedes lucía marta elena rosa
  juana raquel paula manuela rosario sara beatriz encarnación patricia silvia concepción andrea julia montserrat
  nuria sonia alba rocío irene sandra amparo mónica yolanda inmaculada alicia mar marina esther margarita susana
  inés ángela nerea carla sofía natalia claudia lorena consuelo victoria eva emilia lidia miriam ainhoa daniela
  catalina verónica noelia carolina lourdes olga adriana martina alejandra valeria gabriela guadalupe luz ximena
  jimena fernanda paola camila valentina mariana renata regina fátima aitana leire maite itziar amaia ane aina laia
  mireia candela vega abril blanca celia clara diana gloria gema leticia lola paz nieves begoña soledad virginia
  antonio manuel josé francisco david juan javier daniel carlos jesús alejandro miguel rafael pablo pedro ángel
  fernando sergio jorge luis alberto álvaro diego adrián raúl enrique ramón vicente iván rubén óscar andrés joaquín
  santiago víctor eduardo roberto jaime mario ignacio salvador marcos ricardo alfonso jordi hugo emilio julián guillermo
  gabriel tomás agustín josep marc nicolás martín félix gonzalo sebastián mateo iker unai mikel xabier asier aitor
  íñigo joan pau arnau biel lluís oriol gerard paco pepe nacho quique chema manolo lalo memo beto toño lupe chelo
  mohamed ahmed hassan youssef omar karim ali fatima aisha khadija amina mamadou moussa ousmane ibrahim andrei
  alexandru mihai ion elena ioana svetlana olena oksana natasha irina dmitri vladimir john mary anna peter paul sarah
  michael james thomas emma chloe wei li ming chen xin`);

/** How Spanish writes names. */
export const NAMES_ES: NameWords = {
  titles: set(`sr sra srta señor señora señorita don doña d dª dr dra doctor doctora prof profesor profesora lic
    licenciado licenciada ing tío tía padre hermano hermana sor juez jueza abuela abuelo`),
  capitals: set(`
    dios navidad semana santa pascua ramadán reyes españa méxico argentina colombia chile perú estados unidos europa
    américa áfrica asia francia alemania italia portugal reino unido unión europea usted ustedes vd ud uds vds
    zoom whatsapp google facebook instagram netflix skype internet signal telegram twitter youtube tiktok estado
    cliente paciente terapeuta empresa servicio servicios contrato acuerdo aviso privacidad política ley leyes
    reglamento general protección datos agencia ministerio sanidad salud consentimiento informado autorización artículo
    sección código civil penal tribunal supremo juzgado hospital clínica centro universidad colegio oficial psicólogos
    parte partes términos condiciones plataforma usuario usuarios responsable encargado orgánica real decreto derechos
    digitales sexo fecha edad ingreso localidad provincia domicilio diagnóstico informe servicio urgencias urgencia atención
    primaria medicina unidad datos nombre apellidos teléfono correo dirección ciudad médico psicología psiquiatría seguridad social sotto historia dni nie nif nuss iban cip`),
  openers: set(`
    el la los las lo un una unos unas mi mis tu tus su sus nuestro nuestra nuestros nuestras este esta estos estas ese
    esa esos esas aquel aquella yo tú él ella ello nosotros nosotras ellos ellas usted ustedes me te se nos le les
    que qué quien quién cual cuál cuando cuándo donde dónde como cómo cuanto cuánto por porque para pero y e o u ni si
    sí no nunca siempre también tampoco además aunque mientras desde hasta entre sin con contra según sobre tras ante
    bajo de del al a en hoy ayer mañana ahora antes después luego entonces ya aún todavía quizá quizás tal vez así
    aquí ahí allí hola gracias querido querida estimado estimada saludos atentamente un buenos buenas muy más menos
    mucho mucha muchos muchas poco poca todo toda todos todas nada nadie alguien algo algún alguna ningún ninguna
    otro otra otros otras cada cualquier ambos es son era eran fue fueron ser soy estoy está están hay había he ha han
    tengo tiene tienen puede puedo pueden debe deben quiero quisiera llamé llame envíe mande cargue adjunto dé`),
  given: GIVEN,
  // Whether an uncommon word that begins a sentence is a name, only what it says could tell.
  isStrangeName: (_word, parts) => parts > 1,
  articles: set('el la los las un una su sus este esta nuestro nuestra cada'),
  whereabouts: set('en desde hacia cerca'),
  label: new RegExp(
    String.raw`(?<!\p{L})(?:[Nn]ombres?(?: y apellidos?| completo)?|NOMBRE`
      + String.raw`|[Aa]pellidos?|APELLIDOS|[Pp]aciente|PACIENTE|[Cc]liente`
      + String.raw`|[Cc]ontacto de (?:urgencia|emergencia)|[Ff]irmado(?: por)?|[Tt]utora?`
      + String.raw`|[Rr]emitid[oa] por|[Mm]édic[oa]) ?:[ \t]{0,6}|(?<=[Mm]e llamo `
      + String.raw`|[Mm]i nombre es )`, 'gu'),
};
