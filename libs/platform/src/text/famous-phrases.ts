/**
 * Phrases that everybody has heard as examples of passwords or otherwise, without spaces and marks:
 * whoever guesses tries them before any words of her own choice.
 */
export const FAMOUS_PHRASES: readonly string[] = [
  // Examples of passphrases.
  'correcthorsebatterystaple', 'horsebatterystaple', 'cleftcamsynodlacyyrwok', 'coffeetrainfish',
  'redhousemonkeys', 'applenemobeach', 'threerandomwords', 'fourrandomwords', 'thisismypassword',
  'thisisnotapassword', 'thisisapassword', 'mypasswordissecure', 'notmypassword',
  'changemeplease', 'youshallnotpass', 'opensesame', 'myvoiceismypassport', 'abretesesamo',
  'estaesmicontrasena', 'noesmicontrasena',
  // What is quoted.
  'tobeornottobe', 'thatisthequestion', 'maytheforcebewithyou', 'usetheforceluke',
  'lukeiamyourfather', 'iamyourfather', 'thequickbrownfox', 'jumpsoverthelazydog', 'helloworld',
  'holamundo', 'loremipsumdolorsitamet', 'inthebeginningwastheword', 'lettherebelight',
  'inthebeginninggodcreated', 'ourfatherwhoartinheaven', 'padrenuestroqueestasenelcielo',
  'thelordismyshepherd', 'fourscoreandsevenyearsago', 'wethepeopleoftheunitedstates',
  'ihaveadream', 'onceuponatime', 'eraseunavez', 'enunlugardelamancha',
  'decuyonombrenoquieroacordarme', 'itwasthebestoftimes', 'callmeishmael', 'winteriscoming',
  'elementarymydearwatson', 'livelongandprosper', 'beammeupscotty', 'hastalavistababy',
  'illbeback', 'houstonwehaveaproblem', 'franklymydearidontgiveadamn', 'theresnoplacelikehome',
  'twinkletwinklelittlestar', 'maryhadalittlelamb', 'happybirthdaytoyou', 'rosesareredviolets',
  'violetsareblue', 'allyouneedislove', 'letitbeletitbe', 'wewillrockyou', 'cogitoergosum',
  'carpediem', 'venividivici', 'ithinkthereforeiam', 'piensoluegoexisto', 'knowthyself',
  'supercalifragilisticexpialidocious', 'abracadabra', 'iloveyouverymuch', 'tequieromucho',
  'vivaespana', 'godsavethequeen', 'godsavetheking', 'makeamericagreatagain', 'ingodwetrust',
];
