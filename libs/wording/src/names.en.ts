import type { NameWords } from './names.ts';

const set = (words: string) => new Set(words.trim().split(/\s+/));

/** Endings of English words that are no names; what is a name all the same is among `GIVEN`. */
const ENDING = new RegExp(
  String.raw`(?:.{3}(?:ing|ed|ly|ful)|tion|sion|.{3}ment|ness|.{3}ity|less|.{3}ance`
    + String.raw`|.{3}ence|ency|ancy|ism|ship|hood|ward|wise|.{4}(?:al|ic|ive|able|ible`
    + String.raw`|ous|ary|ory)|[a-z]-[a-z]+|(?:er|nt|rt|st|ce|ge|al|or|ct|ch)s|'t|'ve|'ll`
    + String.raw`|'re|'d|'m)s?$`, '');

const GIVEN = set(`
  emily kimberly beverly molly sally holly lily carly kelly shelly polly reilly clement ahmed mohammed mohamed muhammed
  mehmed jared alfred wilfred winifred mildred constance clarence florence terence lawrence laurence charity trinity
  felicity sterling channing hamed hamid khaled walid rashed majed fred ned ted james charles thomas carlos agnes
  frances kamal jamal faisal pascal crystal chantal kendal iqbal jalal bilal dominic frederic
  eric hillary hilary rosemary zachary gregory mallory marcos yves rogers flowers jean-luc mary-ann louis lewis marcus nicholas niklas jonas lucas rosa john mary anna sarah david michael peter paul`);

