/** What a tongue gives to invented names: syllables for people, words for titles. All lists are our own. */
export interface Tongue {
  /** Beginnings, middles and ends of invented family and given names. */
  readonly starts: readonly string[];
  readonly middles: readonly string[];
  readonly ends: readonly string[];
  /** Words that stand between syllable groups: '' joins without a space. */
  readonly gap: string;
  readonly adjectives: readonly string[];
  readonly nouns: readonly string[];
  /** Whether the adjective follows its noun. */
  readonly adjectiveLast: boolean;
  /** Linking words, as in "house of rain". */
  readonly links: readonly string[];
  /** Whether words in titles start with a capital. */
  readonly capitals: boolean;
}

const words = (text: string): string[] => text.split(' ');

const english: Tongue = {
  starts: words(
    'Bar Bel Bran Cal Cor Dar Del Dun El Far Fen Gar Hal Har Jes Kel Ken Lan Lor Mar Mer Nor Or Pel Quin Ros Sel Tal Tor Van Vel Wen Wil Zan Bry Cass Ivo Odd Rue Thea',
  ),
  middles: words('a e i o u an el in or er al is en ar on il am ey ow'),
  ends: words(
    'by dale den don field ford gate ham ley low man mere more ner ric son ston ton vale vin way well wick worth wyn ster cott brook lyn ter',
  ),
  gap: ' ',
  adjectives: words(
    'Blue Broken Silent Golden Hollow Electric Crooked Distant Paper Velvet Burning Sleepless Northern Hidden Second Wild Slow Quiet Neon Silver Lonely Restless Borrowed Faded Gentle Heavy Honest Last Little Long Lost Midnight Morning Narrow New Old Open Pale Perfect Plastic Quick Rising Salt Secret Sharp Simple Stolen Strange Summer Sunday Sweet Tall Tender Thin Turning Warm Winter Young',
  ),
  nouns: words(
    'Rain River Window Engine Garden Mirror Signal Harbour Candle Feather Winter Thunder Shadow Letter Ocean Machine Highway Kitchen Ladder Lantern Mountain Needle Number Orchard Paper Pocket Promise Radio Railway Ribbon Road Room Satellite Season Sister Brother Stone Storm Story Street Sugar Sun Table Telephone Tide Tiger Tower Train Valley Village Voice Wall Water Weather Wheel Wire Wolf Wonder Apple Balcony Basement Bridge Carousel Ceiling Circle City Compass Curtain Dancer Desert Diamond Door Echo Ember Fever Field Fire Flower Forest Ghost Glass Heart Hour House Island Key',
  ),
  adjectiveLast: false,
  links: words('of in for and without under before after beyond'),
  capitals: true,
};

const spanish: Tongue = {
  starts: words(
    'Al Bar Ben Cal Car Cos Del Es Fer Gar Gue Her Jua Lo Ma Men Mor Na Or Par Qui Ra Ro Sal San To Va Vi Yá Zu',
  ),
  middles: words('a e i o u an er in al ar en and ol'),
  ends: words(
    'do dez lles mos nara ño quín rado rena res rez ría rillo rón sco tez to vera za zón ñez lá món',
  ),
  gap: ' ',
  adjectives: words(
    'azul roto dorado perdido secreto lento amargo dulce lejano ciego sincero solo nuevo viejo último primero libre oscuro tierno salvaje',
  ),
  nouns: words(
    'Corazón Fuego Camino Luna Noche Mañana Sueño Beso Mar Cielo Adiós Sombra Lluvia Olvido Tiempo Verano Espejo Puerto Viento Silencio Pañuelo Jardín Sangre Calle Voz',
  ),
  adjectiveLast: true,
  links: ['de', 'sin', 'en', 'para', 'y', 'contra'],
  capitals: false,
};

const portuguese: Tongue = {
  ...spanish,
  starts: words(
    'Al Bar Car Cas Cou Du Fer Fi Gon Gou Jo Lei Lou Ma Men Mo Nei Oli Pai Pe Ri Ro Sa Sil Ta Tei Va Vi Zé',
  ),
  ends: words('ão va nho res reira lho ques rães des veira lva zes nes ntos queira ço lito dinho nça'),
  adjectives: words(
    'azul perdido bonito lento doce sozinho novo antigo último livre distante secreto sincero louco calmo',
  ),
  nouns: words(
    'Coração Saudade Caminho Lua Noite Manhã Sonho Beijo Mar Céu Adeus Sombra Chuva Tempo Verão Espelho Vento Silêncio Jardim Rua Voz Menina Samba Estrela Paixão',
  ),
  links: ['de', 'sem', 'em', 'para', 'e'],
};

const french: Tongue = {
  starts: words(
    'Au Bau Ber Blan Bou Cha Clé Dau Del Du Fau Ga Gau Jo La Le Lan Ma Mon Mou Pé Phi Re Rou Sé Thi Va Vau',
  ),
  middles: words('a e i o u an in on ou é eu al er'),
  ends: words(
    'bert cher deau det don guet lard let lin neau nier quet rand reau rel rin sard thier ton vier ville vret',
  ),
  gap: ' ',
  adjectives: words(
    'bleu perdu léger sombre lointain secret dernier premier étrange tendre doré nouveau ancien sauvage brûlant muet',
  ),
  nouns: words(
    'Cœur Nuit Matin Rêve Baiser Mer Ciel Ombre Pluie Oubli Temps Été Miroir Port Vent Silence Jardin Rue Voix Étoile Fenêtre Hiver Forêt Lettre Château',
  ),
  adjectiveLast: true,
  links: ['de', 'sans', 'dans', 'pour', 'et', 'sous'],
  capitals: false,
};

const german: Tongue = {
  starts: words(
    'Al Bach Ber Bran Det Eber Eich Fal Fried Gers Grün Hart Hei Jä Kauf Kes Kör Lin Mül Nie Ober Rit Rös Schä Schmie Stein Tau Uhl Vo Wag Wei Zim',
  ),
  middles: words('en er el in an ing ol'),
  ends: words(
    'bach baum berg beck burg dorf feld hardt hausen heim hoff ler ling mann meier ner rich stedt stein thal wald weg',
  ),
  gap: ' ',
  adjectives: words(
    'blaue stille letzte erste verlorene ferne goldene kalte leise alte neue wilde fremde helle dunkle süße müde',
  ),
  nouns: words(
    'Nacht Sonne Straße Stadt Liebe Zeit Regen Träume Stimme Wolken Brücke Maschine Sterne Flammen Wüste Küsse Gärten Uhren Wellen Züge Schatten Blätter Türen Lieder Inseln',
  ),
  adjectiveLast: false,
  links: ['und', 'ohne', 'für', 'gegen', 'über', 'bis'],
  capitals: true,
};

const swedish: Tongue = {
  ...german,
  starts: words(
    'Al Berg Björk Dahl Ek Fors Grön Hag Hed Lind Lund Nor Ny Ös Sjö Ste Sund Sö Tör Väs Ås Åker Öh',
  ),
  ends: words('berg blad borg dal fors gren kvist lund man mark qvist strand ström son vall wik'),
  adjectives: words(
    'blå tyst sista första förlorad gyllene kall mjuk gammal ny vild främmande ljus mörk trött',
  ),
  nouns: words(
    'Natt Sol Gata Stad Kärlek Tid Regn Dröm Röst Sommar Vinter Stjärna Skog Sjö Ö Låt Skugga Dörr Väg Hjärta Snö Vår Flod Båt',
  ),
  links: ['och', 'utan', 'för', 'över', 'till'],
  capitals: false,
};

const turkish: Tongue = {
  starts: words(
    'Ak Al Ay Bah Bil Can Çe De Do El Er Gök Gü İl Ka Kı Mer Nur Öz Se Şa Tan Tu Uğ Ün Yal Yıl Ze',
  ),
  middles: words('a e ı i u ü ar er an en al il'),
  ends: words('ay can demir doğan gül kan kaya lar maz men oğlu han soy taş türk yar yaz yıldız zade cı'),
  gap: ' ',
  adjectives: words(
    'Mavi Kırık Sessiz Uzak Altın Kayıp Son İlk Soğuk Yalnız Gizli Eski Yeni Deli Tatlı Kara',
  ),
  nouns: words(
    'Gece Gönül Yağmur Rüya Deniz Yol Ateş Gözler Şehir Zaman Rüzgar Gölge Bahar Kış Ay Yıldız Ses Veda Ada Kapı Çiçek Hasret',
  ),
  adjectiveLast: false,
  links: ['ve', 'ile', 'için'],
  capitals: true,
};

const japanese: Tongue = {
  starts: words(
    'Aka Ao Fuji Haya Hoshi Ishi Kawa Kuro Mina Mori Naka Nishi Oka Shima Shiro Taka Tsuki Yama Yuki Hana Kaze Sora',
  ),
  middles: words('no mi ka sa ra to ha shi ma ru'),
  ends: words('ko da gawa hara i ke mi moto mura na no ri saki ta to ya zawa ro ka se'),
  gap: ' ',
  adjectives: words('青い 静かな 最後の 遠い 夜の 夏の 白い 小さな 透明な 春の 嘘の 明日の 赤い 眠る 消えた'),
  nouns: words(
    '星 風 海 空 花火 手紙 約束 窓 影 雨 電車 月 夢 羽 時計 街 声 涙 ラジオ メロディ カメラ ソーダ',
  ),
  adjectiveLast: false,
  links: ['と'],
  capitals: false,
};