/** How English writes names. */
export const NAMES_EN: NameWords = {
  titles: set(`mr mrs ms miss mx dr doctor prof professor sir madam rev reverend father sister brother judge nurse
    officer captain capt sgt sergeant aunt auntie uncle grandma grandpa nana lady lord rabbi imam pastor coach`),
  capitals: set(`
    i i'm i've i'd i'll i-
    january february march april may june july august september october november december feb mar apr jun jul aug
    sep sept oct nov dec monday tuesday wednesday thursday friday saturday sunday mondays tuesdays wednesdays thursdays
    fridays saturdays sundays english spanish french german italian portuguese dutch russian polish chinese japanese
    korean arabic hebrew hindi turkish american british irish scottish welsh canadian australian mexican african asian
    european latino latina hispanic indian catholic protestant muslim jewish jew hindu buddhist christmas easter
    thanksgiving ramadan halloween hanukkah diwali eid passover lent god lord jesus bible quran america usa uk us
    alabama alaska arizona arkansas california colorado connecticut delaware florida hawaii idaho illinois indiana iowa
    kansas kentucky louisiana maine maryland massachusetts michigan minnesota mississippi missouri montana nebraska nevada
    hampshire ohio oklahoma oregon pennsylvania tennessee texas utah vermont wisconsin wyoming dakota
    england scotland wales ireland france germany spain italy europe africa asia canada mexico australia india china
    japan brazil russia ukraine poland states united kingdom state federal north south east west earth zoom whatsapp
    google facebook instagram netflix skype internet teams signal telegram apple amazon microsoft twitter youtube tiktok
    zoloft prozac lexapro xanax valium ativan ambien lithium ritalin adderall wellbutrin cymbalta seroquel mom mum dad
    mommy daddy mama papa covid hipaa gdpr phi eap cbt dbt emdr ptsd adhd ocd act ifs mr-
    client clients patient patients therapist therapists provider providers practice company agreement notice privacy
    policy services service employer employee employees counselor counsellor counseling counselling section article
    act code law laws department office health human accountability portability insurance security rights data personal
    information protected regulation consent release authorization authorisation agency association board center centre
    clinic hospital university college school court psychotherapy therapy sotto programme program party parties terms
    platform site website app account user users member members business associate controller processor internal
    external records record`),
  openers: set(`
    a an the this that these those my your his her its our their mine yours i you he she it we they me him us them who
    whom whose which what where when why how and or but nor so yet for if unless until while because since although though
    whereas whether once after before during through throughout about above across against along among around as at
    behind below beneath beside besides between beyond by concerning despite down except from in inside into like near
    of off on onto out outside over past per regarding to toward towards under underneath unlike up upon with within
    without not no none nobody nothing never always often sometimes usually rarely seldom ever maybe perhaps probably
    possibly certainly clearly hopefully however therefore moreover furthermore also too still even just only then
    there here now today tomorrow yesterday tonight later soon again instead otherwise meanwhile eventually finally
    first second third next last lastly most more many much some any all both each every either neither few several
    other others another such same one two three four five six seven eight nine ten half part parts am is are was were
    be been being do does did done have has had having can could may might must shall should will would cannot let
    let's please thank thanks hello hi hey dear kind best warm regards sincerely yes no ok okay well right sure sorry
    good great bad nice fine welcome see call write text send ask tell say said take give go come get make keep stop
    start begin try use find look listen think feel know want need help talk speak read sign book cancel change move
    add attach bring choose click contact discuss enter explain fill follow include learn leave note notify open pay
    print provide put remember report request return review select set share show stay tick turn visit wait work
    fax phone email mail name address date patient client member emergency medical case court court's chart driver's
    supervised seen treated referred born aged group subject re cc from attn
    people person everyone everybody anyone anybody someone somebody something anything everything things thing life
    time times day days week weeks month months year years morning evening night nights home house work job school
    money food sleep stress anxiety depression panic anger fear fears shame guilt grief sadness joy trust love hope
    silence crying worry worries trauma pain alcohol coffee drugs medication exercise therapy therapists sessions
    session homework progress goals goal notes note letters letter friends friend family families parents parent
    children child kids kid husband wife partner partners couple couples men women man woman boys girls colleagues
    manager managers boss bosses team teams everyone's mood appetite energy focus memory suicidal risk client's
    patient's english spanish zoom sundays mondays christmas cognitive breathing mindfulness treatment plan plans
    records record information data privacy confidentiality consent disclosure employer's employers clinicians
    questions question answers answer rights right limits fees payment payments insurance exceptions changes details
    words word thoughts thought feelings feeling dreams dream memories crises crisis care health mental physical
    nothing's it's that's there's here's what's who's he's she's we're they're you're i'm i've don't doesn't didn't
    can't won't isn't aren't wasn't weren't haven't hasn't wouldn't couldn't shouldn't whatever whenever wherever
    whoever less least enough rather quite very really almost nearly already afterwards later earlier far long short
    old new young big small high low early late hard easy able available free full empty true false real same different
    important common ordinary normal simple difficult possible impossible strange odd funny sad happy angry tired alone
    together apart away back forward north south east west general specific certain various own main whole total
    according due given based compared regardless upon versus via plus minus single double daily weekly monthly annual
    secure clear honest key main self top peer public private legal ethical local social digital online paper law rule rules
    reason reasons case cases step steps term terms aspect point points risk risks threat sign signs kind side sides level
    access contact staff media news world country city town street place room door phone phones device devices software
    storage keep keeping share sharing require requires ensure imagine reach wish avoid check consider remember notice
    practise practice prepare receive respond seek seeing spend switch talk teach tend tell trying understand watch write
    change choice cost costs price value body mind brain heart head pain illness disorder diagnosis culture language
    religion faith gender age identity career office meeting meetings call calls message messages group groups class
    perspective cornerstone discretion paperwork disclaimer takeaways dilemma dilemmas concerns orders abuse neglect
    greater greatest higher highest lower lowest better best worse worst stronger larger smaller longer shorter minimal
    someone's example examples reality history future past present summer winter spring autumn research studies evidence
    slow fast steady quiet loud coping support safety boundaries communication conflict intimacy sex body anyone's`),
  given: GIVEN,
  isStrangeName: (word) => !ENDING.test(word),
  articles: set('the a an this your our these those any each every no'),
  whereabouts: set('in near at around to from outside'),
  label: new RegExp(
    String.raw`(?<!\p{L})(?:(?:[Ff]ull |[Ll]egal |[Pp]referred |[Pp]atient |[Cc]lient `
      + String.raw`|[Ff]irst |[Ll]ast |[Gg]iven |[Ff]amily )?[Nn]ames?|NAME|PATIENT`
      + String.raw`|[Ss]urname|Patient|Client|[Ee]mergency contact|[Nn]ext of kin`
      + String.raw`|[Gg]uardian|[Ss]igned(?: by)?) ?:[ \t]{0,6}|(?<=[Mm]y name is `
      + String.raw`|[Mm]y name's |[Pp]eople call me )`, 'gu'),
};