const korean: Tongue = {
  starts: words('Ha Ji Min Seo Yu Dae Hye Jun Na Tae Won Sun Kyu Bo Eun'),
  middles: words('a e i o u eo eu ye yo'),
  ends: words('bin hee ho hwa jin joon kyung min na ra rim seok soo won woo yeon young'),
  gap: '-',
  adjectives: words('푸른 조용한 마지막 먼 여름 하얀 작은 빨간 느린 봄날의 외로운 새로운'),
  nouns: words('별 바람 바다 하늘 편지 약속 창문 그림자 비 기차 달 꿈 시계 거리 목소리 눈물 라디오 구름'),
  adjectiveLast: false,
  links: ['와', '의'],
  capitals: false,
};

const chinese: Tongue = {
  starts: [...'林陳周李蔡許鄭何蘇葉江方石夏溫洛'],
  middles: [...'子小雨文思君天曉一若家明'],
  ends: [...'嵐晴河舟桐楓月寧遠辰雪安'],
  gap: '',
  adjectives: [...'藍靜遠舊新輕紅白慢']
    .map((c) => `${c}色`)
    .concat(words('最後的 沉默的 遙遠的 失落的 夏天的 透明的 溫柔的 午夜的')),
  nouns: words('星 雨 海 天空 信 約定 窗 影子 火車 月亮 夢 時鐘 城市 聲音 眼淚 收音機 雲 秘密 花園 橋'),
  adjectiveLast: false,
  links: ['與', '的'],
  capitals: false,
};

const hindi: Tongue = {
  starts: words('Aar Ami Bha Cha Deep Gau Har Ish Jai Kab Lak Man Nee Pra Raj San Shi Tan Ud Vik Yash'),
  middles: words('a i e aa ee an esh'),
  ends: words('deep ik il in isha kar lal mani mohan nath pal preet raj sen shan tra vat veer yan'),
  gap: ' ',
  adjectives: words('Neela Purani Adhoori Anjaan Naya Gehri Khamosh Pehli Aakhri Meethi Sunehri Tanha'),
  nouns: words(
    'Raat Barish Khwaab Dariya Aasman Chaand Raasta Dil Saaya Mausam Khidki Awaaz Shehar Safar Yaadein Roshni Hawa Kahani',
  ),
  adjectiveLast: false,
  links: ['ki', 'ka', 'ke', 'aur', 'bina'],
  capitals: true,
};

const persian: Tongue = {
  ...hindi,
  starts: words('Ar Bah Dar Far Gol Hom Jah Kav Mah Nav Par Ram Sha Shir Tir Yas Zar'),
  ends: words('ash bod dad far gar iar in an nush oud par rokh san vand yar zad zan pour'),
  adjectives: words('Abi Khamoosh Door Talaei Gomshodeh Akharin Avval Tanha Ghadimi Shirin'),
  nouns: words(
    'Shab Baran Roya Darya Aseman Mah Jadeh Del Sayeh Bahar Panjereh Seda Shahr Safar Yad Bad Khaneh Parandeh',
  ),
  links: ['e', 'va', 'bi'],
};

const malay: Tongue = {
  ...hindi,
  starts: words('Ad Bud Cah Dam Fir Han Ind Kam Lin Mul Nor Put Rah Sit Sur Tam Wan Yus Zul'),
  ends: words('ah an ati awan fan har idah iman in ira man na rin sari tini wati yah yanto zan'),
  adjectives: words('biru sunyi terakhir jauh emas hilang pertama lama baru manis rahsia sepi'),
  nouns: words(
    'Malam Hujan Mimpi Laut Langit Bulan Jalan Hati Bayang Musim Jendela Suara Kota Rindu Cahaya Angin Cerita Bintang',
  ),
  adjectiveLast: true,
  links: ['di', 'dan', 'tanpa', 'untuk'],
  capitals: false,
};

export const TONGUES = {
  english,
  spanish,
  portuguese,
  french,
  german,
  swedish,
  turkish,
  japanese,
  korean,
  chinese,
  hindi,
  persian,
  malay,
} as const satisfies Record<string, Tongue>;

export type TongueName = keyof typeof TONGUES;

const BY_GENRE: Readonly<Record<string, TongueName>> = Object.fromEntries(
  (
    [
      ['spanish', 'latin latino reggaeton salsa tango spanish'],
      ['portuguese', 'brazil forro mpb pagode samba sertanejo'],
      ['french', 'french'],
      ['german', 'german classical opera'],
      ['swedish', 'swedish'],
      ['turkish', 'turkish'],
      ['japanese', 'anime j-dance j-idol j-pop j-rock'],
      ['korean', 'k-pop'],
      ['chinese', 'cantopop mandopop'],
      ['hindi', 'indian pop-film'],
      ['persian', 'iranian'],
      ['malay', 'malay'],
    ] as const
  ).flatMap(([tongue, genres]) => genres.split(' ').map((g) => [g, tongue])),
);

/** The tongue in which most artists of a genre sing; English where none is given. */
export function tongueOf(genre: string): TongueName {
  return BY_GENRE[genre] ?? 'english';
}
